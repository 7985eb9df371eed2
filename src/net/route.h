// SPDX-License-Identifier: Apache-2.0
// The one table of what net answers: method, path, policy, handler. Pure.
#ifndef NET_ROUTE_H
#define NET_ROUTE_H

#include <stdbool.h>
#include <stddef.h>

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_OTHER, METHODS };

enum policy {
    POLICY_PUBLIC,
    POLICY_LOOPBACK, // others are told 403
    POLICY_HOOK,     // 404 while the channel is off
};

struct net;
struct request;
struct response;

struct route {
    enum method method; // a GET takes HEAD too
    const char *path;   // one that ends with a slash and a star takes one more part of any name
    enum policy policy;
    size_t body_max; // bytes of a POST
    void (*handler)(struct net *n, const struct request *q, struct response *r);
};

// The row for a path and method, or NULL: *ret_allow is then what the Allow header says, NULL when no row has
// the path.
const struct route *route_find(enum method method, const char *path, const char **ret_allow);
// What stands for the star, "" when the route has none.
const char *route_rest(const struct route *r, const char *path);

#endif
