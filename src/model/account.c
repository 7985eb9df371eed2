// SPDX-License-Identifier: Apache-2.0
#include "account.h"

#include <string.h>

#include "../base/crypto.h"

struct account_call *account_copy(struct arena *a, const struct account_call *call) {
    struct account_call *copy = arena_alloc(a, sizeof *copy);
    *copy = *call;
    const char **const texts[] = {&copy->address, &copy->origin, &copy->agent, &copy->name,      &copy->password,
                                  &copy->fresh,   &copy->code,   &copy->token, &copy->fresh_phc, &copy->phc};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *texts[i] = arena_strdup(a, *texts[i]);
    return copy;
}

void account_wipe(struct account_call *call) {
    const char **const secrets[] = {&call->password, &call->fresh, &call->code, &call->token};
    for (size_t i = 0; i < COUNT_OF(secrets); i++) {
        if (*secrets[i])
            crypto_wipe((void *)(uintptr_t)*secrets[i], strlen(*secrets[i]));
        *secrets[i] = NULL;
    }
}
