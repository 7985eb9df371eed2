// SPDX-License-Identifier: Apache-2.0
#include "index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/mem.h"
#include "index_parts.h"

enum {
    OPEN_FULL = 4096,  // facts of the open segment from which on it is sealed in the background
    GONE_SHARE = 4,    // a segment is made anew when one in so many of its facts is gone
    IMPACT_MOST = 255,
};
#define FACT_NONE UINT32_MAX
#define WAITING 0xffffu // instead of a segment
static const double DRIFT = 1.25; // of a mean length

struct index *index_new(struct vocabulary *v, const struct index_shape *shape) {
    struct index *i = xcalloc(1, sizeof *i);
    i->vocabulary = v;
    i->shape = *shape;
    i->scale = (float)((shape->k1 + 1) * (1 + shape->title) / IMPACT_MOST);
    i->sums = xcalloc(SEGMENT_FACTS, sizeof *i->sums);
    i->touched = xmalloc((SEGMENT_FACTS + 1) * sizeof *i->touched);
    for (size_t step = 0; step <= 1 << LOG_BITS; step++)
        i->logs[step] = log1p((double)step / (1 << LOG_BITS));
    for (size_t facts = 0; facts < FEW_FACTS; facts++)
        i->few_logs[facts] = log((double)facts + 0.5);
    return i;
}

static void waiting_done(struct waiting *w) {
    free(w->numbers);
    free(w->ends);
    free(w->entries);
    *w = (struct waiting){0};
}

void index_free(struct index *i) {
    if (!i)
        return;
    for (uint32_t s = 0; s < i->segment_count; s++)
        segment_free(i->segments[s]);
    if (i->is_merging)
        merge_drop(&i->merge);
    waiting_done(&i->waiting);
    free(i->segments);
    free(i->where);
    free(i->peaks);
    free(i->sums);
    free(i->touched);
    free(i);
}

size_t index_facts(const struct index *i) {
    return i->facts;
}

// ln(facts + 1/2): the exponent, and a table of the mantissa between whose steps it is straight.
static double log_half(const struct index *i, uint32_t facts) {
    double x = facts + 0.5;
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int exponent = (int)(bits >> 52) - 1023;
    uint64_t mantissa = bits & 0xfffffffffffffu;
    size_t step = (size_t)(mantissa >> (52 - LOG_BITS));
    double within = (double)(mantissa & ((1ull << (52 - LOG_BITS)) - 1)) * 0x1p-42;
    return exponent * M_LN2 + i->logs[step] + within * (i->logs[step + 1] - i->logs[step]);
}

// ln(1 + (n - facts + 1/2) / (facts + 1/2))
double index_idf(const struct index *i, uint32_t facts) {
    if (facts >= i->facts)
        return log(1 + 0.5 / (facts + 0.5));
    return i->log_facts - (facts < FEW_FACTS ? i->few_logs[facts] : log_half(i, facts));
}

uint64_t index_changes(const struct index *i) {
    return vocabulary_changes(i->vocabulary) << 24 ^ i->facts;
}

static void count_fact(struct index *i, const struct index_entry *entries, size_t count, int change) {
    for (size_t e = 0; e < count; e++) {
        vocabulary_count(i->vocabulary, entries[e].term, change);
        i->words_all += change * entries[e].all;
        i->words_title += change * entries[e].title;
    }
    i->facts = change > 0 ? i->facts + 1 : i->facts - 1;
    i->log_facts = log((double)i->facts + 1);
}

static uint32_t new_segment(struct index *i, struct segment *s) {
    for (uint32_t at = 0; at < i->segment_count; at++)
        if (!i->segments[at]) {
            i->segments[at] = s;
            return at;
        }
    if (i->segment_count == i->segment_size) {
        i->segment_size = i->segment_size ? i->segment_size * 2 : 8;
        i->segments = xrealloc(i->segments, i->segment_size * sizeof *i->segments);
    }
    i->segments[i->segment_count] = s;
    return i->segment_count++;
}

static void set_where(struct index *i, uint32_t fact, uint32_t segment, uint32_t place) {
    if (fact >= i->where_size) {
        size_t size = i->where_size ? i->where_size + i->where_size / 4 : 64;
        i->where_size = size > fact ? size : fact + 1u;
        i->where = xrealloc(i->where, i->where_size * sizeof *i->where);
    }
    i->where[fact] = segment << SEGMENT_BITS | place;
}

