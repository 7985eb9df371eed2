// SPDX-License-Identifier: Apache-2.0
// Words that name a digit, or say what the number beside them is. Inside of engine/ only. Pure.
#ifndef ENGINE_NUMBER_WORDS_H
#define ENGINE_NUMBER_WORDS_H

#include <stddef.h>

enum word_kind {
    WORD_OTHER,
    WORD_DIGIT,    // "nol", "eight"
    WORD_PLUS,     // "plus enam dua …"
    WORD_MONEY,    // "Rp" before an amount
    WORD_AMOUNT,   // "ribu" behind one
    WORD_PHONE,    // "wa", "hubungi"
    WORD_LABEL,    // "no", "nomor": a number of the kind that the word before it says
    WORD_CODE,     // "resi", "pesanan": a number that is nobody's
    WORD_IDENTITY, // "nik", "kk"
    WORD_ACCOUNT,  // "rekening", "BCA"
    WORD_CHAT,     // "telegram", "ig"
};

// The letters at `at` (ASCII) as one word; ret_digit: what a WORD_DIGIT says.
enum word_kind number_word(const char *at, size_t len, char *ret_digit);

#endif
