// SPDX-License-Identifier: Apache-2.0
#include "groups.h"

#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "shingles.h"

enum {
    MANY_FACTS = 65536, // from so many on a fact is kept by one shingle, and looked for by that one
    KEEP_TITLE = 4,
    KEEP_VARIANTS = 8,
    CANDIDATES = 6, // looked at closely
    CANDIDATES_MANY = 2,
    VARIANTS = 4,   // of a fact
    TITLE_MIN = 4,  // terms of a title that another one may hold; a shorter one must be the same
    SAME_MIN = 2,
    VARIANT_MIN = 6, // shingles of a text that circulates
    TEXT_MAX = 8192,
};
static const double LONGER = 0.6;        // a title's share of the one that holds it, in terms
static const double ORDER = 0.6;         // its neighbours that are neighbours there
static const double VARIANT_SHARE = 0.9; // of the shorter text's shingles that the other has

struct group {
    uint32_t count, numbers[GROUP_MAX];
};

struct groups {
    struct shingles *shingles;
    struct slot_table *by_number; // facts that do not stand alone, to the group's place
    struct group *groups;         // count 0: free
    uint32_t count, size;
};

struct groups *groups_new(void) {
    struct groups *g = xcalloc(1, sizeof *g);
    g->shingles = shingles_new();
    g->by_number = slots_new();
    return g;
}

void groups_free(struct groups *g) {
    if (!g)
        return;
    shingles_free(g->shingles);
    slots_free(g->by_number);
    free(g->groups);
    free(g);
}

size_t groups_bytes(const struct groups *g) {
    return shingles_bytes(g->shingles) + slots_bytes(g->by_number) + g->size * sizeof *g->groups;
}

// --- the sets

static const char *key_of(const uint32_t *number) {
    return (const char *)number;
}

static uint32_t place_of(const struct groups *g, uint32_t number) {
    struct slots s = slots_get(g->by_number, key_of(&number), sizeof number);
    return s.count ? s.items[0] : UINT32_MAX;
}

size_t groups_get(const struct groups *g, uint32_t number, const uint32_t **ret_numbers) {
    uint32_t place = place_of(g, number);
    if (place == UINT32_MAX)
        return 0;
    *ret_numbers = g->groups[place].numbers;
    return g->groups[place].count;
}

static uint32_t new_place(struct groups *g) {
    for (uint32_t i = 0; i < g->count; i++)
        if (!g->groups[i].count)
            return i;
    if (g->count == g->size) {
        g->size = g->size ? g->size * 2 : 16;
        g->groups = xrealloc(g->groups, g->size * sizeof *g->groups);
    }
    g->groups[g->count] = (struct group){0};
    return g->count++;
}

static void join(struct groups *g, uint32_t place, uint32_t number) {
    struct group *to = &g->groups[place];
    to->numbers[to->count++] = number;
    slots_put(g->by_number, key_of(&number), sizeof number, place);
}

static void leave(struct groups *g, uint32_t number) {
    uint32_t place = place_of(g, number);
    if (place == UINT32_MAX)
        return;
    struct group *from = &g->groups[place];
    slots_remove(g->by_number, key_of(&number), sizeof number, place);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < from->count; i++)
        if (from->numbers[i] != number)
            from->numbers[kept++] = from->numbers[i];
    from->count = kept;
    if (kept == 1)
        leave(g, from->numbers[0]);
}

// Brings the two together, with all that stand beside each; false when they are too many.
static bool merge(struct groups *g, uint32_t one, uint32_t other) {
    uint32_t to = place_of(g, one), from = place_of(g, other);
    if (to != UINT32_MAX && to == from)
        return true;
    uint32_t ones = to == UINT32_MAX ? 1 : g->groups[to].count, others = from == UINT32_MAX ? 1 : g->groups[from].count;
    if (ones + others > GROUP_MAX)
        return false;
    if (to == UINT32_MAX) {
        to = new_place(g);
        join(g, to, one);
    }
    struct group moved = {1, {other}};
    if (from != UINT32_MAX)
        moved = g->groups[from];
    for (uint32_t i = 0; i < moved.count && from != UINT32_MAX; i++)
        slots_remove(g->by_number, key_of(&moved.numbers[i]), sizeof moved.numbers[i], from);
    if (from != UINT32_MAX)
        g->groups[from].count = 0;
    for (uint32_t i = 0; i < moved.count; i++)
        join(g, to, moved.numbers[i]);
    return true;
}

// --- likeness

static bool has_term(const struct phrase *p, uint32_t term) {
    for (uint32_t i = 0; i < p->count; i++)
        if (p->terms[i] == term)
            return true;
    return false;
}

