// SPDX-License-Identifier: Apache-2.0
#include "engine/tokens.h"

#include "words.h"

static bool knows(const void *arg, const char *word, size_t len) {
    (void)arg;
    static const char *const words[] = {"anggota", "vaksin", "covid19", "mengundurkan", "lowongan"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strlen(words[i]) == len && memcmp(words[i], word, len) == 0)
            return true;
    return false;
}

static void message(void) {
    static const struct {
        const char *text, *words;
    } rows[] = {
        {"brp lembaga plthn yg ada?", "berapa lembaga pelatihan yang ada"},
        {"4NGG0T4 DPR", "anggota dpr"},
        {"V@KS1N gratis", "vaksin gratis"},
        {"l0w0ng4n", "lowongan"},
        {"covid19", "covid19"},
        {"v a k s i n", "vaksin"},
        {"h.o.a.x", "hoaks"},
        {"satuuuuu", "satu"},
        {"gelombang iii", "gelombang iii"},
        {"hoax2", "hoaks"},
        {"anak²", "anak"},
        {"anak-anak", "anak anak"},
        {"harganya", "harga"},
        {"bertanya", "bertanya"},
        {"Rp 600.000 atau 600,000", "rupiah 600000 atau 600000"},
        {"3.14 1.2.3", "3 14 1 2 3"},
        {"assalamu'alaikum", "assalamualaikum"},
        {"中国人", "中国 国人"},
        {"😀😀", ""},
        {"US$500!", "us 500"},
    };
    struct lexicon *l = words_lexicon();
    struct arena *a = arena_new(1 << 24);
    struct reader reader = {.lexicon = l, .is_known = knows};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct tokens t;
        tokens_read(&reader, rows[i].text, 1000, a, &t);
        CHECK_TEXT(tokens_join(&t, 0, a), rows[i].words);
    }
    arena_free(a);
    lexicon_free(l);
}

static void dropped(void) {
    static const struct {
        const char *text, *rest;
    } rows[] = {
        {"apakah benar prakerja ditutup?", "prakerja ditutup"},
        {"halo min, tolong cek ini hoaks bukan: gempa bali", "gempa bali"},
        {"Fwd dari grup sebelah: minum air", "minum air"},
        {"is it true that wave 18 opens", "wave 18 opens"},
    };
    struct lexicon *l = words_lexicon();
    struct arena *a = arena_new(1 << 24);
    struct reader reader = {.lexicon = l, .is_known = knows};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct tokens t;
        tokens_read(&reader, rows[i].text, 1000, a, &t);
        tokens_drop(&reader, &t);
        CHECK_TEXT(tokens_join(&t, TOKEN_IDLE, a), rows[i].rest);
    }
    arena_free(a);
    lexicon_free(l);
}

// A fact is read before its words are known: both readings of a mixed word are there.
static void fact(void) {
    struct lexicon *l = words_lexicon();
    struct arena *a = arena_new(1 << 24);
    struct reader reader = {.lexicon = l};
    struct tokens t;
    tokens_read(&reader, "PR4BOWO", 1000, a, &t);
    CHECK_INT(t.count, 2);
    CHECK_TEXT(t.items[0].text, "pr4bowo");
    CHECK_TEXT(t.items[1].text, "prabowo");
    CHECK(t.items[1].flags & TOKEN_EXTRA);
    CHECK_TEXT(tokens_join(&t, 0, a), "pr4bowo");
    arena_free(a);
    lexicon_free(l);
}

static void bounds(void) {
    struct lexicon *l = words_lexicon();
    struct arena *a = arena_new(1 << 24);
    struct reader reader = {.lexicon = l};
    struct tokens t;
    char *text = xmalloc(20001);
    memset(text, 'x', 20000);
    for (size_t i = 1; i < 20000; i += 2)
        text[i] = i % 4 == 1 ? ' ' : 'y';
    text[20000] = '\0';
    tokens_read(&reader, text, 20000, a, &t);
    CHECK(t.count > 1000 && t.count <= 3 * (size_t)TOKENS_MAX + 8);
    memset(text, 'q', 20000);
    for (size_t i = 1; i < 20000; i += 2)
        text[i] = 'z';
    tokens_read(&reader, text, 20000, a, &t);
    CHECK_INT(t.count, 1);
    CHECK_INT(t.items[0].len, TOKEN_MAX);
    free(text);
    arena_free(a);
    lexicon_free(l);
}

static const struct test tests[] = {{"message", message}, {"dropped", dropped}, {"fact", fact}, {"bounds", bounds}};
TEST_MAIN(tests)
