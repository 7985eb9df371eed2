// SPDX-License-Identifier: Apache-2.0
// Term at a time within a segment, the terms that can add most first. Once so many facts are kept as are wanted,
// the worst of them is the threshold: terms that together cannot lift a fact over it bring no new facts, they only
// add to those that the others brought. Few terms with long lists go another way, index_levels.c. What is found is what an exhaustive search finds, except that terms
// beyond POSTINGS_MOST bring no facts either.
#include <math.h>
#include <string.h>

#include "index_parts.h"

enum {
    WEIGHT_STEPS = 2048,     // of an idf: 32 terms of impact 255 stay below 2^32
    WEIGHT_MOST = 40 * WEIGHT_STEPS,
    POSTINGS_MOST = 50000,   // that bring facts, of one query
    SCAN_SHARE = 16,         // postings that are scanned in the time that one is looked up
};

// Of equals the one met first stays.
static void keep(struct search *s, struct kept one) {
    size_t at = s->found < s->max ? s->found++ : s->found - 1;
    for (; at > 0 && s->best[at - 1].score < one.score; at--)
        s->best[at] = s->best[at - 1];
    s->best[at] = one;
    if (s->found == s->max)
        s->threshold = s->best[s->max - 1].score;
}

void search_offer(struct search *s, const struct part *p, uint32_t place, struct sum sum) {
    if (sum.score > s->threshold && !segment_is_gone(p->segment, place))
        keep(s, (struct kept){sum.score, sum.places, p->segment->numbers[place]});
}

uint32_t impact_at(const struct postings *p, uint16_t place) {
    const uint16_t *at = p->places;
    for (uint32_t left = p->count; left > 1;) {
        uint32_t half = left / 2;
        at += at[half] <= place ? half : 0;
        left -= half;
    }
    return *at == place ? p->impacts[at - p->places] : 0;
}

// What an impact must be above to matter when nothing else is known of the fact.
static uint32_t least_impact(const struct search *s, const struct part *p, size_t lane) {
    uint32_t rest = p->rest[lane + 1];
    return s->threshold > rest ? (s->threshold - rest) / p->lanes[lane].weight : 0;
}

static void add_all(const struct index *i, struct part *p, size_t lane) {
    const struct postings *list = &p->postings[lane];
    uint32_t weight = p->lanes[lane].weight, bit = p->lanes[lane].bit;
    size_t touched = p->touched;
    for (uint32_t k = 0; k < list->count; k++) {
        struct sum *sum = &i->sums[list->places[k]];
        i->touched[touched] = list->places[k];
        touched += sum->places == 0;
        sum->score += weight * list->impacts[k];
        sum->places |= bit;
    }
    p->touched = touched;
}

// Facts that others brought, and those whose impact is above `least`.
static void add_above(const struct index *i, struct part *p, size_t lane, uint32_t least) {
    const struct postings *list = &p->postings[lane];
    uint32_t weight = p->lanes[lane].weight, bit = p->lanes[lane].bit;
    for (uint32_t k = 0; k < list->count; k++) {
        struct sum *sum = &i->sums[list->places[k]];
        if (!sum->places && list->impacts[k] <= least)
            continue;
        i->touched[p->touched] = list->places[k];
        p->touched += sum->places == 0;
        sum->score += weight * list->impacts[k];
        sum->places |= bit;
    }
}

static void add_to_touched(const struct index *i, struct part *p, size_t lane) {
    for (size_t k = 0; k < p->touched; k++) {
        uint32_t impact = impact_at(&p->postings[lane], i->touched[k]);
        struct sum *sum = &i->sums[i->touched[k]];
        sum->score += p->lanes[lane].weight * impact;
        sum->places |= impact ? p->lanes[lane].bit : 0;
    }
}

// Lets go of the facts that the lanes from here on cannot lift over the threshold.
static void drop_hopeless(const struct search *s, struct part *p, size_t lane) {
    const struct index *i = s->i;
    size_t kept = 0;
    for (size_t k = 0; k < p->touched; k++) {
        uint16_t place = i->touched[k];
        if (i->sums[place].score + p->rest[lane] > s->threshold)
            i->touched[kept++] = place;
        else
            i->sums[place] = (struct sum){0};
    }
    p->touched = kept;
}

