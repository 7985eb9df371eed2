// SPDX-License-Identifier: Apache-2.0
#include "db.h"
#include "store.h"

enum { DUE_MAX = 1024 };

enum err store_outbound_add(struct store *s, const struct outbound_row *r) {
    return db_run(s->db, Q_OUTBOUND_ADD, r->id, r->conversation, r->previous, r->created_at, r->due_at, (int64_t)r->channel, r->account,
                  (int64_t)r->state, (int64_t)r->attempts, r->reply_to, r->body, r->fact, r->fact_revision, r->seq, r->outcome, r->client_id,
                  r->gateway_id, r->error, (int64_t)r->error_code);
}

enum err store_outbound_reword(struct store *s, const struct outbound_row *r) {
    return db_run(s->db, Q_OUTBOUND_REWORD, r->body, r->fact, r->fact_revision, r->outcome, r->reply_to, r->id, (int64_t)DELIVERY_QUEUED);
}

enum err store_outbound_state(struct store *s, const struct outbound_row *r) {
    return db_run(s->db, Q_OUTBOUND_STATE, (int64_t)r->state, (int64_t)r->attempts, r->due_at, r->gateway_id, r->error, (int64_t)r->error_code,
                  r->id);
}

enum err store_outbound_sent(struct store *s, int64_t id, const char *gateway_id) {
    TRY(db_run(s->db, Q_OUTBOUND_SENT, gateway_id, id));
    return db_changed(s->db) ? OK : ERR_NOTFOUND;
}

static void read_outbound(struct db *db, enum query q, struct arena *a, struct outbound_row *r) {
    *r = (struct outbound_row){.id = db_int(db, q, 0),
                               .conversation = db_int(db, q, 1),
                               .previous = db_int(db, q, 2),
                               .created_at = db_int(db, q, 3),
                               .due_at = db_int(db, q, 4),
                               .channel = (enum channel_id)db_int(db, q, 5),
                               .account = db_text(db, q, 6, a),
                               .state = (enum delivery)db_int(db, q, 7),
                               .attempts = (int)db_int(db, q, 8),
                               .reply_to = db_text(db, q, 9, a),
                               .body = db_text(db, q, 10, a),
                               .fact = db_text(db, q, 11, a),
                               .fact_revision = db_int(db, q, 12),
                               .seq = db_int(db, q, 13),
                               .outcome = db_text(db, q, 14, a),
                               .client_id = db_text(db, q, 15, a),
                               .gateway_id = db_text(db, q, 16, a),
                               .error = db_text(db, q, 17, a),
                               .error_code = (int)db_int(db, q, 18)};
}

enum err store_outbound_get(struct store *s, int64_t id, struct arena *a, struct outbound_row *ret_row) {
    TRY(db_start(s->db, Q_OUTBOUND_GET, id));
    enum err err = db_next(s->db, Q_OUTBOUND_GET);
    if (err == OK)
        read_outbound(s->db, Q_OUTBOUND_GET, a, ret_row);
    db_end(s->db, Q_OUTBOUND_GET);
    return err;
}

enum err store_outbound_find(struct store *s, enum channel_id channel, const char *gateway_id, int64_t *ret_id) {
    return db_one(s->db, Q_OUTBOUND_FIND, ret_id, gateway_id, (int64_t)channel);
}

// Reads what a started query gives, at most max rows.
static enum err read_all(struct store *s, enum query q, size_t max, struct arena *a, struct outbound_row **ret_rows, size_t *ret_count) {
    struct outbound_row *rows = arena_alloc(a, (max + 1) * sizeof *rows);
    size_t count = 0;
    enum err err = OK;
    while (count < max && (err = db_next(s->db, q)) == OK)
        read_outbound(s->db, q, a, &rows[count++]);
    db_end(s->db, q);
    *ret_rows = rows;
    *ret_count = count;
    return err == ERR_NOTFOUND ? OK : err;
}

