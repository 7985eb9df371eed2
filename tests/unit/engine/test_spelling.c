// SPDX-License-Identifier: Apache-2.0
#include "engine/spelling.h"

#include "base/mem.h"
#include "test.h"

static void squeezes(void) {
    static const struct {
        const char *word, *once, *twice;
    } rows[] = {{"satuuuu", "satu", "satuu"}, {"maaaf", "maf", "maaf"}, {"saat", "saat", "saat"}, {"iii", "iii", "iii"}, {"aaa", "a", "aa"}, {"1000", "1000", "1000"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char one[16], two[16];
        snprintf(one, sizeof one, "%s", rows[i].word);
        snprintf(two, sizeof two, "%s", rows[i].word);
        CHECK_INT(spelling_squeeze(one, strlen(one), 1), strlen(rows[i].once));
        CHECK_INT(spelling_squeeze(two, strlen(two), 2), strlen(rows[i].twice));
        CHECK_TEXT(one, rows[i].once);
        CHECK_TEXT(two, rows[i].twice);
    }
}

static void unleets(void) {
    static const struct {
        const char *word;
        char one, vee;
        const char *plain;
    } rows[] = {{"4nggot4", 'i', 'v', "anggota"}, {"v@ks1n", 'i', 'v', "vaksin"}, {"vang", 'i', 'u', "uang"}, {"k3b3n4r4n", 'i', 'v', "kebenaran"}, {"1apor", 'l', 'v', "lapor"}, {"$4k!t", 'i', 'v', "sakit"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char out[32];
        spelling_unleet(rows[i].word, strlen(rows[i].word), rows[i].one, rows[i].vee, out);
        CHECK_TEXT(out, rows[i].plain);
    }
}

static void numbers(void) {
    static const struct {
        const char *word, *number; // NULL: none
    } rows[] = {{"l80", "180"}, {"o811", "0811"}, {"2o21", "2021"}, {"6oo", NULL}, {"10l", NULL}, {"100i", NULL}, {"2oo0", "2000"}, {"123", NULL}, {"h5n1", NULL}, {"ol", NULL}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char word[16];
        snprintf(word, sizeof word, "%s", rows[i].word);
        CHECK_INT(spelling_number(word, strlen(word)), rows[i].number != NULL);
        CHECK_TEXT(word, rows[i].number ? rows[i].number : rows[i].word);
    }
}

static void parts(void) {
    CHECK_INT(spelling_part("covid19", 7), 5);
    CHECK_INT(spelling_part("5juta", 5), 1);
    CHECK_INT(spelling_part("h5n1", 4), 0);
    CHECK_INT(spelling_part("covid", 5), 0);
    CHECK_INT(spelling_part("2021", 4), 0);
    CHECK_INT(spelling_part("v@k19", 5), 3);
}

static void twice(void) {
    static const struct {
        const char *word;
        size_t letters;
        const char *suffix;
    } rows[] = {{"anak2", 4, ""}, {"teman2nya", 5, ""}, {"mobil2an", 5, "an"}, {"sm2", 0, NULL}, {"covid21", 0, NULL}, {"2anak", 0, NULL}, {"a1nak2", 0, NULL}, {"anak", 0, NULL}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *suffix = NULL;
        CHECK_INT(spelling_twice(rows[i].word, strlen(rows[i].word), &suffix), rows[i].letters);
        CHECK_TEXT(suffix, rows[i].suffix);
    }
}

static void clitics(void) {
    static const struct {
        const char *word, *clitic;
        size_t certain;
    } rows[] = {{"harganya", "nya", 4}, {"ibunya", "nya", 4}, {"bisakah", "kah", 0}, {"apapun", "pun", 0}, {"rekeningku", "ku", 0}, {"rumahmu", "mu", 0}, {"buku", NULL, 0}, {"vaksin", NULL, 0}, {"sebelah", "lah", 0}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct clitic *c = spelling_clitic(rows[i].word, strlen(rows[i].word));
        CHECK_TEXT(c ? c->text : NULL, rows[i].clitic);
        CHECK_INT(c ? c->certain : 0, rows[i].certain);
    }
}

static const struct test tests[] = {{"squeezes", squeezes}, {"unleets", unleets}, {"numbers", numbers},
                                    {"parts", parts},       {"twice", twice},     {"clitics", clitics}};
TEST_MAIN(tests)