static void search_several(struct search *s, struct part *p) {
    const struct index *i = s->i;
    for (size_t lane = 0; lane < p->bringing; lane++) {
        uint32_t least = least_impact(s, p, lane);
        if (least)
            add_above(i, p, lane, least);
        else
            add_all(i, p, lane);
    }
    for (size_t lane = p->bringing; lane < p->count; lane++) {
        drop_hopeless(s, p, lane);
        if (p->postings[lane].count / SCAN_SHARE < p->touched)
            add_above(i, p, lane, UINT8_MAX);
        else
            add_to_touched(i, p, lane);
    }
    for (size_t k = 0; k < p->touched; k++) {
        struct sum sum = i->sums[i->touched[k]];
        i->sums[i->touched[k]] = (struct sum){0};
        if (sum.score > s->threshold)
            search_offer(s, p, i->touched[k], sum);
    }
}

// The lanes that have postings in the segment; asks the memory for their beginnings.
static void gather(const struct search *s, const struct segment *segment, struct part *p) {
    p->segment = segment;
    p->count = p->touched = p->bringing = 0;
    for (size_t t = 0; t < s->count; t++) {
        struct postings found = segment_find(segment, s->lanes[t].term);
        if (!found.count)
            continue;
        __builtin_prefetch(found.places);
        __builtin_prefetch(found.impacts);
        p->lanes[p->count] = s->lanes[t];
        p->from[p->count] = t;
        p->postings[p->count++] = found;
        p->bringing += t < s->bringing;
    }
    p->rest[p->count] = 0;
    for (size_t t = p->count; t > 0; t--)
        p->rest[t - 1] = p->rest[t] + p->lanes[t - 1].most;
}

static void search_part(struct search *s, struct part *p) {
    while (p->bringing && p->rest[p->bringing - 1] <= s->threshold)
        p->bringing--;
    if (p->bringing && !levels_search(s, p))
        search_several(s, p);
}

static const struct segment *next_segment(const struct index *i, uint32_t *at) {
    while (*at < i->segment_count)
        if (i->segments[(*at)++])
            return i->segments[*at - 1];
    return NULL;
}

// While one segment is searched, the memory fetches what the next one needs, and where that stands in the one after.
static void search_all(struct search *s) {
    const struct index *i = s->i;
    struct part parts[2];
    uint32_t at = 0;
    const struct segment *here = next_segment(i, &at), *next = next_segment(i, &at);
    if (here)
        gather(s, here, &parts[0]);
    for (size_t turn = 0; here; turn++) {
        const struct segment *after = next_segment(i, &at);
        for (size_t t = 0; after && t < s->count; t++)
            segment_expect(after, s->lanes[t].term);
        if (next)
            gather(s, next, &parts[(turn + 1) % 2]);
        search_part(s, &parts[turn % 2]);
        here = next;
        next = after;
    }
}

static void put_lane(struct search *s, const struct index_term *t) {
    const struct index *i = s->i;
    uint32_t peak = t->term < i->term_size ? i->peaks[t->term] : 0;
    long weight = lroundf(t->weight * WEIGHT_STEPS);
    if (!peak)
        return;
    uint32_t steps = weight < 1 ? 1 : weight > WEIGHT_MOST ? WEIGHT_MOST : (uint32_t)weight;
    struct lane lane = {t->term, steps, 1u << t->place, steps * peak};
    size_t at = s->count++;
    for (; at > 0 && s->lanes[at - 1].most < lane.most; at--)
        s->lanes[at] = s->lanes[at - 1];
    s->lanes[at] = lane;
}

static void limit_bringing(struct search *s) {
    size_t postings = 0;
    for (; s->bringing < s->count; s->bringing++) {
        postings += vocabulary_facts(s->i->vocabulary, s->lanes[s->bringing].term);
        if (postings > POSTINGS_MOST && s->bringing > 0)
            return;
    }
}

size_t index_search(const struct index *i, const struct index_term *terms, size_t count, struct index_hit *out, size_t max) {
    struct search s = {.i = i, .max = max < INDEX_HITS ? max : INDEX_HITS};
    for (size_t t = 0; t < count && t < INDEX_TERMS; t++)
        put_lane(&s, &terms[t]);
    limit_bringing(&s);
    levels_prepare(&s);
    if (s.count && s.max)
        search_all(&s);
    for (size_t k = 0; k < s.found; k++)
        out[k] = (struct index_hit){s.best[k].fact, s.best[k].places, (float)s.best[k].score * i->scale / WEIGHT_STEPS};
    return s.found;
}
