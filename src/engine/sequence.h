// SPDX-License-Identifier: Apache-2.0
// A run of digits as people write it, group by group: "(0811) 978-7670", "nol delapan satu …", full-width
// digits and key-cap emoji. And what such a run can be by its form alone. Inside of engine/ only. Pure.
#ifndef ENGINE_SEQUENCE_H
#define ENGINE_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "judge.h"

enum { SEQUENCE_GROUPS = 24, SEQUENCE_DIGITS = 24 };

struct group {
    const char *start, *end;
    size_t first, len; // in the digits
    char gap;          // before it: ' ', '-', '.', '/' or ','; 0 before the first
    bool is_word;
};
struct sequence {
    const char *start,
        *end; // from the sign or bracket before the first group; the end of text that was looked at
    struct group groups[SEQUENCE_GROUPS];
    size_t count;
    char digits[SEQUENCE_DIGITS + 1];
    bool has_plus;
};

// False: no digit at `at`, or more in a row than a number of ours has; ret->end is behind what was read.
bool sequence_read(const char *at, const char *end, struct sequence *ret_sequence);
size_t sequence_digits(const struct sequence *s, size_t groups); // in the first so many groups

// Each says how many of the first groups are one, 0: none.
size_t sequence_date(const struct sequence *s);
size_t sequence_amount(const struct sequence *s, bool is_money); // "600.000"; money: after "Rp"
size_t sequence_identity(const struct sequence *s);              // 16 digits, whole or grouped as on the card
size_t sequence_card(const struct sequence *s);                  // 13-19 digits, Luhn
size_t sequence_account(const struct sequence *s);               // 8-18 digits
// ret_e164 holds 17 bytes. is_named: a word like "hubungi" before it, so that the leading zero may be
// missing.
size_t sequence_phone(const struct sequence *s, const struct official *official, bool is_named,
                      char *ret_e164);

bool digits_are_nik(const char *digits); // 16 digits with a plausible birth date

#endif
