// SPDX-License-Identifier: Apache-2.0
// POST /api/v1/ask: what a citizen would be told; stores nothing, and the desk answers by the ticket.
#include "../base/clock.h"
#include "../base/json.h"
#include "inside.h"

enum { ASK_ARENA = 4 * 1024 * 1024, ASK_TEXT = 4096 };

struct ask {
    const char *text, *lang, *at;
};

static const struct json_field fields[] = {
    {"text", JSON_TEXT, true, offsetof(struct ask, text), ASK_TEXT},
    {"lang", JSON_TEXT, false, offsetof(struct ask, lang), 2},
    {"at", JSON_TEXT, false, offsetof(struct ask, at), 10},
};

static enum err read_ask(const struct conn *c, struct arena *a, struct ask *ret_ask, struct fail *f) {
    struct json *root SCOPED(json_freep) = NULL;
    TRY(json_parse(buf_text(&c->body), c->body.len, &root, f));
    TRY(json_map(root, fields, COUNT_OF(fields), ret_ask, a, "body", f));
    struct date date;
    if (ret_ask->at && !date_parse(ret_ask->at, &date))
        return fail_set(f, ERR_INPUT, "body.at", "write YYYY-MM-DD", "no day of the calendar");
    bool is_known =
        !ret_ask->lang || text_is_equal(ret_ask->lang, "id") || text_is_equal(ret_ask->lang, "en");
    return is_known
               ? OK
               : fail_set(f, ERR_INPUT, "body.lang", "write id or en", "a language that is not spoken here");
}

void post_ask(struct net *n, const struct request *q, struct response *r) {
    struct conn *c = q->conn;
    struct in6_addr from = address_net(&c->address);
    if (!c->is_loopback && !rate_take(n->asks, &from, n->now)) {
        respond_problem(r, 429, "rate", "60 questions a minute are answered");
        r->headers = "Retry-After: 1\r\n";
        return;
    }
    if (c->is_explained && !c->is_loopback && !c->session_id) {
        respond_problem(r, 403, "forbidden", "explanations are for this machine, and for operators");
        return;
    }
    struct mail *m = mail_new(MAIL_ASK, c, ASK_ARENA);
    struct ask ask = {0};
    struct fail fail = {0};
    if (read_ask(c, m->arena, &ask, &fail) != OK) {
        char line[800];
        fail_line(&fail, line, sizeof line);
        arena_free(m->arena);
        respond_problem(r, 400, "bad_request", line);
        r->is_close = true;
        return;
    }
    m->text = ask.text;
    m->lang = ask.lang;
    m->at = ask.at;
    m->is_explained = c->is_explained;
    r->is_later = mail_send(n, m);
    if (r->is_later)
        return;
    respond_problem(r, 503, "busy", "the queue is full; come again");
    r->headers = "Retry-After: 1\r\n";
}
