// SPDX-License-Identifier: Apache-2.0
#include "operator.h"

#include <string.h>

#include "../base/text.h"

static const char *const names[ROLES] = {"viewer", "operator", "editor", "admin"};

const char *role_name(enum role role) {
    return names[role];
}

bool role_of(const char *name, enum role *ret_role) {
    for (int i = 0; i < ROLES; i++) {
        if (!text_is_equal(name, names[i]))
            continue;
        *ret_role = (enum role)i;
        return true;
    }
    return false;
}

bool operator_name_is_good(const char *name) {
    static const char good[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@-";
    size_t len = strlen(name);
    return len && len <= OPERATOR_NAME_MAX && strspn(name, good) == len && !strchr("._@-", name[0]);
}
