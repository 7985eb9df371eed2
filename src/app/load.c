// SPDX-License-Identifier: Apache-2.0
// Opens what commands work on: config, intents (embedded, or the folder that replaces them), languages, base,
// and the knowledge base compiled from it.
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../base/clock.h"
#include "../base/embed.h"
#include "../exchange/exchange.h"
#include "app.h"

enum { FILES_MAX = 512, FILE_MAX = 64 * 1024 * 1024, DEPTH_MAX = 4 };

struct file {
    char *name; // relative to the folder of intents: "greeting.json", "language/id/slang.tsv"
    const char *bytes;
    size_t len;
    bool is_owned;
};

struct files {
    struct file items[FILES_MAX];
    size_t count;
};

static enum err add_file(struct files *files, const char *name, const char *bytes, size_t len, bool is_owned, struct fail *f) {
    if (files->count == FILES_MAX)
        return fail_set(f, ERR_LIMIT, "intents.path", "remove some", "more than %d files", FILES_MAX);
    files->items[files->count++] = (struct file){xstrdup(name), bytes, len, is_owned};
    return OK;
}

static void files_free(struct files *files) {
    if (!files)
        return;
    for (size_t i = 0; i < files->count; i++) {
        free(files->items[i].name);
        if (files->items[i].is_owned)
            free((char *)(uintptr_t)files->items[i].bytes);
    }
    free(files);
}

static enum err add_embedded(struct files *files, struct fail *f) {
    static const char prefix[] = "intents/";
    for (const struct embedded *e = embedded_files; e->name; e++)
        if (text_has_prefix(e->name, prefix))
            TRY(add_file(files, e->name + sizeof prefix - 1, (const char *)e->bytes, e->len, false, f));
    return OK;
}

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static enum err add_folder(struct files *files, const char *folder, const char *below, int depth, struct fail *f);

static enum err add_entry(struct files *files, const char *folder, const char *name, int depth, struct fail *f) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    struct stat st;
    if (stat(path, &st) != 0)
        return fail_set(f, ERR_IO, path, "check its rights", "cannot be read: %s", strerror(errno));
    if (S_ISDIR(st.st_mode))
        return add_folder(files, folder, name, depth + 1, f);
    char *bytes = NULL;
    size_t len = 0;
    TRY(app_read_file(path, FILE_MAX, &bytes, &len, f));
    return add_file(files, name, bytes, len, true, f);
}

static enum err add_folder(struct files *files, const char *folder, const char *below, int depth, struct fail *f) {
    char path[4096];
    snprintf(path, sizeof path, "%s%s%s", folder, *below ? "/" : "", below);
    struct dirent **entries = NULL;
    int count = depth < DEPTH_MAX ? scandir(path, &entries, NULL, by_name) : 0;
    if (count < 0)
        return fail_set(f, ERR_INPUT, "intents.path", "check the path and its rights", "%.200s cannot be read: %s", path, strerror(errno));
    enum err err = OK;
    for (int i = 0; i < count; i++) {
        char name[1024];
        snprintf(name, sizeof name, "%s%s%s", below, *below ? "/" : "", entries[i]->d_name);
        if (err == OK && entries[i]->d_name[0] != '.')
            err = add_entry(files, folder, name, depth, f);
        free(entries[i]);
    }
    free(entries);
    return err;
}

static enum err files_open(const struct config *c, struct files **ret_files, struct fail *f) {
    struct files *files = xcalloc(1, sizeof *files);
    enum err err = c && c->intents.path ? add_folder(files, c->intents.path, "", 0, f) : add_embedded(files, f);
    if (err == OK)
        *ret_files = files;
    else
        files_free(files);
    return err;
}

static enum err open_intents(struct app *app, const struct files *files, struct fail *f) {
    struct intent_file *list = xcalloc(FILES_MAX, sizeof *list);
    size_t count = 0;
    for (const struct file *file = files->items; file < files->items + files->count; file++)
        if (text_has_suffix(file->name, ".json") && !strchr(file->name, '/'))
            list[count++] = (struct intent_file){file->name, file->bytes, file->len};
    enum err err = intents_new(list, count, &app->intents, f);
    free(list);
    return err;
}

static enum err open_knowledge(struct app *app, const struct files *files, struct fail *f) {
    struct language_file *list = xcalloc(FILES_MAX, sizeof *list);
    size_t count = 0;
    for (const struct file *file = files->items; file < files->items + files->count; file++) {
        bool is_language = text_has_prefix(file->name, "language/");
        if (is_language || text_has_suffix(file->name, ".tsv"))
            list[count++] = (struct language_file){file->name + (is_language ? 9 : 0), file->bytes, file->len};
    }
    const struct config *c = app->config;
    struct knowledge_config config = {.default_lang = c->language.default_lang,
                                      .official_domains = (const char *const *)c->hotline.official_domains,
                                      .official_numbers = (const char *const *)c->hotline.official_numbers,
                                      .answer_threshold = c->match.answer_threshold,
                                      .offer_threshold = c->match.offer_threshold,
                                      .hotline_link = c->hotline.link};
    enum err err = knowledge_new(&config, list, count, app->intents, &app->knowledge, f);
    free(list);
    return err;
}

