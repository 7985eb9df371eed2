// SPDX-License-Identifier: Apache-2.0
#include "channel/status.h"

#include "test.h"

static void any_order(void) {
    static const struct {
        enum delivery now;
        const char *state;
        enum delivery then;
    } cases[] = {
        {DELIVERY_SENDING, "sent", DELIVERY_SENT},        {DELIVERY_IN_DOUBT, "sent", DELIVERY_SENT},
        {DELIVERY_QUEUED, "sent", DELIVERY_SENT},         {DELIVERY_HELD, "sent", DELIVERY_SENT},
        {DELIVERY_EXPIRED, "delivered", DELIVERY_DELIVERED}, {DELIVERY_SENT, "delivered", DELIVERY_DELIVERED},
        {DELIVERY_SENT, "sent", DELIVERY_SENT},           {DELIVERY_DELIVERED, "sent", DELIVERY_DELIVERED},
        {DELIVERY_DELIVERED, "read", DELIVERY_READ},      {DELIVERY_SENT, "read", DELIVERY_READ},
        {DELIVERY_READ, "delivered", DELIVERY_READ},      {DELIVERY_READ, "sent", DELIVERY_READ},
        {DELIVERY_DELIVERED, "played", DELIVERY_READ},    {DELIVERY_SENT, "failed", DELIVERY_FAILED},
        {DELIVERY_SENDING, "failed", DELIVERY_FAILED},    {DELIVERY_IN_DOUBT, "failed", DELIVERY_FAILED},
        {DELIVERY_DELIVERED, "failed", DELIVERY_DELIVERED}, {DELIVERY_READ, "failed", DELIVERY_READ},
        {DELIVERY_QUEUED, "failed", DELIVERY_QUEUED},     {DELIVERY_FAILED, "sent", DELIVERY_FAILED},
        {DELIVERY_FAILED, "delivered", DELIVERY_DELIVERED}, {DELIVERY_FAILED, "read", DELIVERY_READ},
        {DELIVERY_SENT, "warning", DELIVERY_SENT},        {DELIVERY_SENT, "", DELIVERY_SENT},
        {DELIVERY_SENT, NULL, DELIVERY_SENT},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        CHECK_TEXT(delivery_name(status_apply(cases[i].now, cases[i].state)), delivery_name(cases[i].then));
}

static const struct test tests[] = {{"any order", any_order}};
TEST_MAIN(tests)
