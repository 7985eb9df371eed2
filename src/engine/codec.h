// SPDX-License-Identifier: Apache-2.0
// Texts of facts in a compact form: a word that the vocabulary knows is its number, in one to four bytes, with a
// sign before it when it is capitalised; a single space between two words costs nothing. Lossless. One owner thread.
#ifndef ENGINE_CODEC_H
#define ENGINE_CODEC_H

#include "../base/mem.h"
#include "../base/text.h"
#include "vocabulary.h"

void codec_put_number(struct buf *b, uint64_t number);
uint64_t codec_number(const unsigned char **at);

void codec_put(struct buf *b, const struct vocabulary *v, const char *text);
// Moves *at behind the text.
char *codec_text(const unsigned char **at, const struct vocabulary *v, struct arena *a);
const unsigned char *codec_skip(const unsigned char *at);
// Only the words that the vocabulary knows, in lower case with spaces between; and their numbers, of which
// ret_terms gets those that aren't marked as idle.
char *codec_words(const unsigned char *at, const struct vocabulary *v, struct arena *a, uint32_t **ret_terms, uint32_t *ret_count);

#endif
