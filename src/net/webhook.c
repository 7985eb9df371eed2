// SPDX-License-Identifier: Apache-2.0
// A webhook: verify over the raw bytes, parse, hand to the desk; the desk answers when it is on disk. A large body is
// parsed by the pool. The order of the refusals is CONTRACT §3's.
#include <string.h>

#include "../base/clock.h"
#include "../model/metrics.h"
#include "inside.h"

static void count_refused(const struct conn *c, enum refused_reason reason) {
    atomic_fetch_add_explicit(&metrics.refused[c->channel->id][reason], 1, memory_order_relaxed);
}

static void refuse_busy(const struct conn *c, struct response *r) {
    count_refused(c, REFUSED_BUSY);
    respond_problem(r, 503, "busy", "the queue is full; come again");
    r->headers = "Retry-After: 1\r\n";
}

void respond_bad_body(const struct conn *c, struct response *r, const char *why) {
    count_refused(c, REFUSED_BODY);
    respond_problem(r, 400, "bad_body", why);
    r->is_close = true;
}

static bool is_verified(struct net *n, const struct conn *c, const struct hook_request *hook) {
    int64_t before = clock_mono_us();
    enum err err = c->channel->verify(n->config, hook);
    metrics_stage(STAGE_VERIFY, clock_mono_us() - before);
    return err == OK;
}

static void parse_and_send(struct net *n, struct conn *c, const struct hook_request *hook,
                           struct response *r) {
    struct mail *m = mail_new(MAIL_WEBHOOK, c, hook->body_len * PARSE_PER_BYTE + PARSE_EXTRA);
    struct fail fail = {0};
    enum err err = c->channel->parse(n->config, hook, m->arena, &m->parsed, &fail);
    metrics_stage(STAGE_PARSE, clock_mono_us() - m->received_us);
    if (err != OK || m->parsed.inbound_count + m->parsed.status_count == 0) {
        arena_free(m->arena);
        r->status = 200;
        if (err != OK)
            respond_bad_body(c, r, NOT_JSON);
        return;
    }
    m->channel = c->channel->id;
    m->raw = arena_strndup(m->arena, hook->body, hook->body_len);
    m->raw_len = hook->body_len;
    r->is_later = mail_send(n, m);
    if (!r->is_later)
        refuse_busy(c, r);
}

static void hand_to_work(struct net *n, struct conn *c, const struct hook_request *hook, struct response *r) {
    struct arena *a = arena_new(hook->body_len * PARSE_PER_BYTE + PARSE_EXTRA);
    struct job *j = arena_alloc(a, sizeof *j);
    *j = (struct job){.kind = JOB_WEBHOOK,
                      .arena = a,
                      .ticket = c->ticket,
                      .received_us = clock_mono_us(),
                      .channel = c->channel->id,
                      .body = arena_strndup(a, hook->body, hook->body_len),
                      .body_len = hook->body_len};
    r->is_later = job_send(n, j);
    if (!r->is_later)
        refuse_busy(c, r);
}

void post_hook(struct net *n, const struct request *q, struct response *r) {
    struct conn *c = q->conn;
    const struct hook_request hook = {.body = buf_text(&c->body),
                                      .body_len = c->body.len,
                                      .signature = c->has_signature ? c->signature : NULL};
    if (is_full_for(n, hook.body_len)) {
        refuse_busy(c, r);
        return;
    }
    if (!is_verified(n, c, &hook)) {
        count_refused(c, REFUSED_SIGNATURE);
        respond_problem(r, 401, "signature", "the signature does not fit");
        r->is_close = true;
        return;
    }
    if (memchr(hook.body, '\0', hook.body_len))
        respond_bad_body(c, r, "the body holds a NUL");
    else if (hook.body_len > BIG_BODY)
        hand_to_work(n, c, &hook, r);
    else
        parse_and_send(n, c, &hook, r);
}

void get_hook(struct net *n, const struct request *q, struct response *r) {
    const struct hook_request hook = {.query = q->query};
    if (!q->conn->channel->hello) {
        respond_problem(r, 405, "method", "this hook takes POST only");
        r->headers = "Allow: POST\r\n";
        return;
    }
    buf_init(&r->made, 1024);
    if (q->conn->channel->hello(n->config, &hook, &r->made) != OK) {
        respond_problem(r, 403, "forbidden", "the verify token does not fit");
        return;
    }
    r->status = 200;
    r->type = "text/plain";
    r->body = buf_text(&r->made);
    r->len = r->made.len;
}
