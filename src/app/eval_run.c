// SPDX-License-Identifier: Apache-2.0
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../engine/matcher.h"
#include "eval.h"

enum { AT = 5, EVAL_GROUP = 64, EVENT_MAX = 64 * 1024 * 1024 };

static double cpu_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

void eval_match(const struct eval *e, const struct eval_query *q, struct ranking *ranking, struct arena *a, struct match *m) {
    struct question question = {.text = q->text, .today = e->today, .ranking = ranking};
    matcher_run(e->knowledge, &question, a, m);
}

bool eval_is_right(const struct eval_query *q, const struct fact *fact) {
    return q->gold && map_get(q->gold, fact->id, strlen(fact->id));
}

// Average precision and reciprocal rank over single facts in their order, whatever the outcome.
static void add_ranking(const struct eval_query *q, const struct match *m, struct eval_result *r) {
    double found = 0, precision = 0;
    bool is_first = true;
    for (size_t i = 0; i < m->candidate_count; i++) {
        if (!eval_is_right(q, m->candidates[i].fact))
            continue;
        found++;
        precision += i < AT ? found / (double)(i + 1) : 0;
        r->mrr += is_first ? 1 / (double)(i + 1) : 0;
        r->p1 += i == 0;
        is_first = false;
    }
    size_t most = q->gold_count < AT ? q->gold_count : AT;
    r->map5 += most ? precision / (double)most : 0;
    r->r20 += q->gold_count ? found / (double)q->gold_count : 0;
}

// The fact that answers is about the same hoax as a right one.
static bool is_same_claim(const struct eval *e, const struct eval_query *q, const struct match *m) {
    const struct fact *others[EVAL_GROUP];
    size_t count = knowledge_group(e->knowledge, m->candidates[0].fact, others, EVAL_GROUP);
    bool is_same = false;
    for (size_t i = 0; i < count && !is_same; i++)
        is_same = eval_is_right(q, others[i]);
    return is_same;
}

static void add_outcome(const struct eval *e, const struct eval_query *q, const struct match *m, struct eval_result *r) {
    bool is_answer = m->outcome == OUTCOME_ANSWER, is_right = is_answer && eval_is_right(q, m->candidates[0].fact);
    r->answered += is_answer;
    r->right += is_right;
    bool is_right_group = is_right || (is_answer && is_same_claim(e, q, m));
    r->right_group += is_right_group;
    r->wrong_group += is_answer && !is_right_group;
    r->wrong += is_answer && !is_right;
    r->none += !is_answer && m->outcome != OUTCOME_OFFER;
    for (size_t i = 0; m->outcome == OUTCOME_OFFER && i < m->offered; i++)
        if (eval_is_right(q, m->candidates[i].fact)) {
            r->offered_right++;
            break;
        }
}

static void write_run(FILE *run, const char *set, const struct eval_query *q, const struct match *m) {
    for (size_t i = 0; run && i < m->candidate_count && i < EVAL_TOP; i++)
        fprintf(run, "%s/%s Q0 %s %zu %.6f lurus\n", set, q->id, m->candidates[i].fact->id, i + 1, m->candidates[i].score);
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void share(struct eval_result *r, size_t count) {
    double *const values[] = {&r->map5, &r->mrr, &r->p1, &r->r20, &r->answered, &r->right, &r->right_group, &r->wrong, &r->wrong_group, &r->offered_right, &r->none};
    for (size_t i = 0; count && i < COUNT_OF(values); i++)
        *values[i] /= (double)count;
}

void eval_run_set(const struct eval *e, const struct eval_set *set, FILE *run, struct eval_result *ret_result) {
    struct arena *a = arena_new(EVENT_MAX);
    struct match *m = xmalloc(sizeof *m);
    double *times = xcalloc(set->count + 1, sizeof *times);
    *ret_result = (struct eval_result){0};
    for (size_t i = 0; i < set->count; i++) {
        const struct eval_query *q = &set->queries[i];
        double begin = cpu_us();
        eval_match(e, q, NULL, a, m);
        times[i] = cpu_us() - begin;
        add_ranking(q, m, ret_result);
        add_outcome(e, q, m, ret_result);
        write_run(run, set->name, q, m);
        arena_reset(a);
    }
    qsort(times, set->count, sizeof *times, by_value);
    share(ret_result, set->count);
    ret_result->p50_us = set->count ? times[set->count / 2] : 0;
    ret_result->p99_us = set->count ? times[set->count * 99 / 100] : 0;
    free(times);
    free(m);
    arena_free(a);
}
