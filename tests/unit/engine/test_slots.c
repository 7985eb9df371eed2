// SPDX-License-Identifier: Apache-2.0
#include "engine/slots.h"

#include "test.h"

static void puts_and_removes(void) {
    struct slot_table *t = slots_new();
    slots_put(t, "k", 1, 7);
    slots_put(t, "k", 1, 7);
    CHECK_INT(slots_get(t, "k", 1).count, 1);
    slots_put(t, "k", 1, 9);
    slots_put(t, "other", 5, 1);
    struct slots s = slots_get(t, "k", 1);
    CHECK(s.count == 2 && s.items[0] == 7 && s.items[1] == 9);
    slots_remove(t, "k", 1, 7);
    s = slots_get(t, "k", 1);
    CHECK(s.count == 1 && s.items[0] == 9);
    slots_remove(t, "k", 1, 8);
    CHECK_INT(slots_count(t), 2);
    slots_remove(t, "k", 1, 9);
    CHECK_INT(slots_get(t, "k", 1).count, 0);
    slots_remove(t, "k", 1, 9);
    CHECK_INT(slots_count(t), 1);
    slots_free(t);
    slots_free(NULL);
}

// Keys come and go in an order that mixes them; what is left is what a plain array holds.
static void many(void) {
    enum { KEYS = 3000, STEPS = 60000 };
    static unsigned char facts[KEYS]; // a bit each
    struct slot_table *t = slots_new();
    unsigned random = 1;
    for (int step = 0; step < STEPS; step++) {
        random = random * 1664525u + 1013904223u;
        unsigned key = (random >> 8) % KEYS, fact = random >> 28 & 3;
        if (random >> 30) {
            slots_put(t, (const char *)&key, sizeof key, fact);
            facts[key] |= (unsigned char)(1u << fact);
        } else {
            for (fact = 0; fact < 4; fact++)
                slots_remove(t, (const char *)&key, sizeof key, fact);
            facts[key] = 0;
        }
        if (step % 1000 == 0)
            slots_make_room(t);
    }
    size_t keys = 0;
    for (unsigned key = 0; key < KEYS; key++) {
        struct slots s = slots_get(t, (const char *)&key, sizeof key);
        unsigned char got = 0;
        for (uint32_t i = 0; i < s.count; i++)
            got |= (unsigned char)(1u << s.items[i]);
        CHECK_INT(got, facts[key]);
        CHECK_INT(s.count, (uint32_t)__builtin_popcount(facts[key]));
        keys += s.count > 0;
    }
    CHECK_INT(slots_count(t), keys);
    CHECK(slots_bytes(t) > keys * 12);
    slots_free(t);
}

static const struct test tests[] = {{"puts_and_removes", puts_and_removes}, {"many", many}};
TEST_MAIN(tests)
