// SPDX-License-Identifier: Apache-2.0
#include "eval_learn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/mem.h"

enum { STEPS = 40 };
static const double RIDGE = 3, ENOUGH = 1e-3; // on columns of unit variance; of the loss, not worth another step

void learn_init(struct learn *l, size_t width) {
    *l = (struct learn){.width = width};
}

void learn_done(struct learn *l) {
    free(l->rows);
    free(l->rights);
    free(l->groups);
}

void learn_group(struct learn *l, unsigned half) {
    if (l->group_count == l->group_size) {
        l->group_size = l->group_size ? l->group_size * 2 : 1024;
        l->groups = xrealloc(l->groups, l->group_size * sizeof *l->groups);
    }
    l->groups[l->group_count++] = (struct learn_group){.first = l->row_count, .half = half};
}

void learn_row(struct learn *l, const double *row, bool is_right) {
    if (l->row_count == l->row_size) {
        l->row_size = l->row_size ? l->row_size * 2 : 16384;
        l->rows = xrealloc(l->rows, l->row_size * l->width * sizeof *l->rows);
        l->rights = xrealloc(l->rights, l->row_size * sizeof *l->rights);
    }
    for (size_t i = 0; i < l->width; i++)
        l->rows[l->row_count * l->width + i] = (float)row[i];
    l->rights[l->row_count++] = is_right;
    struct learn_group *g = &l->groups[l->group_count - 1];
    g->count++;
    g->has_right |= is_right;
}

const float *learn_row_at(const struct learn *l, const struct learn_group *g, size_t row) {
    return l->rows + (g->first + row) * l->width;
}

// What is to be least, with its slope and curvature. Weights are of columns of unit variance.
struct problem {
    const struct learn *learn;
    unsigned half;
    size_t size; // weights: the width, and one more for the probability
    double scale[LEARN_WIDTH + 1];
    double slope[LEARN_WIDTH + 1], curve[LEARN_WIDTH + 1][LEARN_WIDTH + 1];
    // Adds the group's loss, and its slope and curvature when is_full; x: room for one row.
    double (*add)(struct problem *p, const struct learn_group *g, const double *w, bool is_full);
};

static void scaled_row(const struct problem *p, const struct learn_group *g, size_t row, double *x) {
    const float *from = learn_row_at(p->learn, g, row);
    for (size_t i = 0; i < p->learn->width; i++)
        x[i] = (double)from[i] * p->scale[i];
    x[p->learn->width] = 1;
}

static double weigh(const struct problem *p, const double *w, const double *x) {
    double sum = 0;
    for (size_t i = 0; i < p->size; i++)
        sum += w[i] * x[i];
    return sum;
}

static void add_curve(struct problem *p, double weight, const double *x, const double *mean) {
    for (size_t r = 0; r < p->size; r++) {
        double first = weight * (x[r] - mean[r]);
        for (size_t c = 0; c <= r; c++)
            p->curve[r][c] += first * (x[c] - mean[c]);
    }
}

// A softmax over the group: the loss is how improbable the right rows are together.
static double add_order(struct problem *p, const struct learn_group *g, const double *w, bool is_full) {
    double x[LEARN_WIDTH + 1], mean[LEARN_WIDTH + 1] = {0}, all = 0, right = 0;
    double *chances = xcalloc(g->count + 1, sizeof *chances);
    const bool *rights = p->learn->rights + g->first;
    for (size_t i = 0; i < g->count; i++) {
        scaled_row(p, g, i, x);
        chances[i] = exp(fmin(700, weigh(p, w, x)));
        all += chances[i];
        right += rights[i] ? chances[i] : 0;
    }
    for (size_t i = 0; is_full && i < g->count; i++) {
        double chance = chances[i] / all, excess = chance - (rights[i] ? chances[i] / right : 0);
        scaled_row(p, g, i, x);
        for (size_t n = 0; n < p->size; n++) {
            mean[n] += chance * x[n];
            p->slope[n] += excess * x[n];
        }
    }
    for (size_t i = 0; is_full && i < g->count; i++) {
        scaled_row(p, g, i, x);
        add_curve(p, chances[i] / all, x, mean);
    }
    free(chances);
    return log(all) - log(right);
}

