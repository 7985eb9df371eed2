// SPDX-License-Identifier: Apache-2.0
// What is older than its time goes, a few rows at once. The key that knows a message again stays as long as the row,
// so where texts go before keys the row stays without its text. Ids grow with time: the oldest rows stand first, and
// no statement looks at more than four times `max` of them.
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

// The mark of how far the texts are gone is kept in memory only: after a start they are looked through once more.
static enum err clear_texts(struct store *s, int64_t before, size_t max, size_t *rows) {
    int64_t end = 0;
    TRY(db_one(s->db, Q_RETAIN_TEXTS_END, &end, s->cleared, (int64_t)max, before));
    if (end <= s->cleared)
        return OK;
    TRY(db_run(s->db, Q_RETAIN_TEXTS, s->cleared, end, before));
    s->cleared = end;
    *rows += max; // there may be more
    return OK;
}

enum err store_retain(struct store *s, int64_t payload_before, int64_t text_before, int64_t seen_before, size_t max, size_t *ret_rows) {
    int64_t row_before = text_before < seen_before ? text_before : seen_before;
    *ret_rows = 0;
    TRY(clear(s, Q_RETAIN_PAYLOADS, payload_before, max, ret_rows));
    TRY(clear(s, Q_RETAIN_QUARANTINE, payload_before, max, ret_rows));
    TRY(clear(s, Q_RETAIN_OUTBOUNDS, text_before, max, ret_rows));
    if (text_before > seen_before)
        TRY(clear_texts(s, text_before, max, ret_rows));
    return clear(s, Q_RETAIN_INBOUNDS, row_before, max, ret_rows);
}
