// SPDX-License-Identifier: Apache-2.0
#include "model/operator.h"

#include "test.h"

static void roles(void) {
    static const char *const names[ROLES] = {"viewer", "operator", "editor", "admin"};
    for (int i = 0; i < ROLES; i++) {
        enum role role = ROLES;
        CHECK_TEXT(role_name((enum role)i), names[i]);
        CHECK(role_of(names[i], &role));
        CHECK_INT(role, i);
    }
    enum role role;
    CHECK(!role_of("Admin", &role) && !role_of("", &role) && !role_of(NULL, &role));
}

static void names(void) {
    static const char *const good[] = {"budi", "Siti.Nur", "a", "7", "ops@kantor.go.id", "x_y-z"};
    static const char *const bad[] = {"", ".x", "@x", "-x", "a b", "a\nb", "é", "a/b", "\"",
                                      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        CHECK(operator_name_is_good(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK(!operator_name_is_good(bad[i]));
}

static const struct test tests[] = {{"roles", roles}, {"names", names}};
TEST_MAIN(tests)
