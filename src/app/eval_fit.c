// SPDX-License-Identifier: Apache-2.0
// The reliability table, and the model's weights from folders of queries. What is fitted on one half of the queries
// is tried on the other; the file gets what is fitted on all.
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "../engine/matcher.h"
#include "../engine/rank.h"
#include "eval.h"
#include "eval_learn.h"

enum { BINS = 10, EVENT_MAX = 64 * 1024 * 1024, AT = 5, TOP_ORDER = 64 };

// What orders the candidates, and what the probability is made of.
static const enum model_feature order_features[] = {
    FEATURE_SUM,  FEATURE_ABOUT, FEATURE_RAREST, FEATURE_TITLE, FEATURE_RARE,    FEATURE_SOFT,     FEATURE_REPEATED,
    FEATURE_HELD, FEATURE_BODY,  FEATURE_GRAMS,  FEATURE_RUN,   FEATURE_PASSAGE, FEATURE_VARIANTS, FEATURE_COPIED, FEATURE_SLIPS,
};
static const enum model_feature sure_features[] = {
    FEATURE_NUMBERS, FEATURE_COPY,  FEATURE_COPIED, FEATURE_FIT,    FEATURE_BOTH,  FEATURE_LONG,
    FEATURE_MISSING, FEATURE_WORDS, FEATURE_RANK,   FEATURE_MARGIN, FEATURE_THIRD, FEATURE_LEAD, FEATURE_ORDER, FEATURE_PASSAGE, FEATURE_SLIPS,
};
// Facts with texts that circulate are asked for more often, but how much more is a matter of who asks: where all that
// is asked for has some, the fit would put them before everything else.
static const double VARIANTS_MOST = 2;
enum { ORDERS = COUNT_OF(order_features), SURES = COUNT_OF(sure_features), SURE_WIDTH = LENGTHS * SURES + 1 };

// One query of all folders: where its candidates stand among the rows.
struct asked {
    const char *folder, *set;
    size_t group, gold;
    double length;
};

struct fitting {
    struct learn order; // two columns a feature: for short messages, for long ones
    struct asked *asked;
    size_t count, size;
    struct ranked *ranked; // a copy of the row's candidate
    size_t ranked_count, ranked_size;
};

// The same for all queries made of one fact ("kw-12", "fwd-12"), so that no half knows it from the other.
static unsigned half_of(const char *id) {
    const char *dash = strrchr(id, '-'), *key = dash ? dash + 1 : id;
    return (unsigned)(text_hash(key, strlen(key)) >> 17 & 1);
}

static void copy_ranked(struct fitting *f, const struct ranked *one) {
    if (f->ranked_count == f->ranked_size) {
        f->ranked_size = f->ranked_size ? f->ranked_size * 2 : 16384;
        f->ranked = xrealloc(f->ranked, f->ranked_size * sizeof *f->ranked);
    }
    f->ranked[f->ranked_count++] = *one;
}

static void take_row(struct fitting *f, const struct ranked *one, double length, bool is_right) {
    double row[LENGTHS * ORDERS];
    for (size_t i = 0; i < ORDERS; i++) {
        row[i] = (1 - length) * one->features[order_features[i]];
        row[ORDERS + i] = length * one->features[order_features[i]];
    }
    learn_row(&f->order, row, is_right);
    copy_ranked(f, one);
}

static void take_query(struct fitting *f, const struct eval *e, const struct eval_set *set, const struct eval_query *q,
                       const struct ranking *ranking) {
    if (f->count == f->size) {
        f->size = f->size ? f->size * 2 : 4096;
        f->asked = xrealloc(f->asked, f->size * sizeof *f->asked);
    }
    double length = ranking->length;
    learn_group(&f->order, half_of(q->id));
    f->asked[f->count++] = (struct asked){e->folder, set->name, f->order.group_count - 1, q->gold_count, length};
    for (size_t i = 0; i < ranking->count; i++)
        take_row(f, &ranking->items[i], length, eval_is_right(q, &ranking->items[i].record->fact));
}

// Queries that are decided by an exact way or an intent teach nothing about the order.
static bool is_ranked(const struct match *m) {
    return m->rule == RULE_NONE || m->rule == RULE_LINK || m->rule == RULE_RANKED || m->rule == RULE_SHORT;
}

static void collect(struct fitting *f, const struct eval *e) {
    struct arena *a = arena_new(EVENT_MAX);
    struct match *m = xmalloc(sizeof *m);
    struct ranking *ranking = xmalloc(sizeof *ranking);
    for (size_t i = 0; i < e->set_count; i++)
        for (size_t k = 0; k < e->sets[i].count; k++) {
            ranking->count = 0;
            eval_match(e, &e->sets[i].queries[k], ranking, a, m);
            if (ranking->count && is_ranked(m))
                take_query(f, e, &e->sets[i], &e->sets[i].queries[k], ranking);
            arena_reset(a);
        }
    free(ranking);
    free(m);
    arena_free(a);
}

