// SPDX-License-Identifier: Apache-2.0
// An answer knows itself: what we sent, today's texts and former revisions', is found again when it comes back cut,
// quoted, retyped or changed. Found by shingles, then compared word by word with what must not change: figures,
// dates, verdicts, links, numbers. One owner thread, the knowledge base's.
#ifndef ENGINE_ECHO_H
#define ENGINE_ECHO_H

#include "../model/match.h"
#include "inside.h"

enum { ECHO_FORMERS = 64 }; // former revisions that are known of one fact; the newest

struct echoes *echoes_new(void);
void echoes_free(struct echoes *e); // NULL is fine
// words: the fact's, as record_read gives them.
void echoes_put(struct knowledge *k, uint32_t number, const struct fact *fact, const struct fact_words *words);
void echoes_remove(struct knowledge *k, uint32_t number, const struct fact *fact, const struct fact_words *words);
// Copies the fact; the same revision again changes nothing.
void echoes_put_former(struct knowledge *k, const struct fact *fact);
size_t echoes_bytes(const struct echoes *e);

// tokens: of `text`, as the matcher read them. False: it is no text of ours.
bool echo_find(const struct knowledge *k, const char *text, const struct tokens *tokens, int64_t today, struct arena *a,
               struct echo *ret_echo);

#endif
