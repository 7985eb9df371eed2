// SPDX-License-Identifier: Apache-2.0
#include "engine/compound.h"

#include "words.h"

static const struct fact facts[] = {
    FACT("a", "id", "Daging beku impor dan virus corona"),
    FACT("b", "id", "Daging beku di pasar, virus corona di kota"),
    FACT("c", "en", "Fires burned Hillary Clinton posters"),
    FACT("d", "en", "Posters of Hillary Clinton near fires"),
    FACT("e", "id", "Kelapa sekali"), // one fact only
    FACT("f", "id", "Pelatihan di kota"),
    FACT("g", "id", "Pelatihan di desa"),
};

static void splits(void) {
    static const struct {
        const char *word;
        unsigned langs;
        size_t count, parts[COMPOUND_PARTS];
    } rows[] = {
        {"dagingbeku", WORD_ID, 2, {6, 4}},
        {"virusdagingcorona", WORD_ID, 3, {5, 6, 6}},
        {"viruscoronadandagingbeku", WORD_ID, 0, {0}}, // five parts
        {"hillaryclinton", WORD_EN, 2, {7, 7}},
        {"postersandfires", WORD_EN, 3, {7, 3, 5}}, // English ones as they are written, stop words in between
        {"postersandfires", WORD_ID, 0, {0}},
        {"dagingkelapa", WORD_ID, 0, {0}}, // a single author's word is none
        {"dagingbekux", WORD_ID, 0, {0}},
        {"beku", WORD_ID, 0, {0}},
        {"pelatihan", WORD_ID, 0, {0}}, // one word is not split
        {"coronacorona", WORD_ID, 2, {6, 6}},
        {"coronacoronacoronacoronacoronacoronacorona", WORD_ID, 0, {0}}, // too long
    };
    struct knowledge *k = words_knowledge(NULL, facts, COUNT_OF(facts));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t parts[COMPOUND_PARTS];
        CHECK_INT(compound_split(k, rows[i].langs, rows[i].word, strlen(rows[i].word), parts), rows[i].count);
        for (size_t p = 0; p < rows[i].count; p++)
            CHECK_INT(parts[p], rows[i].parts[p]);
    }
    knowledge_free(k);
}

static const struct test tests[] = {{"splits", splits}};
TEST_MAIN(tests)
