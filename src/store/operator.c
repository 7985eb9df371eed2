// SPDX-License-Identifier: Apache-2.0
#include "operator.h"

#include <stdio.h>
#include <string.h>

#include "db.h"
#include "keys.h"

enum { SECRET_ARENA = 4096 };

static struct blob hash_of(const unsigned char hash[SESSION_HASH]) {
    return (struct blob){hash, SESSION_HASH};
}

static void read_operator(struct store *s, enum query q, struct arena *a, struct operator_row *row) {
    *row = (struct operator_row){.id = db_int(s->db, q, 0),
                                 .name = db_text(s->db, q, 1, a),
                                 .password = db_text(s->db, q, 3, a),
                                 .has_totp = db_int(s->db, q, 4) != 0,
                                 .has_new_totp = db_int(s->db, q, 5) != 0,
                                 .totp_step = db_int(s->db, q, 6),
                                 .is_disabled = db_int(s->db, q, 7) != 0,
                                 .created_at = db_int(s->db, q, 8)};
    role_of(db_text(s->db, q, 2, a), &row->role); // else the least
}

enum err store_operator_add(struct store *s, const char *name, enum role role, int64_t now, int64_t *ret_id) {
    int64_t count = 0;
    TRY(db_one(s->db, Q_OPERATOR_COUNT, &count));
    if (count >= OPERATORS_MAX)
        return ERR_LIMIT;
    enum err err = db_one(s->db, Q_OPERATOR_ADD, ret_id, name, role_name(role), now);
    return err == ERR_NOTFOUND ? ERR_CONFLICT : err;
}

enum err store_operator_get(struct store *s, int64_t id, struct arena *a, struct operator_row *ret_row) {
    TRY(db_start(s->db, Q_OPERATOR_GET, id));
    enum err err = db_next(s->db, Q_OPERATOR_GET);
    if (err == OK)
        read_operator(s, Q_OPERATOR_GET, a, ret_row);
    db_end(s->db, Q_OPERATOR_GET);
    return err;
}

enum err store_operator_find(struct store *s, const char *name, struct arena *a, struct operator_row *ret_row) {
    TRY(db_start(s->db, Q_OPERATOR_FIND, name));
    enum err err = db_next(s->db, Q_OPERATOR_FIND);
    if (err == OK)
        read_operator(s, Q_OPERATOR_FIND, a, ret_row);
    db_end(s->db, Q_OPERATOR_FIND);
    return err;
}

enum err store_operator_list(struct store *s, struct arena *a, struct operator_row **ret_rows, size_t *ret_count) {
    struct operator_row *rows = arena_alloc(a, OPERATORS_MAX * sizeof *rows);
    size_t count = 0;
    TRY(db_start(s->db, Q_OPERATOR_LIST));
    enum err err = OK;
    while (count < OPERATORS_MAX && (err = db_next(s->db, Q_OPERATOR_LIST)) == OK)
        read_operator(s, Q_OPERATOR_LIST, a, &rows[count++]);
    db_end(s->db, Q_OPERATOR_LIST);
    *ret_rows = rows;
    *ret_count = count;
    return err == ERR_NOTFOUND ? OK : err;
}

enum err store_operator_change(struct store *s, int64_t id, enum role role, bool is_disabled) {
    TRY(db_run(s->db, Q_OPERATOR_CHANGE, role_name(role), (int64_t)is_disabled, id));
    return db_changed(s->db) == 1 ? OK : ERR_NOTFOUND;
}

enum err store_operator_password(struct store *s, int64_t id, const char *phc) {
    TRY(db_run(s->db, Q_OPERATOR_PASSWORD, phc, id));
    return db_changed(s->db) == 1 ? OK : ERR_NOTFOUND;
}

enum err store_operator_admins(struct store *s, int64_t *ret_count) {
    return db_one(s->db, Q_OPERATOR_ADMINS, ret_count);
}

// --- codes by time

enum err store_totp_begin(struct store *s, int64_t id, const void *secret, size_t len) {
    SCOPED(arena_freep) struct arena *a = arena_new(SECRET_ARENA);
    TRY(db_run(s->db, Q_TOTP_BEGIN, keys_seal(s->secret_key, secret, len, a), id));
    return db_changed(s->db) == 1 ? OK : ERR_NOTFOUND;
}

enum err store_totp_secret(struct store *s, int64_t id, bool is_new, void *out, size_t len) {
    TRY(db_start(s->db, Q_TOTP_SECRETS, id));
    enum err err = db_next(s->db, Q_TOTP_SECRETS);
    struct blob sealed = err == OK ? db_blob(s->db, Q_TOTP_SECRETS, is_new) : (struct blob){0};
    if (err == OK && !sealed.bytes)
        err = ERR_NOTFOUND;
    if (err == OK)
        err = sealed.len == len + CRYPTO_SEAL_EXTRA ? crypto_open(s->secret_key, sealed.bytes, sealed.len, out) : ERR_AUTH;
    db_end(s->db, Q_TOTP_SECRETS);
    return err;
}

enum err store_totp_on(struct store *s, int64_t id, int64_t step) {
    TRY(db_run(s->db, Q_TOTP_ON, step, id));
    return db_changed(s->db) == 1 ? OK : ERR_NOTFOUND;
}

enum err store_totp_step(struct store *s, int64_t id, int64_t step) {
    return db_run(s->db, Q_TOTP_STEP, step, id);
}

enum err store_totp_off(struct store *s, int64_t id) {
    TRY(db_run(s->db, Q_TOTP_OFF, id));
    return db_run(s->db, Q_RECOVERY_CLEAR, id);
}

// Some 50 bits: a plain hash could be searched through by whoever has the base alone.
static struct blob recovery_hash(const struct store *s, int64_t id, const char *code, unsigned char out[CRYPTO_MAC]) {
    char owner[24];
    snprintf(owner, sizeof owner, "%lld", (long long)id);
    keys_lookup(s, "recovery", owner, code, out);
    return (struct blob){out, CRYPTO_MAC};
}

enum err store_recovery_add(struct store *s, int64_t id, const char *code) {
    unsigned char hash[CRYPTO_MAC];
    return db_run(s->db, Q_RECOVERY_ADD, id, recovery_hash(s, id, code, hash));
}

enum err store_recovery_use(struct store *s, int64_t id, const char *code) {
    unsigned char hash[CRYPTO_MAC];
    TRY(db_run(s->db, Q_RECOVERY_USE, id, recovery_hash(s, id, code, hash)));
    return db_changed(s->db) == 1 ? OK : ERR_NOTFOUND;
}

enum err store_recovery_count(struct store *s, int64_t id, int64_t *ret_count) {
    return db_one(s->db, Q_RECOVERY_COUNT, ret_count, id);
}

// --- one-time links

enum err store_link_add(struct store *s, const unsigned char hash[SESSION_HASH], int64_t operator_id, int64_t now) {
    return db_run(s->db, Q_LINK_NEW, hash_of(hash), operator_id, now, now + LINK_MS);
}

enum err store_link_find(struct store *s, const unsigned char hash[SESSION_HASH], int64_t now, int64_t *ret_operator) {
    return db_one(s->db, Q_LINK_FIND, ret_operator, hash_of(hash), now);
}

enum err store_link_clear(struct store *s, int64_t operator_id) {
    return db_run(s->db, Q_LINK_DROP, operator_id);
}
