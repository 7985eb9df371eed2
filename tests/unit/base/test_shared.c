// SPDX-License-Identifier: Apache-2.0
// Memory, maps, errors and the log.
#include <stdlib.h>

#include "base/err.h"
#include "base/log.h"
#include "base/map.h"
#include "base/mem.h"

#include "test.h"

static void arenas(void) {
    struct arena *a = arena_new(1 << 20);
    char *first = arena_strdup(a, "satu");
    for (int i = 0; i < 1000; i++)
        CHECK_INT(((char *)arena_alloc(a, 100))[99], 0);
    CHECK_TEXT(first, "satu");
    CHECK_TEXT(arena_printf(a, "%d-%s", 7, "x"), "7-x");
    CHECK(arena_used(a) >= 100000);
    arena_free(a);
}

static void maps(void) {
    struct map *m = map_new();
    static int values[2000];
    char key[16];
    for (int i = 0; i < 2000; i++)
        map_put(m, key, (size_t)snprintf(key, sizeof key, "k%d", i), &values[i]);
    for (int i = 0; i < 2000; i += 2)
        CHECK(map_remove(m, key, (size_t)snprintf(key, sizeof key, "k%d", i)) == &values[i]);
    CHECK_INT(map_count(m), 1000);
    for (int i = 0; i < 2000; i++)
        CHECK(map_get(m, key, (size_t)snprintf(key, sizeof key, "k%d", i)) == (i % 2 ? &values[i] : NULL));
    map_free(m);
}

static void failures(void) {
    struct fail f;
    char line[800];
    CHECK_INT(fail_set(&f, ERR_INPUT, "lurus.conf:3", "remove it", "unknown key '%s'", "x"), ERR_INPUT);
    fail_line(&f, line, sizeof line);
    CHECK_TEXT(line, "lurus.conf:3: unknown key 'x'; remove it");
    CHECK_INT(err_http(ERR_BUSY), 503);
    CHECK_TEXT(err_name(ERR_DB), "db");
    log_set_level(LOG_ERROR);
    log_event(LOG_INFO, "test", "unseen", "%s", "");
    log_set_level(LOG_INFO);
}

static const struct test tests[] = {{"arenas", arenas}, {"maps", maps}, {"failures", failures}};
TEST_MAIN(tests)