static bool has_pair(const struct phrase *p, uint32_t first, uint32_t second) {
    for (uint32_t i = 0; i + 1 < p->count; i++)
        if (p->terms[i] == first && p->terms[i + 1] == second)
            return true;
    return false;
}

// Whether the shorter title stands in the longer one, whole and mostly in its order. One name, place or number that is
// another one is another claim: templates are alike in all the rest.
static bool is_title_held(const struct phrase *x, const struct phrase *y) {
    const struct phrase *shorter = x->count <= y->count ? x : y, *longer = shorter == x ? y : x;
    bool is_same_length = shorter->count == longer->count && shorter->count >= SAME_MIN;
    if (!is_same_length && (shorter->count < TITLE_MIN || shorter->count < LONGER * longer->count))
        return false;
    uint32_t pairs = 0;
    for (uint32_t i = 0; i < shorter->count; i++) {
        if (!has_term(longer, shorter->terms[i]))
            return false;
        pairs += i + 1 < shorter->count && has_pair(longer, shorter->terms[i], shorter->terms[i + 1]);
    }
    return pairs >= ORDER * (shorter->count - 1);
}

struct hashes {
    uint32_t items[SHINGLES_MAX];
    size_t count;
};

static int by_value(const void *a, const void *b) {
    uint32_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x < y ? -1 : x > y;
}

static void hash_text(const struct tokens *t, struct hashes *h) {
    h->count = shingles_of(t, 0, h->items);
    if (h->count)
        qsort(h->items, h->count, sizeof *h->items, by_value);
}

static size_t shared(const struct hashes *x, const struct hashes *y) {
    size_t count = 0;
    for (size_t i = 0, j = 0; i < x->count && j < y->count;) {
        count += x->items[i] == y->items[j];
        bool is_less = x->items[i] < y->items[j], is_more = x->items[i] > y->items[j];
        i += !is_more;
        j += !is_less;
    }
    return count;
}

static bool is_text_held(const struct hashes *x, const struct hashes *y) {
    size_t least = x->count < y->count ? x->count : y->count;
    return least >= VARIANT_MIN && (double)shared(x, y) >= VARIANT_SHARE * (double)least;
}

struct claim {
    const struct record *record;
    struct hashes *variants; // of the first VARIANTS
    size_t variant_count;
};

static size_t variants_of(const struct fact *f) {
    return f->variants.count < VARIANTS ? f->variants.count : VARIANTS;
}

static void read_claim(const struct knowledge *k, const struct record *r, const struct fact_words *words, struct claim *c) {
    *c = (struct claim){.record = r, .variant_count = variants_of(&r->fact)};
    c->variants = arena_alloc(k->scratch, (c->variant_count + 1) * sizeof *c->variants);
    struct reader reader = fact_reader(k);
    for (size_t i = 0; i < c->variant_count; i++) {
        struct tokens own;
        if (!words)
            tokens_read(&reader, r->fact.variants.items[i], TEXT_MAX, k->scratch, &own);
        hash_text(words ? &words->variants[i].tokens : &own, &c->variants[i]);
    }
}

static bool is_alike(const struct knowledge *k, const struct claim *c, uint32_t number) {
    const struct record *other = unpack(k, records_packed(k->records, number), k->scratch);
    if (other->fact.kind != FACT_CLAIM || !text_is_equal(other->fact.lang, c->record->fact.lang))
        return false;
    if (is_title_held(&c->record->phrases[0], &other->phrases[0]))
        return true;
    if (!c->variant_count || !other->fact.variants.count)
        return false;
    struct claim read;
    read_claim(k, other, NULL, &read);
    for (size_t i = 0; i < c->variant_count; i++)
        for (size_t j = 0; j < read.variant_count; j++)
            if (is_text_held(&c->variants[i], &read.variants[j]))
                return true;
    return false;
}

// --- facts come and go

// The least `most` hashes of a text, put behind those of others.
static size_t add_least(const struct tokens *t, size_t most, uint32_t *out) {
    uint32_t all[SHINGLES_MAX];
    size_t count = shingles_of(t, 0, all), kept = 0;
    for (size_t i = 0; i < count; i++) {
        size_t at = kept < most ? kept++ : kept;
        if (at == kept && (!most || all[i] >= out[--at]))
            continue;
        for (; at > 0 && out[at - 1] > all[i]; at--)
            out[at] = out[at - 1];
        out[at] = all[i];
    }
    return kept;
}

