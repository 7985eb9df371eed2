// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include "test.h"

static void lines(void) {
    struct store *s = NULL;
    CHECK_INT(store_open(":memory:", NULL, STORE_WRITE, &s, NULL), OK);
    struct arena *a = arena_new(1 << 16);
    const char *line = "";
    bool is_accepted = true;
    CHECK(store_import_take(s, a, &line) == OK && !line);
    CHECK(store_import_stage(s, 2, "two") == OK && store_import_stage(s, 1, "one") == OK && store_import_stage(s, 10, "ten") == OK);
    CHECK_INT(store_import_stage(s, 2, "again"), ERR_DB);
    CHECK(store_import_is_accepted(s, &is_accepted) == OK && !is_accepted);
    CHECK_INT(store_import_accept(s, 5), OK);
    CHECK(store_import_is_accepted(s, &is_accepted) == OK && is_accepted);
    CHECK_INT(store_import_accept(s, 6), ERR_DB); // one at a time
    static const char *const wanted[] = {"one", "two", "ten"};
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        CHECK_INT(store_import_take(s, a, &line), OK);
        CHECK_TEXT(line, wanted[i]);
    }
    CHECK(store_import_take(s, a, &line) == OK && !line);
    CHECK_INT(store_import_stage(s, 1, "left over"), OK);
    CHECK_INT(store_import_end(s), OK);
    CHECK(store_import_is_accepted(s, &is_accepted) == OK && !is_accepted);
    CHECK(store_import_take(s, a, &line) == OK && !line);
    arena_free(a);
    store_close(s);
}

// A line that is taken comes back when its transaction does not end well.
static void undone(void) {
    struct store *s = NULL;
    CHECK_INT(store_open(":memory:", NULL, STORE_WRITE, &s, NULL), OK);
    struct arena *a = arena_new(1 << 16);
    const char *line = NULL;
    CHECK_INT(store_import_stage(s, 1, "one"), OK);
    CHECK_INT(store_begin(s), OK);
    CHECK(store_import_take(s, a, &line) == OK && line);
    store_rollback(s);
    CHECK_INT(store_import_take(s, a, &line), OK);
    CHECK_TEXT(line, "one");
    arena_free(a);
    store_close(s);
}

static const struct test tests[] = {{"lines", lines}, {"undone", undone}};
TEST_MAIN(tests)
