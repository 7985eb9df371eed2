// SPDX-License-Identifier: Apache-2.0
// The reliability table, and the model's coefficients by logistic regression on a folder's queries.
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../engine/matcher.h"
#include "eval.h"

enum { BINS = 10, EVENT_MAX = 64 * 1024 * 1024, STEPS = 60, SIZE = FEATURES + 1 };

// What is learned from: the first candidate of a query, or two candidates compared.
struct sample {
    double x[SIZE]; // features, then 1
    double probability, weight;
    bool is_right;
};
struct samples {
    struct sample *items;
    size_t count, size;
};

static struct sample *add_sample(struct samples *s) {
    if (s->count == s->size) {
        s->size = s->size ? s->size * 2 : 4096;
        s->items = xrealloc(s->items, s->size * sizeof *s->items);
    }
    s->items[s->count] = (struct sample){.weight = 1};
    return &s->items[s->count++];
}

static void take_first(const struct eval_query *q, const struct match *m, struct samples *s) {
    const struct candidate *c = &m->candidates[0];
    if (!m->candidate_count || c->feature_count < FEATURES)
        return;
    struct sample *one = add_sample(s);
    one->probability = c->probability;
    one->is_right = eval_is_right(q, c->fact);
    for (size_t i = 0; i < FEATURES; i++)
        one->x[i] = c->features[i].value;
    one->x[FEATURES] = 1;
}

// The right candidate against each other one, both ways round, a query as a whole with weight 1.
static void take_pairs(const struct eval_query *q, const struct match *m, struct samples *s) {
    size_t right = 0, count = m->candidate_count;
    while (right < count && !eval_is_right(q, m->candidates[right].fact))
        right++;
    for (size_t k = 0; right < count && k < count; k++) {
        const struct candidate *a = &m->candidates[right], *b = &m->candidates[k];
        if (eval_is_right(q, b->fact) || b->feature_count < FEATURES || a->feature_count < FEATURES)
            continue;
        struct sample *one = add_sample(s);
        one->is_right = true;
        one->weight = 1 / (double)count;
        for (size_t i = 0; i < FEATURES; i++)
            one->x[i] = i == FEATURE_MARGIN ? 0 : a->features[i].value - b->features[i].value;
    }
}

static void collect(const struct eval *e, void (*take)(const struct eval_query *q, const struct match *m, struct samples *s),
                    struct samples *s) {
    struct arena *a = arena_new(EVENT_MAX);
    struct match *m = xmalloc(sizeof *m);
    for (size_t i = 0; i < e->set_count; i++)
        for (size_t k = 0; k < e->sets[i].count; k++) {
            eval_match(e, &e->sets[i].queries[k], true, a, m);
            take(&e->sets[i].queries[k], m, s);
            arena_reset(a);
        }
    free(m);
    arena_free(a);
}

void eval_calibration(const struct eval *e, FILE *out) {
    struct samples s = {0};
    collect(e, take_first, &s);
    struct {
        double predicted;
        size_t count, right;
    } bins[BINS] = {{0}};
    for (size_t i = 0; i < s.count; i++) {
        int bin = (int)(s.items[i].probability * BINS);
        bin = bin < BINS ? bin : BINS - 1;
        bins[bin].predicted += s.items[i].probability;
        bins[bin].count++;
        bins[bin].right += s.items[i].is_right;
    }
    fprintf(out, "probability  queries  predicted  observed\n");
    for (int i = 0; i < BINS; i++)
        if (bins[i].count)
            fprintf(out, "%.1f-%.1f      %7zu  %9.3f  %8.3f\n", i / 10.0, (i + 1) / 10.0, bins[i].count,
                    bins[i].predicted / (double)bins[i].count, (double)bins[i].right / (double)bins[i].count);
    free(s.items);
}