static double saturate(const struct index_shape *s, double times, double relative) {
    return times * (s->k1 + 1) / (times + s->k1 * (1 - s->b + s->b * relative));
}

static void raise_peak(struct index *i, uint32_t term, uint8_t impact) {
    if (term >= i->term_size) {
        uint32_t size = i->term_size ? i->term_size + i->term_size / 2 : 1024;
        size = size > term ? size : term + 1;
        i->peaks = xrealloc(i->peaks, size);
        memset(i->peaks + i->term_size, 0, size - i->term_size);
        i->term_size = size;
    }
    if (i->peaks[term] < impact)
        i->peaks[term] = impact;
}

// What each term of a fact adds to its score, in steps of i->scale.
static void weigh(struct index *i, const struct index_entry *entries, size_t count, struct posting *out) {
    double all = 0, title = 0;
    for (size_t e = 0; e < count; e++) {
        all += entries[e].all;
        title += entries[e].title;
    }
    all /= i->shape.mean_all;
    title /= i->shape.mean_title;
    for (size_t e = 0; e < count; e++) {
        double part = saturate(&i->shape, entries[e].all, all);
        if (entries[e].title)
            part += i->shape.title * saturate(&i->shape, entries[e].title, title);
        double steps = part / (double)i->scale;
        uint8_t impact = (uint8_t)(steps < 1 ? 1 : steps > IMPACT_MOST ? IMPACT_MOST : lround(steps));
        out[e] = (struct posting){entries[e].term, impact};
        raise_peak(i, entries[e].term, impact);
    }
}

static uint32_t segment_at(const struct index *i, const struct segment *s) {
    uint32_t at = 0;
    while (i->segments[at] != s)
        at++;
    return at;
}

void index_put(struct index *i, uint32_t fact, const struct index_entry *entries, size_t count) {
    if (!i->open || i->open->count == SEGMENT_FACTS) {
        i->open = segment_open();
        new_segment(i, i->open);
    }
    struct posting *postings = xmalloc((count + 1) * sizeof *postings);
    weigh(i, entries, count, postings);
    uint32_t place = segment_put(i->open, fact, postings, count);
    free(postings);
    set_where(i, fact, segment_at(i, i->open), place);
    count_fact(i, entries, count, 1);
}

void index_remove(struct index *i, uint32_t fact, const struct index_entry *entries, size_t count) {
    uint32_t at = i->where[fact] >> SEGMENT_BITS, place = i->where[fact] & (SEGMENT_FACTS - 1);
    count_fact(i, entries, count, -1);
    if (at == WAITING) {
        i->waiting.numbers[place] = FACT_NONE;
        return;
    }
    segment_remove(i->segments[at], place);
    if (i->is_merging)
        merge_remove(&i->merge, i->segments[at], place);
}

void index_load(struct index *i, uint32_t fact, const struct index_entry *entries, size_t count) {
    struct waiting *w = &i->waiting;
    if (w->count == SEGMENT_FACTS)
        index_settle(i);
    if (w->count == w->size) {
        w->size = w->size ? w->size * 2 : 256;
        w->numbers = xrealloc(w->numbers, w->size * sizeof *w->numbers);
        w->ends = xrealloc(w->ends, w->size * sizeof *w->ends);
    }
    if (w->entry_count + count > w->entry_size) {
        w->entry_size = w->entry_size * 2 + (uint32_t)count + 1024;
        w->entries = xrealloc(w->entries, w->entry_size * sizeof *w->entries);
    }
    if (count)
        memcpy(w->entries + w->entry_count, entries, count * sizeof *entries);
    w->entry_count += (uint32_t)count;
    set_where(i, fact, WAITING, w->count);
    w->numbers[w->count] = fact;
    w->ends[w->count++] = w->entry_count;
    count_fact(i, entries, count, 1);
}

static bool is_far(double mean, double now) {
    return now > mean * DRIFT || now * DRIFT < mean;
}

bool index_has_drifted(const struct index *i, struct index_shape *ret_shape) {
    const struct index_shape old = i->shape;
    if (!i->facts)
        return false;
    double n = (double)i->facts;
    *ret_shape = old;
    ret_shape->mean_all = fmax(i->words_all / n, 1);
    ret_shape->mean_title = fmax(i->words_title / n, 1);
    ret_shape->is_measured = true;
    return is_far(old.mean_all, ret_shape->mean_all) || is_far(old.mean_title, ret_shape->mean_title);
}

