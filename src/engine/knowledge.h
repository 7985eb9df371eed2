// SPDX-License-Identifier: Apache-2.0
// The knowledge base in memory: published facts with their keywords, links, variants and index, the intents,
// the languages and what is official. Compiled from the store's rows (or a fact file) and changed by every
// edit in the same step as the row. Owned by one thread (the desk, or a command); pure.
#ifndef ENGINE_KNOWLEDGE_H
#define ENGINE_KNOWLEDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/err.h"
#include "../base/mem.h"
#include "../model/fact.h"

struct knowledge;
struct intents;

struct knowledge_config {
    const char *default_lang;              // "id"
    const char *const *official_domains;   // NULL-terminated, "*.go.id" allowed
    const char *const *official_numbers;   // NULL-terminated, E.164 "+628119787670"
    double answer_threshold, offer_threshold; // negative: the coefficients' own
    const char *hotline_link;                 // that ends an answer; may be NULL
};

// The texts of intents/language (slang.tsv, stop.txt, phrases.txt per language), as name and bytes.
struct language_file {
    const char *name; // "id/slang.tsv"
    const char *bytes;
    size_t len;
};

// intents may be NULL (eval) and stays the caller's.
MUST_CHECK enum err knowledge_new(const struct knowledge_config *config, const struct language_file *files,
                                  size_t file_count, const struct intents *intents, struct knowledge **ret_k,
                                  struct fail *f);
void knowledge_free(struct knowledge *k); // NULL is fine

// Adds or replaces; the fact is copied. Draft and withdrawn ones are taken out.
void knowledge_put(struct knowledge *k, const struct fact *fact);
void knowledge_remove(struct knowledge *k, const char *id);
// A former revision of a fact: a text that we sent, known when it comes back. Copied.
void knowledge_put_revision(struct knowledge *k, const struct fact *fact);
// After many puts at once: groups, statistics. Cheap when nothing changed; knowledge_put of one fact needs none,
// except that facts which are put before the first time are found from then on.
void knowledge_settle(struct knowledge *k);
// The same in steps of at most `max` facts, for a thread that must not wait; false: call again. All facts are found in
// between, and may be put and removed.
MUST_CHECK bool knowledge_settle_some(struct knowledge *k, size_t max);
// Clears behind changes, by about so many postings (300,000 take some 3 ms); false when nothing is left to do.
bool knowledge_compact(struct knowledge *k, size_t postings);

// Facts live until they are changed or removed, or knowledge_compact is called.
const struct fact *knowledge_find(const struct knowledge *k, const char *id); // NULL: not there
size_t knowledge_count(const struct knowledge *k);
size_t knowledge_bytes(const struct knowledge *k); // of the index
// In any order: for (at = 0; (fact = knowledge_each(k, &at));)
const struct fact *knowledge_each(const struct knowledge *k, size_t *at);
// The same of one kind only, without a look at the others.
const struct fact *knowledge_each_of(const struct knowledge *k, enum fact_kind kind, size_t *at);
// The facts but tips by the day on which they became news, the newest first: at most `max` that come after one; from
// the beginning when `after` is NULL.
enum { NEWS_PAGE = 32 }; // facts at once, at most
size_t knowledge_news(const struct knowledge *k, const struct fact *after, const struct fact **out, size_t max);
int64_t fact_news_day(const struct fact *fact); // -1: it says nothing of that
// The fact that says the same in another language (either direction of translation_of), or NULL.
const struct fact *knowledge_translation(const struct knowledge *k, const struct fact *fact, const char *lang);
// Other claims that are about the same hoax; returns how many.
size_t knowledge_group(const struct knowledge *k, const struct fact *fact, const struct fact **out, size_t max);
// The newest statement of the same thing (following `supersedes`) that is valid on the day; or the newest.
const struct fact *knowledge_newest(const struct knowledge *k, const struct fact *fact, int64_t day);
// The newest at or before the day, for a question about a date; NULL when all are later.
const struct fact *knowledge_as_of(const struct knowledge *k, const struct fact *fact, int64_t day);
// The keys under which the rows of a fact are kept: a keyword in its normal form, and a text that circulates as
// the hash of its normal form.
char *knowledge_keyword(const struct knowledge *k, const char *text, const char *lang, struct arena *a);
uint64_t knowledge_variant(const struct knowledge *k, const char *text, const char *lang, struct arena *a);
bool fact_is_expired(const struct fact *fact, int64_t day); // valid_until lies before the day

#endif
