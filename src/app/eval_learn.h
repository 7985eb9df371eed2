// SPDX-License-Identifier: Apache-2.0
// Weights that fit examples best, by Newton's method with a ridge. A row is one candidate with what is known of it;
// rows of one query are a group. Every group belongs to one of two halves, so that what was learned from one can be
// tried on the other.
#ifndef APP_EVAL_LEARN_H
#define APP_EVAL_LEARN_H

#include <stdbool.h>
#include <stddef.h>

enum { LEARN_WIDTH = 48, LEARN_HALVES = 2, LEARN_ALL = LEARN_HALVES }; // numbers of a row, at most

struct learn_group {
    size_t first, count; // rows
    unsigned half;
    bool has_right;
};

struct learn {
    size_t width;
    float *rows; // of the width
    bool *rights;
    size_t row_count, row_size;
    struct learn_group *groups;
    size_t group_count, group_size;
};

void learn_init(struct learn *l, size_t width);
void learn_done(struct learn *l);
void learn_group(struct learn *l, unsigned half);
void learn_row(struct learn *l, const double *row, bool is_right); // into the last group
const float *learn_row_at(const struct learn *l, const struct learn_group *g, size_t row);

// The weights under which right rows win among those of their group; groups without a right one teach nothing.
void learn_order(const struct learn *l, unsigned half, double *ret_weights);
// The weights, the last of them alone, of the probability that a row is right.
void learn_probability(const struct learn *l, unsigned half, double *ret_weights);

#endif
