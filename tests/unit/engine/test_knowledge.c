// SPDX-License-Identifier: Apache-2.0
#include "engine/knowledge.h"

#include "base/clock.h"
#include "engine/matcher.h"
#include "words.h"

static const struct fact facts[] = {
    FACT("new", "id", "180 lembaga", .kind = FACT_PROGRAMME, .as_of = "2022-02-09", .supersedes = "middle", .keywords = TEXTS("lembaga")),
    FACT("middle", "id", "181 lembaga", .kind = FACT_PROGRAMME, .as_of = "2021-12-15", .supersedes = "old"),
    FACT("old", "id", "179 lembaga", .kind = FACT_PROGRAMME, .as_of = "2021-06", .valid_until = "2021-11"),
    FACT("new-en", "en", "180 providers", .kind = FACT_PROGRAMME, .as_of = "2022-02-09", .translation_of = "new"),
    FACT("old-en", "en", "179 providers", .kind = FACT_PROGRAMME, .as_of = "2021-06", .translation_of = "old"),
    FACT("ring-a", "id", "a", .supersedes = "ring-b"),
    FACT("ring-b", "id", "b", .supersedes = "ring-a"),
};

static int64_t day(const char *text) {
    struct date d;
    CHECK(date_parse(text, &d));
    return date_last_day(d);
}

static void chains(void) {
    struct knowledge *k = words_knowledge(NULL, facts, COUNT_OF(facts));
    const struct fact *old = knowledge_find(k, "old"), *english = knowledge_find(k, "old-en");
    CHECK_INT(knowledge_count(k), COUNT_OF(facts));
    CHECK_TEXT(knowledge_newest(k, old, day("2022-03-01"))->id, "new");
    CHECK_TEXT(knowledge_newest(k, english, day("2022-03-01"))->id, "new-en");
    CHECK_TEXT(knowledge_as_of(k, knowledge_find(k, "new"), day("2021-06"))->id, "old");
    CHECK_TEXT(knowledge_as_of(k, english, day("2022-02"))->id, "new-en");
    CHECK_TEXT(knowledge_as_of(k, english, day("2021-12"))->id, "middle"); // it has no translation
    CHECK(knowledge_as_of(k, old, day("2021-05")) == NULL);
    CHECK_TEXT(knowledge_translation(k, old, "en")->id, "old-en");
    CHECK_TEXT(knowledge_translation(k, english, "id")->id, "old");
    CHECK(knowledge_translation(k, knowledge_find(k, "middle"), "en") == NULL);
    CHECK(knowledge_newest(k, knowledge_find(k, "ring-a"), 0) != NULL); // a ring ends
    CHECK(fact_is_expired(old, day("2021-12-01")) && !fact_is_expired(old, day("2021-11-30")));
    CHECK(!fact_is_expired(knowledge_find(k, "new"), day("2030")));
    knowledge_free(k);
}

static const char *top(const struct knowledge *k, const char *text, struct arena *a) {
    static struct match m;
    struct question q = {.text = text, .today = 18955};
    matcher_run(k, &q, a, &m);
    return m.candidate_count ? m.candidates[0].fact->id : "";
}

// An edit is found at once, and what it replaced no more.
static void edits(void) {
    struct knowledge *k = words_knowledge(NULL, facts, COUNT_OF(facts));
    struct arena *a = arena_new(1 << 24);
    struct fact f = FACT("x", "id", "Gempa besar di Bengkulu", .keywords = TEXTS("gempa bengkulu"));
    knowledge_put(k, &f);
    CHECK_TEXT(top(k, "gempa bengkulu", a), "x");
    f.title = "Banjir besar di Bima";
    f.keywords = (struct text_list)TEXTS("banjir bima");
    knowledge_put(k, &f);
    CHECK_TEXT(top(k, "banjir bima", a), "x");
    CHECK_TEXT(top(k, "gempa bengkulu", a), "");
    CHECK_INT(knowledge_count(k), COUNT_OF(facts) + 1);
    f.state = FACT_WITHDRAWN;
    knowledge_put(k, &f);
    CHECK_TEXT(top(k, "banjir bima", a), "");
    CHECK(knowledge_find(k, "x") == NULL);
    knowledge_remove(k, "x");
    CHECK_INT(knowledge_count(k), COUNT_OF(facts));
    arena_free(a);
    knowledge_free(k);
}

