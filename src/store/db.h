// SPDX-License-Identifier: Apache-2.0
// The one user of SQLite: opens a file with its pragmas, prepares every statement of queries.h once, and binds and
// reads by kind. One thread a connection. Inside of store/ only.
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/crypto.h"
#include "../base/err.h"
#include "../base/mem.h"

enum query {
#define Q(name, kinds, text) Q_##name,
#include "queries.h"
#undef Q
    QUERIES
};

struct blob {
    const void *bytes; // NULL: SQL's NULL
    size_t len;
};

struct db;

// Opens, sets and reads back the pragmas of the connection; changes nothing in the file. application_id and
// user_version are checked by the caller, who then asks for the WAL.
MUST_CHECK enum err db_open(const char *path, bool is_writer, struct db **ret_db, struct fail *f);
MUST_CHECK enum err db_keep_wal(struct db *db, const char *path, struct fail *f);
void db_close(struct db *db);
MUST_CHECK enum err db_prepare(struct db *db, struct fail *f); // every statement; after the migration
MUST_CHECK enum err db_script(struct db *db, const char *sql); // several statements, no rows
// The first column of one row of free SQL: for pragmas and checks.
MUST_CHECK enum err db_ask_int(struct db *db, const char *sql, int64_t *ret_value);
MUST_CHECK enum err db_ask_text(struct db *db, const char *sql, char *out, size_t size);
const char *db_error(const struct db *db);

// Parameters follow by kind: i int64_t, t const char * (NULL is NULL), b struct blob, d double.
// Runs to the end and gives the number of rows.
MUST_CHECK enum err db_run(struct db *db, enum query q, ...);
int64_t db_changed(const struct db *db); // rows that the last INSERT, UPDATE or DELETE changed
// Starts a query that is read by db_next; db_end must follow.
MUST_CHECK enum err db_start(struct db *db, enum query q, ...);
MUST_CHECK enum err db_next(struct db *db, enum query q); // OK: a row; ERR_NOTFOUND: no more
void db_end(struct db *db, enum query q);
int64_t db_int(struct db *db, enum query q, int column);
double db_real(struct db *db, enum query q, int column);
const char *db_text(struct db *db, enum query q, int column, struct arena *a); // copied; NULL is NULL
struct blob db_blob(struct db *db, enum query q, int column);                  // lives until db_next or db_end
// One row with one integer; ERR_NOTFOUND when there is none.
MUST_CHECK enum err db_one(struct db *db, enum query q, int64_t *ret_value, ...);

struct store {
    struct db *db;
    int64_t last_conversation; // the largest id given; 0: not looked up yet
    struct seen *seen;
    unsigned char lookup_key[CRYPTO_KEY], address_key[CRYPTO_KEY], payload_key[CRYPTO_KEY], secret_key[CRYPTO_KEY];
};

#endif
