// SPDX-License-Identifier: Apache-2.0
// From each former schema to today's; killed inside of the transaction, the file is one or the other.
#include "store/store.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/embed.h"
#include "store/db.h"
#include "store/operator.h"
#include "test.h"

static char folder[64], base[80], key[80];

static void fresh(void) {
    snprintf(folder, sizeof folder, "/tmp/lurus-migrate-XXXXXX");
    CHECK(mkdtemp(folder) != NULL);
    snprintf(base, sizeof base, "%s/b.db", folder);
    snprintf(key, sizeof key, "%s/b.key", folder);
}

static void gone(void) {
    static const char *const ends[] = {"b.db", "b.db-wal", "b.db-shm", "b.key"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char path[96];
        snprintf(path, sizeof path, "%s/%s", folder, ends[i]);
        unlink(path);
    }
    rmdir(folder);
}

static void script(struct db *db, const char *name) {
    const struct embedded *file = embedded_find(name);
    CHECK(file != NULL);
    char *sql = file ? xstrndup((const char *)file->bytes, file->len) : NULL;
    CHECK(sql && db_script(db, sql) == OK);
    free(sql);
}

// A base as schema 1 left it, with a question and an event in it.
static struct db *first_schema(void) {
    struct db *db = NULL;
    struct fail f;
    CHECK_INT(db_open(base, true, &db, &f), OK);
    CHECK_INT(db_keep_wal(db, base, &f), OK);
    script(db, "schema/001.sql");
    CHECK_INT(db_script(db, "PRAGMA user_version = 1; PRAGMA application_id = 1819636341;"
                            "INSERT INTO question (normal, lang, masked, asked, first_at, last_at) VALUES ('a', 'id', 'A', 3, 1, 2);"
                            "INSERT INTO event (at, kind, conversation_id, detail) VALUES (1, 'danger', 7, '')"),
              OK);
    return db;
}

static void is_whole(void) {
    struct store *s = NULL;
    struct fail f = {0};
    int64_t version = 0, asked = 0, id = 0;
    CHECK_INT(store_open(base, key, STORE_WRITE, &s, &f), OK);
    CHECK_TEXT(f.what, "");
    if (!s)
        return;
    CHECK_INT(db_ask_int(s->db, "PRAGMA user_version", &version), OK);
    CHECK_INT(version, STORE_SCHEMA);
    CHECK_INT(db_ask_int(s->db, "SELECT asked FROM question", &asked), OK);
    CHECK_INT(asked, 3);
    CHECK_INT(store_operator_add(s, "budi", ROLE_ADMIN, 1, &id), OK);
    store_close(s);
}

static void forward(void) {
    fresh();
    db_close(first_schema());
    struct store *s = NULL;
    struct fail f = {0};
    CHECK_INT(store_open(base, key, STORE_READ, &s, &f), ERR_DB); // a reader does not migrate
    CHECK_TEXT(f.what, "has the older schema 1");
    is_whole();
    gone();
}

// All but the COMMIT was done.
static void killed(void) {
    fresh();
    db_close(first_schema());
    pid_t child = fork();
    if (child == 0) {
        struct db *db = NULL;
        struct fail f;
        if (db_open(base, true, &db, &f) == OK && db_script(db, "BEGIN IMMEDIATE") == OK) {
            script(db, "schema/002.sql");
            CHECK_INT(db_script(db, "PRAGMA user_version = 2"), OK);
        }
        raise(SIGKILL);
    }
    int status = 0;
    CHECK(waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    struct db *db = NULL;
    struct fail f;
    int64_t version = 0, tables = 0;
    CHECK_INT(db_open(base, false, &db, &f), OK);
    CHECK_INT(db_ask_int(db, "PRAGMA user_version", &version), OK);
    CHECK_INT(version, 1);
    CHECK_INT(db_ask_int(db, "SELECT count(*) FROM sqlite_schema WHERE name IN ('operator', 'session', 'audit')", &tables), OK);
    CHECK_INT(tables, 0);
    db_close(db);
    is_whole();
    gone();
}

static const struct test tests[] = {{"forward", forward}, {"killed", killed}};
TEST_MAIN(tests)
