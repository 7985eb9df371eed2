// SPDX-License-Identifier: Apache-2.0
// The full-text index of the facts (FTS5), for the editors' search. Its statements stand in queries.h.
#include "search.h"

enum err search_put(struct db *db, const char *id, const struct search_columns *c) {
    TRY(search_remove(db, id));
    return db_run(db, Q_FTS_ADD, id, id, c->title, c->answer, c->keywords, c->variants);
}

enum err search_remove(struct db *db, const char *id) {
    return db_run(db, Q_FTS_REMOVE, id);
}
