// SPDX-License-Identifier: Apache-2.0
// The console's sign-in, its operators and sessions: bodies become calls to the desk, which answers by the ticket.
#include <stdio.h>
#include <string.h>

#include "../base/clock.h"
#include "../base/crypto.h"
#include "../base/json.h"
#include "inside.h"

enum { CALL_ARENA = 256 * 1024, SESSION_BODY = 4096, NAME_MAX_RUNES = 64, PASSWORD_RUNES = 1024, CODE_RUNES = 32, TOKEN_RUNES = 64 };

// What a body may hold; each call takes some of it.
struct account_body {
    struct account_call call;
    const char *role;
};

#define FIELD(name, required, max)                                                                           \
    { #name, JSON_TEXT, required, offsetof(struct account_body, call.name), max }

static void refuse_body(struct response *r, const struct fail *f) {
    char line[800];
    fail_line(f, line, sizeof line);
    respond_problem(r, 400, "bad_request", line);
    r->is_close = true;
}

static void send_call(struct net *n, struct mail *m, struct response *r) {
    r->is_later = mail_send(n, m);
    if (r->is_later)
        return;
    respond_problem(r, 503, "busy", "the queue is full; come again");
    r->headers = "Retry-After: 1\r\n";
}

static struct mail *call_new(const struct conn *c, enum account_kind kind) {
    struct mail *m = mail_new(MAIL_ACCOUNT, c, CALL_ARENA);
    char masked[ADDRESS_TEXT], origin[ADDRESS_TEXT];
    struct in6_addr from = address_net(&c->address);
    address_mask(&c->address, masked);
    address_text(&from, origin);
    m->account = arena_alloc(m->arena, sizeof *m->account);
    *m->account = (struct account_call){.kind = kind,
                                        .session = c->session_id,
                                        .address = arena_strdup(m->arena, masked),
                                        .origin = arena_strdup(m->arena, origin),
                                        .agent = arena_strdup(m->arena, c->agent),
                                        .id = c->part_id};
    return m;
}

static void call(struct net *n, const struct request *q, struct response *r, enum account_kind kind) {
    send_call(n, call_new(q->conn, kind), r);
}

// --- bodies

struct reading {
    const struct json_field *fields;
    size_t count;
    enum account_kind kind;
};

static enum err read_body(const struct conn *c, const struct reading *what, struct mail *m, struct fail *f) {
    struct json *root SCOPED(json_freep) = NULL;
    struct account_body body = {.call = *m->account};
    TRY(json_parse(buf_text(&c->body), c->body.len, &root, f));
    TRY(json_map(root, what->fields, what->count, &body, m->arena, "body", f));
    body.call.has_role = body.role != NULL;
    if (body.role && !role_of(body.role, &body.call.role))
        return fail_set(f, ERR_INPUT, "body.role", "write viewer, operator, editor or admin", "no role");
    const struct json *disabled = json_at(root, "disabled");
    body.call.has_disabled = disabled != NULL;
    body.call.is_disabled = json_true(disabled);
    *m->account = body.call;
    return OK;
}

static void call_with_body(struct net *n, const struct request *q, struct response *r, const struct reading *what) {
    struct fail f = {0};
    struct mail *m = call_new(q->conn, what->kind);
    enum err err = read_body(q->conn, what, m, &f);
    if (q->conn->body.len)
        crypto_wipe(q->conn->body.bytes, q->conn->body.len); // it may hold a password
    if (err == OK) {
        send_call(n, m, r);
        return;
    }
    arena_free(m->arena);
    refuse_body(r, &f);
}

// --- signing in and out

void get_session(struct net *n, const struct request *q, struct response *r) {
    const struct session_note *s = q->conn->session;
    char csrf[CSRF_TOKEN + 2], expires[32];
    sessions_csrf(n->sessions, s, csrf);
    clock_format(s->expires_at, expires);
    buf_init(&r->made, SESSION_BODY);
    buf_puts(&r->made, "{\"operator\":{");
    json_member_int(&r->made, "id", s->operator_id);
    json_member_text(&r->made, "name", s->name);
    json_member_text(&r->made, "role", role_name(s->role));
    json_member_bool(&r->made, "totp", s->has_totp);
    buf_putc(&r->made, '}');
    json_member_text(&r->made, "csrf", csrf);
    json_member_text(&r->made, "expires", expires);
    buf_putc(&r->made, '}');
    r->status = 200;
    r->type = "application/json";
    r->body = buf_text(&r->made);
    r->len = r->made.len;
    r->headers = "Cache-Control: no-store\r\n";
}

void post_session(struct net *n, const struct request *q, struct response *r) {
    static const struct json_field fields[] = {FIELD(name, true, NAME_MAX_RUNES), FIELD(password, true, PASSWORD_RUNES), FIELD(code, false, CODE_RUNES)};
    call_with_body(n, q, r, &(struct reading){fields, COUNT_OF(fields), ACCOUNT_SIGN_IN});
}

void delete_session(struct net *n, const struct request *q, struct response *r) {
    call(n, q, r, ACCOUNT_SIGN_OUT);
}

void post_session_link(struct net *n, const struct request *q, struct response *r) {
    static const struct json_field fields[] = {FIELD(token, true, TOKEN_RUNES),
                                               {"password", JSON_TEXT, true, offsetof(struct account_body, call.fresh), PASSWORD_RUNES}};
    call_with_body(n, q, r, &(struct reading){fields, COUNT_OF(fields), ACCOUNT_LINK});
}

// --- one's own account

void get_my_sessions(struct net *n, const struct request *q, struct response *r) {
    call(n, q, r, ACCOUNT_SESSIONS);
}

void delete_my_sessions(struct net *n, const struct request *q, struct response *r) {
    call(n, q, r, ACCOUNT_OTHERS_END);
}

void delete_my_session(struct net *n, const struct request *q, struct response *r) {
    call(n, q, r, ACCOUNT_SESSION_END);
}

void post_my_totp(struct net *n, const struct request *q, struct response *r) {
    call(n, q, r, ACCOUNT_TOTP_BEGIN);
}

void post_my_totp_confirm(struct net *n, const struct request *q, struct response *r) {
    static const struct json_field fields[] = {FIELD(code, true, CODE_RUNES)};
    call_with_body(n, q, r, &(struct reading){fields, COUNT_OF(fields), ACCOUNT_TOTP_CONFIRM});
}

void delete_my_totp(struct net *n, const struct request *q, struct response *r) {
    call(n, q, r, ACCOUNT_TOTP_OFF);
}

void post_my_password(struct net *n, const struct request *q, struct response *r) {
    static const struct json_field fields[] = {FIELD(password, true, PASSWORD_RUNES),
                                               {"new", JSON_TEXT, true, offsetof(struct account_body, call.fresh), PASSWORD_RUNES}};
    call_with_body(n, q, r, &(struct reading){fields, COUNT_OF(fields), ACCOUNT_PASSWORD});
}

// --- operators

void get_operators(struct net *n, const struct request *q, struct response *r) {
    call(n, q, r, ACCOUNT_OPERATORS);
}

void post_operators(struct net *n, const struct request *q, struct response *r) {
    static const struct json_field fields[] = {FIELD(name, true, NAME_MAX_RUNES),
                                               {"role", JSON_TEXT, true, offsetof(struct account_body, role), 16}};
    call_with_body(n, q, r, &(struct reading){fields, COUNT_OF(fields), ACCOUNT_ADD});
}

void patch_operator(struct net *n, const struct request *q, struct response *r) {
    static const struct json_field fields[] = {{"role", JSON_TEXT, false, offsetof(struct account_body, role), 16},
                                               {"disabled", JSON_BOOL, false, offsetof(struct account_body, call.is_disabled), 0}};
    call_with_body(n, q, r, &(struct reading){fields, COUNT_OF(fields), ACCOUNT_CHANGE});
}

void post_operator_link(struct net *n, const struct request *q, struct response *r) {
    static const struct json_field fields[] = {{"without_totp", JSON_BOOL, false, offsetof(struct account_body, call.is_totp_off), 0}};
    call_with_body(n, q, r, &(struct reading){fields, COUNT_OF(fields), ACCOUNT_RELINK});
}
