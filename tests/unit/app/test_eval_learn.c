// SPDX-License-Identifier: Apache-2.0
#include "app/eval_learn.h"

#include <math.h>

#include "test.h"

enum { GROUPS = 2000 };

static double random_share(void) {
    static unsigned random = 7;
    random = random * 1664525u + 1013904223u;
    return (random >> 8) / 16777216.0;
}

// What was made by known weights gives them back, on either half.
static void probability(void) {
    struct learn l;
    learn_init(&l, 3);
    for (int i = 0; i < GROUPS * 10; i++) {
        double row[3] = {random_share(), 10 * random_share(), 5}; // the third never differs
        learn_group(&l, (unsigned)i & 1);
        learn_row(&l, row, random_share() < 1 / (1 + exp(-(3 * row[0] - 0.4 * row[1] + 0.5))));
    }
    for (unsigned half = 0; half <= LEARN_ALL; half++) {
        double w[LEARN_WIDTH + 1];
        learn_probability(&l, half, w);
        CHECK(fabs(w[0] - 3) < 0.3 && fabs(w[1] + 0.4) < 0.05 && fabs(w[3] - 0.5) < 0.25);
        CHECK(fabs(w[2]) < 1e-9);
    }
    learn_done(&l);
}

static void order(void) {
    struct learn l;
    learn_init(&l, 2);
    for (int i = 0; i < GROUPS; i++) {
        double rows[4][2], best = -1e9;
        int right = 0;
        for (int k = 0; k < 4; k++) {
            rows[k][0] = random_share();
            rows[k][1] = random_share();
            double score = 6 * rows[k][0] - 3 * rows[k][1] - log(-log(random_share() * 0.999 + 0.0005)); // a softmax draws so
            right = score > best ? k : right;
            best = fmax(best, score);
        }
        learn_group(&l, (unsigned)i & 1);
        for (int k = 0; k < 4; k++)
            learn_row(&l, rows[k], k == right);
    }
    learn_group(&l, 0); // one without a right row teaches nothing
    learn_row(&l, (double[]){0, 0.5}, false);
    CHECK_INT(l.group_count, GROUPS + 1);
    CHECK(!l.groups[GROUPS].has_right && l.groups[0].count == 4);
    for (unsigned half = 0; half <= LEARN_ALL; half++) {
        double w[LEARN_WIDTH + 1];
        learn_order(&l, half, w);
        CHECK(fabs(w[0] - 6) < 0.9 && fabs(w[1] + 3) < 0.6);
    }
    learn_done(&l);
}

static void empty(void) {
    struct learn l;
    double w[LEARN_WIDTH + 1] = {9, 9};
    learn_init(&l, 1);
    learn_order(&l, LEARN_ALL, w);
    CHECK_NEAR(w[0], 0);
    learn_probability(&l, LEARN_ALL, w);
    CHECK_NEAR(w[0], 0);
    learn_done(&l);
}

static const struct test tests[] = {{"probability", probability}, {"order", order}, {"empty", empty}};
TEST_MAIN(tests)
