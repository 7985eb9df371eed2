// SPDX-License-Identifier: Apache-2.0
#include "account.h"

#include <string.h>

#include "../base/clock.h"
#include "../base/crypto.h"
#include "../model/problem.h"
#include "../store/audit.h"
#include "account_parts.h"

// What net has checked by its route is checked once more by the rows as they are now.
static const struct {
    enum err (*run)(struct account *x);
    enum role role;
    bool is_open; // without a session
} kinds[ACCOUNT_KINDS] = {
    [ACCOUNT_SIGN_IN] = {account_sign_in, ROLE_VIEWER, true},
    [ACCOUNT_SIGN_OUT] = {account_sign_out, ROLE_VIEWER, false},
    [ACCOUNT_LINK] = {account_link, ROLE_VIEWER, true},
    [ACCOUNT_SEEN] = {account_seen, ROLE_VIEWER, false},
    [ACCOUNT_PASSWORD] = {account_password, ROLE_VIEWER, false},
    [ACCOUNT_TOTP_BEGIN] = {account_totp_begin, ROLE_VIEWER, false},
    [ACCOUNT_TOTP_CONFIRM] = {account_totp_confirm, ROLE_VIEWER, false},
    [ACCOUNT_TOTP_OFF] = {account_totp_off, ROLE_VIEWER, false},
    [ACCOUNT_SESSIONS] = {account_sessions, ROLE_VIEWER, false},
    [ACCOUNT_SESSION_END] = {account_session_end, ROLE_VIEWER, false},
    [ACCOUNT_OTHERS_END] = {account_others_end, ROLE_VIEWER, false},
    [ACCOUNT_OPERATORS] = {account_operators, ROLE_OPERATOR, false},
    [ACCOUNT_ADD] = {account_add, ROLE_ADMIN, false},
    [ACCOUNT_CHANGE] = {account_change, ROLE_ADMIN, false},
    [ACCOUNT_RELINK] = {account_relink, ROLE_ADMIN, false},
};

// --- answers

enum err account_refuse(struct account *x, int status, const char *code, const char *detail) {
    buf_clear(&x->body);
    x->status = status;
    problem_put(&x->body, status, code, detail);
    return OK;
}

enum err account_nothing(struct account *x) {
    x->status = 204;
    return OK;
}

void account_begin_body(struct account *x, int status) {
    x->status = status;
    buf_putc(&x->body, '{');
}

enum err account_end_body(struct account *x) {
    buf_putc(&x->body, '}');
    return x->body.is_full ? ERR_LIMIT : OK;
}

void account_put_time(struct buf *b, const char *name, int64_t at) {
    char text[32];
    clock_format(at, text);
    json_member_text(b, name, text);
}

void account_put_operator(struct buf *b, const struct operator_row *o) {
    buf_putc(b, '{');
    json_member_int(b, "id", o->id);
    json_member_text(b, "name", o->name);
    json_member_text(b, "role", role_name(o->role));
    json_member_bool(b, "disabled", o->is_disabled);
    json_member_bool(b, "password", o->password != NULL);
    json_member_bool(b, "totp", o->has_totp);
    account_put_time(b, "created", o->created_at);
    buf_putc(b, '}');
}

// --- audit

const char *account_subject(struct account *x, int64_t operator_id) {
    return arena_printf(x->arena, "operator:%lld", (long long)operator_id);
}

enum err account_audit(struct account *x, const char *action, int64_t operator_id, const char *before, const char *after) {
    const struct audit_row row = {.at = x->now,
                                  .operator_id = x->who.id,
                                  .actor = x->who.id ? x->who.name : x->call->is_local ? "lurus user" : "",
                                  .action = action,
                                  .subject = account_subject(x, operator_id),
                                  .before = before,
                                  .after = after,
                                  .address = x->call->address};
    return store_audit_add(x->store, &row);
}

// --- sessions

struct session_note account_note(const struct session_row *session, const struct operator_row *who) {
    struct session_note note = {.change = SESSION_PUT,
                                .id = session->id,
                                .operator_id = who->id,
                                .seen_at = session->seen_at,
                                .expires_at = session->expires_at,
                                .role = who->role,
                                .has_totp = who->has_totp};
    memcpy(note.hash, session->hash, SESSION_HASH);
    memcpy(note.name, who->name, strnlen(who->name, OPERATOR_NAME_MAX));
    return note;
}

static enum err tell(struct account *x, const struct session_note *note) {
    if (x->note_count == ACCOUNT_NOTES)
        return ERR_BUG; // an operator has fewer sessions than that
    x->notes[x->note_count++] = *note;
    return OK;
}

