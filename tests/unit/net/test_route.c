// SPDX-License-Identifier: Apache-2.0
#include "net/route.h"

#include "test.h"

static const struct {
    enum method method;
    const char *path, *row, *allow, *rest; // row NULL: refused, allow then says how
} cases[] = {
    {METHOD_GET, "/", "/", NULL, ""},
    {METHOD_HEAD, "/", "/", NULL, ""},
    {METHOD_POST, "/", NULL, "GET, HEAD", NULL},
    {METHOD_POST, "/hook/whatsapp", "/hook/*", NULL, "whatsapp"},
    {METHOD_GET, "/hook/whatsapp", "/hook/*", NULL, "whatsapp"},
    {METHOD_OTHER, "/hook/whatsapp", NULL, "GET, HEAD, POST", NULL},
    {METHOD_POST, "/hook/", NULL, NULL, NULL},
    {METHOD_POST, "/hook", NULL, NULL, NULL},
    {METHOD_POST, "/hook/a/b", NULL, NULL, NULL},
    {METHOD_GET, "/api/v1/ask", NULL, "POST", NULL},
    {METHOD_POST, "/api/v1/ask", "/api/v1/ask", NULL, ""},
    {METHOD_GET, "/chat", "/chat", NULL, ""},
    {METHOD_GET, "/chat/", NULL, NULL, NULL},
    {METHOD_GET, "/chat/ws", "/chat/ws", NULL, ""},
    {METHOD_GET, "/chat/chat.js", "/chat/*", NULL, "chat.js"},
    {METHOD_GET, "/chatter", NULL, NULL, NULL},
    {METHOD_GET, "/Chat", NULL, NULL, NULL},
    {METHOD_GET, "", NULL, NULL, NULL},
    {METHOD_GET, "/console", "/console", NULL, ""},
    {METHOD_GET, "/console/", "/console/**", NULL, ""},
    {METHOD_GET, "/console/try", "/console/**", NULL, ""},
    {METHOD_GET, "/console/facts/a/b", "/console/**", NULL, ""},
    {METHOD_GET, "/console/assets/a.js", "/console/assets/*", NULL, "a.js"},
    {METHOD_GET, "/console/assets/a/b", "/console/**", NULL, ""},
    {METHOD_POST, "/console/try", NULL, "GET, HEAD", NULL},
    {METHOD_GET, "/consoles", NULL, NULL, NULL},
    {METHOD_GET, "/metrics", "/metrics", NULL, ""},
    {METHOD_OTHER, "/metrics", NULL, "GET, HEAD", NULL},
    {METHOD_PUT, "/hook/whatsapp", NULL, "GET, HEAD, POST", NULL},
    {METHOD_DELETE, "/api/v1/session", "/api/v1/session", NULL, ""},
    {METHOD_PATCH, "/api/v1/session", NULL, "GET, HEAD, POST, DELETE", NULL},
    {METHOD_DELETE, "/api/v1/me/sessions/17", "/api/v1/me/sessions/*", NULL, "17"},
    {METHOD_DELETE, "/api/v1/me/sessions/", NULL, NULL, NULL},
    {METHOD_POST, "/api/v1/operators/17/link", "/api/v1/operators/*/link", NULL, "17"},
    {METHOD_POST, "/api/v1/operators//link", NULL, NULL, NULL},
    {METHOD_POST, "/api/v1/operators/17/links", NULL, NULL, NULL},
    {METHOD_POST, "/api/v1/operators/17", NULL, "PATCH", NULL},
    {METHOD_GET, "/chat/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "/chat/*", NULL, ""}, // longer than a name
};

static void routes(void) {
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char allow[ALLOW_MAX], part[PART_MAX + 1];
        const struct route *r = route_find(cases[i].method, cases[i].path, allow);
        CHECK_TEXT(r ? r->path : NULL, cases[i].row);
        if (r)
            route_part(r, cases[i].path, part);
        CHECK_TEXT(r ? part : allow, r ? cases[i].rest : cases[i].allow ? cases[i].allow : "");
    }
}

static void policies(void) {
    char allow[ALLOW_MAX];
    CHECK_INT(route_find(METHOD_GET, "/metrics", allow)->policy, POLICY_LOOPBACK);
    CHECK_INT(route_find(METHOD_POST, "/hook/x", allow)->policy, POLICY_HOOK);
    CHECK_INT(route_find(METHOD_POST, "/hook/x", allow)->body_max, 3 * 1024 * 1024);
    CHECK_INT(route_find(METHOD_POST, "/api/v1/ask", allow)->body_max, 16 * 1024);
    CHECK_INT(route_find(METHOD_POST, "/api/v1/session", allow)->policy, POLICY_SIGN_IN);
    CHECK_INT(route_find(METHOD_PATCH, "/api/v1/operators/1", allow)->policy, POLICY_ROLE);
    CHECK_INT(route_find(METHOD_PATCH, "/api/v1/operators/1", allow)->role, ROLE_ADMIN);
}

static const struct test tests[] = {{"routes", routes}, {"policies", policies}};
TEST_MAIN(tests)
