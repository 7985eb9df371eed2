// SPDX-License-Identifier: Apache-2.0
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../base/clock.h"
#include "../base/embed.h"
#include "../base/text.h"
#include "../exchange/exchange.h"
#include "app.h"
#include "eval.h"

enum { FILE_MAX = 1024 * 1024 * 1024, LANGUAGE_FILES = 64 };
static const size_t ARENA_MAX = (size_t)4 * 1024 * 1024 * 1024;

static enum err put_fact(void *arg, const struct fact *fact, size_t line) {
    (void)line;
    struct fact one = *fact;
    one.state = FACT_PUBLISHED;
    knowledge_put(arg, &one);
    return OK;
}

static void first_bad(void *arg, const struct fail *f) {
    (void)arg;
    char line[1024];
    fail_line(f, line, sizeof line);
    fprintf(stderr, "lurus: %s\n", line);
}

static enum err new_knowledge(struct knowledge **ret_k, struct fail *f) {
    struct language_file files[LANGUAGE_FILES];
    size_t count = 0;
    for (const struct embedded *e = embedded_files; e->name && count < LANGUAGE_FILES; e++) {
        const char *name = text_has_prefix(e->name, "intents/language/") ? e->name + strlen("intents/language/")
                           : text_has_prefix(e->name, "intents/")        ? e->name + strlen("intents/")
                                                                         : "";
        if (text_has_suffix(name, ".tsv") || text_has_suffix(name, ".txt"))
            files[count++] = (struct language_file){name, (const char *)e->bytes, e->len};
    }
    struct knowledge_config config = {.default_lang = "id", .answer_threshold = -1, .offer_threshold = -1};
    return knowledge_new(&config, files, count, NULL, ret_k, f);
}

static double cpu_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static enum err read_facts(struct eval *e, const char *folder, struct fail *f) {
    char path[4096];
    snprintf(path, sizeof path, "%s/facts.jsonl", folder);
    char *bytes = NULL;
    size_t len = 0, bad = 0;
    TRY(app_read_file(path, FILE_MAX, &bytes, &len, f));
    struct exchange_reader r = {.file = path, .format = FORMAT_JSONL, .fact = put_fact, .bad = first_bad, .arg = e->knowledge, .is_lenient = true};
    double begin = cpu_s();
    enum err err = exchange_read(&r, bytes, len, &bad);
    knowledge_settle(e->knowledge);
    e->build_s = cpu_s() - begin;
    free(bytes);
    if (err != OK)
        return fail_set(f, err, path, "", "cannot be read as facts");
    return bad ? fail_set(f, ERR_INPUT, path, "correct them", "%zu bad lines", bad) : OK;
}

// Splits a line at its first tab; false when it has none.
static bool split_line(char *line, char **ret_rest) {
    char *tab = strchr(line, '\t');
    if (!tab)
        return false;
    *tab = '\0';
    *ret_rest = tab + 1;
    return true;
}

static enum err read_lines(const char *path, bool (*each)(void *arg, char *id, char *rest), void *arg, struct fail *f) {
    char *bytes = NULL, *save = NULL;
    size_t len = 0, number = 0;
    TRY(app_read_file(path, FILE_MAX, &bytes, &len, f));
    enum err err = OK;
    for (char *line = strtok_r(bytes, "\r\n", &save); line && err == OK; line = strtok_r(NULL, "\r\n", &save)) {
        char where[4200], *rest = NULL;
        number++;
        if (split_line(line, &rest) && each(arg, line, rest))
            continue;
        snprintf(where, sizeof where, "%s:%zu", path, number);
        err = fail_set(f, ERR_INPUT, where, "write an id, a tab and a text", "not a query or a judgement of one");
    }
    free(bytes);
    return err;
}

struct reading {
    struct eval *eval;
    struct eval_set *set;
    size_t size;
    struct map *by_id; // struct eval_query *
};

static bool take_query(void *arg, char *id, char *text) {
    struct reading *r = arg;
    if (r->set->count == r->size) {
        r->size = r->size ? r->size * 2 : 1024;
        r->set->queries = xrealloc(r->set->queries, r->size * sizeof *r->set->queries);
    }
    r->set->queries[r->set->count++] = (struct eval_query){arena_strdup(r->eval->arena, id), arena_strdup(r->eval->arena, text), NULL, 0};
    return true;
}

static bool take_gold(void *arg, char *id, char *fact) {
    struct reading *r = arg;
    struct eval_query *q = map_get(r->by_id, id, strlen(id));
    if (!q)
        return false;
    if (!q->gold)
        q->gold = map_new();
    q->gold_count += map_get(q->gold, fact, strlen(fact)) == NULL;
    map_put(q->gold, fact, strlen(fact), q);
    return true;
}

static enum err read_set(struct eval *e, const char *folder, const char *name, struct fail *f) {
    struct eval_set *set = &e->sets[e->set_count++];
    struct reading r = {e, set, 0, NULL};
    char path[4096];
    set->name = arena_strdup(e->arena, name);
    snprintf(path, sizeof path, "%s/%s.queries.tsv", folder, name);
    TRY(read_lines(path, take_query, &r, f));
    snprintf(path, sizeof path, "%s/%s.qrels.tsv", folder, name);
    FILE *file = fopen(path, "re");
    if (!file)
        return OK;
    fclose(file);
    set->has_gold = true;
    r.by_id = map_new();
    for (size_t i = 0; i < set->count; i++)
        map_put(r.by_id, set->queries[i].id, strlen(set->queries[i].id), &set->queries[i]);
    enum err err = read_lines(path, take_gold, &r, f);
    map_free(r.by_id);
    return err;
}

static int is_queries(const struct dirent *d) {
    return text_has_suffix(d->d_name, ".queries.tsv");
}

static enum err read_sets(struct eval *e, const char *folder, struct fail *f) {
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_queries, alphasort);
    enum err err = count < 0 ? fail_set(f, ERR_IO, folder, "", "is no folder that can be read") : OK;
    for (int i = 0; i < count; i++) {
        char *name = entries[i]->d_name;
        name[strlen(name) - strlen(".queries.tsv")] = '\0';
        if (err == OK && e->set_count == EVAL_SETS)
            err = fail_set(f, ERR_LIMIT, folder, "split it", "more than %d sets", EVAL_SETS);
        if (err == OK)
            err = read_set(e, folder, name, f);
        free(entries[i]);
    }
    free(entries);
    return err;
}

enum err eval_open(const char *folder, struct eval *ret_eval, struct fail *f) {
    *ret_eval = (struct eval){.folder = folder, .arena = arena_new(ARENA_MAX), .today = day_of_ms(clock_wall_ms(), 0)};
    TRY(new_knowledge(&ret_eval->knowledge, f));
    TRY(read_facts(ret_eval, folder, f));
    return read_sets(ret_eval, folder, f);
}

void eval_close(struct eval *e) {
    for (size_t s = 0; s < e->set_count; s++) {
        for (size_t i = 0; i < e->sets[s].count; i++)
            map_free(e->sets[s].queries[i].gold);
        free(e->sets[s].queries);
    }
    knowledge_free(e->knowledge);
    arena_free(e->arena);
}
