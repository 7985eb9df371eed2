// SPDX-License-Identifier: Apache-2.0
#include "../base/clock.h"
#include "inside.h"

struct mail *mail_new(enum mail_kind kind, struct conn *c, size_t arena_max) {
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

bool desk_is_full(const struct net *n) {
    return queue_count(n->c.to_desk) >= (size_t)n->config->limits.queue;
}
