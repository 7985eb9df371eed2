// SPDX-License-Identifier: Apache-2.0
// How one word may be meant that is written in an odd way: digits and signs for letters, letters for digits, a letter
// held too long, a 2 for "twice", particles that hang on it. Pure; whether a reading is a word says the caller.
#ifndef ENGINE_SPELLING_H
#define ENGINE_SPELLING_H

#include <stdbool.h>
#include <stddef.h>

// Of a letter that stands three times or more in a row, `keep` stay (1 or 2); Roman numerals and numbers stay as they
// are. In place, NUL-terminated; returns the new length.
size_t spelling_squeeze(char *word, size_t len, size_t keep);
// The letters meant by digits and signs ("4nggot4" → "anggota"), NUL-terminated, of the same length. one: what 1
// means, vee: what v means.
void spelling_unleet(const char *word, size_t len, char one, char vee, char *out);
// l80 → 180, o811 → 0811: letters that look like digits among at least two digits; "10l" are litres. In place.
bool spelling_number(char *word, size_t len);
// Where letters end and digits begin, or the other way round, when that is the whole word ("covid19", "5juta"); else 0.
size_t spelling_part(const char *word, size_t len);
// "anak2", "anak2nya", "mobil2an": the length of what is said twice; *ret_suffix is what hangs on it ("" , "an").
// Else 0. Particles are left out of the suffix.
size_t spelling_twice(const char *word, size_t len, const char **ret_suffix);

// What hangs on a word: -nya, -lah, -kah, -pun, -ku, -mu.
struct clitic {
    const char *text;
    size_t len;
    size_t least;   // bytes of the word without it
    size_t certain; // from so many bytes on it is one, known or not; 0: only when the rest is a known word
    bool is_of_person; // -ku, -mu: names end so too
};
// The clitic at the end of the word, or NULL.
const struct clitic *spelling_clitic(const char *word, size_t len);

#endif
