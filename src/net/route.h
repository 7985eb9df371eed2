// SPDX-License-Identifier: Apache-2.0
// The one table of what net answers: method, path, policy, bytes of a body, handler, role. Pure.
#ifndef NET_ROUTE_H
#define NET_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../model/operator.h"

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE, METHOD_OTHER, METHODS };

enum policy {
    POLICY_PUBLIC,
    POLICY_LOOPBACK, // others are told 403
    POLICY_HOOK,     // 404 while the channel is off
    POLICY_SIGN_IN,  // of the console, without a session: the page must be our own
    POLICY_ROLE,     // with a session of at least `role`; writes bring its token
};

struct net;
struct request;
struct response;

enum { ALLOW_MAX = 48, PART_MAX = 64 };

struct route {
    enum method method; // a GET takes HEAD too
    const char *path;   // a part that is a star takes any name, two stars at the end take any parts
    enum policy policy;
    size_t body_max; // bytes of a POST, PUT or PATCH
    void (*handler)(struct net *n, const struct request *q, struct response *r);
    enum role role; // POLICY_ROLE: the least
};

// The row for a path and method, or NULL: ret_allow is then what the Allow header says, "" when no row has the path.
const struct route *route_find(enum method method, const char *path, char ret_allow[ALLOW_MAX]);
// What stands for the first star, "" when the route has none or it is longer than PART_MAX.
void route_part(const struct route *r, const char *path, char out[PART_MAX + 1]);
bool method_has_body(enum method method);
bool method_is_write(enum method method);

#endif
