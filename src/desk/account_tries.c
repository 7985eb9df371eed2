// SPDX-License-Identifier: Apache-2.0
// Wrong tries, by the name and by the address. A try counts as wrong from its begin, so that a hundred at once are not a
// hundred tries; it is taken back when it was right.
#include <string.h>

#include "../base/crypto.h"
#include "../model/password.h"
#include "account_parts.h"

static void fold(const char *name, char out[OPERATOR_NAME_MAX + 1]) {
    size_t len = strnlen(name, OPERATOR_NAME_MAX);
    for (size_t i = 0; i < len; i++)
        out[i] = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] + 'a' - 'A') : name[i];
    out[len] = '\0';
}

static void keys_of(const struct account *x, const char *name, unsigned char keys[2][TRY_KEY]) {
    char folded[OPERATOR_NAME_MAX + 1];
    fold(name, folded);
    store_try_key(x->store, "name", folded, keys[0]);
    store_try_key(x->store, "address", x->call->origin ? x->call->origin : "", keys[1]);
}

enum err account_try_begin(struct account *x, const char *name, bool *ret_is_free) {
    unsigned char keys[2][TRY_KEY];
    *ret_is_free = false;
    if (x->is_pool_full)
        return account_refuse(x, 503, "busy", "too many sign in just now; come again");
    keys_of(x, name, keys);
    for (int i = 0; i < 2; i++) {
        int64_t count = 0;
        TRY(store_try_count(x->store, keys[i], x->now, &count));
        if (count >= TRIES_MAX)
            return account_refuse(x, 429, "throttled", "too many wrong tries; wait a quarter of an hour");
    }
    x->next = *x->call;
    for (int i = 0; i < 2; i++)
        TRY(store_try_add(x->store, keys[i], x->now, &x->next.tries[i]));
    *ret_is_free = true;
    return OK;
}

enum err account_try_right(struct account *x, const char *name) {
    unsigned char keys[2][TRY_KEY];
    keys_of(x, name, keys);
    TRY(store_try_clear(x->store, keys[0]));
    return store_try_drop(x->store, x->call->tries[1]);
}

enum err account_try_void(struct account *x) {
    TRY(store_try_drop(x->store, x->call->tries[0]));
    return store_try_drop(x->store, x->call->tries[1]);
}

bool account_is_password_good(struct account *x, const char *name) {
    static const struct {
        const char *code, *detail;
    } faults[] = {
        [PASSWORD_SHORT] = {"password_short", "a password has twelve characters at least"},
        [PASSWORD_LONG] = {"password_long", "a password has 1,024 bytes at most"},
        [PASSWORD_COMMON] = {"password_common", "that password is tried early by those who guess; take several words that don't belong together"},
    };
    const char *const names[] = {name, x->service, "lurus"};
    enum password_fault fault = password_judge(x->call->fresh, names, COUNT_OF(names));
    if (fault == PASSWORD_GOOD)
        return true;
    return account_refuse(x, 400, faults[fault].code, faults[fault].detail) != OK;
}
