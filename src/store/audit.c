// SPDX-License-Identifier: Apache-2.0
// The chain: hash = SHA-256(former hash, text), where the text is each column with its length before it. The last row's
// id and hash stand in `setting` under an HMAC of the key file, so that rows cannot be cut off at the end either.
#include "audit.h"

#include <stdio.h>
#include <string.h>

#include "db.h"
#include "keys.h"

enum { TEXT_MAX = 1024 * 1024, HASH = 32, CHECK_ROWS = 1000, CHECK_ARENA = 1200 * 1024 * 1024, HEAD = 8 + CRYPTO_MAC };

struct link {
    int64_t id; // 0: before the first row
    unsigned char hash[HASH];
};

static void put_number(struct buf *b, int64_t number) {
    buf_printf(b, "%lld:", (long long)number);
}

// NULL differs from "".
static void put_text(struct buf *b, const char *text) {
    if (text)
        buf_printf(b, "%zu:%s", strlen(text), text);
    else
        buf_puts(b, "-:");
}

static enum err chain(const struct link *former, const struct audit_row *row, struct link *ret_link) {
    struct buf b;
    buf_init(&b, TEXT_MAX);
    buf_put(&b, former->hash, HASH);
    put_number(&b, row->id);
    put_number(&b, row->at);
    put_number(&b, row->operator_id);
    const char *const texts[] = {row->actor, row->action, row->subject, row->before, row->after, row->address};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        put_text(&b, texts[i]);
    bool is_full = b.is_full;
    crypto_sha256(b.bytes, b.len, ret_link->hash);
    ret_link->id = row->id;
    buf_done(&b);
    return is_full ? ERR_LIMIT : OK;
}

static void head_of(const struct store *s, const struct link *last, unsigned char out[HEAD]) {
    unsigned char text[8 + HASH];
    for (int i = 0; i < 8; i++)
        out[i] = text[i] = (unsigned char)((uint64_t)last->id >> (56 - 8 * i));
    memcpy(text + 8, last->hash, HASH);
    crypto_hmac_sha256(s->secret_key, CRYPTO_KEY, text, sizeof text, out + 8);
}

static enum err last_link(struct store *s, struct link *ret_link) {
    *ret_link = (struct link){0};
    TRY(db_start(s->db, Q_AUDIT_LAST));
    enum err err = db_next(s->db, Q_AUDIT_LAST);
    struct blob hash = err == OK ? db_blob(s->db, Q_AUDIT_LAST, 1) : (struct blob){0};
    if (err == OK && hash.len != HASH)
        err = ERR_DB;
    if (err == OK) {
        ret_link->id = db_int(s->db, Q_AUDIT_LAST, 0);
        memcpy(ret_link->hash, hash.bytes, HASH);
    }
    db_end(s->db, Q_AUDIT_LAST);
    return err == ERR_NOTFOUND ? OK : err;
}

enum err store_audit_add(struct store *s, const struct audit_row *row) {
    struct link former, own;
    TRY(last_link(s, &former));
    struct audit_row numbered = *row;
    numbered.id = former.id + 1;
    TRY(chain(&former, &numbered, &own));
    TRY(db_run(s->db, Q_AUDIT_ADD, own.id, row->at, row->operator_id, row->actor, row->action, row->subject, row->before, row->after, row->address,
               (struct blob){own.hash, HASH}));
    unsigned char head[HEAD];
    head_of(s, &own, head);
    return db_run(s->db, Q_SETTING_PUT, "audit_head", (struct blob){head, sizeof head});
}

// --- the check

struct auditing {
    struct link last;
    size_t wrong; // rows
    int64_t first_wrong;
    int64_t missing;
};

static enum err check_row(struct store *s, struct arena *a, struct auditing *c) {
    enum query q = Q_AUDIT_EACH;
    const struct audit_row row = {.id = db_int(s->db, q, 0),
                                  .at = db_int(s->db, q, 1),
                                  .operator_id = db_int(s->db, q, 2),
                                  .actor = db_text(s->db, q, 3, a),
                                  .action = db_text(s->db, q, 4, a),
                                  .subject = db_text(s->db, q, 5, a),
                                  .before = db_text(s->db, q, 6, a),
                                  .after = db_text(s->db, q, 7, a),
                                  .address = db_text(s->db, q, 8, a)};
    struct blob hash = db_blob(s->db, q, 9);
    struct link wanted;
    enum err err = chain(&c->last, &row, &wanted);
    bool is_good = err == OK && hash.len == HASH && memcmp(hash.bytes, wanted.hash, HASH) == 0;
    c->missing += row.id - c->last.id - 1;
    if (!is_good && !c->wrong++)
        c->first_wrong = row.id;
    c->last.id = row.id;
    memcpy(c->last.hash, hash.len == HASH ? hash.bytes : wanted.hash, HASH); // one wrong row is one finding
    return OK;
}

static enum err check_some(struct store *s, struct auditing *c, size_t *ret_rows) {
    SCOPED(arena_freep) struct arena *a = arena_new(CHECK_ARENA);
    *ret_rows = 0;
    TRY(db_start(s->db, Q_AUDIT_EACH, c->last.id, (int64_t)CHECK_ROWS));
    enum err err;
    while ((err = db_next(s->db, Q_AUDIT_EACH)) == OK) {
        ++*ret_rows;
        if ((err = check_row(s, a, c)) != OK)
            break;
    }
    db_end(s->db, Q_AUDIT_EACH);
    return err == ERR_NOTFOUND ? OK : err;
}

static enum err is_head_good(struct store *s, const struct link *last, bool *ret_is_good) {
    unsigned char wanted[HEAD];
    head_of(s, last, wanted);
    TRY(db_start(s->db, Q_SETTING_GET, "audit_head"));
    enum err err = db_next(s->db, Q_SETTING_GET);
    struct blob head = err == OK ? db_blob(s->db, Q_SETTING_GET, 0) : (struct blob){0};
    *ret_is_good = err == OK ? head.len == HEAD && crypto_is_equal(head.bytes, wanted, HEAD) : last->id == 0;
    db_end(s->db, Q_SETTING_GET);
    return err == ERR_NOTFOUND ? OK : err;
}

enum err store_audit_check(struct store *s, void (*tell)(void *arg, const char *finding), void *arg) {
    struct auditing c = {0};
    size_t rows = 0;
    bool is_whole = true;
    char line[160];
    do {
        TRY(check_some(s, &c, &rows));
    } while (rows == CHECK_ROWS);
    snprintf(line, sizeof line, "the audit was changed: %zu rows do not fit its chain, the first is %lld", c.wrong, (long long)c.first_wrong);
    if (c.wrong)
        tell(arg, line);
    snprintf(line, sizeof line, "the audit lacks %lld rows", (long long)c.missing);
    if (c.missing)
        tell(arg, line);
    TRY(is_head_good(s, &c.last, &is_whole));
    if (!is_whole)
        tell(arg, "the audit does not end where it did, or was signed with another key");
    return OK;
}
