// SPDX-License-Identifier: Apache-2.0
// Runs of digits in a text, as people write numbers: "0811 9787 670", "(0811) 978-7670", "nol delapan satu satu …".
// Inside of engine/ only.
#ifndef ENGINE_SPANS_H
#define ENGINE_SPANS_H

#include <stdbool.h>
#include <stddef.h>

enum { SPAN_DIGITS = 24 };

struct span {
    const char *start, *end; // as written
    char digits[SPAN_DIGITS + 1];
    size_t count;
    bool has_plus, is_words, is_money; // money: "Rp" or "USD" before it, or "rb", "juta", "%" after it
};

// The next span at or after *at; moves *at behind it. False: there is none. `text` is the start of the text.
bool span_next(const char *text, const char **at, struct span *ret_span);

// "+628119787670" from the digits of a span, when they are a phone number: with a plus and 8-15 digits, or 62 or 0
// before an Indonesian number of 9-12 digits. Out holds SPAN_DIGITS + 2 bytes.
bool span_phone(const struct span *s, char *out);
// An account number: 8-16 digits with a bank's name or "rekening" at most 48 bytes before it.
bool span_is_account(const char *text, const struct span *s);
bool span_is_nik(const struct span *s);  // 16 digits with plausible birth date (Permendagri: day + 40 for women)
bool span_is_card(const struct span *s); // 13-19 digits, Luhn

#endif
