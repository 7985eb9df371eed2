// SPDX-License-Identifier: Apache-2.0
#include "route.h"

#include <stdio.h>
#include <string.h>

#include "inside.h"

enum { HOOK_MAX = 3 * 1024 * 1024, ASK_MAX = 16 * 1024 /* CONTRACT §3 */, FORM_MAX = 8 * 1024 };

static const struct route routes[] = {
    {METHOD_POST, "/hook/*", POLICY_HOOK, HOOK_MAX, post_hook, 0},
    {METHOD_GET, "/hook/*", POLICY_HOOK, 0, get_hook, 0},
    {METHOD_POST, "/api/v1/ask", POLICY_PUBLIC, ASK_MAX, post_ask, 0},
    {METHOD_GET, "/api/v1/openapi.json", POLICY_PUBLIC, 0, get_openapi, 0},
    {METHOD_GET, "/", POLICY_PUBLIC, 0, get_root, 0},
    {METHOD_GET, "/chat", POLICY_PUBLIC, 0, get_page, 0},
    {METHOD_GET, "/chat/ws", POLICY_PUBLIC, 0, get_chat_socket, 0},
    {METHOD_GET, "/chat/*", POLICY_PUBLIC, 0, get_page, 0},
    {METHOD_GET, "/console", POLICY_PUBLIC, 0, get_console, 0},
    {METHOD_GET, "/console/assets/*", POLICY_PUBLIC, 0, get_console_file, 0},
    {METHOD_GET, "/console/**", POLICY_PUBLIC, 0, get_console, 0},
    {METHOD_GET, "/healthz", POLICY_PUBLIC, 0, get_health, 0},
    {METHOD_GET, "/readyz", POLICY_PUBLIC, 0, get_ready, 0},
    {METHOD_GET, "/metrics", POLICY_LOOPBACK, 0, get_metrics, 0},
    {METHOD_POST, "/api/v1/session", POLICY_SIGN_IN, FORM_MAX, post_session, 0},
    {METHOD_POST, "/api/v1/session/link", POLICY_SIGN_IN, FORM_MAX, post_session_link, 0},
    {METHOD_GET, "/api/v1/session", POLICY_ROLE, 0, get_session, ROLE_VIEWER},
    {METHOD_DELETE, "/api/v1/session", POLICY_ROLE, 0, delete_session, ROLE_VIEWER},
    {METHOD_GET, "/api/v1/me/sessions", POLICY_ROLE, 0, get_my_sessions, ROLE_VIEWER},
    {METHOD_DELETE, "/api/v1/me/sessions", POLICY_ROLE, 0, delete_my_sessions, ROLE_VIEWER},
    {METHOD_DELETE, "/api/v1/me/sessions/*", POLICY_ROLE, 0, delete_my_session, ROLE_VIEWER},
    {METHOD_POST, "/api/v1/me/totp", POLICY_ROLE, FORM_MAX, post_my_totp, ROLE_VIEWER},
    {METHOD_POST, "/api/v1/me/totp/confirm", POLICY_ROLE, FORM_MAX, post_my_totp_confirm, ROLE_VIEWER},
    {METHOD_DELETE, "/api/v1/me/totp", POLICY_ROLE, 0, delete_my_totp, ROLE_VIEWER},
    {METHOD_POST, "/api/v1/me/password", POLICY_ROLE, FORM_MAX, post_my_password, ROLE_VIEWER},
    {METHOD_GET, "/api/v1/operators", POLICY_ROLE, 0, get_operators, ROLE_OPERATOR},
    {METHOD_POST, "/api/v1/operators", POLICY_ROLE, FORM_MAX, post_operators, ROLE_ADMIN},
    {METHOD_PATCH, "/api/v1/operators/*", POLICY_ROLE, FORM_MAX, patch_operator, ROLE_ADMIN},
    {METHOD_POST, "/api/v1/operators/*/link", POLICY_ROLE, FORM_MAX, post_operator_link, ROLE_ADMIN},
};

static const char *const names[METHODS] = {"GET, HEAD", NULL, "POST", "PUT", "PATCH", "DELETE", NULL};

bool method_has_body(enum method method) {
    return method == METHOD_POST || method == METHOD_PUT || method == METHOD_PATCH;
}

bool method_is_write(enum method method) {
    return method != METHOD_GET && method != METHOD_HEAD;
}

// Part by part; a star takes one that is not empty, two take all that is left. *ret_star: where the first one begins, NULL: none.
static bool is_path_of(const struct route *r, const char *path, const char **ret_star) {
    const char *row = r->path;
    *ret_star = NULL;
    while (*row) {
        if (row[0] == '*' && row[1] == '*')
            return true;
        if (*row == '*') {
            size_t len = strcspn(path, "/");
            if (!len)
                return false;
            *ret_star = *ret_star ? *ret_star : path;
            path += len;
            row++;
        } else if (*row++ != *path++) {
            return false;
        }
    }
    return !*path;
}

void route_part(const struct route *r, const char *path, char out[PART_MAX + 1]) {
    const char *star;
    out[0] = '\0';
    size_t len = is_path_of(r, path, &star) && star ? strcspn(star, "/") : 0;
    if (!len || len > PART_MAX)
        return;
    memcpy(out, star, len);
    out[len] = '\0';
}

static void put_allow(unsigned seen, char out[ALLOW_MAX]) {
    size_t len = 0;
    out[0] = '\0';
    for (int m = 0; m < METHODS; m++)
        if (seen >> m & 1)
            len += (size_t)snprintf(out + len, ALLOW_MAX - len, "%s%s", len ? ", " : "", names[m]);
}

const struct route *route_find(enum method method, const char *path, char ret_allow[ALLOW_MAX]) {
    unsigned seen = 0;
    const char *star;
    enum method wanted = method == METHOD_HEAD ? METHOD_GET : method;
    for (size_t i = 0; i < COUNT_OF(routes); i++) {
        if (!is_path_of(&routes[i], path, &star))
            continue;
        if (routes[i].method == wanted)
            return &routes[i];
        seen |= 1u << routes[i].method;
    }
    put_allow(seen, ret_allow);
    return NULL;
}
