// SPDX-License-Identifier: Apache-2.0
// What of a list somebody means by "2", "nomor dua", "yang kedua" or a word of its title. Pure.
#ifndef ENGINE_CHOOSE_H
#define ENGINE_CHOOSE_H

#include <stddef.h>

#include "intents.h"

// The number that is the whole text but for filler words ("2", "no 2", "yang kedua ya", "number two"): 1 to
// 99, or 0 when it is something else. The words stand in wordings.json under count.*.
int choose_number(const struct intents *i, const char *text);
// The position (from 1) of the one title that holds every word of the text; 0 when none or several do, or
// when the text is longer than a few words. A NULL title is never chosen.
size_t choose_word(const struct intents *i, const char *text, const char *const *titles, size_t count);

#endif
