// SPDX-License-Identifier: Apache-2.0
// The inside of the index, shared by its files only: index.c keeps it, index_search.c searches it.
#ifndef ENGINE_INDEX_PARTS_H
#define ENGINE_INDEX_PARTS_H

#include "index.h"
#include "segment.h"

enum { LEVEL_LANES = 4, PROFILE_VALUES = 16 };
enum { LOG_BITS = 10, FEW_FACTS = 512 }; // of a mantissa; 0x1p-42 in index.c goes with it

struct sum {
    uint32_t score, places; // places: a bit for each word of the query
};

// Facts that wait for index_settle.
struct waiting {
    uint32_t count, size;
    uint32_t *numbers, *ends;
    struct index_entry *entries;
    uint32_t entry_count, entry_size;
};

struct index {
    struct vocabulary *vocabulary;
    struct index_shape shape;
    double log_facts; // ln(facts + 1)
    double logs[(1 << LOG_BITS) + 1], few_logs[FEW_FACTS]; // few_logs: ln(facts + 1/2), for most words
    float scale;      // of one step of an impact
    size_t facts;
    double words_all, words_title; // of all facts
    struct segment **segments;     // NULL: free
    uint32_t segment_count, segment_size;
    struct segment *open; // one of them, takes the next fact
    uint32_t *where;      // by fact: segment << SEGMENT_BITS | place
    size_t where_size;
    uint8_t *peaks; // by term: its greatest impact, or more
    uint32_t term_size;
    struct waiting waiting;
    struct merge merge;
    uint32_t merge_at[2]; // the segments that are merged
    bool is_merging;
    struct sum *sums;  // SEGMENT_FACTS of them, all zero between searches
    uint16_t *touched; // places whose sum is not zero
};

// --- the search; all numbers in steps of an impact and of a weight
struct lane { // one term of the query
    uint32_t term, weight, bit, most; // most: that it adds to a fact
};

// Which impacts a list has, by a sample: falling values, each with the count of postings.
struct profile {
    uint8_t values[PROFILE_VALUES], counts[PROFILE_VALUES];
    size_t count, sampled;
};

struct kept {
    uint32_t score, places, fact;
};

struct search {
    const struct index *i;
    struct lane lanes[INDEX_TERMS]; // those that can add most first
    size_t count, bringing;         // lanes from `bringing` on bring no facts
    struct kept best[INDEX_HITS];
    size_t found, max;
    uint32_t threshold; // a fact must have more; 0 until enough are kept
    struct profile profiles[LEVEL_LANES]; // of the lanes, when there are so few
};

// The search in one segment: the lanes that have postings there.
struct part {
    const struct segment *segment;
    struct lane lanes[INDEX_TERMS];
    struct postings postings[INDEX_TERMS];
    uint32_t rest[INDEX_TERMS + 1]; // what the lanes from here on can add together
    size_t from[INDEX_TERMS]; // which of the search's lanes each is
    size_t count, bringing;
    size_t touched; // facts in i->touched
};

// The impact of the place in the postings; 0: it is not there.
uint32_t impact_at(const struct postings *p, uint16_t place);
void search_offer(struct search *s, const struct part *p, uint32_t place, struct sum sum);
// --- index_levels.c: few lanes with long lists. False when adding all up is as good.
void levels_prepare(struct search *s);
bool levels_search(struct search *s, struct part *p);

#endif
