// SPDX-License-Identifier: Apache-2.0
#include "engine/normalize.h"

#include "test.h"

static void folds(void) {
    static const struct {
        const char *text, *folded;
    } rows[] = {
        {"Prakerja", "prakerja"},
        {"ＰＲＡＫＥＲＪＡ", "prakerja"},                 // full width
        {"𝗣𝗿𝗮𝗸𝗲𝗿𝗷𝗮 𝓥𝓪𝓴𝓼𝓲𝓷 ⓥaksin", "prakerja vaksin vaksin"}, // mathematical letters, circles
        {"🅥🅐🅚🅢🅘🅝 🆅🅰🅺🆂🅸🅽", "vaksin vaksin"},    // letters on discs and squares
        {"ᴠᴀᴋꜱɪɴ", "vaksin"},                             // small capitals
        {"prakerj\xd0\xb0", "prakerja"},                   // a Cyrillic а among Latin letters
        {"VАКSΙΝ НОАКS", "vaksin hoaks"},                  // Cyrillic А, К, Н, О; Greek Ι, Ν
        {"vαksiи", "vaksin"},
        {"правда", "правда"},                              // Russian stays
        {"ВАКСИН", "ваксин"},
        {"harga rokok naik lagi кот", "harga rokok naik lagi kot"}, // all look-alikes in a Latin text
        {"привет кот", "привет кот"},
        {"pra\xe2\x80\x8bkerja \xe2\x80\xaevaksin\xe2\x80\xac pra\xc2\xadkerja", "prakerja vaksin prakerja"}, // zero width, bidi, soft hyphen
        {"h\xcd\xa8o\xcc\xb5" "ax", "hoax"},                  // zalgo
        {"café Łódź İstanbul ﬁnal Straße", "cafe lodz istanbul final strasse"},
        {"½ № 1️⃣ ٢٣ २", "1 2 no 1 23 2"},
        {"Prakerja™ “kutipan” jum’at…", "prakerja   kutipan  jum'at..."},
        {"ｶﾞｽ ガス 백신", "ガス ガス 백신"},               // half-width kana, and Korean in one piece
        {"vaksin😀gratis 🇮🇩", "vaksin gratis   "},
        {"مُحَمَّد كـتاب", "محمد كتاب"},                       // points and stretches of Arabic
        {"\xff\xfe" "abc", "  abc"},
        {"\xf0\x9f", "  "},
        {"a\nb\tc", "a\nb c"},
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