void index_set_shape(struct index *i, const struct index_shape *shape) {
    i->shape = *shape;
}

// The first facts that are loaded tell the mean lengths.
static void measure(struct index *i) {
    if (i->shape.is_measured || i->facts > i->waiting.count)
        return;
    index_has_drifted(i, &i->shape);
}

void index_settle(struct index *i) {
    struct waiting *w = &i->waiting;
    if (!w->count)
        return;
    measure(i);
    struct posting *postings = xmalloc((w->entry_count + 1u) * sizeof *postings);
    uint32_t terms = 0;
    for (uint32_t f = 0, e = 0; f < w->count; e = w->ends[f++])
        weigh(i, w->entries + e, w->ends[f] - e, postings + e);
    for (uint32_t e = 0; e < w->entry_count; e++)
        terms = postings[e].term >= terms ? postings[e].term + 1 : terms;
    const struct sealing all = {w->count, w->entry_count, w->numbers, w->ends, postings};
    struct segment *s = segment_seal(&all, terms);
    uint32_t at = new_segment(i, s);
    for (uint32_t f = 0; f < w->count; f++)
        if (w->numbers[f] == FACT_NONE)
            segment_remove(s, f);
        else
            set_where(i, w->numbers[f], at, f);
    free(postings);
    waiting_done(w);
}


static bool wants_merge(const struct index *i, const struct segment *s) {
    return s == i->open ? s->count >= OPEN_FULL : !segment_is_sealed(s) || s->gone_count * GONE_SHARE > s->count;
}

static uint32_t live(const struct segment *s) {
    return s->count - s->gone_count;
}

// The segment that most needs it, and the smallest sealed one that fits beside it.
static bool merge_choose(struct index *i, struct segment *from[2], uint32_t *ret_count) {
    uint32_t first = PLACE_NONE, second = PLACE_NONE;
    for (uint32_t s = 0; s < i->segment_count && first == PLACE_NONE; s++)
        if (i->segments[s] && wants_merge(i, i->segments[s]))
            first = s;
    if (first == PLACE_NONE)
        return false;
    for (uint32_t s = 0; s < i->segment_count; s++) {
        const struct segment *other = i->segments[s];
        bool fits = other && s != first && other != i->open && live(other) + live(i->segments[first]) <= SEGMENT_FACTS;
        if (fits && (second == PLACE_NONE || live(other) < live(i->segments[second])))
            second = s;
    }
    *ret_count = second == PLACE_NONE ? 1 : 2;
    for (uint32_t m = 0; m < *ret_count; m++) {
        i->merge_at[m] = m ? second : first;
        from[m] = i->segments[i->merge_at[m]];
    }
    if (from[0] == i->open)
        i->open = NULL;
    return true;
}

static void merge_finish(struct index *i) {
    uint32_t count = i->merge.from_count, at = i->merge_at[0];
    struct segment *to = merge_end(&i->merge);
    i->is_merging = false;
    for (uint32_t m = 0; m < count; m++) {
        segment_free(i->segments[i->merge_at[m]]);
        i->segments[i->merge_at[m]] = NULL;
    }
    i->segments[at] = to;
    for (uint32_t place = 0; place < to->count; place++)
        if (!segment_is_gone(to, place))
            i->where[to->numbers[place]] = at << SEGMENT_BITS | place;
}

bool index_compact(struct index *i, size_t postings) {
    struct segment *from[2];
    uint32_t count;
    if (!i->is_merging) {
        if (!merge_choose(i, from, &count))
            return false;
        merge_begin(&i->merge, from, count, i->term_size);
        i->is_merging = true;
    }
    if (merge_step(&i->merge, postings))
        merge_finish(i);
    return true;
}

size_t index_bytes(const struct index *i) {
    size_t bytes = i->where_size * sizeof *i->where + i->term_size + SEGMENT_FACTS * (sizeof *i->sums + sizeof *i->touched);
    for (uint32_t s = 0; s < i->segment_count; s++)
        bytes += i->segments[s] ? segment_bytes(i->segments[s]) : 0;
    return bytes;
}
