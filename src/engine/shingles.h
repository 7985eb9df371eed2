// SPDX-License-Identifier: Apache-2.0
// Runs of three words of texts, as hashes, and the texts that hold them: where a text that is nearly one of them is
// looked for. A text is kept by a few of its shingles, the least hashes, and a shingle that many texts have is not
// kept for more: both bound memory and time. One owner thread.
#ifndef ENGINE_SHINGLES_H
#define ENGINE_SHINGLES_H

#include <stddef.h>
#include <stdint.h>

#include "tokens.h"

enum {
    SHINGLE_WORDS = 3,
    SHINGLES_MAX = 1024, // of one text
    SHINGLE_TEXTS = 24,  // that one shingle is kept for
    SHINGLE_HITS = 128,  // texts that one search looks at
};

// Hashes of a text, in the order of its words: runs of three, and when it has at most `pairs` words runs of two as
// well, for which a word that was lost costs less. Returns how many.
size_t shingles_of(const struct tokens *t, size_t pairs, uint32_t out[SHINGLES_MAX]);

struct shingles;
struct shingles *shingles_new(void);
void shingles_free(struct shingles *s); // NULL is fine
// A text is a small number, given by the caller; it is put once and removed by the same hashes. hashes are sorted.
// keep: of its hashes, at most.
void shingles_put(struct shingles *s, uint32_t text, uint32_t *hashes, size_t count, size_t keep);
void shingles_remove(struct shingles *s, uint32_t text, const uint32_t *hashes, size_t count);
size_t shingles_bytes(const struct shingles *s);

struct shingle_hit {
    uint32_t text, count; // hashes that it shares
};
// The texts that share most, best first.
size_t shingles_find(const struct shingles *s, const uint32_t *hashes, size_t count, struct shingle_hit *out, size_t max);

#endif
