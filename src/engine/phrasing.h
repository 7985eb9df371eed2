// SPDX-License-Identifier: Apache-2.0
// How something is worded: its pairs of neighbouring words, those that say nothing by themselves among them. Two
// texts with the same wording are copies, whatever they are about. Pure.
#ifndef ENGINE_PHRASING_H
#define ENGINE_PHRASING_H

#include "tokens.h"

enum { PHRASING_PAIRS = 1024 }; // of one text or fact, at most

struct phrasing {
    uint32_t *pairs; // hashes; each once when settled
    uint32_t count;
};

// Adds the pairs of the tokens without these flags; room for PHRASING_PAIRS is the caller's.
void phrasing_add(struct phrasing *p, const struct tokens *t, unsigned without);
// Drops the doubles.
void phrasing_settle(struct phrasing *p);

// The same as a set, to be asked by many.
struct phrasing_set {
    uint32_t *slots; // open addressing, 0 is empty
    size_t size, count;
};
// Needs no settling.
void phrasing_set_make(const struct phrasing *p, struct arena *a, struct phrasing_set *ret_set);
size_t phrasing_common(const struct phrasing_set *s, const struct phrasing *p); // pairs in both

#endif
