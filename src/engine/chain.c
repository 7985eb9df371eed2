// SPDX-License-Identifier: Apache-2.0
// Statements of one thing: `supersedes` leads from the newer to the older one, `translation_of` to the original.
#include <string.h>

#include "../base/clock.h"
#include "../base/text.h"
#include "inside.h"

enum { CHAIN_MAX = 256 }; // steps; a ring of facts ends there

const struct record *record_find(const struct knowledge *k, const char *id) {
    uint32_t number = id ? records_find(k->records, id) : UINT32_MAX;
    return number == UINT32_MAX ? NULL : record_at(k, number);
}

const struct fact *knowledge_find(const struct knowledge *k, const char *id) {
    const struct record *r = record_find(k, id);
    return r ? &r->fact : NULL;
}

static const struct record *original(const struct knowledge *k, const struct record *r) {
    const struct record *of = record_find(k, r->fact.translation_of);
    return of ? of : r;
}

static const struct record *oldest(const struct knowledge *k, const struct record *r) {
    for (int step = 0; step < CHAIN_MAX; step++) {
        const struct record *older = record_find(k, r->fact.supersedes);
        if (!older)
            break;
        r = older;
    }
    return r;
}

const struct record *record_root(const struct knowledge *k, const struct record *r) {
    return oldest(k, original(k, r));
}

const struct fact *knowledge_translation(const struct knowledge *k, const struct fact *fact, const char *lang) {
    const struct record *r = record_find(k, fact->id);
    if (!r || !lang)
        return NULL;
    const struct record *from = original(k, r);
    if (from != r && text_is_equal(from->fact.lang, lang))
        return &from->fact;
    struct slots s = slots_get(k->translations, from->fact.id, strlen(from->fact.id));
    for (uint32_t i = 0; i < s.count; i++) {
        const struct fact *other = &record_at(k, s.items[i])->fact;
        if (other != fact && text_is_equal(other->lang, lang))
            return other;
    }
    return NULL;
}

// The first day of a date; when there is none, the beginning or the end of time.
static int64_t day_of(const char *text, int64_t missing) {
    struct date d;
    return text && date_parse(text, &d) ? date_first_day(d) : missing;
}

static int64_t stated_on(const struct fact *f) {
    return day_of(f->as_of ? f->as_of : f->valid_from ? f->valid_from : f->claim_date, INT64_MIN);
}

bool fact_is_expired(const struct fact *fact, int64_t day) {
    struct date d;
    return fact->valid_until && date_parse(fact->valid_until, &d) && date_last_day(d) < day;
}

// The statements of one thing, from the oldest on; those that supersede the same one stand side by side.
static size_t statements(const struct knowledge *k, const struct record *r, const struct record *out[CHAIN_MAX]) {
    size_t count = 0;
    out[count++] = oldest(k, r);
    for (size_t at = 0; at < count; at++) {
        const char *id = out[at]->fact.id;
        struct slots s = slots_get(k->newer, id, strlen(id));
        for (uint32_t i = 0; i < s.count && count < CHAIN_MAX; i++)
            if (record_at(k, s.items[i]) != out[0])
                out[count++] = record_at(k, s.items[i]);
    }
    return count;
}

// In the language in which it was asked about.
static const struct fact *in_lang(const struct knowledge *k, const struct record *r, const char *lang) {
    const struct fact *other = text_is_equal(r->fact.lang, lang) ? NULL : knowledge_translation(k, &r->fact, lang);
    return other ? other : &r->fact;
}

// Of a translation that is no part of a chain, its original's.
static const struct record *chain_of(const struct knowledge *k, const struct fact *fact) {
    const struct record *r = record_find(k, fact->id);
    return r ? original(k, r) : NULL;
}

const struct fact *knowledge_newest(const struct knowledge *k, const struct fact *fact, int64_t day) {
    const struct record *chain[CHAIN_MAX], *r = chain_of(k, fact), *best = NULL;
    if (!r)
        return fact;
    size_t count = statements(k, r, chain);
    bool is_best_valid = false;
    for (size_t i = 0; i < count; i++) {
        const struct fact *f = &chain[i]->fact;
        bool is_valid = !fact_is_expired(f, day) && day_of(f->valid_from, INT64_MIN) <= day;
        bool is_newer = !best || stated_on(f) >= stated_on(&best->fact);
        if (!best || (is_valid && !is_best_valid) || (is_valid == is_best_valid && is_newer)) {
            best = chain[i];
            is_best_valid = is_valid;
        }
    }
    return best == r ? fact : in_lang(k, best, fact->lang);
}

const struct fact *knowledge_as_of(const struct knowledge *k, const struct fact *fact, int64_t day) {
    const struct record *chain[CHAIN_MAX], *r = chain_of(k, fact), *best = NULL;
    if (!r)
        return stated_on(fact) <= day ? fact : NULL;
    size_t count = statements(k, r, chain);
    for (size_t i = 0; i < count; i++)
        if (stated_on(&chain[i]->fact) <= day && (!best || stated_on(&chain[i]->fact) >= stated_on(&best->fact)))
            best = chain[i];
    if (!best)
        return NULL;
    return best == r ? fact : in_lang(k, best, fact->lang);
}

size_t knowledge_statements(const struct knowledge *k, const struct fact *fact, const struct fact **out, size_t max) {
    const struct record *chain[CHAIN_MAX], *r = chain_of(k, fact);
    size_t all = r ? statements(k, r, chain) : 0, count = 0;
    for (size_t i = all; i > 0 && count < max; i--) {
        const struct fact *one = in_lang(k, chain[i - 1], fact->lang);
        if (strcmp(one->id, fact->id) != 0)
            out[count++] = one;
    }
    return count;
}
