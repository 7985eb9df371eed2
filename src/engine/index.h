// SPDX-License-Identifier: Apache-2.0
// The ranked search in memory: for every term the facts that hold it, in segments of 64K facts, each with its
// BM25 part quantised to 8 bits. A fact that is put or removed is so at once; what that leaves behind is cleared
// in steps. One owner thread.
#ifndef ENGINE_INDEX_H
#define ENGINE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vocabulary.h"

enum {
    INDEX_TERMS = 32, // of one query; the rarest are kept, which costs nothing in quality
    INDEX_HITS = 64,  // found by one search, at most
};

struct index;

struct index_shape { // BM25: k1, b, the weight of the title, and mean lengths in words
    double k1, b, title, mean_all, mean_title;
    bool is_measured; // the lengths are of the facts; else they are a guess, until the first are settled
};

// One term of a fact: how often it stands in all of it, and in its title.
struct index_entry {
    uint32_t term;
    uint16_t all, title;
};

struct index *index_new(struct vocabulary *v, const struct index_shape *shape); // v stays the caller's
void index_free(struct index *i); // NULL is fine
// Facts are small numbers, given by the caller. Terms are distinct. A fact is put once and removed by the same terms.
void index_put(struct index *i, uint32_t fact, const struct index_entry *entries, size_t count);
void index_remove(struct index *i, uint32_t fact, const struct index_entry *entries, size_t count);
// The same for many facts: they are found from index_settle on, and their lengths are measured.
void index_load(struct index *i, uint32_t fact, const struct index_entry *entries, size_t count);
void index_settle(struct index *i);
// Whether lengths are no longer as they were, so that the index is better made anew, with this shape.
bool index_has_drifted(const struct index *i, struct index_shape *ret_shape);
// Or a fact at a time: those that are put from now on are weighed by this shape.
void index_set_shape(struct index *i, const struct index_shape *shape);
// Clears behind changes, about so many postings; false when nothing is left to do.
bool index_compact(struct index *i, size_t postings);
size_t index_facts(const struct index *i);
uint64_t index_changes(const struct index *i); // another number after each change: as long as it stays, so does every idf
double index_idf(const struct index *i, uint32_t facts); // of a term that so many facts hold
size_t index_bytes(const struct index *i);

struct index_term {
    uint32_t term;
    unsigned place; // < INDEX_TERMS: its bit in index_hit.places; readings of one word share it
    float weight;   // its idf
};
struct index_hit {
    uint32_t fact, places;
    float score;
};
// The best `max` ≤ INDEX_HITS facts, best first; at most INDEX_TERMS terms. Uses scratch memory of the index.
size_t index_search(const struct index *i, const struct index_term *terms, size_t count, struct index_hit *out, size_t max);

#endif
