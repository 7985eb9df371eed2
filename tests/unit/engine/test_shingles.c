// SPDX-License-Identifier: Apache-2.0
#include "engine/shingles.h"

#include "test.h"

static size_t hashes(const char *text, size_t pairs, uint32_t out[SHINGLES_MAX]) {
    static char copy[4096];
    static struct token items[256];
    struct tokens t = {items, 0};
    char *save = NULL;
    snprintf(copy, sizeof copy, "%s", text);
    for (char *word = strtok_r(copy, " ", &save); word; word = strtok_r(NULL, " ", &save))
        items[t.count++] = (struct token){.text = word, .len = (unsigned)strlen(word), .flags = *word == '+' ? TOKEN_EXTRA : 0};
    return shingles_of(&t, pairs, out);
}

static void counts(void) {
    static const struct {
        const char *text;
        size_t pairs, count;
    } rows[] = {{"", 9, 0}, {"satu", 9, 0}, {"satu dua", 9, 1}, {"satu dua", 1, 0}, {"satu dua tiga", 0, 1}, {"satu dua tiga empat", 4, 5}, {"satu +extra dua tiga", 0, 1}};
    uint32_t out[SHINGLES_MAX];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_INT(hashes(rows[i].text, rows[i].pairs, out), rows[i].count);
}

static void put(struct shingles *s, uint32_t text, const char *words) {
    uint32_t out[SHINGLES_MAX];
    size_t count = hashes(words, 0, out);
    shingles_put(s, text, out, count, 16);
}

static size_t find(const struct shingles *s, const char *words, struct shingle_hit *hits, size_t max) {
    uint32_t out[SHINGLES_MAX];
    return shingles_find(s, out, hashes(words, 0, out), hits, max);
}

static void finds(void) {
    struct shingles *s = shingles_new();
    struct shingle_hit hits[4];
    put(s, 1, "empat lembaga pelatihan tergabung dalam ekosistem");
    put(s, 2, "empat lembaga pelatihan ikut serta tahun lalu");
    put(s, 3, "telur rebus menyembuhkan virus corona");
    CHECK_INT(find(s, "kata orang empat lembaga pelatihan tergabung dalam ekosistem itu", hits, 4), 2);
    CHECK(hits[0].text == 1 && hits[0].count == 4 && hits[1].text == 2 && hits[1].count == 1);
    CHECK_INT(find(s, "empat lembaga pelatihan tergabung", hits, 1), 1);
    CHECK_INT(hits[0].text, 1);
    CHECK_INT(find(s, "harga cabai besok naik", hits, 4), 0);
    uint32_t out[SHINGLES_MAX];
    shingles_remove(s, 1, out, hashes("empat lembaga pelatihan tergabung dalam ekosistem", 0, out));
    CHECK_INT(find(s, "empat lembaga pelatihan tergabung dalam ekosistem", hits, 4), 1);
    CHECK_INT(hits[0].text, 2);
    put(s, 1, "empat lembaga pelatihan tergabung dalam ekosistem");
    CHECK_INT(find(s, "lembaga pelatihan tergabung dalam", hits, 4), 1);
    shingles_free(s);
    shingles_free(NULL);
}

// What all texts begin with tells none of them; what is their own does, however many they are.
static void grows(void) {
    enum { TEXTS = 3000 };
    struct shingles *s = shingles_new();
    struct shingle_hit hits[SHINGLE_HITS];
    char words[100];
    for (uint32_t i = 0; i < TEXTS; i++) {
        snprintf(words, sizeof words, "kabar ini benar kata%u itu%u", i, i);
        put(s, i, words);
    }
    CHECK_INT(find(s, "kabar ini benar", hits, SHINGLE_HITS), SHINGLE_TEXTS);
    for (uint32_t i = 0; i < TEXTS; i += 97) {
        snprintf(words, sizeof words, "ini benar kata%u itu%u", i, i);
        CHECK(find(s, words, hits, 4) == 1 && hits[0].text == i && hits[0].count == 2);
    }
    CHECK(shingles_bytes(s) < TEXTS * 64);
    for (uint32_t i = 0; i < TEXTS; i++) {
        uint32_t out[SHINGLES_MAX];
        snprintf(words, sizeof words, "kabar ini benar kata%u itu%u", i, i);
        shingles_remove(s, i, out, hashes(words, 0, out));
    }
    CHECK_INT(find(s, "ini benar kata97 itu97", hits, 4), 0);
    size_t bytes = shingles_bytes(s);
    for (uint32_t i = 0; i < TEXTS; i++) { // the places of those that are gone are used again
        snprintf(words, sizeof words, "lain lagi kata%u itu%u", i, i);
        put(s, i, words);
    }
    CHECK(shingles_bytes(s) <= 2 * bytes);
    shingles_free(s);
}

static const struct test tests[] = {{"counts", counts}, {"finds", finds}, {"grows", grows}};
TEST_MAIN(tests)
