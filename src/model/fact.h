// SPDX-License-Identifier: Apache-2.0
// A fact: one published piece of knowledge, as in the fact file. Plain data; all texts belong to whoever
// filled the struct (an arena, or the knowledge base).
#ifndef MODEL_FACT_H
#define MODEL_FACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fact_kind { FACT_CLAIM, FACT_PROGRAMME, FACT_FAQ, FACT_TIP, FACT_KINDS };
enum fact_state { FACT_DRAFT, FACT_PUBLISHED, FACT_WITHDRAWN, FACT_STATES };

// Bounds, in code points unless they say otherwise.
enum {
    FACT_ID_MAX = 64, // bytes
    FACT_TITLE_MAX = 300,
    FACT_ANSWER_MAX = 1500,
    FACT_KEYWORD_MAX = 100,
    FACT_VARIANT_MAX = 8192,
    FACT_URL_MAX = 2000, // bytes
    FACT_TEXT_MAX = 300, // publisher, source title, claimant, topic, image
    FACT_LIST_MAX = 64,  // entries of a list
};

struct source {
    const char *publisher, *title, *url, *date; // title and date may be NULL
};

struct text_list {
    const char **items;
    size_t count;
};

struct fact {
    const char *id;
    enum fact_kind kind;
    enum fact_state state;
    const char *lang; // "id", "en", …
    const char *title, *answer;
    const char *verdict; // a code of the scale, or NULL
    struct text_list keywords, never_match, topics, variants;
    struct source *sources;
    size_t source_count;
    // ISO 8601 dates, month and day may be missing; NULL: none
    const char *as_of, *valid_from, *valid_until, *review_after;
    const char *claimant, *claim_date, *image, *updated, *translation_of;
    const char *supersedes; // id of the older statement of the same thing
    int64_t revision;       // 1 for the first; given by the store
};

const char *fact_kind_name(enum fact_kind kind);
const char *fact_state_name(enum fact_state state);
bool fact_kind_of(const char *name, enum fact_kind *ret_kind);
bool fact_state_of(const char *name, enum fact_state *ret_state);
bool fact_id_is_valid(const char *id); // [a-z0-9][a-z0-9._-]{0,63}

struct arena;
void fact_copy(struct arena *a, const struct fact *from, struct fact *ret_to); // deep

#endif
