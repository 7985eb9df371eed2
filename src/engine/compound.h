// SPDX-License-Identifier: Apache-2.0
// Words that are written together though the facts hold them apart: "hillaryclinton", "dagingbeku". Pure.
#ifndef ENGINE_COMPOUND_H
#define ENGINE_COMPOUND_H

#include "inside.h"

enum { COMPOUND_PARTS = 4, COMPOUND_MIN = 8, COMPOUND_MAX = 40 }; // parts of a word; letters of it

// The lengths of the known words that the word consists of, the longest parts preferred; 0 when it doesn't.
// langs: WORD_EN looks among English words as they are written too. Time: the square of the length.
size_t compound_split(const struct knowledge *k, unsigned langs, const char *word, size_t len, size_t ret_parts[COMPOUND_PARTS]);

#endif
