// SPDX-License-Identifier: Apache-2.0
// The inside of the index, shared by its files only: index.c keeps it, index_search.c searches it.
#ifndef ENGINE_INDEX_PARTS_H
#define ENGINE_INDEX_PARTS_H

#include "index.h"
#include "segment.h"

enum { LOG_BITS = 10 }; // of a mantissa; 0x1p-42 in index.c goes with it

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
    double logs[(1 << LOG_BITS) + 1];
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

#endif
