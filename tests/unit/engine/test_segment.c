// SPDX-License-Identifier: Apache-2.0
#include "engine/segment.h"

#include "test.h"

static uint32_t count_of(const struct segment *s, uint32_t term) {
    return segment_find(s, term).count;
}

static void opens(void) {
    struct segment *s = segment_open();
    for (uint32_t f = 0; f < 1000; f++) {
        const struct posting p[] = {{f % 7, 10}, {100 + f, (uint8_t)(f % 250 + 1)}};
        CHECK_INT(segment_put(s, f + 5000, p, 2), f);
    }
    CHECK(!segment_is_sealed(s));
    CHECK_INT(count_of(s, 0), 143);
    CHECK_INT(count_of(s, 99), 0);
    struct postings one = segment_find(s, 777);
    CHECK(one.count == 1 && one.places[0] == 677 && one.impacts[0] == 677 % 250 + 1 && s->numbers[one.places[0]] == 5677);
    segment_remove(s, 677);
    CHECK(segment_is_gone(s, 677) && !segment_is_gone(s, 676));
    CHECK(segment_bytes(s) > 2000 * 3);
    segment_free(s);
    segment_free(NULL);
}

static struct segment *sealed(void) {
    static const uint32_t numbers[] = {30, 31, 32}, ends[] = {2, 2, 4};
    static const struct posting postings[] = {{4, 40}, {0, 1}, {4, 44}, {2, 22}};
    return segment_seal(&(struct sealing){3, 4, numbers, ends, postings}, 5);
}

static void seals(void) {
    struct segment *s = sealed();
    struct postings p = segment_find(s, 4);
    CHECK(segment_is_sealed(s) && p.count == 2 && p.places[0] == 0 && p.places[1] == 2 && p.impacts[0] == 40 && p.impacts[1] == 44);
    CHECK(count_of(s, 0) == 1 && count_of(s, 1) == 0 && count_of(s, 2) == 1 && count_of(s, 3) == 0 && count_of(s, 5) == 0);
    segment_free(s);
}

// A fact that goes before the merge leaves nothing behind; one that goes during it is gone in the new segment.
static void merges(void) {
    struct segment *from[2] = {sealed(), segment_open()};
    for (uint32_t f = 0; f < 10; f++)
        segment_put(from[1], 50 + f, &(struct posting){4 + f % 2, 7}, 1);
    segment_remove(from[0], 0);
    segment_remove(from[1], 3);
    struct merge m;
    merge_begin(&m, from, 2, 6);
    CHECK(!merge_step(&m, 1));
    segment_remove(from[1], 9);
    merge_remove(&m, from[1], 9);
    while (!merge_step(&m, 1))
        continue;
    struct segment *to = merge_end(&m);
    CHECK_INT(to->count, 11);
    CHECK_INT(to->gone_count, 1);
    struct postings p = segment_find(to, 4);
    CHECK_INT(p.count, 6);
    CHECK(p.impacts[0] == 44 && to->numbers[p.places[0]] == 32 && p.impacts[1] == 7 && to->numbers[p.places[1]] == 50);
    CHECK_INT(count_of(to, 5), 4);
    CHECK(segment_is_gone(to, 10) && to->numbers[10] == 59);
    CHECK_INT(count_of(to, 0), 0);
    merge_begin(&m, from, 1, 6);
    merge_drop(&m);
    segment_free(to);
    segment_free(from[0]);
    segment_free(from[1]);
}

static const struct test tests[] = {{"opens", opens}, {"seals", seals}, {"merges", merges}};
TEST_MAIN(tests)