static double row_score(const struct fitting *f, const struct learn_group *g, size_t row, const double *w) {
    const float *x = learn_row_at(&f->order, g, row);
    double sum = 0;
    for (size_t i = 0; i < f->order.width; i++)
        sum += w[i] * (double)x[i];
    return sum;
}

// The rows of a group in the order that the weights give, at most `most` of them.
static size_t order_rows(const struct fitting *f, const struct learn_group *g, const double *w, size_t *out, size_t most) {
    double scores[TOP_ORDER];
    size_t count = 0;
    for (size_t i = 0; i < g->count && i < TOP_ORDER; i++) {
        double score = row_score(f, g, i, w);
        size_t at = count < most ? count++ : most;
        for (; at > 0 && scores[at - 1] < score; at--)
            if (at < most) {
                scores[at] = scores[at - 1];
                out[at] = out[at - 1];
            }
        if (at < most) {
            scores[at] = score;
            out[at] = i;
        }
    }
    return count;
}

static double average_precision(const struct fitting *f, const struct asked *q, const double *w) {
    const struct learn_group *g = &f->order.groups[q->group];
    size_t rows[AT], count = order_rows(f, g, w, rows, AT), found = 0, most = q->gold < AT ? q->gold : AT;
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        if (f->order.rights[g->first + rows[i]])
            sum += (double)++found / (double)(i + 1);
    return most ? sum / (double)most : 0;
}

// MAP@5 of every set, by weights of the half that was not learned from, and of the one that was.
static void report_order(const struct fitting *f, double w[LEARN_HALVES][LEARN_WIDTH + 1]) {
    printf("%-34s queries  MAP@5 held out  trained on\n", "set");
    for (size_t i = 0; i < f->count;) {
        size_t first = i, asked = 0;
        double held_out = 0, trained = 0;
        for (; i < f->count && f->asked[i].set == f->asked[first].set; i++) {
            if (!f->asked[i].gold)
                continue;
            unsigned half = f->order.groups[f->asked[i].group].half;
            held_out += average_precision(f, &f->asked[i], w[!half]);
            trained += average_precision(f, &f->asked[i], w[half]);
            asked++;
        }
        if (asked)
            printf("%-20s %-13s %7zu  %14.4f  %10.4f\n", f->asked[first].folder, f->asked[first].set, asked,
                   held_out / (double)asked, trained / (double)asked);
    }
}

// Whether the first candidate, or one that says the same, is right.
static bool is_first_right(const struct fitting *f, const struct learn_group *g, const struct ranked *c, const size_t *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (c[i].root == c[0].root && f->order.rights[g->first + rows[i]])
            return true;
    return false;
}

// The first candidate of every query, as the weights order them, with what its probability is made of.
static void take_first(const struct fitting *f, const struct asked *q, const double *w, struct learn *sure) {
    const struct learn_group *g = &f->order.groups[q->group];
    size_t rows[TOP_ORDER], count = order_rows(f, g, w, rows, TOP_ORDER);
    struct ranked *c = xcalloc(count + 1, sizeof *c);
    for (size_t i = 0; i < count; i++) {
        c[i] = f->ranked[g->first + rows[i]];
        c[i].score = row_score(f, g, rows[i], w);
    }
    rank_sureness(c, count, 0);
    double row[SURE_WIDTH];
    for (size_t i = 0; i < SURES; i++) {
        row[i] = (1 - q->length) * c[0].features[sure_features[i]];
        row[SURES + i] = q->length * c[0].features[sure_features[i]];
    }
    row[SURE_WIDTH - 1] = q->length;
    learn_group(sure, g->half);
    learn_row(sure, row, is_first_right(f, g, c, rows, count));
    free(c);
}

static double log_loss(const struct learn *sure, double w[LEARN_HALVES][LEARN_WIDTH + 1], bool is_held_out) {
    double sum = 0;
    for (size_t i = 0; i < sure->group_count; i++) {
        const struct learn_group *g = &sure->groups[i];
        const float *x = learn_row_at(sure, g, 0);
        const double *weights = w[is_held_out ? !g->half : g->half];
        double z = weights[SURE_WIDTH];
        for (size_t n = 0; n < SURE_WIDTH; n++)
            z += weights[n] * (double)x[n];
        double chance = 1 / (1 + exp(-z));
        sum -= log(fmax(sure->rights[g->first] ? chance : 1 - chance, 1e-12));
    }
    return sure->group_count ? sum / (double)sure->group_count : 0;
}

