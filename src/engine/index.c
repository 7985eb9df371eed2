// SPDX-License-Identifier: Apache-2.0
#include "index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/mem.h"

enum { SEGMENT_BITS = 16, SEGMENT = 1 << SEGMENT_BITS };

// The facts of one segment that hold one term, ascending; room for `size` of each in one block.
struct postings {
    uint16_t segment;
    uint32_t count, size;
    uint16_t *facts; // the impacts follow
};

struct term_postings {
    struct postings *segments;
    uint32_t count;
};

struct sum {
    float score;
    uint32_t places;
};

struct index {
    struct vocabulary *vocabulary;
    struct index_shape shape;
    struct term_postings *terms; // by term
    size_t term_count, facts, bytes;
    uint32_t segments;
    float scale; // of one step of an impact
    struct sum *sums;  // SEGMENT of them, all zero between searches
    uint16_t *touched; // facts whose sum is not zero
};

static uint8_t *impacts_of(const struct postings *p) {
    return (uint8_t *)(p->facts + p->size);
}

struct index *index_new(struct vocabulary *v, const struct index_shape *shape) {
    struct index *i = xcalloc(1, sizeof *i);
    i->vocabulary = v;
    i->shape = *shape;
    i->scale = (float)((shape->k1 + 1) * (1 + shape->title) / 255);
    i->sums = xcalloc(SEGMENT, sizeof *i->sums);
    i->touched = xmalloc((SEGMENT + 1) * sizeof *i->touched);
    return i;
}

void index_free(struct index *i) {
    if (!i)
        return;
    for (size_t t = 0; t < i->term_count; t++) {
        for (uint32_t s = 0; s < i->terms[t].count; s++)
            free(i->terms[t].segments[s].facts);
        free(i->terms[t].segments);
    }
    free(i->terms);
    free(i->sums);
    free(i->touched);
    free(i);
}

size_t index_facts(const struct index *i) {
    return i->facts;
}

double index_idf(const struct index *i, uint32_t facts) {
    double n = (double)i->facts;
    return log(1 + (fmax(n - facts, 0) + 0.5) / (facts + 0.5));
}

size_t index_bytes(const struct index *i) {
    return i->bytes + i->term_count * sizeof *i->terms + SEGMENT * (sizeof *i->sums + sizeof *i->touched);
}

static double saturate(const struct index_shape *s, double times, double len, double mean) {
    return times * (s->k1 + 1) / (times + s->k1 * (1 - s->b + s->b * len / mean));
}

static uint8_t impact_of(const struct index *i, const struct index_entry *e, double all, double title) {
    double part = saturate(&i->shape, e->all, all, i->shape.mean_all);
    if (e->title)
        part += i->shape.title * saturate(&i->shape, e->title, title, i->shape.mean_title);
    double steps = part / (double)i->scale;
    return (uint8_t)(steps < 1 ? 1 : steps > 255 ? 255 : lround(steps));
}

static struct postings *postings_at(struct index *i, uint32_t term, uint16_t segment) {
    if (term >= i->term_count) {
        size_t count = i->term_count ? i->term_count * 2 : 1024;
        while (count <= term)
            count *= 2;
        i->terms = xrealloc(i->terms, count * sizeof *i->terms);
        memset(i->terms + i->term_count, 0, (count - i->term_count) * sizeof *i->terms);
        i->term_count = count;
    }
    struct term_postings *t = &i->terms[term];
    uint32_t at = t->count;
    while (at > 0 && t->segments[at - 1].segment >= segment)
        at--;
    if (at < t->count && t->segments[at].segment == segment)
        return &t->segments[at];
    t->segments = xrealloc(t->segments, (t->count + 1) * sizeof *t->segments);
    memmove(t->segments + at + 1, t->segments + at, (t->count - at) * sizeof *t->segments);
    t->segments[at] = (struct postings){.segment = segment};
    t->count++;
    i->bytes += sizeof *t->segments;
    return &t->segments[at];
}

