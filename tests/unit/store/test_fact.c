// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include "store/search.h"

#include "test.h"

static const char *keywords[] = {"lembaga pelatihan", "jumlah lembaga"};
static struct source sources[] = {{"Liputan6.com", NULL, "https://www.liputan6.com", "2022-02-09"}};

static struct fact sample(const char *id) {
    return (struct fact){.id = id, .kind = FACT_PROGRAMME, .state = FACT_PUBLISHED, .lang = "id", .title = "Jumlah lembaga", .answer = "180 lembaga.",
                         .keywords = {keywords, 2}, .sources = sources, .source_count = 1, .as_of = "2022-02-09"};
}

static enum fact_change put(struct store *s, const struct fact *f) {
    enum fact_change change = FACT_UNCHANGED;
    const struct fact_norms norms = {.keywords = {keywords, f->keywords.count}};
    CHECK_INT(store_fact_put(s, f, &norms, 1, &change), OK);
    return change;
}

static int findings;

static void tell(void *arg, const char *finding) {
    (void)arg;
    (void)finding;
    findings++;
}

static enum err count_one(void *arg, const struct fact *fact) {
    (void)fact;
    ++*(int *)arg;
    return OK;
}

static void revisions(void) {
    struct store *s = NULL;
    struct arena *a = arena_new(1 << 20);
    CHECK_INT(store_open(":memory:", NULL, STORE_WRITE, &s, NULL), OK);
    struct fact f = sample("a"), got;
    CHECK_INT(put(s, &f), FACT_NEW);
    CHECK_INT(put(s, &f), FACT_UNCHANGED);
    f.answer = "181 lembaga.";
    CHECK_INT(put(s, &f), FACT_CHANGED);
    CHECK_INT(store_fact_get(s, "a", a, &got), OK);
    CHECK_INT(got.revision, 2);
    CHECK_TEXT(got.answer, "181 lembaga.");
    CHECK_TEXT(got.keywords.items[1], "jumlah lembaga");
    CHECK_TEXT(got.sources[0].publisher, "Liputan6.com");
    CHECK(got.verdict == NULL && got.kind == FACT_PROGRAMME);
    struct store_counts counts;
    CHECK_INT(store_counts(s, &counts), OK);
    CHECK(counts.facts == 1 && counts.revisions == 2 && counts.keywords == 2 && counts.fts == 1);
    arena_free(a);
    store_close(s);
}

static void indexing(void) {
    struct store *s = NULL;
    CHECK_INT(store_open(":memory:", NULL, STORE_WRITE, &s, NULL), OK);
    struct fact a = sample("a"), b = sample("b");
    CHECK(put(s, &a) == FACT_NEW && put(s, &b) == FACT_NEW);
    char owner[FACT_ID_MAX + 1];
    CHECK_INT(store_keyword_owner(s, "jumlah lembaga", "id", "a", owner), OK);
    CHECK_TEXT(owner, "b");
    CHECK_INT(store_keyword_owner(s, "jumlah lembaga", "en", "a", owner), OK);
    CHECK_TEXT(owner, "");
    b.state = FACT_WITHDRAWN;
    CHECK_INT(put(s, &b), FACT_CHANGED);
    CHECK_INT(store_keyword_owner(s, "jumlah lembaga", "id", "a", owner), OK);
    CHECK_TEXT(owner, "");
    int all = 0, published = 0;
    CHECK_INT(store_fact_each(s, false, count_one, &all), OK);
    CHECK_INT(store_fact_each(s, true, count_one, &published), OK);
    CHECK(all == 2 && published == 1);
    findings = 0;
    CHECK_INT(store_check(s, tell, NULL), OK);
    CHECK_INT(findings, 0);
    CHECK_INT(search_remove(s->db, "a"), OK); // break it: the check must see it
    CHECK_INT(store_check(s, tell, NULL), OK);
    CHECK_INT(findings, 1);
    store_close(s);
}

static enum err list_one(void *arg, const struct fact *fact) {
    struct buf *b = arg;
    buf_printf(b, "%s %lld %s %s %s %s; ", fact->id, (long long)fact->revision, fact_state_name(fact->state), fact->answer, fact->as_of,
               fact->source_count ? fact->sources[0].publisher : "");
    return OK;
}

static enum err refuse(void *arg, const struct fact *fact) {
    (void)arg;
    (void)fact;
    return ERR_LIMIT;
}

static void formers(void) {
    struct store *s = NULL;
    struct buf b;
    buf_init(&b, 1 << 16);
    CHECK_INT(store_open(":memory:", NULL, STORE_WRITE, &s, NULL), OK);
    struct fact a = sample("a"), other = sample("b");
    CHECK_INT(put(s, &a), FACT_NEW);
    CHECK_INT(put(s, &other), FACT_NEW);
    CHECK_INT(store_revision_each(s, "a", list_one, &b), OK);
    CHECK_TEXT(buf_text(&b), "");
    a.answer = "181 \"lembaga\".";
    a.as_of = "2022-03-09";
    CHECK_INT(put(s, &a), FACT_CHANGED);
    CHECK_INT(store_revision_each(s, "a", list_one, &b), OK);
    CHECK_TEXT(buf_text(&b), "a 1 published 180 lembaga. 2022-02-09 Liputan6.com; ");
    buf_clear(&b);
    CHECK_INT(store_withdrawn_each(s, list_one, &b), OK);
    CHECK_TEXT(buf_text(&b), "");
    a.state = FACT_WITHDRAWN;
    CHECK_INT(put(s, &a), FACT_CHANGED);
    CHECK_INT(store_withdrawn_each(s, list_one, &b), OK);
    CHECK_TEXT(buf_text(&b), "a 1 published 180 lembaga. 2022-02-09 Liputan6.com; a 2 published 181 \"lembaga\". 2022-03-09 Liputan6.com; "
                             "a 3 withdrawn 181 \"lembaga\". 2022-03-09 Liputan6.com; ");
    CHECK_INT(store_withdrawn_each(s, refuse, NULL), ERR_LIMIT);
    CHECK_INT(store_withdrawn_each(s, list_one, &b), OK); // the statement was ended
    buf_done(&b);
    store_close(s);
}

static const struct test tests[] = {{"revisions", revisions}, {"indexing", indexing}, {"formers", formers}};
TEST_MAIN(tests)
