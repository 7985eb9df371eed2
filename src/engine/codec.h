// SPDX-License-Identifier: Apache-2.0
// Texts of facts in a compact form: a word that the vocabulary knows is its number, in one to four bytes, with a
// sign before it when it is capitalised; a single space between two words costs nothing. Lossless. One owner thread.
#ifndef ENGINE_CODEC_H
#define ENGINE_CODEC_H

#include <stdbool.h>

#include "../base/mem.h"
#include "../base/text.h"
#include "vocabulary.h"

void codec_put_number(struct buf *b, uint64_t number);
uint64_t codec_number(const unsigned char **at);

// The words of a text that the vocabulary knows.
struct codec_words {
    uint32_t *terms;
    uint32_t count;
    bool is_plain; // the text is nothing but those, in lower case with a space between
};

// ret_words may be NULL; its terms lie in the arena.
void codec_put(struct buf *b, const struct vocabulary *v, const char *text, struct arena *a, struct codec_words *ret_words);
// Moves *at behind the text.
char *codec_text(const unsigned char **at, const struct vocabulary *v, struct arena *a, struct codec_words *ret_words);
void codec_expect(const unsigned char *at, const struct vocabulary *v); // asks the memory for what codec_text reads first
char *codec_join(const struct codec_words *words, const struct vocabulary *v, struct arena *a); // with spaces between

#endif
