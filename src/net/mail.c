// SPDX-License-Identifier: Apache-2.0
#include "../base/clock.h"
#include "inside.h"

struct mail *mail_new(enum mail_kind kind, const struct conn *c, size_t arena_max) {
    struct arena *a = arena_new(arena_max);
    struct mail *m = arena_alloc(a, sizeof *m);
    m->kind = kind;
    m->arena = a;
    m->ticket = c->ticket;
    m->received_us = clock_mono_us();
    return m;
}

bool mail_send(struct net *n, struct mail *m) {
    if (queue_put(n->c.to_desk, m))
        return true;
    arena_free(m->arena);
    return false;
}

bool job_send(struct net *n, struct job *j) {
    if (queue_put(n->c.to_work, j))
        return true;
    arena_free(j->arena);
    return false;
}

bool is_full_for(const struct net *n, size_t body_len) {
    return queue_count(n->c.to_desk) >= (size_t)n->config->limits.queue ||
           (body_len > BIG_BODY && queue_count(n->c.to_work) >= JOBS_MAX);
}
