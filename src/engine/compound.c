// SPDX-License-Identifier: Apache-2.0
#include "compound.h"

enum {
    PART_MIN = 4,      // letters of a part, but for
    STOP_PART_MIN = 3, // "the", "and", "dan"
    STOP_PART_MAX = 6,
    PART_FACTS = 2,    // that hold it, at least: a slip of one author is no word
};

static uint32_t facts_of(const struct vocabulary *v, const char *word, size_t len) {
    uint32_t term = vocabulary_find(v, word, len);
    return term == TERM_NONE ? 0 : vocabulary_facts(v, term);
}

static bool is_part(const struct knowledge *k, unsigned langs, const char *word, size_t len) {
    if (len >= PART_MIN && facts_of(k->vocabulary, word, len) >= PART_FACTS)
        return true;
    if (len >= PART_MIN && langs == WORD_EN && facts_of(k->surfaces, word, len) >= PART_FACTS)
        return true;
    const struct lexicon_word *w = len <= STOP_PART_MAX ? lexicon_find(k->lexicon, word, len) : NULL;
    return w && w->flags & WORD_STOP;
}

// The best way to read the word from a place on.
struct rest {
    size_t score; // sum of the squares of the lengths; 0: there is none
    unsigned parts, first;
};

static struct rest read_rest(const struct knowledge *k, unsigned langs, const char *word, size_t len, const struct rest *rests) {
    struct rest best = {0};
    for (unsigned first = (unsigned)len; first >= STOP_PART_MIN; first--) {
        const struct rest *after = &rests[first];
        bool is_end = first == len;
        if ((!is_end && !after->score) || after->parts == COMPOUND_PARTS || first * first + after->score <= best.score)
            continue;
        if (is_part(k, langs, word, first))
            best = (struct rest){first * first + after->score, after->parts + 1, first};
    }
    return best;
}

size_t compound_split(const struct knowledge *k, unsigned langs, const char *word, size_t len, size_t ret_parts[COMPOUND_PARTS]) {
    struct rest rests[COMPOUND_MAX + 1] = {{0}};
    if (len < COMPOUND_MIN || len > COMPOUND_MAX)
        return 0;
    for (size_t at = len - STOP_PART_MIN + 1; at-- > 0;)
        rests[at] = read_rest(k, langs, word + at, len - at, rests + at);
    if (rests[0].parts < 2)
        return 0;
    size_t count = 0;
    for (size_t at = 0; at < len; at += rests[at].first)
        ret_parts[count++] = rests[at].first;
    return count;
}