// Of the title and of the texts that circulate: of near copies they are the same ones.
static size_t kept_hashes(const struct fact *f, const struct fact_words *words, bool is_many, uint32_t out[KEEP_TITLE + KEEP_VARIANTS]) {
    size_t variants = variants_of(f), count = add_least(&words->title.tokens, is_many ? 1 : KEEP_TITLE, out);
    for (size_t i = 0; i < variants; i++)
        count += add_least(&words->variants[i].tokens, is_many ? 1 : KEEP_VARIANTS / variants, out + count);
    return count;
}

static bool is_grouped(const struct fact *f) {
    return f->kind == FACT_CLAIM;
}

void groups_put(struct knowledge *k, const struct record *r, const struct fact_words *words) {
    if (!is_grouped(&r->fact))
        return;
    uint32_t hashes[KEEP_TITLE + KEEP_VARIANTS];
    struct shingle_hit hits[CANDIDATES];
    bool is_many = k->fact_count > MANY_FACTS;
    size_t count = kept_hashes(&r->fact, words, is_many, hashes);
    size_t found = shingles_find(k->groups->shingles, hashes, count, hits, is_many ? CANDIDATES_MANY : CANDIDATES);
    struct claim c;
    if (found)
        read_claim(k, r, words, &c);
    for (size_t i = 0; i < found; i++)
        if (is_alike(k, &c, hits[i].text))
            merge(k->groups, r->number, hits[i].text);
    shingles_put(k->groups->shingles, r->number, hashes, count, count);
}

// Those that stood together only through the one that left part.
static void link_again(struct knowledge *k, const uint32_t *numbers, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct claim c;
        read_claim(k, unpack(k, records_packed(k->records, numbers[i]), k->scratch), NULL, &c);
        for (size_t j = 0; j < i; j++)
            if (is_alike(k, &c, numbers[j]))
                merge(k->groups, numbers[i], numbers[j]);
    }
}

void groups_remove(struct knowledge *k, const struct record *r, const struct fact_words *words) {
    if (!is_grouped(&r->fact))
        return;
    uint32_t hashes[KEEP_TITLE + KEEP_VARIANTS], rest[GROUP_MAX];
    size_t count = kept_hashes(&r->fact, words, false, hashes), left = 0; // the few of a large base are among them
    shingles_remove(k->groups->shingles, r->number, hashes, count);
    const uint32_t *numbers;
    size_t members = groups_get(k->groups, r->number, &numbers);
    for (size_t i = 0; i < members; i++)
        if (numbers[i] != r->number)
            rest[left++] = numbers[i];
    leave(k->groups, r->number);
    for (size_t i = 0; i < left && left > 1; i++)
        leave(k->groups, rest[i]);
    if (left > 1)
        link_again(k, rest, left);
}

// --- what is asked of them

const struct record *record_group(const struct knowledge *k, const struct record *r) {
    const struct record *root = record_root(k, r), *best = root, *const from[] = {root, r};
    for (size_t f = 0; f < (root == r ? 1 : COUNT_OF(from)); f++) {
        const uint32_t *numbers;
        size_t count = groups_get(k->groups, from[f]->number, &numbers);
        for (size_t i = 0; i < count; i++) {
            const struct record *of = record_root(k, record_at(k, numbers[i]));
            best = of->number < best->number ? of : best;
        }
    }
    return best;
}

static const char *checked_on(const struct fact *f) {
    const char *date = f->as_of ? f->as_of : f->source_count && f->sources[0].date ? f->sources[0].date : f->updated;
    return date ? date : "";
}

const struct fact *group_newest(const struct knowledge *k, const struct fact *fact, int64_t day) {
    const struct record *r = record_find(k, fact->id);
    const uint32_t *numbers;
    size_t count = r ? groups_get(k->groups, r->number, &numbers) : 0;
    const struct fact *best = fact;
    for (size_t i = 0; i < count; i++) {
        const struct fact *f = knowledge_newest(k, &record_at(k, numbers[i])->fact, day);
        bool is_valid = !fact_is_expired(f, day) && f->verdict;
        if (is_valid && (fact_is_expired(best, day) || strcmp(checked_on(f), checked_on(best)) > 0))
            best = f;
    }
    return best;
}

size_t knowledge_group(const struct knowledge *k, const struct fact *fact, const struct fact **out, size_t max) {
    const struct record *r = record_find(k, fact->id);
    const uint32_t *numbers;
    size_t members = r ? groups_get(k->groups, r->number, &numbers) : 0, count = 0;
    for (size_t i = 0; i < members && count < max; i++)
        if (numbers[i] != r->number)
            out[count++] = &record_at(k, numbers[i])->fact;
    return count;
}
