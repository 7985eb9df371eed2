// SPDX-License-Identifier: Apache-2.0
#include "session.h"

#include <string.h>

#include "db.h"
#include "keys.h"

static struct blob key_of(const unsigned char key[TRY_KEY]) {
    return (struct blob){key, TRY_KEY};
}

static enum err read_session(struct store *s, enum query q, struct arena *a, struct session_row *row) {
    struct blob hash = db_blob(s->db, q, 1);
    *row = (struct session_row){.id = db_int(s->db, q, 0),
                                .operator_id = db_int(s->db, q, 2),
                                .created_at = db_int(s->db, q, 3),
                                .seen_at = db_int(s->db, q, 4),
                                .expires_at = db_int(s->db, q, 5),
                                .address = db_text(s->db, q, 6, a),
                                .agent = db_text(s->db, q, 7, a)};
    if (hash.len != SESSION_HASH)
        return ERR_DB;
    memcpy(row->hash, hash.bytes, SESSION_HASH);
    return OK;
}

enum err store_session_add(struct store *s, const struct session_row *row, int64_t *ret_id) {
    return db_one(s->db, Q_SESSION_ADD, ret_id, (struct blob){row->hash, SESSION_HASH}, row->operator_id, row->created_at, row->seen_at,
                  row->expires_at, row->address, row->agent);
}

enum err store_session_get(struct store *s, int64_t id, int64_t now, struct arena *a, struct session_row *ret_row) {
    TRY(db_start(s->db, Q_SESSION_GET, id, now - SESSION_IDLE_MS, now));
    enum err err = db_next(s->db, Q_SESSION_GET);
    if (err == OK)
        err = read_session(s, Q_SESSION_GET, a, ret_row);
    db_end(s->db, Q_SESSION_GET);
    return err;
}

enum err store_session_list(struct store *s, int64_t operator_id, int64_t now, struct arena *a, struct session_row **ret_rows,
                            size_t *ret_count) {
    struct session_row *rows = arena_alloc(a, SESSIONS_MAX * sizeof *rows);
    size_t count = 0;
    TRY(db_start(s->db, Q_SESSION_LIST, operator_id, now - SESSION_IDLE_MS, now, (int64_t)SESSIONS_MAX));
    enum err err;
    while ((err = db_next(s->db, Q_SESSION_LIST)) == OK)
        if ((err = read_session(s, Q_SESSION_LIST, a, &rows[count++])) != OK)
            break;
    db_end(s->db, Q_SESSION_LIST);
    *ret_rows = rows;
    *ret_count = count;
    return err == ERR_NOTFOUND ? OK : err;
}

enum err store_session_count(struct store *s, int64_t *ret_count) {
    return db_one(s->db, Q_SESSION_COUNT, ret_count);
}

enum err store_session_seen(struct store *s, int64_t id, int64_t now) {
    return db_run(s->db, Q_SESSION_SEEN, now, id);
}

enum err store_session_end(struct store *s, int64_t id) {
    return db_run(s->db, Q_SESSION_END, id);
}

enum err store_session_purge(struct store *s, int64_t now) {
    TRY(db_run(s->db, Q_SESSION_PURGE, now - SESSION_IDLE_MS, now));
    TRY(db_run(s->db, Q_LINK_PURGE, now));
    return db_run(s->db, Q_TRY_PURGE, now - TRIES_MS);
}

// --- tries

void store_try_key(const struct store *s, const char *what, const char *value, unsigned char out[TRY_KEY]) {
    unsigned char mac[CRYPTO_MAC];
    keys_lookup(s, "try", what, value, mac);
    memcpy(out, mac, TRY_KEY);
}

enum err store_try_count(struct store *s, const unsigned char key[TRY_KEY], int64_t now, int64_t *ret_count) {
    return db_one(s->db, Q_TRY_COUNT, ret_count, key_of(key), now - TRIES_MS);
}

enum err store_try_add(struct store *s, const unsigned char key[TRY_KEY], int64_t now, int64_t *ret_id) {
    TRY(db_one(s->db, Q_TRY_ADD, ret_id, key_of(key), now));
    return db_run(s->db, Q_TRY_BOUND, *ret_id - TRIES_KEPT);
}

enum err store_try_drop(struct store *s, int64_t id) {
    return db_run(s->db, Q_TRY_DROP, id);
}

enum err store_try_clear(struct store *s, const unsigned char key[TRY_KEY]) {
    return db_run(s->db, Q_TRY_CLEAR, key_of(key));
}
