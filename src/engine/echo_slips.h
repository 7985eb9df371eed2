// SPDX-License-Identifier: Apache-2.0
// Slips of the finger in what must not change, which deceive nobody and are no forgery: a letter in a host that leads
// no worse than ours, a year that is none, the rest of a phone number. Inside of echo*.c only. Pure.
#ifndef ENGINE_ECHO_SLIPS_H
#define ENGINE_ECHO_SLIPS_H

#include "atoms.h"

enum { SLIP_DIGITS = 128, PHONE_MIN = 9 }; // digits of a phone number, at least

// All digits in a row; of a phone number the country's code as a leading zero. Returns how many.
size_t atoms_digits(const struct atom *const *x, size_t count, char out[SLIP_DIGITS]);
// The same link, cut at the end of the message, or misspelt. is_last: theirs is the message's last atom.
bool link_is_same(const struct atom *ours, const struct atom *theirs, bool is_last);
// "20222" and "2202" for 2022: two digits swapped, or one too many or missing, and no year that could be meant.
bool year_is_slip(const char *ours, const char *theirs);
// Of a phone number only some digits came through.
bool phone_is_part(const char *ours, const char *theirs);

#endif
