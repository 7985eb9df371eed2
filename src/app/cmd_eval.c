// SPDX-License-Identifier: Apache-2.0
// lurus eval: how well the engine that serves answers a folder of questions.
#include <errno.h>
#include <string.h>

#include "../base/json.h"
#include "app.h"
#include "eval.h"

enum { LINE_MAX_BYTES = 1024 * 1024 };

static const struct {
    const char *name;
    size_t offset;
    int digits; // of the table
} columns[] = {
    {"MAP@5", offsetof(struct eval_result, map5), 4},
    {"MRR", offsetof(struct eval_result, mrr), 4},
    {"P@1", offsetof(struct eval_result, p1), 4},
    {"R@20", offsetof(struct eval_result, r20), 4},
    {"answered", offsetof(struct eval_result, answered), 4},
    {"answered_right", offsetof(struct eval_result, right), 4},
    {"answered_right_group", offsetof(struct eval_result, right_group), 4},
    {"answered_wrong", offsetof(struct eval_result, wrong), 4},
    {"answered_wrong_group", offsetof(struct eval_result, wrong_group), 4},
    {"offered_right", offsetof(struct eval_result, offered_right), 4},
    {"none", offsetof(struct eval_result, none), 4},
    {"p50_us", offsetof(struct eval_result, p50_us), 1},
    {"p99_us", offsetof(struct eval_result, p99_us), 1},
};

static double value_of(const struct eval_result *r, size_t column) {
    double value;
    memcpy(&value, (const char *)r + columns[column].offset, sizeof value);
    return value;
}

static double megabytes(const struct eval *e) {
    return (double)knowledge_bytes(e->knowledge) / 1e6;
}

static void json_result(const struct eval *e, const struct eval_set *set, const struct eval_result *r, struct buf *b) {
    buf_putc(b, '{');
    json_member_text(b, "set", set->name);
    json_member_int(b, "queries", (int64_t)set->count);
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        json_member_double(b, columns[i].name, value_of(r, i));
    json_member_int(b, "facts", (int64_t)knowledge_count(e->knowledge));
    json_member_double(b, "build_s", e->build_s);
    json_member_double(b, "index_mb", megabytes(e));
    buf_putc(b, '}');
}

static void text_header(void) {
    printf("%-22s", "set");
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        printf(" %*s", (int)strlen(columns[i].name) < 7 ? 7 : (int)strlen(columns[i].name), columns[i].name);
    putchar('\n');
}

static void text_result(const struct eval_set *set, const struct eval_result *r) {
    printf("%-22s", set->name);
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        printf(" %*.*f", (int)strlen(columns[i].name) < 7 ? 7 : (int)strlen(columns[i].name), columns[i].digits, value_of(r, i));
    putchar('\n');
}

static void run_sets(const struct eval *e, bool is_json, FILE *run) {
    struct buf b;
    buf_init(&b, LINE_MAX_BYTES);
    buf_putc(&b, '[');
    if (!is_json)
        text_header();
    for (size_t i = 0; i < e->set_count; i++) {
        struct eval_result r;
        eval_run_set(e, &e->sets[i], run, &r);
        if (!is_json)
            text_result(&e->sets[i], &r);
        json_comma(&b);
        json_result(e, &e->sets[i], &r, &b);
    }
    buf_putc(&b, ']');
    if (is_json)
        printf("%s\n", buf_text(&b));
    else
        printf("facts %zu  build_s %.2f  index_mb %.1f\n", knowledge_count(e->knowledge), e->build_s, megabytes(e));
    buf_done(&b);
}

struct eval_options {
    const char *run, *fit;
    bool is_json, is_calibration;
};

static enum err run_eval(const struct eval *e, size_t count, const struct eval_options *o, struct fail *f) {
    if (o->fit)
        return eval_fit(e, count, o->fit, f);
    FILE *run = o->run ? fopen(o->run, "we") : NULL;
    if (o->run && !run)
        return fail_set(f, ERR_IO, o->run, "check the path and its rights", "cannot be written: %s", strerror(errno));
    run_sets(e, o->is_json, run);
    if (run && fclose(run) != 0)
        return fail_set(f, ERR_IO, o->run, "is the disk full?", "cannot be written: %s", strerror(errno));
    if (o->is_calibration)
        eval_calibration(e, o->is_json ? stderr : stdout);
    return OK;
}

int cmd_eval(int argc, char **argv) {
    struct eval_options o = {0};
    const struct option_row rows[] = {{"--json", NULL, &o.is_json}, {"--run", &o.run, NULL}, {"--calibration", NULL, &o.is_calibration}, {"--fit", &o.fit, NULL}};
    int rest;
    int wrong = options_read(argc, argv, rows, COUNT_OF(rows), &rest);
    if (wrong)
        return wrong;
    if (argc - rest != 1 && !(o.fit && argc > rest)) // coefficients may be fitted on several folders together
        return usage_error(argv[0], "one folder is needed");
    size_t count = (size_t)(argc - rest);
    struct eval *evals = xcalloc(count, sizeof *evals);
    struct fail f = {0};
    enum err err = OK;
    for (size_t i = 0; i < count && err == OK; i++)
        err = eval_open(argv[rest + (int)i], &evals[i], &f);
    if (err == OK)
        err = run_eval(evals, count, &o, &f);
    for (size_t i = 0; i < count; i++)
        eval_close(&evals[i]);
    freep(&evals);
    return err == OK ? EXIT_DONE : say_fail(&f);
}
