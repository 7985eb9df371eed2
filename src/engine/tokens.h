// SPDX-License-Identifier: Apache-2.0
// A text as normal words: folded, un-leeted, spaced letters joined, repeats squeezed, slang spelt out, particles off,
// phrases that only speak to the bot marked. Facts and messages pass the same way. Pure.
#ifndef ENGINE_TOKENS_H
#define ENGINE_TOKENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/mem.h"
#include "lexicon.h"
#include "scan.h"

enum token_flag { // after the word flags of lexicon.h
    TOKEN_DROPPED = 256,   // of a phrase that only speaks to the bot, or of a greeting before the matter
    TOKEN_DATE = 512,      // of a date that was understood
    TOKEN_NUMBER = 1024,   // starts with a digit
    TOKEN_MIXED = 2048,    // letters and digits, not known as such
    TOKEN_EXTRA = 4096,    // another reading of the token before it: searched, but no word of the text
    TOKEN_IDLE = WORD_STOP | WORD_FILLER | TOKEN_DROPPED, // says nothing about the subject
};

struct token {
    const char *text; // NUL-terminated
    unsigned len, flags;
    const struct lexicon_word *word; // NULL: the lexicon does not know it
};
struct tokens {
    struct token *items;
    size_t count;
};

// Hears of what was changed, for the explanation.
struct step_listener {
    void (*tell)(void *arg, const char *step, const char *from, const char *to);
    void *arg;
};

struct reader {
    const struct lexicon *lexicon;
    // Whether a fact holds the word; NULL while a fact is read.
    bool (*is_known)(const void *arg, const char *word, size_t len);
    const void *arg;
    const struct step_listener *listener; // may be NULL
};

void tokens_read(const struct reader *r, const char *text, size_t max, struct arena *a, struct tokens *ret_tokens);
// The words that have none of the flags, with spaces between.
char *tokens_join(const struct tokens *t, unsigned without, struct arena *a);
// The same with the phrases that speak to the bot marked or not: they are part of what an intent is told by.
void tokens_drop(const struct reader *r, struct tokens *t);
// The letters meant by digits and signs ("4nggot4" → "anggota"); out holds TOKEN_MAX + 1 bytes. one: what 1 means.
void token_unleet(const char *word, size_t len, char one, char *out);

#endif