static void fit_half(const struct fitting *f, unsigned half, double *ret_weights) {
    learn_order(&f->order, half, ret_weights);
    for (size_t i = 0; i < LENGTHS * ORDERS; i++)
        if (order_features[i % ORDERS] == FEATURE_VARIANTS)
            ret_weights[i] = fmin(ret_weights[i], VARIANTS_MOST);
}

static void fit_order(struct fitting *f, double w[LEARN_HALVES + 1][LEARN_WIDTH + 1]) {
    for (unsigned half = 0; half <= LEARN_HALVES; half++)
        fit_half(f, half, w[half]);
    report_order(f, w);
}

static void fit_sure(const struct fitting *f, double orders[LEARN_HALVES + 1][LEARN_WIDTH + 1], double ret_weights[LEARN_WIDTH + 1]) {
    struct learn tried, all;
    double w[LEARN_HALVES][LEARN_WIDTH + 1];
    learn_init(&tried, SURE_WIDTH);
    learn_init(&all, SURE_WIDTH);
    for (size_t i = 0; i < f->count; i++) {
        take_first(f, &f->asked[i], orders[!f->order.groups[f->asked[i].group].half], &tried);
        take_first(f, &f->asked[i], orders[LEARN_ALL], &all);
    }
    for (unsigned half = 0; half < LEARN_HALVES; half++)
        learn_probability(&tried, half, w[half]);
    printf("log loss of the probability, %zu queries: held out %.4f, trained on %.4f\n", tried.group_count,
           log_loss(&tried, w, true), log_loss(&tried, w, false));
    learn_probability(&all, LEARN_ALL, ret_weights);
    learn_done(&tried);
    learn_done(&all);
}

static enum err write_weights(const char *path, const double *order, const double *sure, struct fail *f) {
    FILE *out = fopen(path, "we");
    if (!out)
        return fail_set(f, ERR_IO, path, "check the path and its rights", "cannot be written: %s", strerror(errno));
    for (size_t i = 0; i < ORDERS; i++)
        fprintf(out, "rank.%s\t%.4f\t%.4f\n", model_feature_names[order_features[i]], order[i], order[ORDERS + i]);
    fprintf(out, "bias\t%.4f\t%.4f\n", sure[SURE_WIDTH], sure[SURE_WIDTH] + sure[SURE_WIDTH - 1]);
    for (size_t i = 0; i < SURES; i++)
        fprintf(out, "%s\t%.4f\t%.4f\n", model_feature_names[sure_features[i]], sure[i], sure[SURES + i]);
    return fclose(out) == 0 ? OK : fail_set(f, ERR_IO, path, "is the disk full?", "cannot be written: %s", strerror(errno));
}

enum err eval_fit(const struct eval *evals, size_t count, const char *path, struct fail *f) {
    struct fitting fitting = {0};
    double orders[LEARN_HALVES + 1][LEARN_WIDTH + 1], sure[LEARN_WIDTH + 1];
    learn_init(&fitting.order, LENGTHS * ORDERS);
    for (size_t i = 0; i < count; i++)
        collect(&fitting, &evals[i]);
    fit_order(&fitting, orders);
    fit_sure(&fitting, orders, sure);
    learn_done(&fitting.order);
    free(fitting.asked);
    free(fitting.ranked);
    return write_weights(path, orders[LEARN_ALL], sure, f);
}

void eval_calibration(const struct eval *e, FILE *out) {
    struct {
        double predicted;
        size_t count, right;
    } bins[BINS] = {{0}};
    struct arena *a = arena_new(EVENT_MAX);
    struct match *m = xmalloc(sizeof *m);
    for (size_t i = 0; i < e->set_count; i++)
        for (size_t k = 0; k < e->sets[i].count; k++) {
            eval_match(e, &e->sets[i].queries[k], NULL, a, m);
            if (m->candidate_count && is_ranked(m)) {
                double predicted = m->candidates[0].probability;
                int bin = (int)(predicted * BINS);
                bin = bin < BINS ? bin : BINS - 1;
                bins[bin].predicted += predicted;
                bins[bin].count++;
                bins[bin].right += eval_is_right(&e->sets[i].queries[k], m->candidates[0].fact);
            }
            arena_reset(a);
        }
    fprintf(out, "probability  queries  predicted  observed\n");
    for (int i = 0; i < BINS; i++)
        if (bins[i].count)
            fprintf(out, "%.1f-%.1f      %7zu  %9.3f  %8.3f\n", i / 10.0, (i + 1) / 10.0, bins[i].count,
                    bins[i].predicted / (double)bins[i].count, (double)bins[i].right / (double)bins[i].count);
    free(m);
    arena_free(a);
}
