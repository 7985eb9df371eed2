// SPDX-License-Identifier: Apache-2.0
#include "rank.h"

#include <math.h>
#include <string.h>

#include "../model/match.h"
#include "features.h"
#include "groups.h"

static const double MARGIN_ALONE = 6; // when there is nothing to lead before
static const double TOO_FAR = 0.4;    // of the best sum: what has less never comes first
enum {
    KEPT_LEAST = 5,  // of the hits, however little they have
    FEW_WORDS = 3,   // of a message that few candidates are looked at for
    RANKED_FEW = 20,
};

static double weigh(const double w[LENGTHS][FEATURES], double length, const double f[FEATURES]) {
    double sums[LENGTHS] = {0};
    for (size_t i = 0; i < FEATURES; i++) {
        sums[0] += w[0][i] * f[i];
        sums[1] += w[1][i] * f[i];
    }
    return weights_between(sums, length);
}

// By numbers first, for a candidate is large.
static void sort(struct ranked *c, size_t count, struct arena *a) {
    size_t order[RANKED];
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        for (; at > 0 && c[order[at - 1]].score < c[i].score; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    struct ranked *sorted = arena_alloc(a, (count + 1) * sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        sorted[i] = c[order[i]];
    memcpy(c, sorted, count * sizeof *sorted);
}

static bool is_refused(const struct record *r, const char *normal) {
    for (size_t i = 0; i < r->fact.never_match.count; i++)
        if (strlen(r->never[i]) > 2 && strstr(normal, r->never[i]))
            return true;
    return false;
}

// The candidates that lead among those which say something else than this one: by number, `count` for none.
static void find_rivals(const struct ranked *c, size_t count, size_t of, size_t ret_rivals[2]) {
    ret_rivals[0] = ret_rivals[1] = count;
    for (size_t i = 0; i < count; i++) {
        if (i == of || c[i].root == c[of].root)
            continue;
        if (ret_rivals[0] == count) {
            ret_rivals[0] = i;
        } else if (c[i].root != c[ret_rivals[0]].root) {
            ret_rivals[1] = i;
            return;
        }
    }
}

static double lead(const struct ranked *c, size_t count, size_t of) {
    double most = 0;
    for (size_t i = 0; i < count; i++)
        if (c[i].root != c[of].root)
            most = fmax(most, c[i].features[FEATURE_QUERY]);
    return c[of].features[FEATURE_QUERY] - most;
}

void rank_sureness(struct ranked *c, size_t count, size_t of) {
    size_t rivals[2];
    find_rivals(c, count, of, rivals);
    double *f = c[of].features;
    f[FEATURE_RANK] = c[of].score / 10;
    f[FEATURE_MARGIN] = rivals[0] < count ? c[of].score - c[rivals[0]].score : MARGIN_ALONE;
    f[FEATURE_THIRD] = rivals[1] < count ? fmin(c[of].score - c[rivals[1]].score, MARGIN_ALONE) : MARGIN_ALONE;
    f[FEATURE_LEAD] = lead(c, count, of);
}

static void fill_probability(const struct model *m, struct ranking *r) {
    for (size_t i = 0; i < r->count && i < MATCH_CANDIDATES; i++) {
        rank_sureness(r->items, r->count, i);
        double sum = weights_between(m->bias, r->length) + weigh(m->weights, r->length, r->items[i].features);
        r->items[i].probability = 1 / (1 + exp(-sum));
    }
}

// Asks the memory for the title of the next candidate, while one is looked at.
static void expect(const struct record *r) {
    enum { LINE = 64 };
    if (!r)
        return;
    const struct phrase *p = &r->phrases[0];
    const char *const areas[] = {(const char *)p->terms, (const char *)p->idfs, (const char *)p->places, p->text};
    for (size_t area = 0; area < COUNT_OF(areas); area++)
        for (size_t line = 0; areas[area] && line * LINE < p->count * sizeof *p->terms; line++)
            __builtin_prefetch(areas[area] + line * LINE);
}

static size_t likely(const struct index_hit *hits, size_t count) {
    while (count > KEPT_LEAST && (double)hits[count - 1].score < TOO_FAR * (double)hits[0].score)
        count--;
    return count;
}

void rank_find(const struct knowledge *k, const struct query *q, struct arena *a, struct ranking *ret_ranking) {
    struct index_hit hits[RANKED];
    size_t found = likely(hits, index_search(k->index, q->terms, q->term_count, hits, q->written <= FEW_WORDS ? RANKED_FEW : RANKED));
    const char *normal = NULL;
    for (size_t i = 0; i < found; i++)
        records_expect(k->records, hits[i].fact);
    for (size_t i = 0; i < found; i++)
        records_expect_words(k->records, k, hits[i].fact);
    const struct record *records[RANKED + 1] = {0};
    for (size_t i = 0; i < found; i++)
        records[i] = record_at(k, hits[i].fact);
    ret_ranking->count = 0;
    ret_ranking->length = weights_length((double)q->written);
    for (size_t i = 0; i < found; i++) {
        const struct record *r = records[i];
        expect(records[i + 1]);
        if (r->fact.never_match.count && !normal)
            normal = arena_printf(a, " %s ", tokens_join(&q->corrected, 0, a));
        if (r->fact.never_match.count && is_refused(r, normal))
            continue;
        struct ranked *one = &ret_ranking->items[ret_ranking->count++];
        *one = (struct ranked){.record = r, .root = record_group(k, r), .places = hits[i].places};
        features_fill(k, q, r, &hits[i], one->features);
        one->score = weigh(k->model.ranks, ret_ranking->length, one->features);
    }
    sort(ret_ranking->items, ret_ranking->count, a);
    fill_probability(&k->model, ret_ranking);
}
