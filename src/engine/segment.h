// SPDX-License-Identifier: Apache-2.0
// Up to 64K facts of the ranked search: for every term the places that hold it, each with its impact, 3 bytes
// together. An open segment takes facts one by one; a sealed one is compact and only loses facts. One owner thread.
#ifndef ENGINE_SEGMENT_H
#define ENGINE_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SEGMENT_BITS = 16, SEGMENT_FACTS = 1 << SEGMENT_BITS };
#define PLACE_NONE UINT32_MAX

// The places that hold a term, ascending, and what each adds.
struct postings {
    const uint16_t *places;
    const uint8_t *impacts;
    uint32_t count;
};

struct open_list; // of one term

struct segment {
    uint32_t count, gone_count; // places given, and those of them that hold nothing any more
    uint32_t *numbers;          // by place: the fact's number
    uint64_t *gone;             // a bit for each place; NULL: none
    // sealed: all postings in a row, by term
    uint32_t terms, *starts; // terms + 1 of them
    uint16_t *places;
    uint8_t *impacts;
    // open: a list for each term that has been met
    struct open_list *lists;
    uint32_t list_count, list_size;
    uint32_t *table; // open addressing: list + 1, 0 is empty
    uint32_t table_size;
    size_t list_bytes;
};

struct posting {
    uint32_t term;
    uint8_t impact;
};

// Facts that are sealed together: their postings one fact after the other.
struct sealing {
    uint32_t count, posting_count; // facts, at most SEGMENT_FACTS
    const uint32_t *numbers, *ends; // by place: the fact's number, and where its postings end
    const struct posting *postings;
};

struct segment *segment_open(void);
void segment_free(struct segment *s); // NULL is fine
bool segment_is_sealed(const struct segment *s);
struct segment *segment_seal(const struct sealing *all, uint32_t terms); // all terms are below `terms`
// Into an open one that is not full; the place is returned.
uint32_t segment_put(struct segment *s, uint32_t number, const struct posting *postings, size_t count);
void segment_remove(struct segment *s, uint32_t place);
bool segment_is_gone(const struct segment *s, uint32_t place);
struct postings segment_find(const struct segment *s, uint32_t term);
void segment_expect(const struct segment *s, uint32_t term); // asks the memory for what segment_find reads first
size_t segment_bytes(const struct segment *s);

// One sealed segment made of others, term by term, while they go on being searched and losing facts.
struct merge {
    struct segment *from[2], *to;
    uint32_t *moved[2]; // the new place by the old one, PLACE_NONE for those that are gone
    uint32_t from_count, term, filled;
};
void merge_begin(struct merge *m, struct segment *const from[2], uint32_t from_count, uint32_t terms);
bool merge_step(struct merge *m, size_t postings); // moves about so many; true when it is complete
void merge_remove(struct merge *m, const struct segment *from, uint32_t place); // a fact of `from` went meanwhile
struct segment *merge_end(struct merge *m); // the new segment; the old ones stay the caller's
void merge_drop(struct merge *m);

#endif
