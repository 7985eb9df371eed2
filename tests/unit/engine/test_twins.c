// SPDX-License-Identifier: Apache-2.0
#include "engine/twins.h"

#include "test.h"

static void twins(void) {
    static const struct {
        unsigned rune;
        char always, beside;
    } rows[] = {
        {0x430, 0, 'a'},  {0x41d, 0, 'h'}, {0x43d, 0, 'h'}, {0x39d, 0, 'n'}, {0x3bd, 0, 'v'},   {0x391, 0, 'a'},   {0x51d, 0, 'w'},   {0x431, 0, 0},
        {0x299, 'b', 0},  {0xd8, 'o', 0},  {0xa731, 's', 0}, {0x1d22, 'z', 0}, {0x1f150, 'a', 0}, {0x1f189, 'z', 0}, {0x1f18a, 0, 0}, {0x1f600, 0, 0},
        {0x4e2d, 0, 0},   {'a', 0, 0},     {0xffff, 0, 0},  {0, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CHECK_INT(twin_always(rows[i].rune), rows[i].always);
        CHECK_INT(twin_of(rows[i].rune), rows[i].beside);
    }
}

// Every letter of the table is found, so it is sorted.
static void sorted(void) {
    int always = 0, beside = 0;
    for (unsigned rune = 0; rune < 0x20000; rune++) {
        always += twin_always(rune) != 0;
        beside += twin_of(rune) != 0;
    }
    CHECK_INT(always, 41 + 26 + 26);
    CHECK_INT(beside, 95);
}

static const struct test tests[] = {{"twins", twins}, {"sorted", sorted}};
TEST_MAIN(tests)
