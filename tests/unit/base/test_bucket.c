// SPDX-License-Identifier: Apache-2.0
#include "base/bucket.h"

#include "test.h"

static int take(struct bucket *b, double per_second, double burst, int64_t now) {
    int taken = 0;
    for (int i = 0; i < 100; i++)
        taken += bucket_take(b, per_second, burst, now);
    return taken;
}

static void single(void) {
    struct bucket b = {0};
    CHECK_INT(take(&b, 80, 80, 1000), 80);
    CHECK_INT(bucket_wait_ms(&b, 80, 80, 1000), 13);
    CHECK(!bucket_take(&b, 80, 80, 1012) && bucket_take(&b, 80, 80, 1013));
    CHECK_INT(bucket_wait_ms(&b, 0, 0, 1000), 0);
    CHECK_INT(take(&b, 2, 20, 1000000), 20); // never more than the burst
    struct bucket none = {0};
    CHECK(bucket_take(&none, 0, 0, 5));
    struct bucket zero = {0}; // at the very start of the clock
    CHECK_INT(take(&zero, 1, 3, 0), 3);
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
    CHECK(bucket_take(bucket_table_of(t, (struct bucket_key){1, 7}), 1, 2, 1000)); // another key of the same half
    for (int64_t id = 100; id < 5000; id++)
        bucket_take(bucket_table_at(t, id), 1, 2, 2000);
    CHECK(bucket_take(bucket_table_at(t, 7), 1, 2, 2000)); // forgotten, so full again
    bucket_table_free(t);
    bucket_table_free(NULL);
}

// Who was refused a moment ago outlives, in the same places, those who came before.
static void refused(void) {
    struct bucket_table *t = bucket_table_new(2);
    CHECK_INT(take(bucket_table_at(t, 1), 1, 5, 1000), 5);
    for (int64_t id = 2; id < 5; id++)
        CHECK(bucket_take(bucket_table_at(t, id), 1, 5, 1100));
    CHECK(!bucket_take(bucket_table_at(t, 1), 1, 5, 1200));
    CHECK(bucket_take(bucket_table_at(t, 9), 1, 5, 1300));
    CHECK(!bucket_take(bucket_table_at(t, 1), 1, 5, 1300));
    bucket_table_free(t);
}

static const struct test tests[] = {{"single", single}, {"pair", pair}, {"table", table}, {"refused", refused}};
TEST_MAIN(tests)
