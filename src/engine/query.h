// SPDX-License-Identifier: Apache-2.0
// A message as it is searched: its distinct words that say something, each with the terms that it may mean, and
// sets for the features of the candidates. Pure; all in the arena of the call.
#ifndef ENGINE_QUERY_H
#define ENGINE_QUERY_H

#include "inside.h"

enum {
    QUERY_WORDS = 512, // distinct words looked at
    GRAM_PLACES = 64,
    READINGS = 4,      // terms that one word may mean: as it stands, its English stem, or what it is a slip of
};

struct query_word {
    const char *text;
    unsigned len, flags;
    uint32_t terms[READINGS];
    unsigned term_count; // 0: no fact holds it
    uint32_t term;       // of them, the one that facts of its language hold; or TERM_NONE
    uint32_t facts;      // that hold it, of the best known reading
    unsigned place;      // of its terms in the search; INDEX_TERMS: none
    uint16_t times;      // that it stands in the message
    double repeated;     // ln(1 + times)
    bool is_made;        // of what was written: two words joined, or parts of one
    bool is_split;       // its parts are words instead
    double idf;
    const char *from; // what was written, when it was corrected
};

struct query {
    struct tokens tokens;    // as read
    struct tokens corrected; // the same with corrections in their places
    unsigned langs;          // WORD_ID or WORD_EN when the text tells its language, else 0
    struct query_word *words;
    size_t count, unknown;
    size_t written; // words of the message itself, those that were made left out
    struct index_term terms[INDEX_TERMS]; // for the search
    size_t term_count;
    double place_idf[INDEX_TERMS], mass, unknown_mass;
    double rarest; // idf of a word that one fact holds: what masses are measured by, in a base of any size
    uint32_t number_places; // the places whose word is a number
    unsigned numbers;       // numbers among the words
    struct phrasing_set phrasing;
    // open addressing, of as many places as the message needs
    uint32_t *term_set, *gram_set;
    uint16_t *term_words; // of the term in the same place, the word
    uint64_t *pair_set;
    uint64_t *gram_sieve; // a bit for each gram's hash, and which pairs of bytes are in grams: most of a text ends there
    bool *byte_pairs;
    size_t term_size, gram_size, pair_size, grams;
};

// Where 4-grams of the query begin in a text, in order. Of more than fit only the count is right.
struct gram_places {
    size_t count;
    size_t items[GRAM_PLACES];
};

unsigned query_langs(const struct tokens *t);
// tokens: with dropped phrases and dates marked.
void query_make(const struct knowledge *k, const struct tokens *tokens, unsigned langs, const struct step_listener *l,
                struct arena *a, struct query *ret_query);
const struct query_word *query_word_of(const struct query *q, uint32_t term); // NULL: no word means it
bool query_has_pair(const struct query *q, uint32_t first, uint32_t second);
double query_grams_cosine(const struct query *q, const char *title, struct gram_places *ret_places);
double query_grams_share(const struct query *q, const char *word, size_t len); // of the word's 4-grams, that the query holds

#endif
