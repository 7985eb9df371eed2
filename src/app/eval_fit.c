// SPDX-License-Identifier: Apache-2.0
// The reliability table, and the model's coefficients by logistic regression on a folder's queries.
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../engine/matcher.h"
#include "eval.h"

enum { BINS = 10, EVENT_MAX = 64 * 1024 * 1024, STEPS = 60, SIZE = FEATURES + 1 };

// The first candidate of one query.
struct sample {
    double x[SIZE]; // features, then 1
    double probability, weight;
    bool is_right;
};
struct samples {
    struct sample *items;
    size_t count;
};

static void take_sample(const struct eval_query *q, const struct match *m, struct samples *s) {
    if (!m->candidate_count || m->candidates[0].feature_count < FEATURES)
        return;
    const struct candidate *c = &m->candidates[0];
    struct sample *one = &s->items[s->count++];
    *one = (struct sample){.probability = c->probability, .is_right = eval_is_right(q, c->fact), .weight = 1};
    for (size_t i = 0; i < FEATURES; i++)
        one->x[i] = c->features[i].value;
    one->x[FEATURES] = 1;
}

static struct samples collect(const struct eval *e) {
    struct samples s = {0};
    size_t most = 0;
    for (size_t i = 0; i < e->set_count; i++)
        most += e->sets[i].count;
    s.items = xcalloc(most + 1, sizeof *s.items);
    struct arena *a = arena_new(EVENT_MAX);
    struct match *m = xmalloc(sizeof *m);
    for (size_t i = 0; i < e->set_count; i++)
        for (size_t k = 0; k < e->sets[i].count; k++) {
            eval_match(e, &e->sets[i].queries[k], true, a, m);
            take_sample(&e->sets[i].queries[k], m, &s);
            arena_reset(a);
        }
    free(m);
    arena_free(a);
    return s;
}

void eval_calibration(const struct eval *e, FILE *out) {
    struct samples s = collect(e);
    struct {
        double predicted;
        size_t count, right;
    } bins[BINS] = {0};
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

// One step of Newton's method with a weak ridge, so that a feature that never differs does no harm.
static void newton(const struct samples *s, double w[SIZE]) {
    double h[SIZE][SIZE] = {{0}}, g[SIZE] = {0};
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
    solve(h, g);
    for (int i = 0; i < SIZE; i++)
        w[i] += fmax(-2, fmin(2, g[i]));
}

enum err eval_fit(const struct eval *e, const char *path, struct fail *f) {
    struct samples s = collect(e);
    double w[SIZE] = {0};
    for (int i = 0; i < STEPS; i++)
        newton(&s, w);
    free(s.items);
    FILE *out = fopen(path, "we");
    if (!out)
        return fail_set(f, ERR_IO, path, "check the path and its rights", "cannot be written: %s", strerror(errno));
    fprintf(out, "bias\t%.4f\n", w[FEATURES]);
    for (int i = 0; i < FEATURES; i++)
        fprintf(out, "%s\t%.4f\n", model_feature_names[i], w[i]);
    return fclose(out) == 0 ? OK : fail_set(f, ERR_IO, path, "is the disk full?", "cannot be written: %s", strerror(errno));
}