static uint32_t place_of(const struct postings *p, uint16_t fact) {
    uint32_t low = 0, high = p->count;
    if (high && p->facts[high - 1] < fact)
        return high;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (p->facts[middle] < fact)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void postings_grow(struct index *i, struct postings *p) {
    uint32_t size = p->size < 2 ? p->size + 1 : p->size * 2;
    uint16_t *facts = xmalloc(size * (sizeof *facts + 1));
    if (p->count) {
        memcpy(facts, p->facts, p->count * sizeof *facts);
        memcpy(facts + size, impacts_of(p), p->count);
    }
    i->bytes += (size - p->size) * (sizeof *facts + 1);
    free(p->facts);
    p->facts = facts;
    p->size = size;
}

static void postings_put(struct index *i, struct postings *p, uint16_t fact, uint8_t impact) {
    if (p->count == p->size)
        postings_grow(i, p);
    uint32_t at = place_of(p, fact);
    uint8_t *impacts = impacts_of(p);
    memmove(p->facts + at + 1, p->facts + at, (p->count - at) * sizeof *p->facts);
    memmove(impacts + at + 1, impacts + at, p->count - at);
    p->facts[at] = fact;
    impacts[at] = impact;
    p->count++;
}

void index_put(struct index *i, uint32_t fact, const struct index_entry *entries, size_t count) {
    double all = 0, title = 0;
    for (size_t e = 0; e < count; e++) {
        all += entries[e].all;
        title += entries[e].title;
    }
    uint16_t segment = (uint16_t)(fact >> SEGMENT_BITS);
    for (size_t e = 0; e < count; e++) {
        struct postings *p = postings_at(i, entries[e].term, segment);
        postings_put(i, p, (uint16_t)fact, impact_of(i, &entries[e], all, title));
        vocabulary_count(i->vocabulary, entries[e].term, 1);
    }
    if (segment >= i->segments)
        i->segments = segment + 1u;
    i->facts++;
}

static void postings_remove(struct postings *p, uint16_t fact) {
    uint32_t at = place_of(p, fact);
    if (at == p->count || p->facts[at] != fact)
        return;
    uint8_t *impacts = impacts_of(p);
    memmove(p->facts + at, p->facts + at + 1, (p->count - at - 1) * sizeof *p->facts);
    memmove(impacts + at, impacts + at + 1, p->count - at - 1);
    p->count--;
}

void index_remove(struct index *i, uint32_t fact, const struct index_entry *entries, size_t count) {
    for (size_t e = 0; e < count; e++) {
        postings_remove(postings_at(i, entries[e].term, (uint16_t)(fact >> SEGMENT_BITS)), (uint16_t)fact);
        vocabulary_count(i->vocabulary, entries[e].term, -1);
    }
    i->facts--;
}

static const struct postings *postings_find(const struct index *i, uint32_t term, uint32_t segment) {
    if (term >= i->term_count)
        return NULL;
    const struct term_postings *t = &i->terms[term];
    for (uint32_t s = 0; s < t->count; s++)
        if (t->segments[s].segment == segment)
            return &t->segments[s];
    return NULL;
}

// Adds one term's parts to the sums; returns how many facts are touched by now.
static size_t add_postings(const struct index *i, const struct postings *p, const struct index_term *term, size_t touched) {
    const uint8_t *impacts = impacts_of(p);
    float weight = term->weight * i->scale;
    uint32_t place = 1u << term->place;
    for (uint32_t at = 0; at < p->count; at++) {
        uint16_t fact = p->facts[at];
        struct sum *s = &i->sums[fact];
        i->touched[touched] = fact;
        touched += s->places == 0;
        s->score += weight * (float)impacts[at];
        s->places |= place;
    }
    return touched;
}

// Best first; of equals the one met first.
static size_t keep_best(struct index_hit *best, size_t count, size_t max, struct index_hit hit) {
    if (count == max && hit.score <= best[count - 1].score)
        return count;
    size_t at = count < max ? count++ : count - 1;
    for (; at > 0 && best[at - 1].score < hit.score; at--)
        best[at] = best[at - 1];
    best[at] = hit;
    return count;
}

size_t index_search(const struct index *i, const struct index_term *terms, size_t count, struct index_hit *out, size_t max) {
    size_t found = 0;
    for (uint32_t segment = 0; segment < i->segments; segment++) {
        size_t touched = 0;
        for (size_t t = 0; t < count; t++) {
            const struct postings *p = postings_find(i, terms[t].term, segment);
            if (p)
                touched = add_postings(i, p, &terms[t], touched);
        }
        for (size_t k = 0; k < touched; k++) {
            struct sum *s = &i->sums[i->touched[k]];
            struct index_hit hit = {segment << SEGMENT_BITS | i->touched[k], s->places, s->score};
            *s = (struct sum){0};
            if (found < max || hit.score > out[max - 1].score)
                found = keep_best(out, found, max, hit);
        }
    }
    return found;
}