static double add_probability(struct problem *p, const struct learn_group *g, const double *w, bool is_full) {
    static const double zero[LEARN_WIDTH + 1];
    double x[LEARN_WIDTH + 1], sum = 0;
    for (size_t i = 0; i < g->count; i++) {
        scaled_row(p, g, i, x);
        bool is_right = p->learn->rights[g->first + i];
        double chance = 1 / (1 + exp(-weigh(p, w, x)));
        sum -= log(fmax(is_right ? chance : 1 - chance, 1e-12));
        for (size_t n = 0; is_full && n < p->size; n++)
            p->slope[n] += (chance - is_right) * x[n];
        if (is_full)
            add_curve(p, fmax(chance * (1 - chance), 1e-6), x, zero);
    }
    return sum;
}

static bool is_of(const struct problem *p, const struct learn_group *g) {
    return (p->half == LEARN_ALL || g->half == p->half) && (g->has_right || p->add == add_probability);
}

static double loss(struct problem *p, const double *w, bool is_full) {
    double sum = 0;
    memset(p->slope, 0, sizeof p->slope);
    memset(p->curve, 0, sizeof p->curve);
    for (size_t i = 0; i < p->learn->group_count; i++)
        if (is_of(p, &p->learn->groups[i]))
            sum += p->add(p, &p->learn->groups[i], w, is_full);
    for (size_t i = 0; i < p->size; i++) {
        sum += RIDGE * w[i] * w[i] / 2;
        p->slope[i] += RIDGE * w[i];
        p->curve[i][i] += RIDGE;
    }
    return sum;
}

// Solves curve · step = slope by elimination; the step stands in slope.
static void solve(struct problem *p) {
    for (size_t r = 0; r < p->size; r++)
        for (size_t c = 0; c < r; c++)
            p->curve[c][r] = p->curve[r][c];
    for (size_t i = 0; i < p->size; i++)
        for (size_t r = i + 1; r < p->size; r++) {
            double factor = p->curve[r][i] / p->curve[i][i];
            for (size_t c = i; c < p->size; c++)
                p->curve[r][c] -= factor * p->curve[i][c];
            p->slope[r] -= factor * p->slope[i];
        }
    for (size_t i = p->size; i-- > 0;) {
        for (size_t c = i + 1; c < p->size; c++)
            p->slope[i] -= p->curve[i][c] * p->slope[c];
        p->slope[i] /= p->curve[i][i];
    }
}

// One step of Newton's method, halved until it helps; the gain.
static double newton(struct problem *p, double *w) {
    double now = loss(p, w, true), step[LEARN_WIDTH + 1], next[LEARN_WIDTH + 1];
    solve(p);
    memcpy(step, p->slope, sizeof step);
    for (double part = 1; part > 1e-6; part /= 2) {
        for (size_t i = 0; i < p->size; i++)
            next[i] = w[i] - part * step[i];
        double gain = now - loss(p, next, false);
        if (gain > 0) {
            memcpy(w, next, p->size * sizeof *w);
            return gain;
        }
    }
    return 0;
}

static void find_scale(struct problem *p) {
    const struct learn *l = p->learn;
    for (size_t i = 0; i < l->width; i++) {
        double sum = 0, squares = 0;
        for (size_t r = 0; r < l->row_count; r++) {
            double x = (double)l->rows[r * l->width + i];
            sum += x;
            squares += x * x;
        }
        double n = (double)l->row_count, variance = n > 0 ? squares / n - (sum / n) * (sum / n) : 0;
        p->scale[i] = variance > 1e-12 ? 1 / sqrt(variance) : 0;
    }
    p->scale[l->width] = 1;
}

static void fit(struct problem *p, double *ret_weights) {
    double w[LEARN_WIDTH + 1] = {0};
    find_scale(p);
    for (int i = 0; i < STEPS && newton(p, w) > ENOUGH; i++)
        ;
    for (size_t i = 0; i < p->size; i++)
        ret_weights[i] = w[i] * p->scale[i];
}

void learn_order(const struct learn *l, unsigned half, double *ret_weights) {
    struct problem p = {.learn = l, .half = half, .size = l->width, .add = add_order};
    fit(&p, ret_weights);
}

void learn_probability(const struct learn *l, unsigned half, double *ret_weights) {
    struct problem p = {.learn = l, .half = half, .size = l->width + 1, .add = add_probability};
    fit(&p, ret_weights);
}
