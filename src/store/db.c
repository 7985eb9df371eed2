// SPDX-License-Identifier: Apache-2.0
#include "db.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUSY_MS = 5000, WAL_PAGES = 4000, JOURNAL_MAX = 64 * 1024 * 1024, CACHE_KIB = 16384, LOOKASIDE_SIZE = 1024, LOOKASIDE_COUNT = 256 };

static const struct {
    const char *name, *kinds, *text;
} queries[QUERIES] = {
#define Q(name, kinds, text) {#name, kinds, text},
#include "queries.h"
#undef Q
};

struct db {
    sqlite3 *handle;
    sqlite3_stmt *statements[QUERIES];
    bool is_writer;
};

const char *db_error(const struct db *db) {
    return db && db->handle ? sqlite3_errmsg(db->handle) : "no base";
}

enum err db_script(struct db *db, const char *sql) {
    return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK ? OK : ERR_DB;
}

static enum err ask(struct db *db, const char *sql, sqlite3_stmt **ret_statement) {
    if (sqlite3_prepare_v2(db->handle, sql, -1, ret_statement, NULL) != SQLITE_OK)
        return ERR_DB;
    if (sqlite3_step(*ret_statement) == SQLITE_ROW)
        return OK;
    sqlite3_finalize(*ret_statement);
    return ERR_DB;
}

enum err db_ask_int(struct db *db, const char *sql, int64_t *ret_value) {
    sqlite3_stmt *statement = NULL;
    TRY(ask(db, sql, &statement));
    *ret_value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return OK;
}

enum err db_ask_text(struct db *db, const char *sql, char *out, size_t size) {
    sqlite3_stmt *statement = NULL;
    TRY(ask(db, sql, &statement));
    const char *text = (const char *)sqlite3_column_text(statement, 0);
    snprintf(out, size, "%s", text ? text : "");
    sqlite3_finalize(statement);
    return OK;
}

static const struct {
    const char *name, *set;
    int64_t wanted;
} pragmas[] = {
    {"synchronous", "PRAGMA synchronous = FULL", 2},
    {"foreign_keys", "PRAGMA foreign_keys = ON", 1},
    {"trusted_schema", "PRAGMA trusted_schema = OFF", 0},
    {"cell_size_check", "PRAGMA cell_size_check = ON", 1},
    {"secure_delete", "PRAGMA secure_delete = ON", 1},
    {"temp_store", "PRAGMA temp_store = MEMORY", 2},
    {"wal_autocheckpoint", "PRAGMA wal_autocheckpoint = 4000", WAL_PAGES},
    {"journal_size_limit", "PRAGMA journal_size_limit = 67108864", JOURNAL_MAX},
    {"cache_size", "PRAGMA cache_size = -16384", -CACHE_KIB},
};

// Sets what every connection must have, and reads it back: a pragma with a wrong value fails silently.
static enum err set_pragmas(struct db *db, const char *path, struct fail *f) {
    for (size_t i = 0; i < COUNT_OF(pragmas); i++) {
        char sql[64];
        int64_t value = -1;
        snprintf(sql, sizeof sql, "PRAGMA %s", pragmas[i].name);
        if (db_script(db, pragmas[i].set) != OK || db_ask_int(db, sql, &value) != OK)
            return fail_set(f, ERR_DB, path, "name another file by store.path, or restore a backup", "cannot be opened as a base: %s", db_error(db));
        if (value != pragmas[i].wanted)
            return fail_set(f, ERR_DB, path, "this SQLite cannot be used", "the pragma %s stays %lld instead of %lld", pragmas[i].name,
                            (long long)value, (long long)pragmas[i].wanted);
    }
    return OK;
}

enum err db_keep_wal(struct db *db, const char *path, struct fail *f) {
    char mode[16] = "";
    if (strcmp(path, ":memory:") == 0)
        return OK;
    if (db->is_writer && sqlite3_db_readonly(db->handle, "main") != 0)
        return fail_set(f, ERR_DB, path, "check its rights and those of its folder", "cannot be written");
    if (db_ask_text(db, db->is_writer ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode", mode, sizeof mode) != OK || strcmp(mode, "wal") != 0)
        return fail_set(f, ERR_DB, path, "check its rights, or move it to a local disk", "the journal mode is '%s' and cannot be WAL: %s", mode,
                        db_error(db));
    return OK;
}

// Before the first connection: no statistics of memory, whose lock every allocation would take, and small allocations
// from each connection's own store.
static void configure(void) {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, LOOKASIDE_SIZE, LOOKASIDE_COUNT);
}

enum err db_open(const char *path, bool is_writer, struct db **ret_db, struct fail *f) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, configure);
    struct db *db = xcalloc(1, sizeof *db);
    db->is_writer = is_writer;
    int flags = SQLITE_OPEN_NOMUTEX | (is_writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
    enum err err = OK;
    if (sqlite3_open_v2(path, &db->handle, flags, NULL) != SQLITE_OK)
        err = fail_set(f, ERR_DB, path, "check the path and its rights", "cannot be opened: %s", db_error(db));
    if (err == OK) {
        sqlite3_busy_timeout(db->handle, BUSY_MS);
        sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
        sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        err = set_pragmas(db, path, f);
    }
    if (err == OK)
        *ret_db = db;
    else
        db_close(db);
    return err;
}