enum err store_outbound_due(struct store *s, enum channel_id channel, enum delivery state, int64_t now, size_t max, struct arena *a,
                            struct outbound_row **ret_rows, size_t *ret_count) {
    size_t bound = max < DUE_MAX ? max : DUE_MAX;
    TRY(db_start(s->db, Q_OUTBOUND_DUE, (int64_t)channel, (int64_t)state, now, (int64_t)bound));
    return read_all(s, Q_OUTBOUND_DUE, bound, a, ret_rows, ret_count);
}

enum err store_outbound_after(struct store *s, int64_t conversation, int64_t last_seq, size_t max, struct arena *a,
                              struct outbound_row **ret_rows, size_t *ret_count) {
    TRY(db_start(s->db, Q_OUTBOUND_AFTER, conversation, last_seq, (int64_t)max));
    return read_all(s, Q_OUTBOUND_AFTER, max, a, ret_rows, ret_count);
}

enum err store_outbound_next_due(struct store *s, int64_t *ret_at) {
    static const enum delivery waiting[] = {DELIVERY_QUEUED, DELIVERY_IN_DOUBT};
    *ret_at = -1;
    // The index begins with channel and state: one seek each, however many wait.
    for (int c = 0; c < CHANNELS; c++) {
        for (size_t i = 0; i < COUNT_OF(waiting); i++) {
            int64_t at = 0;
            enum err err = db_one(s->db, Q_OUTBOUND_NEXT_DUE, &at, (int64_t)c, (int64_t)waiting[i]);
            if (err == OK && (*ret_at < 0 || at < *ret_at))
                *ret_at = at;
            if (err != OK && err != ERR_NOTFOUND)
                return err;
        }
    }
    return OK;
}

enum err store_outbound_pending(struct store *s, int64_t conversation, int64_t *ret_queued, bool *ret_is_in_doubt) {
    *ret_queued = 0;
    *ret_is_in_doubt = false;
    TRY(db_start(s->db, Q_OUTBOUND_PENDING, conversation));
    enum err err;
    while ((err = db_next(s->db, Q_OUTBOUND_PENDING)) == OK) {
        if (db_int(s->db, Q_OUTBOUND_PENDING, 1) == DELIVERY_QUEUED)
            *ret_queued = db_int(s->db, Q_OUTBOUND_PENDING, 0);
        else
            *ret_is_in_doubt = true;
    }
    db_end(s->db, Q_OUTBOUND_PENDING);
    return err == ERR_NOTFOUND ? OK : err;
}

enum err store_outbound_counts(struct store *s, int64_t ret_counts[CHANNELS][DELIVERIES]) {
    for (int c = 0; c < CHANNELS; c++)
        for (int d = 0; d < DELIVERIES; d++)
            ret_counts[c][d] = 0;
    TRY(db_start(s->db, Q_OUTBOUND_COUNTS));
    enum err err;
    while ((err = db_next(s->db, Q_OUTBOUND_COUNTS)) == OK) {
        int64_t c = db_int(s->db, Q_OUTBOUND_COUNTS, 0), d = db_int(s->db, Q_OUTBOUND_COUNTS, 1);
        if (c >= 0 && c < CHANNELS && d >= 0 && d < DELIVERIES)
            ret_counts[c][d] = db_int(s->db, Q_OUTBOUND_COUNTS, 2);
    }
    db_end(s->db, Q_OUTBOUND_COUNTS);
    return err == ERR_NOTFOUND ? OK : err;
}

enum err store_outbound_recover(struct store *s, int64_t until, int64_t *ret_count) {
    *ret_count = 0;
    TRY(db_start(s->db, Q_OUTBOUND_RECOVER, until));
    enum err err;
    while ((err = db_next(s->db, Q_OUTBOUND_RECOVER)) == OK)
        ++*ret_count;
    db_end(s->db, Q_OUTBOUND_RECOVER);
    return err == ERR_NOTFOUND ? OK : err;
}
