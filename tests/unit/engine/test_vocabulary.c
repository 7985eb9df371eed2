// SPDX-License-Identifier: Apache-2.0
#include "engine/vocabulary.h"

#include "base/mem.h"
#include "base/text.h"
#include "test.h"

static void add(struct vocabulary *v, const char *word, int facts) {
    vocabulary_count(v, vocabulary_add(v, word, strlen(word)), facts);
}

static void corrects(void) {
    static const struct {
        const char *word, *meant; // NULL: stays
    } rows[] = {
        {"pelatihn", "pelatihan"},  // a letter less
        {"pelatihaan", "pelatihan"}, // a letter more
        {"pelatigan", "pelatihan"}, // another one
        {"peltaihan", "pelatihan"}, // two swapped
        {"pelatin", NULL},          // two edits in a short word
        {"pengundrn", NULL},
        {"mengundrkn", "mengundurkan"}, // two edits in a long one
        {"bali", NULL},             // at distance 1 of nothing
        {"ba", NULL},
        {"gempx", "gempa"},
        {"tahunn", "tahun"},
        {"bukn", "buka"}, // more facts hold it than "bukan"
        {"banjin", "banjir"},
        {"2021", NULL},
    };
    struct vocabulary *v = vocabulary_new();
    add(v, "pelatihan", 3);
    add(v, "mengundurkan", 1);
    add(v, "gempa", 2);
    add(v, "tahun", 9);
    add(v, "buka", 50);
    add(v, "bukan", 1);
    add(v, "banjir", 4);
    add(v, "2022", 4);
    add(v, "lupa", 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct guess guesses[GUESSES];
        size_t count = vocabulary_correct(v, rows[i].word, strlen(rows[i].word), true, guesses);
        const char *got = count ? vocabulary_text(v, guesses[0].term) : NULL;
        if (!rows[i].meant)
            CHECK(got == NULL);
        else
            CHECK_TEXT(got, rows[i].meant);
    }
    struct guess guesses[GUESSES];
    CHECK_INT(vocabulary_correct(v, "lupb", 4, true, guesses), 0); // no fact holds it any more
    CHECK_INT(vocabulary_correct(v, "mengundrkn", 10, false, guesses), 0);
    vocabulary_free(v);
    vocabulary_free(NULL);
}

static void several(void) {
    struct vocabulary *v = vocabulary_new();
    struct guess guesses[GUESSES];
    add(v, "lady", 2);
    add(v, "lusy", 40);
    add(v, "laso", 1);
    add(v, "lasi", 3);
    CHECK_INT(vocabulary_correct(v, "lasy", 4, true, guesses), GUESSES);
    CHECK_TEXT(vocabulary_text(v, guesses[0].term), "lusy"); // held by most
    CHECK_TEXT(vocabulary_text(v, guesses[1].term), "lady"); // s is beside d on the keyboard
    CHECK_TEXT(vocabulary_text(v, guesses[2].term), "lasi");
    vocabulary_free(v);
}

static void many(void) {
    struct vocabulary *v = vocabulary_new();
    char word[16];
    for (int i = 0; i < 5000; i++) {
        int len = snprintf(word, sizeof word, "w%dx", i);
        CHECK_INT(vocabulary_add(v, word, (size_t)len), i);
        vocabulary_make_room(v);
    }
    CHECK_INT(vocabulary_add(v, "w77x", 4), 77);
    CHECK_TEXT(vocabulary_text(v, 4999), "w4999x");
    CHECK_INT(vocabulary_find(v, "w5000x", 6), TERM_NONE);
    vocabulary_count(v, 77, 2);
    vocabulary_clear(v);
    CHECK_INT(vocabulary_facts(v, 77), 0);
    vocabulary_free(v);
}

static size_t random_word(char *out, size_t most) {
    static unsigned random = 5;
    random = random * 1664525u + 1013904223u;
    size_t len = 4 + (random >> 24) % (most - 3);
    for (size_t i = 0; i < len; i++) {
        random = random * 1664525u + 1013904223u;
        out[i] = (char)('a' + (random >> 24) % 3);
    }
    out[len] = '\0';
    return len;
}

// A correction is found exactly when looking at every word finds one, and is no further away than it may be.
static void finds_all(void) {
    enum { WORDS = 400, ASKED = 4000 };
    static char words[WORDS][16];
    struct vocabulary *v = vocabulary_new();
    for (size_t i = 0; i < WORDS; i++) {
        random_word(words[i], 13);
        add(v, words[i], 1);
    }
    size_t near = 0, far = 0;
    for (int asked = 0; asked < ASKED; asked++) {
        char word[16];
        size_t len = random_word(word, 13);
        unsigned least = 3;
        for (size_t i = 0; i < WORDS; i++) {
            unsigned d = text_distance(word, len, words[i], strlen(words[i]), 2);
            bool is_allowed = d <= 1 || (d == 2 && len >= 9 && words[i][0] == word[0]);
            least = is_allowed && d < least ? d : least;
        }
        struct guess guesses[GUESSES];
        size_t count = vocabulary_correct(v, word, len, true, guesses);
        if (least == 0)
            continue;
        CHECK((count == 0) == (least > 2));
        for (size_t i = 0; i < count; i++) {
            const char *text = vocabulary_text(v, guesses[i].term);
            CHECK_INT(text_distance(word, len, text, strlen(text), 2), least);
            CHECK(i == 0 || guesses[i - 1].likely >= guesses[i].likely);
            CHECK(i == 0 || guesses[i - 1].term != guesses[i].term);
        }
        near += least == 1;
        far += least == 2;
    }
    CHECK(near > 100 && far > 100);
    CHECK(vocabulary_bytes(v) > WORDS * 8);
    vocabulary_free(v);
}

static void idles(void) {
    struct vocabulary *v = vocabulary_new();
    size_t len;
    add(v, "yang", 1);
    add(v, "gempa", 1);
    vocabulary_set_idle(v, 0);
    CHECK(vocabulary_is_idle(v, 0) && !vocabulary_is_idle(v, 1));
    CHECK_TEXT(vocabulary_word(v, 1, &len), "gempa");
    CHECK_INT(len, 5);
    vocabulary_free(v);
}

static const struct test tests[] = {{"corrects", corrects}, {"several", several}, {"many", many}, {"finds_all", finds_all}, {"idles", idles}};
TEST_MAIN(tests)
