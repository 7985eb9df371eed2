// SPDX-License-Identifier: Apache-2.0
// Folding of raw text, the one user of utf8proc and libstemmer: NFKC, case-fold, ignorable and combining marks
// off, look-alike letters and digits of other scripts folded, emoji and signs that are not ASCII made spaces; after
// strip.h took out links and headers. Pure.
#ifndef ENGINE_NORMALIZE_H
#define ENGINE_NORMALIZE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/mem.h"

enum rune_kind {
    RUNE_BREAK,  // separates words: space, punctuation, emoji, symbols
    RUNE_LETTER, // of a script that writes spaces
    RUNE_DIGIT,
    RUNE_GRAM, // of a script without spaces between words: searched by pairs of characters
};
enum rune_kind rune_kind_of(uint32_t rune);

// At most max bytes of text are looked at; invalid bytes become spaces. White space stays a space or a new line each.
char *normalize_fold(struct arena *a, const char *text, size_t max, size_t *ret_len);

struct stemmer;
struct stemmer *stemmer_new(void);
void stemmer_free(struct stemmer *s); // NULL is fine
// The stem of an English word; lives until the next call. Words that are not plain letters stay.
const char *stemmer_english(struct stemmer *s, const char *word, size_t len, size_t *ret_len);

#endif
