// SPDX-License-Identifier: Apache-2.0
#include "engine/phrasing.h"

#include "words.h"

static struct phrasing phrasing_of(const struct reader *reader, const char *text, unsigned without, struct arena *a) {
    struct phrasing p = {.pairs = arena_alloc(a, PHRASING_PAIRS * sizeof *p.pairs)};
    struct tokens t;
    tokens_read(reader, text, 100000, a, &t);
    tokens_drop(reader, &t);
    phrasing_add(&p, &t, without);
    phrasing_settle(&p);
    return p;
}

static void common(void) {
    static const struct {
        const char *query, *text;
        size_t pairs, common; // of the query; in both
    } rows[] = {
        {"untuk informasi lebih lanjut tentang alat ini", "Untuk informasi lebih lanjut tentang alat ini, klik", 6, 6},
        {"lebih lanjut tentang alat itu", "untuk informasi lebih lanjut tentang alat ini", 4, 3},
        {"lanjut lebih", "lebih lanjut", 1, 0}, // the order counts
        {"gempa gempa gempa gempa", "gempa gempa", 1, 1}, // each once
        {"gempa", "gempa bumi", 0, 0},
        {"", "gempa bumi", 0, 0},
        {"gempa bumi", "", 1, 0},
    };
    struct lexicon *l = words_lexicon();
    struct arena *a = arena_new(1 << 24);
    struct reader reader = {.lexicon = l};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct phrasing query = phrasing_of(&reader, rows[i].query, 0, a), text = phrasing_of(&reader, rows[i].text, 0, a);
        struct phrasing_set set;
        phrasing_set_make(&query, a, &set);
        CHECK_INT(set.count, rows[i].pairs);
        CHECK_INT(phrasing_common(&set, &text), rows[i].common);
    }
    struct phrasing spoken = phrasing_of(&reader, "apakah benar gempa bumi", TOKEN_DROPPED, a);
    CHECK_INT(spoken.count, 1); // what is said to the bot is no part of the wording
    arena_free(a);
    lexicon_free(l);
}

static void bounded(void) {
    struct lexicon *l = words_lexicon();
    struct arena *a = arena_new(1 << 26);
    struct reader reader = {.lexicon = l};
    struct buf b;
    buf_init(&b, 1 << 20);
    for (int i = 0; i < 3 * PHRASING_PAIRS; i++)
        buf_printf(&b, "kata%dx ", i);
    struct phrasing p = phrasing_of(&reader, buf_text(&b), 0, a);
    struct phrasing_set set;
    phrasing_set_make(&p, a, &set);
    CHECK(p.count == PHRASING_PAIRS && phrasing_common(&set, &p) == PHRASING_PAIRS);
    buf_done(&b);
    arena_free(a);
    lexicon_free(l);
}

static const struct test tests[] = {{"common", common}, {"bounded", bounded}};
TEST_MAIN(tests)
