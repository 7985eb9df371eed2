// SPDX-License-Identifier: Apache-2.0
#include "route.h"

#include <string.h>

#include "inside.h"

enum { HOOK_MAX = 3 * 1024 * 1024, ASK_MAX = 16 * 1024 }; // CONTRACT §3

static const struct route routes[] = {
    {METHOD_POST, "/hook/*", POLICY_HOOK, HOOK_MAX, post_hook},
    {METHOD_GET, "/hook/*", POLICY_HOOK, 0, get_hook},
    {METHOD_POST, "/api/v1/ask", POLICY_PUBLIC, ASK_MAX, post_ask},
    {METHOD_GET, "/api/v1/openapi.json", POLICY_PUBLIC, 0, get_openapi},
    {METHOD_GET, "/", POLICY_PUBLIC, 0, get_root},
    {METHOD_GET, "/chat", POLICY_PUBLIC, 0, get_page},
    {METHOD_GET, "/chat/ws", POLICY_PUBLIC, 0, get_chat_socket},
    {METHOD_GET, "/chat/*", POLICY_PUBLIC, 0, get_page},
    {METHOD_GET, "/healthz", POLICY_PUBLIC, 0, get_health},
    {METHOD_GET, "/readyz", POLICY_PUBLIC, 0, get_ready},
    {METHOD_GET, "/metrics", POLICY_LOOPBACK, 0, get_metrics},
};

static const char *const allowed[] = {NULL, "GET, HEAD", "POST", "GET, HEAD, POST"};

static bool is_star(const char *path) {
    size_t len = strlen(path);
    return len >= 2 && strcmp(path + len - 2, "/*") == 0;
}

const char *route_rest(const struct route *r, const char *path) {
    return is_star(r->path) ? path + strlen(r->path) - 1 : "";
}

static bool is_path_of(const struct route *r, const char *path) {
    if (!is_star(r->path))
        return strcmp(r->path, path) == 0;
    size_t head = strlen(r->path) - 1;
    return strncmp(r->path, path, head) == 0 && path[head] && !strchr(path + head, '/');
}

const struct route *route_find(enum method method, const char *path, const char **ret_allow) {
    unsigned seen = 0;
    enum method wanted = method == METHOD_HEAD ? METHOD_GET : method;
    for (size_t i = 0; i < COUNT_OF(routes); i++) {
        if (!is_path_of(&routes[i], path))
            continue;
        if (routes[i].method == wanted)
            return &routes[i];
        seen |= routes[i].method == METHOD_GET ? 1u : 2u;
    }
    *ret_allow = allowed[seen];
    return NULL;
}
