// SPDX-License-Identifier: Apache-2.0
#include "import.h"

#include <stdlib.h>
#include <string.h>

#include "../engine/judge.h"

enum { FACT_ARENA_MAX = 16 * 1024 * 1024 };

static const char *const nobody[] = {NULL};
static const struct official no_official = {nobody, nobody};

// A keyword that is a link is kept as one, in its one form.
static const char *keyword_norm(const struct knowledge *k, const struct fact *fact, const char *keyword, struct arena *a) {
    struct link_judged found[MATCH_LINKS];
    size_t links = links_find(keyword, &no_official, a, found);
    bool is_link = links == 1 && strlen(found[0].url) == strlen(keyword);
    return is_link ? link_normal(a, found[0].url) : knowledge_keyword(k, keyword, fact->lang, a);
}

static size_t add_links(const char *text, struct arena *a, const char **links) {
    struct link_judged found[MATCH_LINKS];
    size_t count = links_find(text, &no_official, a, found);
    for (size_t i = 0; i < count; i++)
        links[i] = link_normal(a, found[i].url);
    return count;
}

static void norms_of(const struct knowledge *k, const struct fact *fact, struct arena *a, struct fact_norms *n) {
    size_t texts = fact->keywords.count + fact->variants.count, count = 0;
    const char **keywords = arena_alloc(a, (fact->keywords.count + 1) * sizeof *keywords);
    uint64_t *variants = arena_alloc(a, (fact->variants.count + 1) * sizeof *variants);
    const char **links = arena_alloc(a, (texts * MATCH_LINKS + 1) * sizeof *links);
    for (size_t i = 0; i < fact->keywords.count; i++) {
        keywords[i] = keyword_norm(k, fact, fact->keywords.items[i], a);
        count += add_links(fact->keywords.items[i], a, links + count);
    }
    for (size_t i = 0; i < fact->variants.count; i++) {
        variants[i] = knowledge_variant(k, fact->variants.items[i], fact->lang, a);
        count += add_links(fact->variants.items[i], a, links + count);
    }
    *n = (struct fact_norms){.keywords = {keywords, fact->keywords.count}, .variants = variants, .links = {links, count}};
}

static enum err tell_conflicts(struct store *s, const struct fact *fact, const struct fact_norms *n,
                               const struct import_listener *l) {
    for (size_t i = 0; i < n->keywords.count; i++) {
        char other[FACT_ID_MAX + 1];
        TRY(store_keyword_owner(s, n->keywords.items[i], fact->lang, fact->id, other));
        if (other[0])
            l->conflict(l->arg, fact->id, fact->keywords.items[i], other);
    }
    return OK;
}

enum err import_put(struct store *s, const struct knowledge *k, const struct fact *fact, int64_t now, enum fact_change *ret_change) {
    SCOPED(arena_freep) struct arena *a = arena_new(FACT_ARENA_MAX);
    struct fact_norms norms;
    norms_of(k, fact, a, &norms);
    return store_fact_put(s, fact, &norms, now, ret_change);
}

// Memory takes what the base holds now, so that the revision is the row's.
enum err import_remember(struct store *s, struct knowledge *k, const char *id) {
    SCOPED(arena_freep) struct arena *a = arena_new(FACT_ARENA_MAX);
    struct fact fact;
    TRY(store_fact_get(s, id, a, &fact));
    knowledge_put(k, &fact);
    return OK;
}

static enum err put_one(struct store *s, struct knowledge *k, struct import_call *call, size_t i, int64_t now,
                        const struct import_listener *l, bool *ret_is_changed) {
    SCOPED(arena_freep) struct arena *a = arena_new(FACT_ARENA_MAX);
    struct fact_norms norms;
    norms_of(k, &call->facts[i], a, &norms);
    enum fact_change change = FACT_UNCHANGED;
    TRY(store_fact_put(s, &call->facts[i], &norms, now, &change));
    call->added += change == FACT_NEW;
    call->changed += change == FACT_CHANGED;
    call->unchanged += change == FACT_UNCHANGED;
    *ret_is_changed = change != FACT_UNCHANGED;
    return l && l->conflict && change != FACT_UNCHANGED ? tell_conflicts(s, &call->facts[i], &norms, l) : OK;
}

static enum err put_all(struct store *s, struct knowledge *k, struct import_call *call, int64_t now,
                        const struct import_listener *l, bool *changed) {
    for (size_t i = 0; i < call->count; i++) {
        TRY(put_one(s, k, call, i, now, l, &changed[i]));
        if (l && l->progress)
            l->progress(l->arg, i + 1, call->count);
    }
    return OK;
}

static enum err index_changed(struct store *s, struct knowledge *k, const struct import_call *call, const bool *changed) {
    for (size_t i = 0; i < call->count; i++)
        if (changed[i])
            TRY(import_remember(s, k, call->facts[i].id));
    knowledge_settle(k);
    return OK;
}

enum err import_apply(struct store *s, struct knowledge *k, struct import_call *call, int64_t now,
                      const struct import_listener *l) {
    bool *changed = xcalloc(call->count, sizeof *changed);
    enum err err = store_begin(s);
    if (err == OK)
        err = put_all(s, k, call, now, l, changed);
    if (err == OK)
        err = store_commit(s);
    if (err != OK) {
        fail_set(&call->fail, err, "import", "nothing was changed; see the log", "the base refused: %s", store_error(s));
        store_rollback(s);
    } else {
        err = index_changed(s, k, call, changed);
    }
    free(changed);
    return err;
}