void db_close(struct db *db) {
    if (!db)
        return;
    for (int q = 0; q < QUERIES; q++)
        sqlite3_finalize(db->statements[q]);
    sqlite3_close(db->handle);
    free(db);
}

enum err db_prepare(struct db *db, struct fail *f) {
    for (int q = 0; q < QUERIES; q++) {
        if (sqlite3_prepare_v3(db->handle, queries[q].text, -1, SQLITE_PREPARE_PERSISTENT, &db->statements[q], NULL) == SQLITE_OK)
            continue;
        return fail_set(f, ERR_DB, "store", "run `lurus check`", "the statement %s cannot be prepared: %s", queries[q].name, db_error(db));
    }
    return OK;
}

static int bind_one(sqlite3_stmt *s, int at, char kind, va_list *args) {
    if (kind == 'i')
        return sqlite3_bind_int64(s, at, va_arg(*args, int64_t));
    if (kind == 'd')
        return sqlite3_bind_double(s, at, va_arg(*args, double));
    if (kind == 't')
        return sqlite3_bind_text(s, at, va_arg(*args, const char *), -1, SQLITE_STATIC);
    struct blob b = va_arg(*args, struct blob);
    return b.bytes ? sqlite3_bind_blob64(s, at, b.bytes, b.len, SQLITE_STATIC) : sqlite3_bind_null(s, at);
}

static enum err start(struct db *db, enum query q, va_list *args) {
    sqlite3_stmt *s = db->statements[q];
    sqlite3_reset(s);
    int at = 1;
    for (const char *kind = queries[q].kinds; *kind; kind++, at++)
        if (bind_one(s, at, *kind, args) != SQLITE_OK)
            return ERR_DB;
    return OK;
}

enum err db_start(struct db *db, enum query q, ...) {
    va_list args;
    va_start(args, q);
    enum err err = start(db, q, &args);
    va_end(args);
    return err;
}

enum err db_next(struct db *db, enum query q) {
    int rc = sqlite3_step(db->statements[q]);
    return rc == SQLITE_ROW ? OK : rc == SQLITE_DONE ? ERR_NOTFOUND : ERR_DB;
}

void db_end(struct db *db, enum query q) {
    sqlite3_reset(db->statements[q]);
    sqlite3_clear_bindings(db->statements[q]);
}

// Steps to the end, so that RETURNING rows are all made.
static enum err finish(struct db *db, enum query q) {
    enum err err;
    while ((err = db_next(db, q)) == OK)
        continue;
    db_end(db, q);
    return err == ERR_NOTFOUND ? OK : err;
}

enum err db_run(struct db *db, enum query q, ...) {
    va_list args;
    va_start(args, q);
    enum err err = start(db, q, &args);
    va_end(args);
    return err == OK ? finish(db, q) : err;
}

enum err db_one(struct db *db, enum query q, int64_t *ret_value, ...) {
    va_list args;
    va_start(args, ret_value);
    enum err err = start(db, q, &args);
    va_end(args);
    if (err == OK)
        err = db_next(db, q);
    if (err == OK) {
        *ret_value = db_int(db, q, 0);
        return finish(db, q);
    }
    db_end(db, q);
    return err;
}

int64_t db_changed(const struct db *db) {
    return sqlite3_changes64(db->handle);
}

int64_t db_int(struct db *db, enum query q, int column) {
    return sqlite3_column_int64(db->statements[q], column);
}

double db_real(struct db *db, enum query q, int column) {
    return sqlite3_column_double(db->statements[q], column);
}

const char *db_text(struct db *db, enum query q, int column, struct arena *a) {
    const char *text = (const char *)sqlite3_column_text(db->statements[q], column);
    return text ? arena_strndup(a, text, (size_t)sqlite3_column_bytes(db->statements[q], column)) : NULL;
}

struct blob db_blob(struct db *db, enum query q, int column) {
    const void *bytes = sqlite3_column_blob(db->statements[q], column);
    return (struct blob){bytes, (size_t)sqlite3_column_bytes(db->statements[q], column)};
}
