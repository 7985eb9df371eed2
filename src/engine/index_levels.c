// SPDX-License-Identifier: Apache-2.0
// Few terms with long lists, once there is a threshold. Each term gets a level, so that impacts at their levels add up
// to no more than the threshold. Then a fact that is above the threshold has an impact above its level in some list:
// a scan of the impacts, a block at a time, finds those few, and each is looked up in the other lists.
#include <string.h>

#include "index_parts.h"

enum {
    BLOCK = 16,       // impacts that are compared at once
    SAMPLE = 128,     // postings of a list that tell which impacts it has
    LOOKUP_COST = 16, // of one fact in one list, in postings added up
    SCAN_GAIN = 16,   // postings that are passed over in the time in which one is added
    ADDED_MIN = 128,  // fewer are added up at once
};

// The most frequent values would do; more than there is room for are counted with the next lower one kept.
static void make_profile(struct profile *f, const struct postings *list) {
    uint8_t counts[UINT8_MAX + 1] = {0};
    f->sampled = list->count < SAMPLE ? list->count : SAMPLE;
    size_t step = list->count / f->sampled;
    for (size_t k = 0; k < f->sampled; k++)
        counts[list->impacts[k * step]]++;
    f->count = 0;
    for (int value = UINT8_MAX; value > 0; value--) {
        if (!counts[value])
            continue;
        if (f->count == PROFILE_VALUES) {
            f->counts[f->count - 1] = (uint8_t)(f->counts[f->count - 1] + counts[value]);
            continue;
        }
        f->values[f->count] = (uint8_t)value;
        f->counts[f->count++] = counts[value];
    }
}

void levels_prepare(struct search *s) {
    for (size_t lane = 0; lane < s->count && s->count <= LEVEL_LANES; lane++) {
        struct postings longest = {0};
        for (uint32_t at = 0; at < s->i->segment_count && longest.count < SAMPLE; at++) {
            const struct segment *segment = s->i->segments[at];
            struct postings list = segment ? segment_find(segment, s->lanes[lane].term) : longest;
            longest = list.count > longest.count ? list : longest;
        }
        if (longest.count)
            make_profile(&s->profiles[lane], &longest);
    }
}

struct levels {
    uint32_t level[LEVEL_LANES]; // an impact above it makes a candidate
    size_t next[LEVEL_LANES];    // the profile's value to which it may be lowered, its count when to 0
    double candidates;           // that this will bring, by the profiles
};

static uint32_t value_at(const struct profile *f, size_t at) {
    return at < f->count ? f->values[at] : 0;
}

// Candidates that lowering a lane to its next value brings.
static double cost_of(const struct search *s, const struct part *p, const struct levels *l, size_t lane) {
    const struct profile *f = &s->profiles[p->from[lane]];
    size_t next = l->next[lane];
    return next > 0 ? f->counts[next - 1] * (double)p->postings[lane].count / (double)f->sampled : 0;
}

static uint32_t gain_of(const struct search *s, const struct part *p, const struct levels *l, size_t lane) {
    return (l->level[lane] - value_at(&s->profiles[p->from[lane]], l->next[lane])) * p->lanes[lane].weight;
}

// The lane that is lowered for the least cost, measured by what it takes off the sum of what is too much.
static size_t cheapest(const struct search *s, const struct part *p, const struct levels *l, uint32_t too_much) {
    size_t best = 0;
    double least = -1;
    for (size_t lane = 0; lane < p->count; lane++) {
        if (!l->level[lane])
            continue;
        uint32_t gain = gain_of(s, p, l, lane);
        double price = cost_of(s, p, l, lane) / (gain < too_much ? gain : too_much);
        if (least < 0 || price < least) {
            best = lane;
            least = price;
        }
    }
    return best;
}

