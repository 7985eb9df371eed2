// SPDX-License-Identifier: Apache-2.0
#include "engine/shelf.h"

#include <stdlib.h>

#include "test.h"

enum { BLOCKS = 20000, LEN_MAX = 200 };

static uint32_t places[BLOCKS];
static size_t lens[BLOCKS];

static void put(struct shelf *s, size_t i, size_t len) {
    unsigned char bytes[LEN_MAX];
    memset(bytes, (int)(i & 0xff), len);
    lens[i] = len;
    places[i] = shelf_put(s, bytes, len);
}

static void check(const struct shelf *s, size_t i) {
    const unsigned char *bytes = shelf_get(s, places[i]);
    CHECK(bytes[0] == (i & 0xff) && bytes[lens[i] - 1] == (i & 0xff));
}

static void keeps(void) {
    struct shelf *s = shelf_new();
    for (size_t i = 0; i < BLOCKS; i++)
        put(s, i, 1 + i * 7 % LEN_MAX);
    for (size_t i = 0; i < BLOCKS; i++)
        check(s, i);
    char *large = malloc(1 << 20);
    memset(large, 'x', 1 << 20);
    uint32_t place = shelf_put(s, large, 1 << 20);
    CHECK(memcmp(shelf_get(s, place), large, 1 << 20) == 0);
    size_t with = shelf_bytes(s);
    shelf_drop(s, place, 1 << 20);
    CHECK(shelf_bytes(s) + (1 << 20) == with);
    free(large);
    shelf_free(s);
    shelf_free(NULL);
}

// Holes are given back when the blocks around them are put again.
static void compacts(void) {
    struct shelf *s = shelf_new();
    for (size_t i = 0; i < BLOCKS; i++)
        put(s, i, 1 + i * 7 % LEN_MAX);
    size_t full = shelf_bytes(s);
    for (size_t i = 0; i < BLOCKS; i++)
        if (i % 4)
            shelf_drop(s, places[i], lens[i]);
    for (uint32_t chunk; (chunk = shelf_sparse(s)) != SHELF_NONE;)
        for (size_t i = 0; i < BLOCKS; i += 4)
            if (shelf_is_in(s, places[i], chunk)) {
                uint32_t old = places[i];
                places[i] = shelf_put(s, shelf_get(s, old), lens[i]);
                shelf_drop(s, old, lens[i]);
            }
    CHECK(shelf_bytes(s) < full / 2);
    for (size_t i = 0; i < BLOCKS; i += 4)
        check(s, i);
    shelf_free(s);
}

static const struct test tests[] = {{"keeps", keeps}, {"compacts", compacts}};
TEST_MAIN(tests)
