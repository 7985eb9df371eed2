// SPDX-License-Identifier: Apache-2.0
#include "store/operator.h"

#include "base/totp.h"
#include "store/db.h"
#include "test.h"

static struct store *fresh(void) {
    struct store *s = NULL;
    struct fail f = {0};
    CHECK_INT(store_open(":memory:", NULL, STORE_WRITE, &s, &f), OK);
    CHECK_TEXT(f.what, "");
    return s;
}

static void rows(void) {
    struct store *s = fresh();
    struct arena *a = arena_new(4 << 20);
    struct operator_row row, *list;
    int64_t budi = 0, siti = 0, count = 0;
    size_t listed = 0;
    CHECK_INT(store_operator_add(s, "Siti", ROLE_VIEWER, 5, &siti), OK);
    CHECK_INT(store_operator_add(s, "Budi", ROLE_ADMIN, 6, &budi), OK);
    CHECK_INT(store_operator_add(s, "bUDI", ROLE_VIEWER, 7, &count), ERR_CONFLICT);
    CHECK_INT(store_operator_find(s, "BUDI", a, &row), OK);
    CHECK(row.id == budi && row.role == ROLE_ADMIN && row.created_at == 6 && !row.password && !row.has_totp && !row.is_disabled);
    CHECK_TEXT(row.name, "Budi");
    CHECK_INT(store_operator_find(s, "budi2", a, &row), ERR_NOTFOUND);
    CHECK_INT(store_operator_get(s, 99, a, &row), ERR_NOTFOUND);
    CHECK_INT(store_operator_password(s, siti, "$argon2id$x"), OK);
    CHECK_INT(store_operator_get(s, siti, a, &row), OK);
    CHECK_TEXT(row.password, "$argon2id$x");
    CHECK_INT(store_operator_admins(s, &count), OK);
    CHECK_INT(count, 1);
    CHECK_INT(store_operator_change(s, siti, ROLE_ADMIN, true), OK);
    CHECK_INT(store_operator_admins(s, &count), OK);
    CHECK_INT(count, 1); // one that is disabled is none
    CHECK_INT(store_operator_change(s, siti, ROLE_ADMIN, false), OK);
    CHECK_INT(store_operator_admins(s, &count), OK);
    CHECK_INT(count, 2);
    CHECK_INT(store_operator_change(s, 99, ROLE_ADMIN, false), ERR_NOTFOUND);
    CHECK_INT(store_operator_password(s, 99, "x"), ERR_NOTFOUND);
    CHECK_INT(store_operator_list(s, a, &list, &listed), OK);
    CHECK_INT(listed, 2);
    CHECK_TEXT(list[0].name, "Budi");
    CHECK_TEXT(list[1].name, "Siti");
    arena_free(a);
    store_close(s);
}

static void codes(void) {
    struct store *s = fresh();
    struct arena *a = arena_new(1 << 20);
    struct operator_row row;
    unsigned char secret[TOTP_SECRET] = {1, 2, 3}, out[TOTP_SECRET];
    int64_t id = 0, count = 0;
    CHECK_INT(store_operator_add(s, "budi", ROLE_ADMIN, 6, &id), OK);
    CHECK_INT(store_totp_secret(s, id, false, out, sizeof out), ERR_NOTFOUND);
    CHECK_INT(store_totp_on(s, id, 7), ERR_NOTFOUND); // without one that waits
    CHECK_INT(store_totp_begin(s, 99, secret, sizeof secret), ERR_NOTFOUND);
    CHECK_INT(store_totp_begin(s, id, secret, sizeof secret), OK);
    CHECK_INT(store_totp_secret(s, id, false, out, sizeof out), ERR_NOTFOUND);
    CHECK_INT(store_totp_secret(s, id, true, out, sizeof out), OK);
    CHECK(memcmp(out, secret, sizeof out) == 0);
    CHECK_INT(store_totp_on(s, id, 7), OK);
    CHECK_INT(store_totp_secret(s, id, false, out, sizeof out), OK);
    CHECK_INT(store_totp_secret(s, id, true, out, sizeof out), ERR_NOTFOUND);
    CHECK_INT(store_operator_get(s, id, a, &row), OK);
    CHECK(row.has_totp && !row.has_new_totp && row.totp_step == 7);
    CHECK_INT(store_totp_step(s, id, 8), OK);
    CHECK_INT(store_recovery_add(s, id, "ABCDE-FGHIJ"), OK);
    CHECK_INT(store_recovery_add(s, id, "KLMNO-PQRST"), OK);
    CHECK_INT(store_recovery_use(s, id, "ABCDE-FGHIK"), ERR_NOTFOUND);
    CHECK_INT(store_recovery_use(s, id + 1, "ABCDE-FGHIJ"), ERR_NOTFOUND);
    CHECK_INT(store_recovery_use(s, id, "ABCDE-FGHIJ"), OK);
    CHECK_INT(store_recovery_use(s, id, "ABCDE-FGHIJ"), ERR_NOTFOUND); // once
    CHECK_INT(store_recovery_count(s, id, &count), OK);
    CHECK_INT(count, 1);
    CHECK_INT(db_script(s->db, "UPDATE operator SET totp = randomblob(48)"), OK);
    CHECK_INT(store_totp_secret(s, id, false, out, sizeof out), ERR_AUTH);
    CHECK_INT(store_totp_off(s, id), OK);
    CHECK_INT(store_recovery_count(s, id, &count), OK);
    CHECK_INT(count, 0);
    arena_free(a);
    store_close(s);
}

static void links(void) {
    struct store *s = fresh();
    unsigned char hash[SESSION_HASH] = {1}, other[SESSION_HASH] = {2};
    int64_t id = 0, owner = 0;
    CHECK_INT(store_operator_add(s, "budi", ROLE_ADMIN, 6, &id), OK);
    CHECK_INT(store_link_add(s, hash, id, 1000), OK);
    CHECK_INT(store_link_find(s, other, 1000, &owner), ERR_NOTFOUND);
    CHECK_INT(store_link_find(s, hash, 1000 + LINK_MS - 1, &owner), OK);
    CHECK_INT(owner, id);
    CHECK_INT(store_link_find(s, hash, 1000 + LINK_MS, &owner), ERR_NOTFOUND);
    CHECK_INT(store_link_clear(s, id), OK);
    CHECK_INT(store_link_find(s, hash, 1000, &owner), ERR_NOTFOUND);
    store_close(s);
}

static const struct test tests[] = {{"rows", rows}, {"codes", codes}, {"links", links}};
TEST_MAIN(tests)
