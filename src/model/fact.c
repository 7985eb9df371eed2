// SPDX-License-Identifier: Apache-2.0
#include "fact.h"

#include <string.h>

static const char *const kinds[FACT_KINDS] = {"claim", "programme", "faq", "tip"};
static const char *const states[FACT_STATES] = {"draft", "published", "withdrawn"};

const char *fact_kind_name(enum fact_kind kind) {
    return kinds[kind];
}

const char *fact_state_name(enum fact_state state) {
    return states[state];
}

static int find(const char *const *names, int count, const char *name) {
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

bool fact_kind_of(const char *name, enum fact_kind *ret_kind) {
    int at = find(kinds, FACT_KINDS, name);
    if (at >= 0)
        *ret_kind = (enum fact_kind)at;
    return at >= 0;
}

bool fact_state_of(const char *name, enum fact_state *ret_state) {
    int at = find(states, FACT_STATES, name);
    if (at >= 0)
        *ret_state = (enum fact_state)at;
    return at >= 0;
}

bool fact_id_is_valid(const char *id) {
    static const char first[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    static const char rest[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    size_t len = strlen(id);
    return len >= 1 && len <= FACT_ID_MAX && strchr(first, id[0]) && strspn(id, rest) == len;
}
