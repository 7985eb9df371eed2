// SPDX-License-Identifier: Apache-2.0
#include "desk/backoff.h"
#include "desk/limits.h"

#include "test.h"

static void bucket(void) {
    struct bucket b = {0};
    int taken = 0;
    for (int i = 0; i < 100; i++)
        taken += bucket_take(&b, 80, 80, 1000);
    CHECK_INT(taken, 80);
    CHECK_INT(bucket_wait_ms(&b, 80, 80, 1000), 13);
    CHECK(!bucket_take(&b, 80, 80, 1012) && bucket_take(&b, 80, 80, 1013));
    CHECK_INT(bucket_wait_ms(&b, 0, 0, 1000), 0);
    struct bucket none = {0};
    CHECK(bucket_take(&none, 0, 0, 5));
}

// WhatsApp's pair: one per 6 s, a burst of 45 that must be repaid.
static void pair(void) {
    struct bucket b = {0};
    int taken = 0;
    for (int64_t ms = 1; ms < 60 * 60 * 1000; ms += 1000)
        taken += bucket_take(&b, 1.0 / 6, 45, ms);
    CHECK(taken >= 644 && taken <= 646); // 45 and 600 an hour
}

static void table(void) {
    struct bucket_table *t = bucket_table_new(6);
    struct bucket *first = bucket_table_at(t, 7);
    CHECK(bucket_take(first, 1, 2, 1000) && bucket_take(first, 1, 2, 1000) && !bucket_take(first, 1, 2, 1000));
    CHECK(!bucket_take(bucket_table_at(t, 7), 1, 2, 1000));
    for (int64_t id = 100; id < 5000; id++)
        bucket_take(bucket_table_at(t, id), 1, 2, 2000);
    CHECK(bucket_take(bucket_table_at(t, 7), 1, 2, 2000)); // forgotten, so full again
    bucket_table_free(t);
}

static void backoff(void) {
    CHECK_INT(backoff_ms(1000, 0, 0), 1000);
    CHECK_INT(backoff_ms(1000, 100000, 0), 10000);
    CHECK_INT(backoff_ms(1000, 100000000, 0), 3600000);
    CHECK_INT(backoff_ms(7200000, 0, 0), 7200000);
    CHECK_INT(backoff_ms(1000, 0, 0xffff), 1250);
}

static const struct test tests[] = {{"bucket", bucket}, {"pair", pair}, {"table", table}, {"backoff", backoff}};
TEST_MAIN(tests)