enum err app_each_fact_file(const struct config *c, enum err (*each)(void *arg, const char *name, const char *bytes, size_t len),
                            void *arg, struct fail *f) {
    struct files *files = NULL;
    TRY(files_open(c, &files, f));
    enum err err = OK;
    for (const struct file *file = files->items; file < files->items + files->count && err == OK; file++)
        if (text_has_prefix(file->name, "facts/"))
            err = each(arg, file->name, file->bytes, file->len);
    files_free(files);
    return err;
}

struct filling {
    struct knowledge *knowledge;
    struct fail *fail;
    bool is_bad;
    struct store *store; // NULL: the facts come from files, which have no former revisions
};

static enum err put_former(void *arg, const struct fact *fact) {
    knowledge_put_revision(arg, fact);
    return OK;
}

static enum err put_fact(void *arg, const struct fact *fact) {
    struct filling *filling = arg;
    knowledge_put(filling->knowledge, fact);
    return filling->store && fact->revision > 1 ? store_revision_each(filling->store, fact->id, put_former, filling->knowledge) : OK;
}

static enum err put_line(void *arg, const struct fact *fact, size_t line) {
    (void)line;
    return put_fact(arg, fact);
}

static void bad_line(void *arg, const struct fail *f) {
    struct filling *filling = arg;
    if (!filling->is_bad)
        *filling->fail = *f;
    filling->is_bad = true;
}

static enum err put_file(void *arg, const char *name, const char *bytes, size_t len) {
    struct exchange_reader r = {.file = name, .format = FORMAT_JSONL, .fact = put_line, .bad = bad_line, .arg = arg};
    size_t bad = 0;
    if (!exchange_format_of_file(name, &r.format))
        return OK;
    TRY(exchange_read(&r, bytes, len, &bad));
    return bad ? ERR_INPUT : OK;
}

static enum err fill_knowledge(struct app *app, struct fail *f) {
    struct filling filling = {app->knowledge, f, false, app->store};
    enum err err = OK;
    if (!app->store)
        err = app_each_fact_file(app->config, put_file, &filling, f);
    else if ((err = store_fact_each(app->store, true, put_fact, &filling)) != OK || (err = store_withdrawn_each(app->store, put_former, app->knowledge)) != OK)
        fail_set(f, err, app->config->store.path, "run `lurus check`", "the facts cannot be read: %s", store_error(app->store));
    if (err == OK)
        knowledge_settle(app->knowledge);
    return err;
}

static enum err open_store(struct app *app, enum app_store mode, struct fail *f) {
    const char *path = app->config->store.path, *key = app->config->store.contact_key;
    if (mode == APP_NO_STORE || (mode == APP_STORE_IF_THERE && access(path, F_OK) != 0))
        return OK;
    if (mode == APP_STORE_READ && access(path, F_OK) != 0)
        return fail_set(f, ERR_NOTFOUND, path, "run `lurus import` first, or name it by store.path", "there is no base");
    return store_open(path, key, mode == APP_STORE_WRITE ? STORE_WRITE : STORE_READ, &app->store, f);
}

enum err app_open(struct app *app, enum app_store mode, struct fail *f) {
    *app = (struct app){0};
    struct files *files = NULL;
    enum err err = config_load(option_config, &app->config, f);
    if (err == OK && setenv("TZ", app->config->hotline.timezone, 1) == 0)
        tzset();
    if (err == OK)
        err = files_open(app->config, &files, f);
    app->files = files;
    if (err == OK)
        err = open_intents(app, files, f);
    if (err == OK)
        err = open_knowledge(app, files, f);
    if (err == OK)
        err = open_store(app, mode, f);
    if (err == OK)
        err = fill_knowledge(app, f);
    if (err != OK)
        app_close(app);
    return err;
}

void app_close(struct app *app) {
    store_close(app->store);
    knowledge_free(app->knowledge);
    intents_free(app->intents);
    files_free(app->files);
    config_free(app->config);
    *app = (struct app){0};
}

int say_fail(const struct fail *f) {
    char line[800];
    fail_line(f, line, sizeof line);
    fprintf(stderr, "lurus: %s\n", line);
    return EXIT_FAILED;
}

int64_t app_today(const struct config *c) {
    int64_t now = clock_wall_ms();
    return day_of_ms(now, config_zone_offset(c, now));
}

enum err app_read_file(const char *path, size_t max, char **ret_bytes, size_t *ret_len, struct fail *f) {
    bool is_stdin = strcmp(path, "-") == 0;
    FILE *file = is_stdin ? stdin : fopen(path, "re");
    if (!file)
        return fail_set(f, ERR_IO, path, "check the path and its rights", "cannot be read: %s", strerror(errno));
    struct buf b;
    buf_init(&b, max);
    char chunk[65536];
    size_t got;
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0 && !b.is_full)
        buf_put(&b, chunk, got);
    bool is_bad = ferror(file);
    if (!is_stdin)
        fclose(file);
    bool is_full = b.is_full;
    *ret_len = b.len;
    *ret_bytes = buf_take(&b);
    if (!is_bad && !is_full)
        return OK;
    free(*ret_bytes);
    *ret_bytes = NULL;
    return fail_set(f, ERR_IO, path, is_full ? "split it" : "check the disk", is_full ? "is larger than %zu bytes" : "cannot be read whole (%zu)", max);
}
