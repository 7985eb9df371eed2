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
    {METHOD_GET, "/metrics", "/metrics", NULL, ""},
    {METHOD_OTHER, "/metrics", NULL, "GET, HEAD", NULL},
};

static void routes(void) {
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *allow = NULL;
        const struct route *r = route_find(cases[i].method, cases[i].path, &allow);
        CHECK_TEXT(r ? r->path : NULL, cases[i].row);
        if (r)
            CHECK_TEXT(route_rest(r, cases[i].path), cases[i].rest);
        else
            CHECK_TEXT(allow, cases[i].allow);
    }
}

static void policies(void) {
    const char *allow;
    CHECK_INT(route_find(METHOD_GET, "/metrics", &allow)->policy, POLICY_LOOPBACK);
    CHECK_INT(route_find(METHOD_POST, "/hook/x", &allow)->policy, POLICY_HOOK);
    CHECK_INT(route_find(METHOD_POST, "/hook/x", &allow)->body_max, 3 * 1024 * 1024);
    CHECK_INT(route_find(METHOD_POST, "/api/v1/ask", &allow)->body_max, 16 * 1024);
}

static const struct test tests[] = {{"routes", routes}, {"policies", policies}};
TEST_MAIN(tests)
