// SPDX-License-Identifier: Apache-2.0
#include "net.h"

#include <signal.h>
#include <stdlib.h>

#include "../base/embed.h"
#include "inside.h"

// Per address: questions to the API (CONTRACT §3), and messages of all its chats, for a household or a school
// stands behind one.
static const double asks_per_second = 1, asks_burst = 60;
static const double messages_per_second = 10, messages_burst = 100;

static void *run(void *arg) {
    server_run(arg);
    return NULL;
}

enum err net_start(const struct net_config *c, struct net **ret_net, const char **ret_address,
                   struct fail *f) {
    struct net *n = xcalloc(1, sizeof *n);
    n->c = *c;
    n->config = c->config;
    n->listener.fd = n->spare_fd = -1;
    n->sessions = sessions_new();
    n->asks = rate_new(asks_per_second, asks_burst);
    n->messages = rate_new(messages_per_second, messages_burst);
    n->page_hashes = xcalloc(embedded_count, sizeof *n->page_hashes);
    enum err err = server_open(n, f);
    if (err == OK && pthread_create(&n->thread, NULL, run, n) != 0)
        err = fail_set(f, ERR_BUSY, "net", "raise the limit of threads", "no thread could be made");
    if (err != OK) {
        net_stop(n);
        return err;
    }
    n->is_running = true;
    pthread_setname_np(n->thread, "net");
    *ret_net = n;
    *ret_address = n->listener.address;
    return OK;
}

void net_drain(struct net *n) {
    atomic_store(&n->is_draining, true);
    server_wake(n);
}

void net_stop(struct net *n) {
    if (!n)
        return;
    if (n->is_running) {
        atomic_store(&n->is_stopping, true);
        server_wake(n);
        pthread_join(n->thread, NULL);
    }
    server_close(n);
    sessions_free(n->sessions);
    rate_free(n->asks);
    rate_free(n->messages);
    free(n->page_hashes);
    free(n);
}
