// SPDX-License-Identifier: Apache-2.0
// The parts of `lurus eval`: a folder of facts and queries, what the engine made of them, and the model fitted
// on them.
#ifndef APP_EVAL_H
#define APP_EVAL_H

#include <stdbool.h>
#include <stdio.h>

#include "../base/err.h"
#include "../base/map.h"
#include "../base/mem.h"
#include "../engine/knowledge.h"
#include "../engine/lexicon.h"
#include "../model/match.h"

enum { EVAL_SETS = 64, EVAL_TOP = 20 };

struct eval_query {
    const char *id, *text;
    struct map *gold; // fact id → itself; NULL: the base can't answer it
    size_t gold_count;
};

struct eval_set {
    const char *name;
    struct eval_query *queries;
    size_t count;
    bool has_gold;
};

struct ranking;
struct eval {
    const char *folder;
    struct arena *arena;
    struct knowledge *knowledge;
    struct eval_set sets[EVAL_SETS];
    size_t set_count;
    double build_s;
    int64_t today;
};

struct eval_result {
    double map5, mrr, p1, r20, answered, right, right_group, wrong, wrong_group, offered_right, none, p50_us, p99_us;
};

// --- eval_load.c
MUST_CHECK enum err eval_open(const char *folder, struct eval *ret_eval, struct fail *f);
void eval_close(struct eval *e);

// --- eval_run.c
// run: where the ranked facts are written in TREC's form; may be NULL.
void eval_run_set(const struct eval *e, const struct eval_set *set, FILE *run, struct eval_result *ret_result);
// ranking: where the candidates are wanted, or NULL.
void eval_match(const struct eval *e, const struct eval_query *q, struct ranking *ranking, struct arena *a, struct match *m);
bool eval_is_right(const struct eval_query *q, const struct fact *fact);

// --- eval_fit.c
void eval_calibration(const struct eval *e, FILE *out);
// Weights fitted on some folders together, as lines of match.tsv; says how well they do on the half that they did
// not see.
MUST_CHECK enum err eval_fit(const struct eval *evals, size_t count, const char *path, struct fail *f);

#endif
