// SPDX-License-Identifier: Apache-2.0
// Every finding, not only the first: config, intents' own lines, facts, and that rows, FTS5 and memory index hold
// the same; with --online also what each gateway says of token and webhook.
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../base/log.h"
#include "../engine/matcher.h"
#include "../send/enquire.h"
#include "app.h"
#include "facts.h"

enum { CHECK_GROUP = 64, MATCH_ARENA_MAX = 64 * 1024 * 1024, PROBE_ARENA_MAX = 1024 * 1024 };

struct checking {
    struct app app;
    size_t findings, lines, facts;
};

static void finding(struct checking *c, const char *where, const char *what) {
    c->findings++;
    printf("%s: %s\n", where, what);
}

static void base_finding(void *arg, const char *what) {
    finding(arg, "base", what);
}

static bool is_matched(struct checking *c, const struct intent *intent, const char *text, int lang) {
    SCOPED(arena_freep) struct arena *a = arena_new(MATCH_ARENA_MAX);
    static const char *const langs[INTENT_LANGS] = {"id", "en"};
    struct question q = {.text = text, .today = app_today(c->app.config), .lang = langs[lang]};
    struct match m;
    matcher_run(c->app.knowledge, &q, a, &m);
    return text_is_equal(m.intent, intent->name);
}

static void check_lines(struct checking *c, const struct intent *intent, const struct texts *texts, int lang, bool must) {
    for (size_t i = 0; i < texts->count; i++) {
        c->lines++;
        if (is_matched(c, intent, texts->items[i], lang) == must)
            continue;
        char where[160], what[400];
        snprintf(where, sizeof where, "intents/%s.json", intent->name);
        snprintf(what, sizeof what, must ? "does not match its own line '%.200s'" : "matches '%.200s', which it must not", texts->items[i]);
        finding(c, where, what);
    }
}

static void check_intents(struct checking *c) {
    for (size_t i = 0; i < intents_count(c->app.intents); i++) {
        const struct intent *intent = intents_at(c->app.intents, i);
        for (int lang = 0; lang < INTENT_LANGS; lang++) {
            check_lines(c, intent, &intent->match[lang], lang, true);
            check_lines(c, intent, &intent->no_match[lang], lang, false);
        }
    }
}

static void check_references(struct checking *c) {
    const struct fact *fact;
    for (size_t at = 0; (fact = knowledge_each(c->app.knowledge, &at));) {
        c->facts++;
        const char *const ids[] = {fact->supersedes, fact->translation_of};
        for (size_t i = 0; i < COUNT_OF(ids); i++) {
            char what[200];
            snprintf(what, sizeof what, "names a fact that is not published: %s", ids[i] ? ids[i] : "");
            if (ids[i] && !knowledge_find(c->app.knowledge, ids[i]))
                finding(c, fact->id, what);
        }
        knowledge_compact(c->app.knowledge, 0); // lets go of what was looked at
    }
}

// Two verdicts on one hoax: the newest answers, and an editor should withdraw or correct the other.
static void check_groups(struct checking *c) {
    const struct fact *fact, *others[CHECK_GROUP];
    int64_t today = app_today(c->app.config);
    for (size_t at = 0; (fact = knowledge_each(c->app.knowledge, &at));) {
        size_t count = fact->verdict && !fact_is_expired(fact, today) ? knowledge_group(c->app.knowledge, fact, others, CHECK_GROUP) : 0;
        for (size_t i = 0; i < count; i++) {
            bool is_told = strcmp(fact->id, others[i]->id) > 0; // once for the two
            char what[200];
            if (is_told || !others[i]->verdict || strcmp(fact->verdict, others[i]->verdict) == 0 || fact_is_expired(others[i], today))
                continue;
            snprintf(what, sizeof what, "says '%.40s' of what %.64s calls '%.40s'", fact->verdict, others[i]->id, others[i]->verdict);
            finding(c, fact->id, what);
        }
        knowledge_compact(c->app.knowledge, 0);
    }
}

struct comparing {
    struct checking *c;
    size_t published;
};

static enum err compare_fact(void *arg, const struct fact *fact) {
    struct comparing *cmp = arg;
    cmp->published++;
    const struct fact *indexed = knowledge_find(cmp->c->app.knowledge, fact->id);
    if (!indexed || !text_is_equal(indexed->title, fact->title) || indexed->revision != fact->revision)
        finding(cmp->c, fact->id, "the memory index holds another revision than the base");
    return OK;
}

static void check_base(struct checking *c) {
    if (!c->app.store)
        return;
    struct comparing cmp = {c, 0};
    if (store_check(c->app.store, base_finding, c) != OK || store_fact_each(c->app.store, true, compare_fact, &cmp) != OK)
        finding(c, "base", store_error(c->app.store));
    if (cmp.published != knowledge_count(c->app.knowledge))
        finding(c, "base", "rows and memory index hold different numbers of facts");
}

// --- the gateways

static void tell(struct checking *c, const struct remark *r) {
    c->findings += r->is_finding;
    if (r->is_finding)
        printf("%s: %s; %s\n", r->where, r->what, r->todo);
    else
        printf("note: %s: %s\n", r->where, r->what);
}

static void check_gateways(struct checking *c) {
    const struct channel *channel;
    size_t asked = 0;
    for (size_t at = 0; (channel = channel_each(&at));) {
        if (!channel->is_on(c->app.config))
            continue;
        SCOPED(arena_freep) struct arena *a = arena_new(PROBE_ARENA_MAX);
        struct probe p = {.a = a};
        enquire(channel, c->app.config, ENQUIRE_ANSWER_MS, &p);
        for (size_t i = 0; i < p.count; i++)
            tell(c, &p.remarks[i]);
        asked++;
    }
    if (!asked)
        printf("note: no gateway is configured, so none was asked; the web chat needs none\n");
}

int cmd_check(int argc, char **argv) {
    bool is_online = false;
    const struct option_row rows[] = {{"--online", NULL, &is_online}};
    int rest = 0, rc = options_read(argc, argv, rows, COUNT_OF(rows), &rest);
    if (rc != EXIT_DONE)
        return rc;
    if (rest < argc)
        return usage_error("check", "takes no argument");
    struct checking c = {0};
    struct fail fail;
    if (app_open(&c.app, APP_STORE_IF_THERE, &fail) != OK)
        return say_fail(&fail);
    check_intents(&c);
    check_references(&c);
    check_groups(&c);
    check_base(&c);
    if (is_online)
        check_gateways(&c);
    printf("checked: %zu facts, %zu lines of intents, %s; %zu findings\n", c.facts, c.lines,
           c.app.store ? c.app.config->store.path : "no base", c.findings);
    bool is_clean = c.findings == 0;
    app_close(&c.app);
    return is_clean ? EXIT_DONE : EXIT_FAILED;
}