// Facts that are put before the first settling and after it, and a settling when lengths have drifted.
static void settles(void) {
    struct knowledge *k = words_knowledge(NULL, NULL, 0);
    struct arena *a = arena_new(1 << 26);
    char id[16], title[200];
    for (int i = 0; i < 1000; i++) {
        snprintf(id, sizeof id, "f%d", i);
        snprintf(title, sizeof title, "judul kata%dz umum %s", i, i < 500 ? "" : "panjang sekali dengan banyak sekali kata yang lain lagi beberapa");
        struct fact f = FACT(id, "id", title);
        knowledge_put(k, &f);
        if (i == 499)
            knowledge_settle(k);
    }
    CHECK_TEXT(top(k, "kata3z", a), "f3");
    CHECK_TEXT(top(k, "kata999z", a), "f999");
    knowledge_settle(k);
    CHECK_TEXT(top(k, "kata3z", a), "f3");
    CHECK_TEXT(top(k, "kata999z", a), "f999");
    size_t at = 0, count = 0;
    while (knowledge_each(k, &at))
        count++;
    CHECK_INT(count, 1000);
    CHECK(knowledge_bytes(k) > 1000);
    arena_free(a);
    knowledge_free(k);
}

// In steps: found all along, and in the end as if all had been settled at once.
static void settles_in_steps(void) {
    struct knowledge *k = words_knowledge(NULL, NULL, 0), *whole = words_knowledge(NULL, NULL, 0);
    struct arena *a = arena_new(1 << 26);
    CHECK(knowledge_settle_some(k, 1));
    knowledge_settle(whole);
    char id[16], title[200];
    for (int i = 0; i < 400; i++) {
        snprintf(id, sizeof id, "f%d", i);
        snprintf(title, sizeof title, "judul kata%dz", i);
        struct fact f = FACT(id, "id", title);
        knowledge_put(k, &f);
        knowledge_put(whole, &f);
    }
    int steps = 1;
    for (; !knowledge_settle_some(k, 50) && steps < 100; steps++) {
        CHECK_TEXT(top(k, "kata3z", a), "f3");
        CHECK_TEXT(top(k, "kata399z", a), "f399");
    }
    CHECK_INT(steps, 8);
    CHECK(knowledge_settle_some(k, 50)); // nothing is left to do
    while (knowledge_compact(k, 1000))
        continue;
    knowledge_settle(whole);
    const struct question q = {.text = "judul kata7z", .today = 18955};
    struct match settled, wanted;
    matcher_run(k, &q, a, &settled);
    matcher_run(whole, &q, a, &wanted);
    CHECK(settled.candidate_count && settled.candidate_count == wanted.candidate_count);
    CHECK_INT((int)(settled.candidates[0].score * 1000), (int)(wanted.candidates[0].score * 1000));
    knowledge_free(k);
    knowledge_free(whole);
    arena_free(a);
}

static void keys(void) {
    struct knowledge *k = words_knowledge(NULL, NULL, 0);
    struct arena *a = arena_new(1 << 24);
    CHECK_TEXT(knowledge_keyword(k, "Brp LEMBAGA-pelatihan?", "id", a), "berapa lembaga pelatihan");
    CHECK(knowledge_variant(k, "Tolong cek: Gempa besar!!", "id", a) == knowledge_variant(k, "gempa BESAR 😀", "id", a));
    CHECK(knowledge_variant(k, "gempa besar", "id", a) != knowledge_variant(k, "gempa kecil", "id", a));
    arena_free(a);
    knowledge_free(k);
    knowledge_free(NULL);
}

static void news(void) {
    static const struct fact dated[] = {
        FACT("b", "id", "dua", .as_of = "2022-02-01"), FACT("a", "id", "satu", .updated = "2022-02-01", .as_of = "2019"),
        FACT("old", "id", "tiga", .claim_date = "2001-01-01"), FACT("none", "id", "empat"),
        FACT("tip", "id", "lima", .kind = FACT_TIP, .as_of = "2030-01-01"), FACT("new", "id", "enam", .as_of = "2022-02-02")};
    static const char *const want[] = {"new", "a", "b", "old", "none"};
    struct knowledge *k = words_knowledge(NULL, dated, COUNT_OF(dated));
    const struct fact *out[NEWS_PAGE], *last = NULL;
    CHECK_INT(knowledge_news(k, NULL, out, NEWS_PAGE), COUNT_OF(want));
    for (size_t i = 0; i < COUNT_OF(want); i++) {
        CHECK_TEXT(out[i]->id, want[i]);
        const struct fact *one;
        CHECK_INT(knowledge_news(k, last, &one, 1), 1);
        CHECK_TEXT(one->id, want[i]);
        last = one;
    }
    CHECK_INT(knowledge_news(k, last, out, NEWS_PAGE), 0);
    size_t at = 0;
    CHECK_TEXT(knowledge_each_of(k, FACT_TIP, &at)->id, "tip");
    CHECK(knowledge_each_of(k, FACT_TIP, &at) == NULL);
    CHECK_INT(fact_news_day(&dated[3]), -1);
    knowledge_free(k);
}

static const struct test tests[] = {{"news", news}, {"chains", chains}, {"edits", edits}, {"settles", settles}, {"settles_in_steps", settles_in_steps}, {"keys", keys}};
TEST_MAIN(tests)
