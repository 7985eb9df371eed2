// SPDX-License-Identifier: Apache-2.0
#include "rank.h"

#include <math.h>
#include <string.h>

#include "groups.h"

static double mass_of(const struct query *q, uint32_t places) {
    double mass = 0;
    for (; places; places &= places - 1)
        mass += q->place_idf[__builtin_ctz(places)];
    return mass;
}

static double title_order(const struct query *q, const struct phrase *p) {
    uint32_t pairs = 0;
    for (uint32_t i = 0; i + 1 < p->count; i++)
        pairs += query_has_pair(q, p->terms[i], p->terms[i + 1]);
    return p->count > 1 ? pairs / (double)(p->count - 1) : 0;
}

// The share of the phrase that the query holds, and in *ret_held what that weighs.
static double phrase_coverage(const struct knowledge *k, const struct query *q, const struct phrase *p, double *ret_held) {
    double all = 0;
    *ret_held = 0;
    for (uint32_t i = 0; i < p->count; i++) {
        double idf = index_idf(k->index, vocabulary_facts(k->vocabulary, p->terms[i]));
        all += idf;
        *ret_held += query_has_term(q, p->terms[i]) ? idf : 0;
    }
    return all > 0 ? *ret_held / all : 0;
}

// A keyword is another title, as far as it explains the query: "prakerja" alone explains little of a question.
static void fill_phrases(const struct knowledge *k, const struct query *q, const struct record *r, double f[FEATURES]) {
    double held;
    f[FEATURE_TITLE] = phrase_coverage(k, q, &r->phrases[0], &held);
    f[FEATURE_GRAMS] = query_grams_cosine(q, r->phrases[0].text);
    for (size_t i = 1; i < r->phrase_count; i++) {
        double share = phrase_coverage(k, q, &r->phrases[i], &held) * sqrt(fmin(1, held / (q->mass + q->unknown_mass)));
        if (share <= f[FEATURE_TITLE])
            continue;
        f[FEATURE_TITLE] = share;
        f[FEATURE_GRAMS] = fmax(f[FEATURE_GRAMS], query_grams_cosine(q, r->phrases[i].text));
    }
}

static void fill_features(const struct knowledge *k, const struct query *q, struct ranked *c) {
    const struct record *r = c->record;
    double *f = c->features;
    f[FEATURE_SCORE] = c->score / (q->mass + q->unknown_mass);
    f[FEATURE_QUERY] = mass_of(q, c->places) / (q->mass + q->unknown_mass);
    fill_phrases(k, q, r, f);
    f[FEATURE_TERMS] = log(1 + (double)q->count);
    f[FEATURE_ORDER] = title_order(q, &r->phrases[0]);
    unsigned held = (unsigned)__builtin_popcount(q->number_places & c->places);
    f[FEATURE_NUMBERS] = q->numbers ? 1 - fmin(1, held / (double)q->numbers) : 0;
    f[FEATURE_VARIANTS] = r->fact.variants.count > 0;
    f[FEATURE_UNKNOWN] = q->count ? (double)q->unknown / (double)q->count : 0;
}

static double rank_score(const struct model *m, const double f[FEATURES]) {
    double score = f[FEATURE_SCORE];
    for (size_t i = 0; i < FEATURES; i++)
        score += i == FEATURE_MARGIN || i == FEATURE_SCORE ? 0 : m->ranks[i] * f[i];
    return score;
}

static void sort(struct ranked *c, size_t count) {
    for (size_t i = 1; i < count; i++) {
        struct ranked one = c[i];
        size_t at = i;
        for (; at > 0 && c[at - 1].score < one.score; at--)
            c[at] = c[at - 1];
        c[at] = one;
    }
}

static bool is_refused(const struct record *r, const char *normal) {
    for (size_t i = 0; i < r->fact.never_match.count; i++)
        if (strlen(r->never[i]) > 2 && strstr(normal, r->never[i]))
            return true;
    return false;
}

// The next candidate that says something else.
static const struct ranked *rival(const struct ranked *c, size_t count, size_t of) {
    for (size_t i = 0; i < count; i++)
        if (i != of && c[i].root != c[of].root)
            return &c[i];
    return NULL;
}

static void fill_probability(const struct model *m, struct ranked *c, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct ranked *other = rival(c, count, i); // without one, what the query holds tells how far it leads
        double top = c[i].score > 0 ? c[i].score : 1;
        c[i].features[FEATURE_MARGIN] = other ? (c[i].score - other->score) / top : c[i].features[FEATURE_QUERY];
        double sum = m->bias;
        for (size_t f = 0; f < FEATURES; f++)
            sum += m->weights[f] * c[i].features[f];
        c[i].probability = 1 / (1 + exp(-sum));
    }
}

size_t rank_find(const struct knowledge *k, const struct query *q, struct arena *a, struct ranked out[RANKED]) {
    struct index_hit hits[RANKED];
    size_t found = index_search(k->index, q->terms, q->term_count, hits, RANKED), count = 0;
    const char *normal = NULL;
    for (size_t i = 0; i < found; i++)
        records_expect(k->records, hits[i].fact);
    for (size_t i = 0; i < found; i++) {
        const struct record *r = record_at(k, hits[i].fact);
        if (r->fact.never_match.count && !normal)
            normal = arena_printf(a, " %s ", tokens_join(&q->corrected, 0, a));
        if (r->fact.never_match.count && is_refused(r, normal))
            continue;
        out[count] = (struct ranked){.record = r, .root = record_group(k, r), .score = (double)hits[i].score, .places = hits[i].places};
        fill_features(k, q, &out[count]);
        out[count].score = rank_score(&k->model, out[count].features);
        count++;
    }
    sort(out, count);
    fill_probability(&k->model, out, count);
    return count;
}
