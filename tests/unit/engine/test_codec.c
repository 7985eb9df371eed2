// SPDX-License-Identifier: Apache-2.0
#include "engine/codec.h"

#include "test.h"

static void add(struct vocabulary *v, const char *word) {
    vocabulary_add(v, word, strlen(word));
}

static struct vocabulary *known(void) {
    struct vocabulary *v = vocabulary_new();
    char word[16];
    add(v, "gempa");
    add(v, "di");
    add(v, "2021");
    for (int i = 0; i < 20000; i++) // so that numbers of every length occur
        vocabulary_add(v, word, (size_t)snprintf(word, sizeof word, "w%d", i));
    return v;
}

static void lossless(void) {
    static const char *const texts[] = {
        "", " ", "gempa", "Gempa", "GEMPA", "gEMPA", "gempa di w1 w300 w15000", "  gempa  di ", "Gempa, di. \"w1\" (w2) x-y/z?",
        "gempa di\nw1\tw2", "Apakah “gempa” di — 2021? 😀😀 w7", "tak dikenal sama sekali", "https://contoh.go.id/a?b=c#d", "gempa unknown w9",
        "unknown gempa", "a b c", "..", "gempa ..di", "\xff\xfe gempa", "ujung ", "\x01\x02\x03", "0", "GEMPA2021 Di"};
    struct vocabulary *v = known();
    struct arena *a = arena_new(1 << 24);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct buf b;
        buf_init(&b, 1 << 20);
        struct codec_words put, got;
        codec_put(&b, v, texts[i], a, &put);
        codec_put(&b, v, "di", NULL, NULL);
        const unsigned char *at = (const unsigned char *)b.bytes;
        CHECK_TEXT(codec_text(&at, v, a, &got), texts[i]);
        CHECK_TEXT(codec_text(&at, v, a, NULL), "di");
        CHECK(put.is_plain == got.is_plain && put.count == got.count);
        CHECK(!put.count || memcmp(put.terms, got.terms, put.count * sizeof *put.terms) == 0);
        if (put.is_plain)
            CHECK_TEXT(codec_join(&put, v, a), texts[i]);
        CHECK(at == (const unsigned char *)b.bytes + b.len);
        buf_done(&b);
    }
    vocabulary_free(v);
    arena_free(a);
}

// Runs of letters and of others longer than one piece, and all lengths around its end.
static void lengths(void) {
    struct vocabulary *v = known();
    struct arena *a = arena_new(1 << 24);
    char text[1200];
    for (size_t len = 250; len < 262; len++)
        for (size_t kind = 0; kind < 2; kind++) {
            int size = snprintf(text, sizeof text, "gempa %0*d di", (int)len, 7);
            memset(text + 6, kind ? '-' : 'x', len);
            memcpy(text + size, " gempa", 7);
            struct buf b;
            buf_init(&b, 1 << 20);
            codec_put(&b, v, text, NULL, NULL);
            const unsigned char *at = (const unsigned char *)b.bytes;
            CHECK_TEXT(codec_text(&at, v, a, NULL), text);
            buf_done(&b);
        }
    vocabulary_free(v);
    arena_free(a);
}

static void words_of_a_text(void) {
    struct vocabulary *v = known();
    struct arena *a = arena_new(1 << 24);
    struct buf b;
    buf_init(&b, 1 << 20);
    struct codec_words words;
    codec_put(&b, v, "GEMPA, di Unknown w1!", a, &words);
    CHECK(b.len < 20);
    CHECK_TEXT(codec_join(&words, v, a), "gempa di w1");
    CHECK(words.count == 3 && !words.is_plain && words.terms[0] == vocabulary_find(v, "gempa", 5));
    codec_put(&b, v, "gempa di w1", a, &words);
    CHECK(words.is_plain);
    buf_done(&b);
    vocabulary_free(v);
    arena_free(a);
}

static void numbers(void) {
    static const uint64_t all[] = {0, 1, 127, 128, 16383, 16384, UINT32_MAX, UINT64_MAX};
    struct buf b;
    buf_init(&b, 1000);
    for (size_t i = 0; i < COUNT_OF(all); i++)
        codec_put_number(&b, all[i]);
    const unsigned char *at = (const unsigned char *)b.bytes;
    for (size_t i = 0; i < COUNT_OF(all); i++)
        CHECK(codec_number(&at) == all[i]);
    buf_done(&b);
}

static const struct test tests[] = {{"lossless", lossless}, {"lengths", lengths}, {"words_of_a_text", words_of_a_text}, {"numbers", numbers}};
TEST_MAIN(tests)
