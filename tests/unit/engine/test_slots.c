// SPDX-License-Identifier: Apache-2.0
#include "engine/slots.h"

#include "test.h"

static void puts_and_removes(void) {
    struct map *m = map_new();
    slots_put(m, "k", 1, 7);
    slots_put(m, "k", 1, 7);
    slots_put(m, "k", 1, 9);
    slots_put(m, "other", 5, 1);
    const struct slots *s = slots_get(m, "k", 1);
    CHECK(s && s->count == 2 && s->items[0] == 7 && s->items[1] == 9);
    slots_remove(m, "k", 1, 7);
    s = slots_get(m, "k", 1);
    CHECK(s && s->count == 1 && s->items[0] == 9);
    slots_remove(m, "k", 1, 8);
    slots_remove(m, "k", 1, 9);
    CHECK(slots_get(m, "k", 1) == NULL);
    slots_remove(m, "k", 1, 9);
    CHECK_INT(map_count(m), 1);
    slots_free(m);
    slots_free(NULL);
}

static const struct test tests[] = {{"puts_and_removes", puts_and_removes}};
TEST_MAIN(tests)
