// SPDX-License-Identifier: Apache-2.0
#include "store/session.h"

#include "store/operator.h"
#include "test.h"

enum { NOW = 1000000000, MINUTE = 60000 };

static struct store *fresh(int64_t *ret_operator) {
    struct store *s = NULL;
    struct fail f = {0};
    CHECK_INT(store_open(":memory:", NULL, STORE_WRITE, &s, &f), OK);
    CHECK_INT(store_operator_add(s, "budi", ROLE_ADMIN, NOW, ret_operator), OK);
    return s;
}

static int64_t add(struct store *s, int64_t operator_id, unsigned char number, int64_t at) {
    struct session_row row = {.operator_id = operator_id, .created_at = at, .seen_at = at, .expires_at = at + SESSION_MAX_MS, .address = "203.0.113.x", .agent = "Firefox"};
    int64_t id = 0;
    row.hash[0] = number;
    CHECK_INT(store_session_add(s, &row, &id), OK);
    return id;
}

static size_t count(struct store *s, int64_t operator_id, int64_t now) {
    struct arena *a = arena_new(4 << 20);
    struct session_row *rows;
    size_t found = 0;
    CHECK_INT(store_session_list(s, operator_id, now, a, &rows, &found), OK);
    arena_free(a);
    return found;
}

static void lives(void) {
    int64_t budi = 0, siti = 0;
    struct store *s = fresh(&budi);
    struct arena *a = arena_new(1 << 20);
    struct session_row row;
    CHECK_INT(store_operator_add(s, "siti", ROLE_VIEWER, NOW, &siti), OK);
    int64_t first = add(s, budi, 1, NOW), second = add(s, siti, 2, NOW + MINUTE);
    CHECK_INT(store_session_get(s, first, NOW + 29 * MINUTE, a, &row), OK);
    CHECK(row.id == first && row.operator_id == budi && row.hash[0] == 1 && row.created_at == NOW && row.expires_at == NOW + SESSION_MAX_MS);
    CHECK_TEXT(row.address, "203.0.113.x");
    CHECK_TEXT(row.agent, "Firefox");
    CHECK_INT(store_session_get(s, first, NOW + 30 * MINUTE, a, &row), ERR_NOTFOUND); // idle
    CHECK_INT(count(s, 0, NOW + 29 * MINUTE), 2);
    CHECK_INT(count(s, siti, NOW + 29 * MINUTE), 1);
    CHECK_INT(count(s, 0, NOW + 30 * MINUTE), 1);
    CHECK_INT(store_session_seen(s, first, NOW + 20 * MINUTE), OK);
    CHECK_INT(store_session_seen(s, first, NOW + 10 * MINUTE), OK); // does not go back
    CHECK_INT(store_session_get(s, first, NOW + 49 * MINUTE, a, &row), OK);
    CHECK_INT(store_session_seen(s, first, NOW + SESSION_MAX_MS), OK);
    CHECK_INT(store_session_get(s, first, NOW + SESSION_MAX_MS, a, &row), ERR_NOTFOUND); // however much it was used
    CHECK_INT(store_session_end(s, second), OK);
    CHECK_INT(count(s, siti, NOW + MINUTE), 0);
    CHECK_INT(store_session_purge(s, NOW + SESSION_MAX_MS), OK);
    CHECK_INT(count(s, 0, NOW), 0);
    arena_free(a);
    store_close(s);
}

static void tries(void) {
    int64_t budi = 0, id = 0, found = 0;
    struct store *s = fresh(&budi);
    unsigned char name[TRY_KEY], address[TRY_KEY], again[TRY_KEY];
    store_try_key(s, "name", "budi", name);
    store_try_key(s, "address", "budi", address);
    store_try_key(s, "name", "budi", again);
    CHECK(memcmp(name, address, TRY_KEY) != 0 && memcmp(name, again, TRY_KEY) == 0);
    for (int i = 0; i < 5; i++)
        CHECK_INT(store_try_add(s, name, NOW + i * MINUTE, &id), OK);
    CHECK_INT(store_try_count(s, name, NOW + 5 * MINUTE, &found), OK);
    CHECK_INT(found, 5);
    CHECK_INT(store_try_count(s, address, NOW + 5 * MINUTE, &found), OK);
    CHECK_INT(found, 0);
    CHECK_INT(store_try_count(s, name, NOW + 15 * MINUTE, &found), OK);
    CHECK_INT(found, 4); // a quarter of an hour, to the millisecond
    CHECK_INT(store_try_drop(s, id), OK);
    CHECK_INT(store_try_count(s, name, NOW + 5 * MINUTE, &found), OK);
    CHECK_INT(found, 4);
    CHECK_INT(store_try_clear(s, name), OK);
    CHECK_INT(store_try_count(s, name, NOW + 5 * MINUTE, &found), OK);
    CHECK_INT(found, 0);
    store_close(s);
}

static void bounded(void) {
    int64_t budi = 0, id = 0, found = 0;
    struct store *s = fresh(&budi);
    unsigned char key[TRY_KEY] = {1}, last[TRY_KEY] = {2};
    CHECK_INT(store_begin(s), OK);
    for (int i = 0; i < TRIES_KEPT; i++)
        CHECK_INT(store_try_add(s, key, NOW, &id), OK);
    CHECK_INT(store_try_add(s, last, NOW, &id), OK);
    CHECK_INT(store_try_add(s, last, NOW, &id), OK);
    CHECK_INT(store_commit(s), OK);
    CHECK_INT(store_try_count(s, key, NOW, &found), OK);
    CHECK_INT(found, TRIES_KEPT - 2);
    CHECK_INT(store_session_purge(s, NOW + TRIES_MS), OK);
    CHECK_INT(store_try_count(s, key, NOW, &found), OK);
    CHECK_INT(found, 0);
    store_close(s);
}

static const struct test tests[] = {{"lives", lives}, {"tries", tries}, {"bounded", bounded}};
TEST_MAIN(tests)
