// SPDX-License-Identifier: Apache-2.0
// The net thread: libwebsockets with its own loop. It reads requests (bounded), verifies and parses webhooks,
// serves pages, keeps the chat sockets, and hands what is to be decided to the desk's queue, and large bodies to
// the pool's; answers come back through its own queue.
#ifndef NET_NET_H
#define NET_NET_H

#include "../base/err.h"
#include "../base/queue.h"
#include "../model/config.h"

struct net;

struct net_config {
    const struct config *config;
    struct queue *to_desk; // struct mail *
    struct queue *to_work; // struct job *, room for JOBS_MAX
    struct queue *answers; // struct answer *: net sets its bell (lws_cancel_service)
    const char *version;
};

// Listens, then runs the loop in a thread of its own. *ret_address: what "ready on ADDRESS" prints, owned by
// net. A port in use or a bad address is ERR_IO or ERR_INPUT with the section and key.
MUST_CHECK enum err net_start(const struct net_config *c, struct net **ret_net, const char **ret_address,
                              struct fail *f);
void net_drain(struct net *n); // no new connections; waiting requests are still answered
void net_stop(struct net *n);  // joins the thread, frees all; NULL is fine

#endif
