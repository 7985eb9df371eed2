// SPDX-License-Identifier: Apache-2.0
// Facts: the row, its sources, its revision, and everything that is indexed from it, in the caller's transaction.
#include <string.h>

#include "../base/json.h"
#include "search.h"
#include "store.h"

enum { FACT_ARENA_MAX = 64 * 1024 * 1024, FACT_BODY_MAX = 8 * 1024 * 1024 };

static const char *list_json(const struct text_list *list, struct arena *a) {
    struct buf b;
    buf_init(&b, FACT_BODY_MAX);
    buf_putc(&b, '[');
    for (size_t i = 0; i < list->count; i++) {
        json_comma(&b);
        json_put_text(&b, list->items[i]);
    }
    buf_putc(&b, ']');
    const char *text = arena_strndup(a, buf_text(&b), b.len);
    buf_done(&b);
    return text;
}

static const char *list_lines(const struct text_list *list, struct arena *a) {
    struct buf b;
    buf_init(&b, FACT_BODY_MAX);
    for (size_t i = 0; i < list->count; i++)
        buf_printf(&b, "%s\n", list->items[i]);
    const char *text = arena_strndup(a, buf_text(&b), b.len);
    buf_done(&b);
    return text;
}

static struct text_list read_list(const char *json, struct arena *a) {
    SCOPED(json_freep) struct json *root = NULL;
    struct text_list list = {0};
    if (!json || json_parse(json, strlen(json), &root, NULL) != OK)
        return list;
    size_t count = 0;
    for (const struct json *n = json_first(root); n; n = json_next(n))
        count++;
    list.items = arena_alloc(a, (count + 1) * sizeof *list.items);
    for (const struct json *n = json_first(root); n; n = json_next(n))
        if (json_text(n))
            list.items[list.count++] = arena_strdup(a, json_text(n));
    return list;
}

// The whole fact in one canonical form: what a revision keeps, and what tells whether anything changed.
static const char *body_of(const struct fact *f, struct arena *a) {
    const struct {
        const char *name, *value;
    } texts[] = {{"id", f->id},
                 {"kind", fact_kind_name(f->kind)},
                 {"state", fact_state_name(f->state)},
                 {"lang", f->lang},
                 {"title", f->title},
                 {"answer", f->answer},
                 {"verdict", f->verdict},
                 {"as_of", f->as_of},
                 {"valid_from", f->valid_from},
                 {"valid_until", f->valid_until},
                 {"review_after", f->review_after},
                 {"claimant", f->claimant},
                 {"claim_date", f->claim_date},
                 {"image", f->image},
                 {"updated", f->updated},
                 {"translation_of", f->translation_of},
                 {"supersedes", f->supersedes}};
    struct buf b;
    buf_init(&b, FACT_BODY_MAX);
    buf_putc(&b, '{');
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (texts[i].value)
            json_member_text(&b, texts[i].name, texts[i].value);
    const struct {
        const char *name;
        const struct text_list *list;
    } lists[] = {{"keywords", &f->keywords}, {"never_match", &f->never_match}, {"topics", &f->topics}, {"variants", &f->variants}};
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        json_member(&b, lists[i].name);
        buf_puts(&b, list_json(lists[i].list, a));
    }
    json_member(&b, "sources");
    buf_putc(&b, '[');
    for (size_t i = 0; i < f->source_count; i++) {
        json_comma(&b);
        buf_putc(&b, '{');
        json_member_text(&b, "publisher", f->sources[i].publisher);
        json_member_text(&b, "title", f->sources[i].title);
        json_member_text(&b, "url", f->sources[i].url);
        json_member_text(&b, "date", f->sources[i].date);
        buf_putc(&b, '}');
    }
    buf_puts(&b, "]}");
    const char *text = arena_strndup(a, buf_text(&b), b.len);
    buf_done(&b);
    return text;
}

