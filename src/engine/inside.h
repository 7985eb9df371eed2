// SPDX-License-Identifier: Apache-2.0
// The inside of the knowledge base, shared by the files of the matcher only.
#ifndef ENGINE_INSIDE_H
#define ENGINE_INSIDE_H

#include "index.h"
#include "intent.h"
#include "judge.h"
#include "knowledge.h"
#include "lexicon.h"
#include "normalize.h"
#include "phrasing.h"
#include "records.h"
#include "slots.h"
#include "tokens.h"
#include "vocabulary.h"

// A short text that tells what a fact is about: its title, or a keyword.
struct phrase {
    const char *text; // normalised
    uint32_t count, *terms; // of its words in order, idle ones left out
    double *idfs;           // of the terms
    uint16_t *places;       // where each term stands in the text as it is; NULL: it may stand in another form
};

// A fact with what is precomputed of it, unpacked; see records.h for how long it lives.
struct record {
    struct fact fact;
    struct arena *arena; // where it lies
    uint32_t number;
    uint64_t weighed; // index_changes when the idfs were taken
    struct phrase *phrases; // the title, then the keywords
    size_t phrase_count;
    struct phrasing phrasing; // of the texts that circulate
    char **never;           // never_match, normalised
};

struct knowledge {
    struct arena *arena, *scratch;
    const char *default_lang;
    struct official official;
    struct model model;
    struct lexicon *lexicon;
    struct stemmer *stemmer;
    struct vocabulary *vocabulary;
    struct vocabulary *surfaces; // English words as they are written, for corrections: facts hold their stems
    struct index *index;
    const struct intents *intents;
    struct intent_table *intent_table;
    struct records *records;
    struct buf packed; // scratch for one record
    size_t fact_count;
    struct slot_table *keywords, *variants, *urls, *numbers; // by their normal form
    struct slot_table *newer, *translations; // by the id that `supersedes` and `translation_of` name
    bool is_settled; // once; before, facts only wait to be indexed
    bool is_moving;  // the index has a new shape, and facts from move_at on are to be put again
    size_t move_at;
    struct echoes *echoes;    // see echo.h
    struct groups *groups;    // see groups.h
    const char *hotline_link; // that ends an answer; NULL: none
};

// A word as it is searched in a language: English ones by their stem. The result lives until the next call.
const char *term_form(const struct knowledge *k, const char *lang, const struct token *token, size_t *ret_len);
struct reader fact_reader(const struct knowledge *k);

// --- record.c: what a fact is found by
struct entries {
    struct index_entry *items;
    size_t count;
    uint32_t *surfaces; // terms of k->surfaces, as often as they stand
    size_t surface_count;
};
// The texts of a fact as words, each read once; all in k->scratch.
struct worded {
    struct tokens tokens;
    uint32_t *terms; // of each token; TERM_NONE: it is not searched
};
struct fact_words {
    struct worded title, answer, *keywords, *variants;
};
void record_read(const struct knowledge *k, const struct fact *fact, struct fact_words *ret_words);
void record_entries(const struct knowledge *k, const struct fact *fact, const struct fact_words *words, struct entries *ret_entries);
void record_phrases(const struct knowledge *k, struct record *r, const struct fact_words *words); // and the phrasing
void record_prepare(const struct knowledge *k, struct record *r); // what is not packed: never_match in its normal form
// Calls each(table, key, len, number) for every key of the fact. Marks words as dropped.
typedef void (*key_fn)(struct slot_table *t, const char *key, size_t len, uint32_t fact);
void record_keys(struct knowledge *k, const struct record *r, struct fact_words *words, key_fn each);

const struct record *record_at(const struct knowledge *k, uint32_t number);

// --- pack.c
void pack(const struct knowledge *k, const struct record *r, struct buf *b);
struct record *unpack(const struct knowledge *k, const unsigned char *block, struct arena *a);
struct head { // what stands first in a block
    enum fact_kind kind;
    int64_t day; // see fact_news_day
    const char *id; // not NUL-terminated
    size_t id_len;
};
struct head pack_head(const unsigned char *block);

// --- chain.c
const struct record *record_find(const struct knowledge *k, const char *id);
// What the fact is a statement of: the first of its original's chain. Facts with the same root say the same.
const struct record *record_root(const struct knowledge *k, const struct record *r);
// All statements of the fact's thing but itself, in its language where there is one; the newest `max`.
size_t knowledge_statements(const struct knowledge *k, const struct fact *fact, const struct fact **out, size_t max);

#endif
