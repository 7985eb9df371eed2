// SPDX-License-Identifier: Apache-2.0
// Opening: the file, its key, its schema; and the transactions.
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/embed.h"
#include "db.h"
#include "keys.h"
#include "seen.h"

enum { APPLICATION_ID = 0x6c757275 }; // "luru"

// A file that is there but not ours must not be touched.
static enum err check_owner(struct store *s, const char *path, int64_t *ret_version, struct fail *f) {
    int64_t application = 0, tables = 0;
    if (db_ask_int(s->db, "PRAGMA application_id", &application) != OK || db_ask_int(s->db, "PRAGMA user_version", ret_version) != OK ||
        db_ask_int(s->db, "SELECT count(*) FROM sqlite_schema", &tables) != OK)
        return fail_set(f, ERR_DB, path, "name another file by store.path", "is no base: %s", db_error(s->db));
    if (application != APPLICATION_ID && (tables || *ret_version || application))
        return fail_set(f, ERR_DB, path, "name another file by store.path", "is the database of another program");
    if (*ret_version > STORE_SCHEMA)
        return fail_set(f, ERR_DB, path, "install the newer lurus, or restore an older backup", "has the newer schema %lld; this lurus knows %d",
                        (long long)*ret_version, STORE_SCHEMA);
    return OK;
}

// Numbered, forward only, one transaction each.
static enum err migrate(struct store *s, int64_t version, struct fail *f) {
    for (int64_t next = version + 1; next <= STORE_SCHEMA; next++) {
        char name[32], after[96];
        snprintf(name, sizeof name, "schema/%03d.sql", (int)next);
        snprintf(after, sizeof after, "PRAGMA user_version = %d; PRAGMA application_id = %d;", (int)next, APPLICATION_ID);
        const struct embedded *file = embedded_find(name);
        if (!file)
            return fail_set(f, ERR_BUG, name, "report it", "the migration is not in the binary");
        SCOPED(freep) char *sql = xstrndup((const char *)file->bytes, file->len);
        enum err err = db_script(s->db, "BEGIN IMMEDIATE");
        if (err == OK)
            err = db_script(s->db, sql);
        if (err == OK)
            err = db_script(s->db, after);
        if (err == OK)
            err = db_script(s->db, "COMMIT");
        if (err != OK)
            return fail_set(f, err, "store.path", "check the disk; nothing was changed", "the schema %d cannot be made: %s", (int)next, db_error(s->db));
    }
    return OK;
}

// Makes the file before SQLite does, for its rights; its companions (-wal, -shm) get the same. A file that is there is
// not opened: closing it would drop the locks of this process's other connections.
static enum err make_file(const char *path, enum store_mode mode, struct fail *f) {
    struct stat st;
    bool is_there = stat(path, &st) == 0;
    if (is_there && S_ISDIR(st.st_mode))
        return fail_set(f, ERR_INPUT, path, "name a file by store.path", "is a folder");
    if (is_there || mode == STORE_READ || strcmp(path, ":memory:") == 0)
        return OK;
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail_set(f, ERR_DB, path, "check the folder and its rights, or name another file by store.path", "the base cannot be made: %s",
                        strerror(errno));
    close(fd);
    return OK;
}

static enum err open_all(struct store *s, const char *path, const char *key_path, enum store_mode mode, struct fail *f) {
    int64_t version = 0;
    TRY(make_file(path, mode, f));
    TRY(db_open(path, mode == STORE_WRITE, &s->db, f));
    TRY(check_owner(s, path, &version, f));
    TRY(db_keep_wal(s->db, path, f));
    if (mode == STORE_WRITE)
        TRY(migrate(s, version, f));
    else if (version != STORE_SCHEMA)
        return fail_set(f, ERR_DB, path, "run `lurus import` or `lurus serve` once", "has the older schema %lld", (long long)version);
    TRY(db_prepare(s->db, f));
    return keys_load(s, key_path, mode == STORE_WRITE, f);
}

enum err store_open(const char *path, const char *key_path, enum store_mode mode, struct store **ret_s, struct fail *f) {
    struct store *s = xcalloc(1, sizeof *s);
    s->seen = xcalloc(1, sizeof *s->seen);
    enum err err = open_all(s, path, key_path, mode, f);
    if (err == OK)
        *ret_s = s;
    else
        store_close(s);
    return err;
}

void store_close(struct store *s) {
    if (!s)
        return;
    db_close(s->db);
    free(s->seen);
    crypto_wipe(s, sizeof *s);
    free(s);
}

enum err store_begin(struct store *s) {
    return db_run(s->db, Q_BEGIN);
}

enum err store_commit(struct store *s) {
    return db_run(s->db, Q_COMMIT);
}

void store_rollback(struct store *s) {
    seen_forget(s);
    s->last_conversation = 0;
    if (db_run(s->db, Q_ROLLBACK) != OK)
        return; // SQLite has rolled back by itself
}

enum err store_savepoint(struct store *s) {
    return db_run(s->db, Q_SAVEPOINT);
}

enum err store_release(struct store *s) {
    return db_run(s->db, Q_RELEASE);
}

void store_undo(struct store *s) {
    seen_forget(s);
    if (db_run(s->db, Q_UNDO) != OK)
        return; // the transaction is gone; the commit will say so
}

const char *store_error(const struct store *s) {
    return s ? db_error(s->db) : "no base";
}

enum err store_counts(struct store *s, struct store_counts *ret_counts) {
    int64_t *const slots[] = {&ret_counts->facts,     &ret_counts->published, &ret_counts->keywords, &ret_counts->variants, &ret_counts->links,
                              &ret_counts->revisions, &ret_counts->contacts,  &ret_counts->inbounds, &ret_counts->outbounds, &ret_counts->questions};
    TRY(db_start(s->db, Q_COUNTS));
    enum err err = db_next(s->db, Q_COUNTS);
    for (int i = 0; i < (int)COUNT_OF(slots) && err == OK; i++)
        *slots[i] = db_int(s->db, Q_COUNTS, i);
    db_end(s->db, Q_COUNTS);
    return err == OK ? db_ask_int(s->db, "SELECT count(*) FROM fact_fts", &ret_counts->fts) : err;
}
