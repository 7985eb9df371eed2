// SPDX-License-Identifier: Apache-2.0
// What whoever runs it asks: is it alive, does it take messages, the figures.
#include "../model/metrics.h"
#include "inside.h"

enum { METRICS_MAX = 256 * 1024, READY_MAX = 128 };

static void respond_made(struct response *r, int status, const char *type) {
    r->status = status;
    r->type = type;
    r->body = buf_text(&r->made);
    r->len = r->made.len;
    r->headers = "Cache-Control: no-store\r\n";
}

void get_health(struct net *n, const struct request *q, struct response *r) {
    (void)n, (void)q;
    buf_init(&r->made, READY_MAX);
    buf_puts(&r->made, "ok\n");
    respond_made(r, 200, "text/plain");
}

void get_ready(struct net *n, const struct request *q, struct response *r) {
    (void)n, (void)q;
    int readiness = atomic_load(&metrics.readiness);
    buf_init(&r->made, READY_MAX);
    buf_printf(&r->made, "{\"reason\":\"%s\"}", readiness_name(readiness));
    respond_made(r, readiness == READY_YES ? 200 : 503, "application/json");
}

void get_metrics(struct net *n, const struct request *q, struct response *r) {
    (void)q;
    buf_init(&r->made, METRICS_MAX);
    metrics_print(&r->made, n->c.version);
    respond_made(r, 200, "text/plain; version=0.0.4");
}