enum err account_end_session(struct account *x, const struct session_row *session) {
    struct session_note note = {.change = SESSION_END};
    memcpy(note.hash, session->hash, SESSION_HASH);
    TRY(store_session_end(x->store, session->id));
    return tell(x, &note);
}

enum err account_end_sessions(struct account *x, int64_t operator_id, int64_t but) {
    struct session_row *rows;
    size_t count = 0;
    TRY(store_session_list(x->store, operator_id, x->now, x->arena, &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (rows[i].id != but)
            TRY(account_end_session(x, &rows[i]));
    return OK;
}

enum err account_tell_sessions(struct account *x, int64_t operator_id) {
    struct operator_row o;
    struct session_row *rows;
    size_t count = 0;
    TRY(store_operator_get(x->store, operator_id, x->arena, &o));
    TRY(store_session_list(x->store, operator_id, x->now, x->arena, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        struct session_note note = account_note(&rows[i], &o);
        TRY(tell(x, &note));
    }
    return OK;
}

// The oldest of the operator's, and of all, give way.
static enum err make_room(struct account *x, int64_t operator_id) {
    struct session_row *rows;
    size_t count = 0;
    int64_t total = 0;
    TRY(store_session_list(x->store, operator_id, x->now, x->arena, &rows, &count));
    for (size_t i = 0; i + SESSIONS_PER_OPERATOR <= count; i++)
        TRY(account_end_session(x, &rows[i]));
    TRY(store_session_count(x->store, &total));
    if (total < SESSIONS_MAX)
        return OK;
    TRY(store_session_purge(x->store, x->now));
    TRY(store_session_list(x->store, 0, x->now, x->arena, &rows, &count));
    return count < SESSIONS_MAX ? OK : account_end_session(x, &rows[0]);
}

void account_hash_token(const char *token, unsigned char out[SESSION_HASH]) {
    crypto_sha256(token, strlen(token), out);
}

static void make_token(char out[SESSION_TOKEN + 2]) {
    unsigned char random[32];
    crypto_random(random, sizeof random);
    base64url_encode(random, sizeof random, out);
    crypto_wipe(random, sizeof random);
}

enum err account_open_session(struct account *x, const struct operator_row *o) {
    char token[SESSION_TOKEN + 2];
    TRY(make_room(x, o->id));
    make_token(token);
    struct session_row row = {.operator_id = o->id,
                              .created_at = x->now,
                              .seen_at = x->now,
                              .expires_at = x->now + SESSION_MAX_MS,
                              .address = x->call->address ? x->call->address : "",
                              .agent = x->call->agent ? x->call->agent : ""};
    account_hash_token(token, row.hash);
    TRY(store_session_add(x->store, &row, &row.id));
    x->cookie = arena_strdup(x->arena, token);
    struct session_note note = account_note(&row, o);
    return tell(x, &note);
}

enum err account_new_link(struct account *x, int64_t operator_id, const char **ret_path) {
    char token[SESSION_TOKEN + 2];
    unsigned char hash[SESSION_HASH];
    make_token(token);
    account_hash_token(token, hash);
    TRY(store_link_clear(x->store, operator_id));
    TRY(store_link_add(x->store, hash, operator_id, x->now));
    *ret_path = arena_printf(x->arena, "/console/welcome#%s", token);
    return OK;
}

// --- the run

// Who asks, by the rows as they are now.
static enum err read_who(struct account *x) {
    if (!x->call->session)
        return OK;
    enum err err = store_session_get(x->store, x->call->session, x->now, x->arena, &x->session);
    if (err == OK)
        err = store_operator_get(x->store, x->session.operator_id, x->arena, &x->who);
    if (err == OK && !x->who.is_disabled)
        return OK;
    x->session = (struct session_row){0};
    x->who = (struct operator_row){0};
    return err == ERR_NOTFOUND ? OK : err;
}

enum err account_run(struct account *x) {
    enum account_kind kind = x->call->kind;
    buf_init(&x->body, ACCOUNT_BODY);
    TRY(read_who(x));
    bool is_free = kinds[kind].is_open || x->call->is_local;
    if (!x->who.id && !is_free)
        return account_refuse(x, 401, "no_session", "sign in first");
    if (x->who.role < kinds[kind].role && !is_free)
        return account_refuse(x, 403, "role", "your role may not do that");
    return kinds[kind].run(x);
}

void account_done(struct account *x) {
    if (x->body.bytes)
        crypto_wipe(x->body.bytes, x->body.len); // it may hold a link, a secret or codes
    buf_done(&x->body);
}
