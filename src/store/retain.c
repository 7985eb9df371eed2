// SPDX-License-Identifier: Apache-2.0
// What is older than its time goes, a few rows at once. The key that knows a message again stays as long as the row,
// so rows go by the later of the two moments.
#include "db.h"
#include "store.h"

static enum err clear(struct store *s, enum query q, int64_t before, size_t max, size_t *rows) {
    TRY(db_start(s->db, q, before, (int64_t)max));
    enum err err;
    while ((err = db_next(s->db, q)) == OK)
        ++*rows;
    db_end(s->db, q);
    return err == ERR_NOTFOUND ? OK : err;
}

enum err store_retain(struct store *s, int64_t payload_before, int64_t text_before, int64_t seen_before, size_t max, size_t *ret_rows) {
    int64_t row_before = text_before < seen_before ? text_before : seen_before;
    *ret_rows = 0;
    TRY(clear(s, Q_RETAIN_PAYLOADS, payload_before, max, ret_rows));
    TRY(clear(s, Q_RETAIN_QUARANTINE, payload_before, max, ret_rows));
    TRY(clear(s, Q_RETAIN_OUTBOUNDS, text_before, max, ret_rows));
    return clear(s, Q_RETAIN_TEXTS, row_before, max, ret_rows);
}
