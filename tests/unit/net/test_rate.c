// SPDX-License-Identifier: Apache-2.0
#include "net/rate.h"

#include "test.h"

static struct in6_addr address(unsigned i) {
    struct in6_addr a = {.s6_addr = {0x20, 0x01, 0x0d, 0xb8}};
    memcpy(a.s6_addr + 4, &i, sizeof i);
    return a;
}

static int take(struct rate *r, unsigned who, int64_t now, int times) {
    struct in6_addr a = address(who);
    int taken = 0;
    for (int i = 0; i < times; i++)
        taken += rate_take(r, &a, now);
    return taken;
}

static void addresses(void) {
    struct rate *r = rate_new(1, 60);
    CHECK_INT(take(r, 1, 1000, 100), 60);
    CHECK_INT(take(r, 2, 1000, 100), 60); // another address has its own
    CHECK_INT(take(r, 1, 11000, 100), 10);
    CHECK_INT(take(r, 1, 71000, 100), 60);
    rate_free(r);
}

// A crowd neither grows the table nor frees the one who was just refused.
static void crowd(void) {
    struct rate *r = rate_new(1, 5);
    for (unsigned i = 10; i < 50000; i++)
        CHECK_INT(take(r, i, 1000 + (int64_t)i, 1), 1);
    CHECK_INT(take(r, 7, 60000, 10), 5);
    CHECK_INT(take(r, 8, 60000, 10), 5);
    CHECK_INT(take(r, 7, 60001, 10), 0);
    rate_free(r);
}

static const struct test tests[] = {{"addresses", addresses}, {"crowd", crowd}};
TEST_MAIN(tests)
