// SPDX-License-Identifier: Apache-2.0
// Claims that were checked twice: the title of one stands in the other's, or a text that circulates does. Kept as facts
// are put and removed; candidates come from a few shingles of each, so that a million facts cost little. One owner
// thread, the knowledge base's.
#ifndef ENGINE_GROUPS_H
#define ENGINE_GROUPS_H

#include "inside.h"

enum { GROUP_MAX = 16 }; // facts of one group; what more are alike stand alone

struct groups *groups_new(void);
void groups_free(struct groups *g); // NULL is fine
size_t groups_bytes(const struct groups *g);
// r: with its number and its title's terms; words: as record_read gives them.
void groups_put(struct knowledge *k, const struct record *r, const struct fact_words *words);
void groups_remove(struct knowledge *k, const struct record *r, const struct fact_words *words);
// The numbers of all that say the same as this one, itself among them; 0: it stands alone.
size_t groups_get(const struct groups *g, uint32_t number, const uint32_t **ret_numbers);

// What the record says, as one record for all that say it: statements of one thing, translations, groups.
const struct record *record_group(const struct knowledge *k, const struct record *r);
// Of the group's verdicts that are valid on the day the newest; the fact itself when none is newer.
const struct fact *group_newest(const struct knowledge *k, const struct fact *fact, int64_t day);

#endif
