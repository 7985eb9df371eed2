// SPDX-License-Identifier: Apache-2.0
// The words of a folded text as they are written: letters and digits between breaks, pairs of characters of scripts
// without spaces, letters that were spaced apart joined, a phone number as one word. Pure.
#ifndef ENGINE_SCAN_H
#define ENGINE_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/mem.h"

enum {
    TOKENS_MAX = 4096, // of one text; what follows is left out
    TOKEN_MAX = 64,    // bytes of one word; the rest of a longer one is left out
};

// The text may be changed and shortened in place.
struct scan_word {
    char *text; // NUL-terminated
    unsigned len;
    unsigned char gap;  // bytes between the word before and this one; a new line counts as two
    char before;        // the byte before the word, or 0
    bool has_sign;      // @ $ ! among letters
    bool is_plain;      // nothing but a to z
};
struct scan_words {
    struct scan_word *items;
    size_t count;
};

void scan_text(const char *folded, size_t len, struct arena *a, struct scan_words *ret_words);

#endif