// Lowers levels, the cheapest first, until together they stay within the threshold.
static void choose_levels(const struct search *s, const struct part *p, struct levels *l) {
    uint32_t sum = p->rest[0];
    l->candidates = 0;
    for (size_t lane = 0; lane < p->count; lane++) {
        const struct profile *f = &s->profiles[p->from[lane]];
        l->level[lane] = p->lanes[lane].most / p->lanes[lane].weight;
        l->next[lane] = 0;
        while (l->next[lane] < f->count && f->values[l->next[lane]] >= l->level[lane])
            l->next[lane]++;
    }
    while (sum > s->threshold) {
        size_t lane = cheapest(s, p, l, sum - s->threshold);
        l->candidates += cost_of(s, p, l, lane);
        sum -= gain_of(s, p, l, lane);
        l->level[lane] = value_at(&s->profiles[p->from[lane]], l->next[lane]);
        l->next[lane]++;
        if (sum <= s->threshold)
            l->level[lane] += (s->threshold - sum) / p->lanes[lane].weight;
    }
}

// One that came by this lane; those that came by an earlier one are seen there.
static void consider(struct search *s, const struct part *p, const struct levels *l, size_t lane, uint32_t at) {
    uint16_t place = p->postings[lane].places[at];
    struct sum sum = {p->lanes[lane].weight * p->postings[lane].impacts[at], p->lanes[lane].bit};
    uint32_t rest = p->rest[0] - p->lanes[lane].most;
    for (size_t other = 0; other < p->count; other++) {
        const struct lane *o = &p->lanes[other];
        if (other == lane)
            continue;
        if (sum.score + rest <= s->threshold)
            return;
        uint32_t impact = impact_at(&p->postings[other], place);
        if (other < lane && impact > l->level[other])
            return;
        rest -= o->most;
        sum.score += o->weight * impact;
        sum.places |= impact ? o->bit : 0;
    }
    search_offer(s, p, place, sum);
}

typedef uint8_t block __attribute__((vector_size(BLOCK)));

// A bit for each of the impacts that is above the level.
static unsigned above(const uint8_t impacts[BLOCK], uint8_t level) {
    block values, floor = (block){0} + level;
    memcpy(&values, impacts, sizeof values);
    block is_above = (block)(values > floor);
    uint64_t halves[2];
    memcpy(halves, &is_above, sizeof halves);
    if (!(halves[0] | halves[1]))
        return 0;
    unsigned bits = 0;
    for (unsigned i = 0; i < BLOCK; i++)
        bits |= (unsigned)(impacts[i] > level) << i;
    return bits;
}

static void scan(struct search *s, const struct part *p, const struct levels *l, size_t lane) {
    const struct postings *list = &p->postings[lane];
    if (l->level[lane] >= UINT8_MAX)
        return;
    uint8_t level = (uint8_t)l->level[lane];
    uint32_t from = 0;
    for (; from + BLOCK <= list->count; from += BLOCK)
        for (unsigned bits = above(list->impacts + from, level); bits; bits &= bits - 1)
            consider(s, p, l, lane, from + (uint32_t)__builtin_ctz(bits));
    for (; from < list->count; from++)
        if (list->impacts[from] > level)
            consider(s, p, l, lane, from);
}

// How long adding up takes, in postings: those that bring facts, and for the facts the others.
static double adding_cost(const struct part *p) {
    double bring = 0, more = 0;
    for (size_t lane = 0; lane < p->count; lane++)
        bring += lane < p->bringing ? p->postings[lane].count : 0;
    for (size_t lane = p->bringing; lane < p->count; lane++) {
        double scan = p->postings[lane].count, look_up = bring * LOOKUP_COST;
        more += scan < look_up ? scan : look_up;
    }
    return bring + more;
}

bool levels_search(struct search *s, struct part *p) {
    if (!s->threshold || s->count > LEVEL_LANES)
        return false;
    double adding = adding_cost(p), all = 0;
    if (adding < ADDED_MIN)
        return false;
    for (size_t lane = 0; lane < p->count; lane++)
        all += p->postings[lane].count;
    struct levels l;
    choose_levels(s, p, &l);
    if (all / SCAN_GAIN + l.candidates * (double)(p->count - 1) * LOOKUP_COST > adding)
        return false;
    for (size_t lane = 0; lane < p->count; lane++)
        scan(s, p, &l, lane);
    return true;
}
