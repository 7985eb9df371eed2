// SPDX-License-Identifier: Apache-2.0
#include "db.h"
#include "store.h"

enum err store_import_stage(struct store *s, int64_t place, const char *line) {
    return db_run(s->db, Q_IMPORT_STAGE, place, line);
}

enum err store_import_accept(struct store *s, int64_t now) {
    return db_run(s->db, Q_IMPORT_ACCEPT, now);
}

enum err store_import_is_accepted(struct store *s, bool *ret_is_accepted) {
    int64_t at = 0;
    enum err err = db_one(s->db, Q_IMPORT_ACCEPTED, &at);
    *ret_is_accepted = err == OK;
    return err == ERR_NOTFOUND ? OK : err;
}

enum err store_import_take(struct store *s, struct arena *a, const char **ret_line) {
    *ret_line = NULL;
    TRY(db_start(s->db, Q_IMPORT_TAKE));
    enum err err = db_next(s->db, Q_IMPORT_TAKE);
    if (err == OK)
        *ret_line = db_text(s->db, Q_IMPORT_TAKE, 0, a);
    while (err == OK) // to its end, so that it is done
        err = db_next(s->db, Q_IMPORT_TAKE);
    db_end(s->db, Q_IMPORT_TAKE);
    return err == ERR_NOTFOUND ? OK : err;
}

enum err store_import_end(struct store *s) {
    TRY(db_run(s->db, Q_IMPORT_DROP));
    return db_run(s->db, Q_IMPORT_END);
}
