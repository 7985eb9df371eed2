// SPDX-License-Identifier: Apache-2.0
// Proves that the rows, what is indexed from them, and the file itself hold the same.
#include <stdio.h>
#include <string.h>

#include "audit.h"
#include "search.h"
#include "store.h"

enum { CHECK_ARENA_MAX = 64 * 1024 * 1024 };

static const struct {
    enum query query;
    const char *finding;
} checks[] = {
    {Q_FTS_MISSING, "is not in the full-text index"},      {Q_FTS_EXTRA, "stands in the full-text index, but is not published"},
    {Q_FTS_DIFFERS, "has another text in the full-text index"}, {Q_KEYWORD_EXTRA, "has keywords, but is not published"},
    {Q_KEYWORD_MISSING, "has no rows for its keywords"},   {Q_VARIANT_MISSING, "has no rows for its variants"},
    {Q_KEYWORD_MORE, "has more rows than keywords"},       {Q_VARIANT_EXTRA, "has more rows than variants"},
    {Q_LINK_EXTRA, "has links, but is not published"},
    {Q_SOURCE_MISSING, "is published without a source"},   {Q_REVISION_MISSING, "lacks its newest revision"},
};

static enum err run_check(struct store *s, enum query q, const char *what, void (*tell)(void *arg, const char *finding), void *arg) {
    SCOPED(arena_freep) struct arena *a = arena_new(CHECK_ARENA_MAX);
    TRY(db_start(s->db, q));
    enum err err;
    while ((err = db_next(s->db, q)) == OK) {
        char line[300];
        snprintf(line, sizeof line, "the fact %s %s", db_text(s->db, q, 0, a), what);
        tell(arg, line);
    }
    db_end(s->db, q);
    return err == ERR_NOTFOUND ? OK : err;
}

enum err store_check(struct store *s, void (*tell)(void *arg, const char *finding), void *arg) {
    char result[200] = "";
    TRY(db_ask_text(s->db, "PRAGMA integrity_check(1)", result, sizeof result));
    if (strcmp(result, "ok") != 0)
        tell(arg, result);
    for (size_t i = 0; i < COUNT_OF(checks); i++)
        TRY(run_check(s, checks[i].query, checks[i].finding, tell, arg));
    int64_t wrong = 0;
    TRY(search_check(s->db, &wrong));
    char line[100];
    snprintf(line, sizeof line, "the full-text index finds %lld words wrongly", (long long)wrong);
    if (wrong)
        tell(arg, line);
    return store_audit_check(s, tell, arg);
}
