// SPDX-License-Identifier: Apache-2.0
// What is known about words before any fact is: slang, stop words, phrases that only speak to the bot, and the
// matcher's coefficients. Read once from intents/language and intents/match.tsv, then never changed. Pure.
#ifndef ENGINE_LEXICON_H
#define ENGINE_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/err.h"
#include "../base/mem.h"
#include "knowledge.h"
#include "weights.h"

enum word_flag {
    WORD_STOP = 1,     // says nothing about the subject: not searched
    WORD_FILLER = 2,   // "min", "kak", "please": says nothing at all
    WORD_QUESTION = 4, // "berapa", "when": asks about the subject
    WORD_ID = 8,       // a function word of Indonesian only
    WORD_EN = 16,      // of English only
    WORD_KEEP = 32,    // ends in -nya, -lah, -kah or -pun, but is no clitic ("tanya", "sekolah")
    WORD_COUNTED = 64, // "gelombang", "dosis": a number behind it counts it, so gelombang2 is not its plural
    WORD_REQUEST = 128, // "mau", "tampilkan", "want": asks for what is named beside it
};

struct lexicon_word;
struct words { // some words in a row
    const struct lexicon_word **items;
    size_t count;
};

struct lexicon_word {
    const char *text;
    unsigned len;
    unsigned flags; // enum word_flag
    struct words means;      // slang: what is meant; count 0: itself
    struct words *drops;     // phrases that start with this word, longest first
    size_t drop_count;
    struct word_pair *pairs;      // with the word behind it: "pra kerja"
    size_t pair_count;
};
struct word_pair {
    const struct lexicon_word *second, *means;
};

struct lexicon;
MUST_CHECK enum err lexicon_new(const struct language_file *files, size_t count, struct lexicon **ret_l,
                                struct fail *f);
void lexicon_free(struct lexicon *l); // NULL is fine
// NULL: unknown. What slang means and what phrases consist of is known too.
const struct lexicon_word *lexicon_find(const struct lexicon *l, const char *word, size_t len);
const struct model *lexicon_model(const struct lexicon *l);

#endif
