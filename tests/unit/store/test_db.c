// SPDX-License-Identifier: Apache-2.0
// The pragmas that every connection must have, and what is sealed.
#include "store/db.h"
#include "store/keys.h"
#include "store/store.h"

#include "test.h"

static void pragmas(void) {
    static const struct {
        const char *sql;
        long long value;
    } rows[] = {{"PRAGMA synchronous", 2}, {"PRAGMA foreign_keys", 1}, {"PRAGMA trusted_schema", 0}, {"PRAGMA secure_delete", 1}, {"PRAGMA user_version", STORE_SCHEMA}};
    struct store *s = NULL;
    CHECK_INT(store_open(":memory:", NULL, STORE_WRITE, &s, NULL), OK);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t value = -1;
        CHECK_INT(db_ask_int(s->db, rows[i].sql, &value), OK);
        CHECK_INT(value, rows[i].value);
    }
    CHECK_INT(db_script(s->db, "SELECT load_extension('x')"), ERR_DB);
    CHECK_INT(db_script(s->db, "INSERT INTO source VALUES ('nobody', 0, 'p', NULL, 'u', NULL)"), ERR_DB); // foreign key
    CHECK_INT(db_script(s->db, "INSERT INTO event (at, kind, conversation_id, detail) VALUES ('x', 'k', 0, '')"), ERR_DB); // STRICT
    store_close(s);
}

static void keys(void) {
    struct store *s = NULL;
    struct arena *a = arena_new(1 << 16);
    CHECK_INT(store_open(":memory:", NULL, STORE_WRITE, &s, NULL), OK);
    unsigned char one[CRYPTO_MAC], two[CRYPTO_MAC];
    keys_lookup(s, "ab", "c", "d", one);
    keys_lookup(s, "a", "bc", "d", two);
    CHECK(memcmp(one, two, sizeof one) != 0); // the parts don't run together
    struct blob sealed = keys_seal(s->address_key, "628123", 6, a);
    char *text = NULL;
    CHECK_INT(keys_unseal(s->address_key, sealed, a, &text), OK);
    CHECK_TEXT(text, "628123");
    CHECK_INT(keys_unseal(s->payload_key, sealed, a, &text), ERR_AUTH);
    arena_free(a);
    store_close(s);
}

static const struct test tests[] = {{"pragmas", pragmas}, {"keys", keys}};
TEST_MAIN(tests)
