// SPDX-License-Identifier: Apache-2.0
// What is done to the rows behind the store's back is found.
#include "store/audit.h"

#include "store/db.h"
#include "test.h"

static char found[400];

static void tell(void *arg, const char *finding) {
    (void)arg;
    size_t len = strlen(found);
    snprintf(found + len, sizeof found - len, "%s|", finding);
}

static struct store *fresh(int rows) {
    struct store *s = NULL;
    struct fail f = {0};
    CHECK_INT(store_open(":memory:", NULL, STORE_WRITE, &s, &f), OK);
    for (int i = 1; i <= rows; i++) {
        const struct audit_row row = {.at = 1000 + i, .operator_id = i % 2, .actor = "budi", .action = "role", .subject = "operator:7", .before = "{}", .after = i % 3 ? NULL : "", .address = "203.0.113.x"};
        CHECK_INT(store_audit_add(s, &row), OK);
    }
    return s;
}

static const char *check(struct store *s) {
    found[0] = '\0';
    CHECK_INT(store_audit_check(s, tell, NULL), OK);
    return found;
}

#define FREE "DROP TRIGGER audit_stays; DROP TRIGGER audit_keeps;"
#define LACKS "the audit lacks 1 rows|"
#define ENDS "the audit does not end where it did, or was signed with another key|"

static void damaged(void) {
    static const struct {
        const char *damage, *finding;
    } cases[] = {
        {"SELECT 1", ""},
        {FREE "UPDATE audit SET actor = 'siti' WHERE id = 2", "the audit was changed: 1 rows do not fit its chain, the first is 2|"},
        {FREE "UPDATE audit SET at = 1 WHERE id = 4", "the audit was changed: 1 rows do not fit its chain, the first is 4|"},
        {FREE "UPDATE audit SET after = NULL WHERE id = 3", "the audit was changed: 1 rows do not fit its chain, the first is 3|"},
        {FREE "UPDATE audit SET action = 'ro', subject = 'le' || subject WHERE id = 1", "the audit was changed: 1 rows do not fit its chain, the first is 1|"},
        {FREE "DELETE FROM audit WHERE id = 3", "the audit was changed: 1 rows do not fit its chain, the first is 4|" LACKS},
        {FREE "DELETE FROM audit WHERE id = 5", ENDS},
        {FREE "DELETE FROM audit", ENDS},
        {"DELETE FROM setting WHERE name = 'audit_head'", ENDS},
        {FREE "INSERT INTO audit SELECT 6, at, operator_id, actor, action, subject, before, after, address, hash FROM audit WHERE id = 5",
         "the audit was changed: 1 rows do not fit its chain, the first is 6|" ENDS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct store *s = fresh(5);
        CHECK_INT(db_script(s->db, cases[i].damage), OK);
        CHECK_TEXT(check(s), cases[i].finding);
        store_close(s);
    }
}

static void only_added(void) {
    static const char *const refused[] = {"UPDATE audit SET actor = 'x'", "DELETE FROM audit"};
    struct store *s = fresh(3);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        CHECK(db_script(s->db, refused[i]) != OK);
        CHECK_TEXT(db_error(s->db), "the audit is append-only");
    }
    CHECK_TEXT(check(s), "");
    store_close(s);
}

static void many(void) {
    struct store *s = fresh(0);
    CHECK_TEXT(check(s), "");
    CHECK_INT(store_begin(s), OK);
    for (int i = 0; i < 2500; i++)
        CHECK_INT(store_audit_add(s, &(struct audit_row){.at = i, .actor = "a", .action = "b", .subject = ""}), OK);
    CHECK_INT(store_commit(s), OK);
    CHECK_TEXT(check(s), "");
    CHECK_INT(store_begin(s), OK);
    CHECK_INT(store_audit_add(s, &(struct audit_row){.actor = "a", .action = "b", .subject = ""}), OK);
    store_rollback(s); // the chain goes back with the rows
    CHECK_INT(store_audit_add(s, &(struct audit_row){.actor = "c", .action = "b", .subject = ""}), OK);
    CHECK_TEXT(check(s), "");
    store_close(s);
}

static const struct test tests[] = {{"damaged", damaged}, {"only_added", only_added}, {"many", many}};
TEST_MAIN(tests)
