// SPDX-License-Identifier: Apache-2.0
// Figures among the words of a text: digits with their scale ("11,4 juta", "600rb"), and numbers in words, in both
// languages. Pure.
#ifndef ENGINE_FIGURES_H
#define ENGINE_FIGURES_H

#include "tokens.h"

// A decimal is read as one word with this between its parts, which marks of punctuation are not: "8,3" as "8q3".
extern const char figure_mark[];

struct figure {
    char *value; // digits; of a decimal without a scale with a point
    char *shown; // as it is named to people
};
// How many tokens from `at` on are one figure; 0: none.
size_t figure_read(const struct tokens *t, size_t at, struct arena *a, struct figure *ret_figure);

#endif
