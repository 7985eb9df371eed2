// SPDX-License-Identifier: Apache-2.0
#include "engine/normalize.h"

#include "test.h"

static void folds(void) {
    static const struct {
        const char *text, *folded;
    } rows[] = {
        {"Prakerja", "prakerja"},
        {"ＰＲＡＫＥＲＪＡ", "prakerja"},                 // full width
        {"𝗣𝗿𝗮𝗸𝗲𝗿𝗷𝗮", "prakerja"},                         // mathematical letters
        {"prakerj\xd0\xb0", "prakerja"},                   // a Cyrillic а among Latin letters
        {"правда", "правда"},                              // Russian stays
        {"pra\xe2\x80\x8bkerja", "prakerja"},              // zero-width space
        {"h\xcd\xa8o\xcc\xb5" "ax", "hoax"},                  // zalgo
        {"café", "cafe"},
        {"#CekFakta", "#cek fakta"},
        {"lihat https://a.b/c?d=e ya", "lihat  ya"},
        {"lihathttps://a.b/c", "lihat"},
        {"www.contoh.com", ""},
        {"surel a.b@c.id", "surel "},
        {"pic.twitter.com/abc", ""},
        {"V@KS1N", "v@ks1n"},
        {"\xff\xfe" "abc", "  abc"},
    };
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t len;
        const char *got = normalize_fold(a, rows[i].text, 1000, &len);
        CHECK_TEXT(got, rows[i].folded);
        CHECK_INT(len, strlen(got));
    }
    arena_free(a);
}

static void bounds(void) {
    struct arena *a = arena_new(1 << 20);
    size_t len;
    CHECK_TEXT(normalize_fold(a, "abcdef", 3, &len), "abc");
    CHECK_TEXT(normalize_fold(a, "", 3, &len), "");
    arena_free(a);
}

static void kinds(void) {
    CHECK_INT(rune_kind_of('a'), RUNE_LETTER);
    CHECK_INT(rune_kind_of('7'), RUNE_DIGIT);
    CHECK_INT(rune_kind_of('-'), RUNE_BREAK);
    CHECK_INT(rune_kind_of(0x1f600), RUNE_BREAK); // an emoji
    CHECK_INT(rune_kind_of(0x4e2d), RUNE_GRAM);
    CHECK_INT(rune_kind_of(0xe01), RUNE_GRAM);
    CHECK_INT(rune_kind_of(0x431), RUNE_LETTER);
}

static void stems(void) {
    struct stemmer *s = stemmer_new();
    size_t len;
    const char *stem = stemmer_english(s, "providers", 9, &len);
    CHECK(len == 6 && memcmp(stem, "provid", 6) == 0);
    stem = stemmer_english(s, "is", 2, &len);
    CHECK(len == 2 && memcmp(stem, "is", 2) == 0);
    stemmer_free(s);
    stemmer_free(NULL);
}

static const struct test tests[] = {{"folds", folds}, {"bounds", bounds}, {"kinds", kinds}, {"stems", stems}};
TEST_MAIN(tests)