static enum err put_row(struct store *s, const struct fact *f, int64_t revision, int64_t now, struct arena *a) {
    return db_run(s->db, Q_FACT_PUT, f->id, fact_kind_name(f->kind), fact_state_name(f->state), f->lang, f->title, f->answer, f->verdict, f->as_of,
                  f->valid_from, f->valid_until, f->review_after, f->claimant, f->claim_date, f->image, f->updated, f->translation_of,
                  f->supersedes, list_json(&f->keywords, a), list_json(&f->never_match, a), list_json(&f->topics, a), list_json(&f->variants, a),
                  revision, now);
}

static enum err put_sources(struct store *s, const struct fact *f) {
    TRY(db_run(s->db, Q_SOURCE_CLEAR, f->id));
    for (size_t i = 0; i < f->source_count; i++)
        TRY(db_run(s->db, Q_SOURCE_ADD, f->id, (int64_t)i, f->sources[i].publisher, f->sources[i].title, f->sources[i].url, f->sources[i].date));
    return OK;
}

// What answers is indexed: published facts only.
static enum err put_index(struct store *s, const struct fact *f, const struct fact_norms *n, struct arena *a) {
    TRY(db_run(s->db, Q_KEYWORD_CLEAR, f->id));
    TRY(db_run(s->db, Q_VARIANT_CLEAR, f->id));
    TRY(db_run(s->db, Q_LINK_CLEAR, f->id));
    if (f->state != FACT_PUBLISHED)
        return search_remove(s->db, f->id);
    for (size_t i = 0; i < n->keywords.count; i++)
        TRY(db_run(s->db, Q_KEYWORD_ADD, n->keywords.items[i], f->lang, f->id));
    for (size_t i = 0; i < f->variants.count; i++)
        TRY(db_run(s->db, Q_VARIANT_ADD, (int64_t)n->variants[i], f->id));
    for (size_t i = 0; i < n->links.count; i++)
        TRY(db_run(s->db, Q_LINK_ADD, n->links.items[i], f->id));
    const struct search_columns columns = {f->title, f->answer, list_lines(&f->keywords, a), list_lines(&f->variants, a)};
    return search_put(s->db, f->id, &columns);
}

static enum err last_body(struct store *s, const char *id, struct arena *a, const char **ret_body) {
    *ret_body = NULL;
    TRY(db_start(s->db, Q_REVISION_LAST, id));
    enum err err = db_next(s->db, Q_REVISION_LAST);
    if (err == OK)
        *ret_body = db_text(s->db, Q_REVISION_LAST, 0, a);
    db_end(s->db, Q_REVISION_LAST);
    return err == ERR_NOTFOUND ? OK : err;
}

enum err store_fact_put(struct store *s, const struct fact *fact, const struct fact_norms *norms, int64_t now, enum fact_change *ret_change) {
    SCOPED(arena_freep) struct arena *a = arena_new(FACT_ARENA_MAX);
    const char *former = NULL, *body = body_of(fact, a);
    TRY(last_body(s, fact->id, a, &former));
    *ret_change = !former ? FACT_NEW : strcmp(former, body) == 0 ? FACT_UNCHANGED : FACT_CHANGED;
    if (*ret_change == FACT_UNCHANGED)
        return OK;
    int64_t revision = 1;
    if (former) {
        struct fact before;
        TRY(store_fact_get(s, fact->id, a, &before));
        revision = before.revision + 1;
    }
    TRY(put_row(s, fact, revision, now, a));
    TRY(db_run(s->db, Q_REVISION_ADD, fact->id, revision, body, now));
    TRY(put_sources(s, fact));
    return put_index(s, fact, norms, a);
}

// --- reading

