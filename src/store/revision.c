// SPDX-License-Identifier: Apache-2.0
// Former revisions of facts: texts that were sent, as the bodies that fact.c wrote.
#include <string.h>

#include "../base/json.h"
#include "db.h"
#include "store.h"

enum { REVISION_ARENA = 64 * 1024 * 1024, BODY_TEXT_MAX = 64 * 1024 };

struct body {
    const char *kind, *state;
    struct fact fact;
};

#define FIELD(name) {#name, JSON_TEXT, false, offsetof(struct body, fact.name), BODY_TEXT_MAX}
static const struct json_field fields[] = {
    {"kind", JSON_TEXT, true, offsetof(struct body, kind), BODY_TEXT_MAX},
    {"state", JSON_TEXT, true, offsetof(struct body, state), BODY_TEXT_MAX},
    FIELD(id),          FIELD(lang),        FIELD(title),      FIELD(answer),     FIELD(verdict), FIELD(as_of),
    FIELD(valid_from),  FIELD(valid_until), FIELD(claim_date), FIELD(supersedes), FIELD(updated), FIELD(translation_of),
};

static const struct json_field source_fields[] = {
    {"publisher", JSON_TEXT, true, offsetof(struct source, publisher), BODY_TEXT_MAX},
    {"title", JSON_TEXT, false, offsetof(struct source, title), BODY_TEXT_MAX},
    {"url", JSON_TEXT, false, offsetof(struct source, url), BODY_TEXT_MAX},
    {"date", JSON_TEXT, false, offsetof(struct source, date), BODY_TEXT_MAX},
};

static enum err read_sources(const struct json *list, struct arena *a, struct fact *f) {
    f->sources = arena_alloc(a, FACT_LIST_MAX * sizeof *f->sources);
    struct fail fail;
    for (const struct json *n = json_first(list); n && f->source_count < FACT_LIST_MAX; n = json_next(n))
        TRY(json_map(n, source_fields, COUNT_OF(source_fields), &f->sources[f->source_count++], a, "source", &fail));
    return OK;
}

// The texts that are told, without what a fact is found by.
static enum err read_body(const char *bytes, struct arena *a, struct fact *ret_fact) {
    SCOPED(json_freep) struct json *root = NULL;
    struct body b = {0};
    struct fail fail;
    TRY(json_parse(bytes, strlen(bytes), &root, &fail));
    TRY(json_map(root, fields, COUNT_OF(fields), &b, a, "fact_revision", &fail));
    TRY(read_sources(json_at(root, "sources"), a, &b.fact));
    bool is_known = fact_kind_of(b.kind, &b.fact.kind) && fact_state_of(b.state, &b.fact.state);
    if (!is_known || !b.fact.id || !b.fact.title || !b.fact.answer || !b.fact.lang)
        return ERR_INPUT;
    *ret_fact = b.fact;
    return OK;
}

static enum err each_row(struct store *s, enum query q, enum err (*each)(void *arg, const struct fact *fact), void *arg) {
    enum err err;
    while ((err = db_next(s->db, q)) == OK) {
        SCOPED(arena_freep) struct arena *a = arena_new(REVISION_ARENA);
        struct fact fact;
        if (read_body(db_text(s->db, q, 1, a), a, &fact) != OK)
            continue; // no text to compare with
        fact.revision = db_int(s->db, q, 0);
        TRY(each(arg, &fact));
    }
    return err == ERR_NOTFOUND ? OK : err;
}

static enum err run(struct store *s, enum query q, enum err (*each)(void *arg, const struct fact *fact), void *arg) {
    enum err err = each_row(s, q, each, arg);
    db_end(s->db, q);
    return err;
}

enum err store_revision_each(struct store *s, const char *id, enum err (*each)(void *arg, const struct fact *fact), void *arg) {
    TRY(db_start(s->db, Q_REVISION_FORMER, id));
    return run(s, Q_REVISION_FORMER, each, arg);
}

enum err store_withdrawn_each(struct store *s, enum err (*each)(void *arg, const struct fact *fact), void *arg) {
    TRY(db_start(s->db, Q_REVISION_WITHDRAWN));
    return run(s, Q_REVISION_WITHDRAWN, each, arg);
}
