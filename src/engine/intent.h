// SPDX-License-Identifier: Apache-2.0
// Which intent a message has, by exact phrase or by an example that explains all of it. Pure.
#ifndef ENGINE_INTENT_H
#define ENGINE_INTENT_H

#include <stdbool.h>

#include "intents.h"
#include "tokens.h"

struct intent_table;

struct intent_found {
    const struct intent *intent; // NULL: none
    unsigned langs;              // WORD_ID, WORD_EN: in which languages it was said
    const char *by;              // "exact" or "example", for the explanation
};

// intents may be NULL.
struct intent_table *intent_table_new(const struct intents *intents, const struct reader *reader);
void intent_table_free(struct intent_table *t); // NULL is fine
// `tokens` with dropped phrases marked.
struct intent_found intent_match(const struct intent_table *t, const struct tokens *tokens, struct arena *a);
// Danger is looked for inside a longer message too.
const struct intent *intent_danger(const struct intent_table *t, const struct tokens *tokens, struct arena *a);

#endif
