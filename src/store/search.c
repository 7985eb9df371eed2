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

// FTS5's own integrity check is a write. So the texts are indexed once more, in memory, and the words of both compared.
enum err search_check(struct db *db, int64_t *ret_wrong) {
    static const char make[] = "CREATE VIRTUAL TABLE temp.fresh USING fts5 (id UNINDEXED, title, answer, keywords, variants, "
                               "tokenize = 'unicode61 remove_diacritics 2');"
                               "INSERT INTO temp.fresh (rowid, id, title, answer, keywords, variants) "
                               "SELECT rowid, id, title, answer, keywords, variants FROM main.fact_fts;"
                               "CREATE VIRTUAL TABLE temp.wanted USING fts5vocab ('temp', 'fresh', 'col');"
                               "CREATE VIRTUAL TABLE temp.kept USING fts5vocab ('main', 'fact_fts', 'col');";
    static const char compare[] = "SELECT count(*) FROM (SELECT term, col FROM (SELECT * FROM temp.wanted EXCEPT SELECT * FROM temp.kept) "
                                  "UNION SELECT term, col FROM (SELECT * FROM temp.kept EXCEPT SELECT * FROM temp.wanted))";
    enum err err = db_script(db, make);
    if (err == OK)
        err = db_ask_int(db, compare, ret_wrong);
    if (db_script(db, "DROP TABLE IF EXISTS temp.kept; DROP TABLE IF EXISTS temp.wanted; DROP TABLE IF EXISTS temp.fresh") != OK)
        return ERR_DB;
    return err;
}
