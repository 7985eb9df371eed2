// SPDX-License-Identifier: Apache-2.0
// What is older than its time goes, a few rows at once. Ids grow with time: the oldest rows stand first, and no statement
// looks at more than four times `max` of them.
#include "db.h"
#include "seen.h"

static enum err clear(struct store *s, enum query q, int64_t before, size_t max, size_t *rows) {
    TRY(db_start(s->db, q, before, (int64_t)max));
    enum err err;
    while ((err = db_next(s->db, q)) == OK)
        ++*rows;
    db_end(s->db, q);
    return err == ERR_NOTFOUND ? OK : err;
}

enum err store_retain(struct store *s, int64_t payload_before, int64_t text_before, int64_t seen_before, size_t max, size_t *ret_rows) {
    *ret_rows = 0;
    TRY(seen_move(s)); // before a row goes that brings its key back
    TRY(clear(s, Q_RETAIN_PAYLOADS, payload_before, max, ret_rows));
    TRY(clear(s, Q_RETAIN_QUARANTINE, payload_before, max, ret_rows));
    TRY(clear(s, Q_RETAIN_OUTBOUNDS, text_before, max, ret_rows));
    TRY(clear(s, Q_RETAIN_INBOUNDS, text_before, max, ret_rows));
    return seen_retain(s, seen_before / 1000, 4 * max, ret_rows);
}
