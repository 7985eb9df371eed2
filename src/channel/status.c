// SPDX-License-Identifier: Apache-2.0
#include "status.h"

#include <string.h>

// How much a state says of where the message is: a report changes it only upwards. A queued message is tried
// again by us whatever became of an earlier try, so "failed" ranks with it.
static const int ranks[DELIVERIES] = {
    [DELIVERY_QUEUED] = 2,  [DELIVERY_SENDING] = 0, [DELIVERY_IN_DOUBT] = 0, [DELIVERY_HELD] = 0, [DELIVERY_EXPIRED] = 0,
    [DELIVERY_SENT] = 1,    [DELIVERY_FAILED] = 2,  [DELIVERY_DELIVERED] = 3, [DELIVERY_READ] = 4,
};

static const struct report {
    const char *state;
    enum delivery delivery;
} reports[] = {
    {"sent", DELIVERY_SENT},   {"delivered", DELIVERY_DELIVERED}, {"read", DELIVERY_READ},
    {"played", DELIVERY_READ}, {"failed", DELIVERY_FAILED},
};

enum delivery status_apply(enum delivery now, const char *state) {
    for (size_t i = 0; state && i < COUNT_OF(reports); i++) {
        const struct report *r = &reports[i];
        if (strcmp(r->state, state) != 0)
            continue;
        bool is_late_proof = now == DELIVERY_QUEUED && r->delivery == DELIVERY_SENT;
        return is_late_proof || ranks[r->delivery] > ranks[now] ? r->delivery : now;
    }
    return now;
}