// Solves the symmetric system h·d = g by elimination; h and g are destroyed, d stands in g.
static void solve(double h[SIZE][SIZE], double g[SIZE]) {
    for (int i = 0; i < SIZE; i++)
        for (int r = i + 1; r < SIZE; r++) {
            double factor = h[r][i] / h[i][i];
            for (int c = i; c < SIZE; c++)
                h[r][c] -= factor * h[i][c];
            g[r] -= factor * g[i];
        }
    for (int i = SIZE - 1; i >= 0; i--) {
        for (int c = i + 1; c < SIZE; c++)
            g[i] -= h[i][c] * g[c];
        g[i] /= h[i][i];
    }
}

static double chance(const double w[SIZE], const double x[SIZE]) {
    double sum = 0;
    for (int i = 0; i < SIZE; i++)
        sum += w[i] * x[i];
    return 1 / (1 + exp(-sum));
}

// What is to be least: the loss of all samples and a weak ridge, so that a feature that never differs does no harm.
static double loss(const struct samples *s, const double w[SIZE]) {
    double sum = 0;
    for (size_t i = 0; i < s->count; i++) {
        double p = chance(w, s->items[i].x);
        sum -= s->items[i].weight * log(fmax(s->items[i].is_right ? p : 1 - p, 1e-300));
    }
    for (int i = 0; i < SIZE; i++)
        sum += w[i] * w[i] / 2;
    return sum;
}

static void derive(const struct samples *s, const double w[SIZE], double h[SIZE][SIZE], double g[SIZE]) {
    for (size_t i = 0; i < s->count; i++) {
        const struct sample *one = &s->items[i];
        double p = chance(w, one->x), slope = one->weight * fmax(p * (1 - p), 1e-9);
        for (int r = 0; r < SIZE; r++) {
            g[r] += one->weight * (one->is_right - p) * one->x[r];
            for (int c = 0; c < SIZE; c++)
                h[r][c] += slope * one->x[r] * one->x[c];
        }
    }
    for (int i = 0; i < SIZE; i++) {
        g[i] -= w[i];
        h[i][i] += 1;
    }
}

// A step of Newton's method, halved until it helps; false when none does.
static bool newton(const struct samples *s, double w[SIZE]) {
    double h[SIZE][SIZE] = {{0}}, g[SIZE] = {0}, now = loss(s, w);
    derive(s, w, h, g);
    solve(h, g);
    for (double step = 1; step > 1e-6; step /= 2) {
        double next[SIZE];
        for (int i = 0; i < SIZE; i++)
            next[i] = w[i] + step * g[i];
        if (loss(s, next) < now - 1e-9) {
            memcpy(w, next, sizeof next);
            return true;
        }
    }
    return false;
}

static void fit(struct samples *s, double w[SIZE]) {
    for (int i = 0; i < STEPS && newton(s, w); i++)
        ;
    free(s->items);
}

enum err eval_fit(const struct eval *evals, size_t count, const char *path, struct fail *f) {
    struct samples first = {0}, pairs = {0};
    double w[SIZE] = {0}, ranks[SIZE] = {0};
    for (size_t i = 0; i < count; i++) {
        collect(&evals[i], take_first, &first);
        collect(&evals[i], take_pairs, &pairs);
    }
    fit(&first, w);
    fit(&pairs, ranks);
    FILE *out = fopen(path, "we");
    if (!out)
        return fail_set(f, ERR_IO, path, "check the path and its rights", "cannot be written: %s", strerror(errno));
    fprintf(out, "bias\t%.4f\n", w[FEATURES]);
    for (int i = 0; i < FEATURES; i++)
        fprintf(out, "%s\t%.4f\n", model_feature_names[i], w[i]);
    for (int i = 0; i < FEATURES; i++)
        if (i != FEATURE_MARGIN && i != FEATURE_SCORE && fabs(ranks[i]) > 1e-6 && ranks[FEATURE_SCORE] > 0)
            fprintf(out, "rank.%s\t%.4f\n", model_feature_names[i], ranks[i] / ranks[FEATURE_SCORE]);
    return fclose(out) == 0 ? OK : fail_set(f, ERR_IO, path, "is the disk full?", "cannot be written: %s", strerror(errno));
}
