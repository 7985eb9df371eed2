// SPDX-License-Identifier: Apache-2.0
#include "engine/records.h"

#include "engine/inside.h"
#include "words.h"

static struct source sources[] = {{"Turnbuk", "Cek: gempa?", "https://contoh.id/a?b=1", "2021-09-01"}, {"Badan", NULL, NULL, NULL}};
static const struct fact whole = {
    .id = "gempa.1", .kind = FACT_TIP, .state = FACT_PUBLISHED, .lang = "id", .title = "GEMPA Besar di “Bengkulu”, 25 Agustus: yg harganya v a k s i n!",
    .answer = "Tidak benar.\n\nBMKG tidak pernah meramal gempa (lihat http://x.go.id). 👍", .verdict = "false",
    .keywords = TEXTS("gempa Bengkulu", "vaksin"), .never_match = TEXTS("gempa Bali"), .topics = TEXTS("bencana"), .variants = TEXTS("Awas!! gempa besar", ""),
    .sources = sources, .source_count = 2, .as_of = "2021-09", .valid_from = "2021", .valid_until = "2031-01-01", .review_after = "2030", .claimant = "Anonim",
    .claim_date = "2021-08-25", .image = "a/b.png", .updated = "2022-01-02", .translation_of = "g-en", .supersedes = "g-0", .revision = 77};

static void check_lists(const struct text_list *a, const struct text_list *b) {
    CHECK_INT(a->count, b->count);
    for (size_t i = 0; i < a->count; i++)
        CHECK_TEXT(a->items[i], b->items[i]);
}

static void check_fact(const struct fact *a, const struct fact *b) {
    const char *const texts[][2] = {{a->id, b->id}, {a->lang, b->lang}, {a->title, b->title}, {a->answer, b->answer}, {a->verdict, b->verdict}, {a->as_of, b->as_of},
                                    {a->valid_from, b->valid_from}, {a->valid_until, b->valid_until}, {a->review_after, b->review_after}, {a->claimant, b->claimant},
                                    {a->claim_date, b->claim_date}, {a->image, b->image}, {a->updated, b->updated}, {a->translation_of, b->translation_of}, {a->supersedes, b->supersedes}};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        CHECK_TEXT(texts[i][0], texts[i][1]);
    CHECK(a->kind == b->kind && a->state == b->state && a->revision == b->revision && a->source_count == b->source_count);
    check_lists(&a->keywords, &b->keywords);
    check_lists(&a->never_match, &b->never_match);
    check_lists(&a->topics, &b->topics);
    check_lists(&a->variants, &b->variants);
    for (size_t i = 0; i < a->source_count; i++) {
        CHECK_TEXT(a->sources[i].publisher, b->sources[i].publisher);
        CHECK_TEXT(a->sources[i].title, b->sources[i].title);
        CHECK_TEXT(a->sources[i].url, b->sources[i].url);
        CHECK_TEXT(a->sources[i].date, b->sources[i].date);
    }
}

static void check_phrase(const struct knowledge *k, const struct phrase *p, const char *text, const char *terms) {
    char joined[400] = "";
    CHECK_TEXT(p->text, text);
    for (uint32_t i = 0; i < p->count; i++)
        snprintf(joined + strlen(joined), sizeof joined - strlen(joined), "%s%s", i ? " " : "", vocabulary_text(k->vocabulary, p->terms[i]));
    CHECK_TEXT(joined, terms);
}

// What comes out is what went in, and what was derived of it.
static void packs(void) {
    const struct fact plain = FACT("plain", "id", "gempa besar di kota"), bare = {.id = "b", .state = FACT_PUBLISHED, .lang = "en", .title = "Two earthquakes shaking"};
    struct knowledge *k = words_knowledge(NULL, (const struct fact[]){whole, plain, bare}, 3);
    check_fact(knowledge_find(k, "gempa.1"), &whole);
    check_fact(knowledge_find(k, "plain"), &plain);
    check_fact(knowledge_find(k, "b"), &bare);
    const struct record *r = record_find(k, "gempa.1");
    CHECK_INT(r->phrase_count, 3);
    check_phrase(k, &r->phrases[0], "gempa besar di bengkulu 25 agustus yang harga vaksin", "gempa besar bengkulu 25 agustus harga vaksin");
    check_phrase(k, &r->phrases[1], "gempa bengkulu", "gempa bengkulu");
    check_phrase(k, &r->phrases[2], "vaksin", "vaksin");
    CHECK_TEXT(r->never[0], " gempa bali ");
    check_phrase(k, &record_find(k, "plain")->phrases[0], "gempa besar di kota", "gempa besar kota");
    check_phrase(k, &record_find(k, "b")->phrases[0], "two earthquakes shaking", "two earthquak shake");
    CHECK(record_find(k, "c") == NULL);
    knowledge_free(k);
}

// Unpacked records are forgotten when there are many, and holes are given back.
static void compacts(void) {
    enum { FACTS = 12000 };
    static char answer[1400];
    memset(answer, '-', sizeof answer - 1);
    struct knowledge *k = words_knowledge(NULL, NULL, 0);
    char id[16], title[100];
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < FACTS; i++) {
            snprintf(id, sizeof id, "f%d", i);
            snprintf(title, sizeof title, "judul %d tentang kata%d putaran%d", i, i % 100, round);
            struct fact f = FACT(id, "id", title);
            f.answer = answer;
            knowledge_put(k, &f);
        }
    size_t full = records_bytes(k->records), at = 0, seen = 0;
    while (knowledge_compact(k, SIZE_MAX))
        continue;
    CHECK(records_bytes(k->records) < full);
    for (int round = 0; round < 2; round++) {
        for (at = seen = 0; knowledge_each(k, &at); seen++)
            continue;
        CHECK_INT(seen, FACTS);
        size_t unpacked = records_bytes(k->records);
        while (knowledge_compact(k, SIZE_MAX))
            continue;
        CHECK(records_bytes(k->records) < unpacked);
    }
    for (int i = 0; i < FACTS; i += 997) {
        snprintf(id, sizeof id, "f%d", i);
        snprintf(title, sizeof title, "judul %d tentang kata%d putaran1", i, i % 100);
        CHECK_TEXT(knowledge_find(k, id)->title, title);
        uint32_t number = records_find(k->records, id);
        CHECK(records_has(k->records, number) && number < records_numbers(k->records));
        records_expect(k->records, number);
        records_expect_words(k->records, k, number);
        CHECK(knowledge_find(k, id) == &records_get(k->records, k, number)->fact);
        knowledge_remove(k, id);
        CHECK(knowledge_find(k, id) == NULL);
    }
    knowledge_free(k);
}

static const struct test tests[] = {{"packs", packs}, {"compacts", compacts}};
TEST_MAIN(tests)
