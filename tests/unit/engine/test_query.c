// SPDX-License-Identifier: Apache-2.0
#include "engine/query.h"

#include "words.h"

static const struct fact facts[] = {
    FACT("a", "id", "Lembaga pelatihan Prakerja di Bandung"),
    FACT("b", "id", "Insentif Prakerja 600000 rupiah"),
    FACT("c", "en", "Training providers of the programme in Bandung"),
};

static struct query make(const struct knowledge *k, const char *text, struct arena *a) {
    struct reader reader = {.lexicon = k->lexicon};
    struct tokens t;
    struct query q;
    tokens_read(&reader, text, 4000, a, &t);
    tokens_drop(&reader, &t);
    query_make(k, &t, query_langs(&t), NULL, a, &q);
    return q;
}

static void words(void) {
    struct knowledge *k = words_knowledge(NULL, facts, COUNT_OF(facts));
    struct arena *a = arena_new(1 << 24);
    struct query q = make(k, "apakah benar lembga pelatihan lembga yang ada di bandung", a);
    CHECK_INT(q.count, 3); // each once, stop words and the phrase to the bot left out
    CHECK_TEXT(q.words[0].text, "lembaga");
    CHECK_TEXT(q.words[0].from, "lembga");
    CHECK_TEXT(tokens_join(&q.corrected, TOKEN_IDLE, a), "lembaga pelatihan lembaga bandung");
    CHECK_INT(q.unknown, 0);
    CHECK_INT(q.langs, WORD_ID);
    uint32_t first = vocabulary_find(k->vocabulary, "lembaga", 7), second = vocabulary_find(k->vocabulary, "pelatihan", 9);
    CHECK(query_word_of(&q, first) && query_has_pair(&q, first, second) && !query_has_pair(&q, first, first));
    struct gram_places other, grams;
    double unlike = query_grams_cosine(&q, "insentif prakerja", &other);
    CHECK(query_grams_cosine(&q, "insentif lembaga", &grams) > unlike);
    CHECK_INT(other.count, 0);
    CHECK_INT(grams.count, 5); // " lem", lemb, emba, mbag and baga
    CHECK_INT(grams.items[0], 8);
    CHECK_INT(grams.items[3], 11);
    CHECK(q.mass > 0 && q.unknown_mass > 0); // a corrected word is not believed whole
    arena_free(a);
    knowledge_free(k);
}

static void english(void) {
    struct knowledge *k = words_knowledge(NULL, facts, COUNT_OF(facts));
    struct arena *a = arena_new(1 << 24);
    struct query q = make(k, "how many provider are there for traning", a);
    CHECK_INT(q.langs, WORD_EN);
    CHECK(query_word_of(&q, vocabulary_find(k->vocabulary, "provid", 6)));
    CHECK(query_word_of(&q, vocabulary_find(k->vocabulary, "train", 5)));
    arena_free(a);
    knowledge_free(k);
}

static void keeps(void) {
    struct knowledge *k = words_knowledge(NULL, facts, COUNT_OF(facts));
    struct arena *a = arena_new(1 << 24);
    struct query q = make(k, "600001 xyzzy", a); // a number is no other number
    CHECK_INT(q.unknown, 2);
    CHECK_INT(q.term_count, 0);
    CHECK_INT(q.numbers, 1);
    q = make(k, "yang di", a);
    CHECK_INT(q.count, 0);
    arena_free(a);
    knowledge_free(k);
}

// Two words written together are searched apart, and one written apart together; they are no words of the message.
static void made(void) {
    static const struct fact glued[] = {
        FACT("a", "id", "Daging beku dari Angkasapura"),
        FACT("b", "id", "Daging beku di pasar"),
    };
    struct knowledge *k = words_knowledge(NULL, glued, COUNT_OF(glued));
    struct arena *a = arena_new(1 << 24);
    struct query q = make(k, "dagingbeku di angkasa pura", a);
    CHECK(query_word_of(&q, vocabulary_find(k->vocabulary, "daging", 6)));
    CHECK(query_word_of(&q, vocabulary_find(k->vocabulary, "angkasapura", 11)));
    CHECK_INT(q.written, 3);
    CHECK_INT(q.unknown, 2); // angkasa, pura
    CHECK(q.words[0].is_split && !q.words[0].is_made && q.words[1].is_made);
    arena_free(a);
    knowledge_free(k);
}

// A slip that may be of several words is searched as all of them; what it is most likely of is said.
static void slips(void) {
    static const struct fact names[] = {FACT("a", "id", "Lady Gaga"), FACT("b", "id", "Lusi menari"), FACT("c", "id", "Lusi menyanyi")};
    struct knowledge *k = words_knowledge(NULL, names, COUNT_OF(names));
    struct arena *a = arena_new(1 << 24);
    struct query q = make(k, "lasi gaga", a);
    CHECK_TEXT(q.words[0].text, "lusi");
    CHECK_INT(q.words[0].term, vocabulary_find(k->vocabulary, "lusi", 4));
    q = make(k, "ladi gaga", a);
    CHECK_TEXT(q.words[0].text, "lady");
    arena_free(a);
    knowledge_free(k);
}

// More distinct words than places: the rarest are searched, and nothing overflows.
static void many(void) {
    struct knowledge *k = words_knowledge(NULL, facts, COUNT_OF(facts));
    struct arena *a = arena_new(1 << 24);
    struct buf b;
    buf_init(&b, 100000);
    for (int i = 0; i < 900; i++)
        buf_printf(&b, "kata%dx lembaga insentif ", i);
    struct query q = make(k, buf_text(&b), a);
    CHECK(q.count <= QUERY_WORDS && q.term_count <= INDEX_TERMS && q.term_count == 2);
    buf_done(&b);
    arena_free(a);
    knowledge_free(k);
}

static const struct test tests[] = {{"words", words}, {"english", english}, {"keeps", keeps}, {"made", made}, {"slips", slips}, {"many", many}};
TEST_MAIN(tests)
