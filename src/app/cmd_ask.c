// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/clock.h"
#include "../engine/ask.h"
#include "app.h"

enum { LINE_MAX_BYTES = 65536, ANSWER_MAX = 1024 * 1024, ARENA_MAX = 256 * 1024 * 1024 };

struct asking {
    struct app app;
    const char *lang, *at;
    bool is_json, is_explained;
    int64_t at_day;
};

static void print_explained(const struct match *m) {
    for (size_t i = 0; i < m->step_count; i++)
        printf("  %-12s %s → %s\n", m->steps[i].step, m->steps[i].from ? m->steps[i].from : "", m->steps[i].to ? m->steps[i].to : "");
    for (size_t i = 0; i < m->candidate_count; i++) {
        const struct candidate *c = &m->candidates[i];
        printf("  %2zu. %.3f %6.2f %s", i + 1, c->probability, c->score, c->fact->id);
        for (size_t j = 0; j < c->reason_count; j++)
            printf(" %s", c->reasons[j]);
        for (size_t j = 0; j < c->feature_count; j++)
            printf(" %s=%.3f", c->features[j].name, c->features[j].value);
        printf("\n");
    }
}

static void print_plain(const struct match *m, const struct reply *r, bool is_explained) {
    if (is_explained) {
        printf("%s by %s%s%s\n", outcome_name(m->outcome), rule_name(m->rule), m->intent ? ": " : "", m->intent ? m->intent : "");
        print_explained(m);
        printf("\n");
    }
    printf("%s\n", r->text);
    for (size_t i = 0; i < r->choice_count; i++)
        printf("[%s]%s", r->choices[i].title, i + 1 < r->choice_count ? " " : "\n");
}

static void ask_one(const struct asking *s, const char *text) {
    SCOPED(arena_freep) struct arena *a = arena_new(ARENA_MAX);
    struct question q = {.text = utf8_repaired(a, text), // what comes from a terminal may be any bytes
                         .today = app_today(s->app.config),
                         .has_at = s->at != NULL,
                         .at = s->at_day,
                         .lang = s->lang,
                         .is_explained = s->is_explained};
    const struct config *c = s->app.config;
    struct ask_context context = {s->app.knowledge, s->app.intents, c->hotline.name, c->hotline.link,
                                  text_is_equal(c->language.reply, "asker") ? NULL : c->language.reply, c->privacy.retain_messages_days};
    struct match match;
    struct reply reply;
    ask_run(&context, &q, a, &match, &reply);
    if (!s->is_json) {
        print_plain(&match, &reply, s->is_explained);
        return;
    }
    struct buf b;
    buf_init(&b, ANSWER_MAX);
    ask_json(&b, &q, &match, &reply);
    printf("%s\n", buf_text(&b));
    buf_done(&b);
}

static void ask_lines(const struct asking *s) {
    char *line = NULL;
    size_t size = 0;
    ssize_t len;
    while ((len = getline(&line, &size, stdin)) >= 0) {
        while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
            line[--len] = '\0';
        for (char *nul = line; (nul = memchr(nul, '\0', (size_t)(line + len - nul)));)
            *nul = ' ';
        if (len > LINE_MAX_BYTES)
            line[LINE_MAX_BYTES] = '\0';
        ask_one(s, line);
        if (!s->is_json)
            printf("\n");
        fflush(stdout);
    }
    free(line);
}

static int check_options(struct asking *s) {
    struct date at;
    if (s->at && !date_parse(s->at, &at))
        return usage_error("ask", "--at takes a date such as 2021-06-30");
    if (s->at)
        s->at_day = date_last_day(at);
    if (s->lang && strcmp(s->lang, "id") != 0 && strcmp(s->lang, "en") != 0)
        return usage_error("ask", "--lang takes id or en");
    return EXIT_DONE;
}

int cmd_ask(int argc, char **argv) {
    struct asking s = {0};
    const struct option_row rows[] = {{"--lang", &s.lang, NULL}, {"--at", &s.at, NULL}, {"--json", NULL, &s.is_json}, {"--explain", NULL, &s.is_explained}};
    int rest = 0, rc = options_read(argc, argv, rows, COUNT_OF(rows), &rest);
    if (rc == EXIT_DONE)
        rc = check_options(&s);
    if (rc != EXIT_DONE)
        return rc;
    if (rest >= argc)
        return usage_error("ask", "a text is missing");
    struct fail fail;
    if (app_open(&s.app, APP_STORE_IF_THERE, &fail) != OK)
        return say_fail(&fail);
    struct buf text;
    buf_init(&text, LINE_MAX_BYTES);
    for (int i = rest; i < argc; i++)
        buf_printf(&text, "%s%s", i > rest ? " " : "", argv[i]);
    if (strcmp(buf_text(&text), "-") == 0)
        ask_lines(&s);
    else
        ask_one(&s, buf_text(&text));
    buf_done(&text);
    app_close(&s.app);
    return EXIT_DONE;
}