static void read_fact(struct db *db, enum query q, struct arena *a, struct fact *f) {
    *f = (struct fact){.id = db_text(db, q, 0, a), .revision = db_int(db, q, 21)};
    const char **const texts[] = {&f->lang,        &f->title,      &f->answer, &f->verdict, &f->as_of,          &f->valid_from, &f->valid_until,
                                  &f->review_after, &f->claimant, &f->claim_date, &f->image, &f->updated, &f->translation_of, &f->supersedes};
    for (int i = 0; i < (int)COUNT_OF(texts); i++)
        *texts[i] = db_text(db, q, 3 + i, a);
    struct text_list *const lists[] = {&f->keywords, &f->never_match, &f->topics, &f->variants};
    for (int i = 0; i < (int)COUNT_OF(lists); i++)
        *lists[i] = read_list(db_text(db, q, 17 + i, a), a);
    const char *kind = db_text(db, q, 1, a), *state = db_text(db, q, 2, a);
    if (!fact_kind_of(kind, &f->kind) || !fact_state_of(state, &f->state))
        f->state = FACT_WITHDRAWN; // the table's CHECK forbids it
}

static enum err read_sources(struct store *s, struct arena *a, struct fact *f) {
    f->sources = arena_alloc(a, FACT_LIST_MAX * sizeof *f->sources);
    TRY(db_start(s->db, Q_SOURCE_GET, f->id));
    enum err err;
    while ((err = db_next(s->db, Q_SOURCE_GET)) == OK && f->source_count < FACT_LIST_MAX)
        f->sources[f->source_count++] = (struct source){db_text(s->db, Q_SOURCE_GET, 0, a), db_text(s->db, Q_SOURCE_GET, 1, a),
                                                        db_text(s->db, Q_SOURCE_GET, 2, a), db_text(s->db, Q_SOURCE_GET, 3, a)};
    db_end(s->db, Q_SOURCE_GET);
    return err == ERR_DB ? err : OK;
}

enum err store_fact_get(struct store *s, const char *id, struct arena *a, struct fact *ret_fact) {
    TRY(db_start(s->db, Q_FACT_GET, id));
    enum err err = db_next(s->db, Q_FACT_GET);
    if (err == OK)
        read_fact(s->db, Q_FACT_GET, a, ret_fact);
    db_end(s->db, Q_FACT_GET);
    return err == OK ? read_sources(s, a, ret_fact) : err;
}

// One row a step, so that `each` may use the base.
enum err store_fact_each(struct store *s, bool only_published, enum err (*each)(void *arg, const struct fact *fact), void *arg) {
    char last[FACT_ID_MAX + 1] = "";
    for (;;) {
        SCOPED(arena_freep) struct arena *a = arena_new(FACT_ARENA_MAX);
        struct fact fact;
        TRY(db_start(s->db, Q_FACT_EACH, last, (int64_t)only_published));
        enum err err = db_next(s->db, Q_FACT_EACH);
        if (err == OK)
            read_fact(s->db, Q_FACT_EACH, a, &fact);
        db_end(s->db, Q_FACT_EACH);
        if (err != OK)
            return err == ERR_NOTFOUND ? OK : err;
        TRY(read_sources(s, a, &fact));
        TRY(each(arg, &fact));
        size_t len = strlen(fact.id);
        if (len >= sizeof last)
            return ERR_DB; // the table's CHECK forbids it
        memcpy(last, fact.id, len + 1);
    }
}

enum err store_keyword_owner(struct store *s, const char *norm, const char *lang, const char *not_id, char ret_id[FACT_ID_MAX + 1]) {
    ret_id[0] = '\0';
    TRY(db_start(s->db, Q_KEYWORD_OWNER, norm, lang, not_id));
    enum err err = db_next(s->db, Q_KEYWORD_OWNER);
    if (err == OK) {
        struct blob id = db_blob(s->db, Q_KEYWORD_OWNER, 0);
        memcpy(ret_id, id.bytes, id.len < FACT_ID_MAX ? id.len : FACT_ID_MAX);
        ret_id[id.len < FACT_ID_MAX ? id.len : FACT_ID_MAX] = '\0';
    }
    db_end(s->db, Q_KEYWORD_OWNER);
    return err == ERR_NOTFOUND ? OK : err;
}
