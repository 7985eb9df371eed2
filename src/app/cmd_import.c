// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/clock.h"
#include "../desk/import.h"
#include "../desk/importer.h"
#include "app.h"
#include "facts.h"
#include "lock.h"

struct importing {
    const char *format, *path;
    bool is_dry, is_skipping;
    struct fact_set set;
    size_t counts[3]; // new, changed, unchanged
};

static void tell_bad(const struct fail *f) {
    say_fail(f);
}

static void tell_conflict(void *arg, const char *fact, const char *keyword, const char *other) {
    (void)arg;
    fprintf(stderr, "lurus: %s: the keyword '%s' finds '%s' already; give it to one of the two\n", fact, keyword, other);
}

// A bar on a terminal, twenty steps wide, drawn at each whole percent.
static void show_progress(void *arg, size_t done, size_t of) {
    (void)arg;
    size_t percent = done * 100 / of;
    if (!isatty(STDERR_FILENO) || (done > 1 && percent == (done - 1) * 100 / of))
        return;
    char bar[21] = "....................";
    memset(bar, '#', percent / 5);
    fprintf(stderr, "\r[%s] %3zu %%%s", bar, percent, done == of ? "\n" : "");
}

static enum err read_facts(struct importing *im, struct fail *f) {
    enum exchange_format format = FORMAT_JSONL;
    bool is_known = im->format ? exchange_format_of(im->format, &format) : exchange_format_of_file(im->path, &format);
    if (!is_known && (im->format || strcmp(im->path, "-") != 0))
        return fail_set(f, ERR_INPUT, im->path, "say --format jsonl or --format csv", "its format is not known");
    char *bytes = NULL;
    size_t len = 0;
    TRY(app_read_file(im->path, FACTS_FILE_MAX, &bytes, &len, f));
    im->set.tell = tell_bad;
    enum err err = fact_set_read(&im->set, im->path, format, bytes, len);
    free(bytes);
    if (err != OK)
        return fail_set(f, err, im->path, "", "cannot be read as facts");
    if (im->set.bad && !im->is_skipping)
        return fail_set(f, ERR_INPUT, im->path, "correct them, or say --skip-bad", "%zu bad lines, nothing was changed", im->set.bad);
    return OK;
}

static enum err write_facts(struct importing *im, struct app *app, struct fail *f) {
    struct import_call call = {.facts = im->set.facts, .count = im->set.count};
    const struct import_listener listener = {tell_conflict, show_progress, NULL};
    TRY(importer_finish(app->store, app->knowledge, clock_wall_ms(), f)); // what `serve` may have left
    enum err err = import_apply(app->store, app->knowledge, &call, clock_wall_ms(), &listener);
    *f = call.fail;
    im->counts[0] = call.added;
    im->counts[1] = call.changed;
    im->counts[2] = call.unchanged;
    return err;
}

// The base is ours when the lock is free; else the running desk writes.
static enum err apply(struct importing *im, struct fail *f) {
    struct config *config = NULL;
    TRY(config_load(option_config, &config, f));
    int lock = -1;
    enum err err = lock_take(config->store.path, &lock, f);
    if (err == ERR_CONFLICT) {
        err = doorway_import(config->store.path, &im->set, im->counts, f);
        config_free(config);
        return err;
    }
    config_free(config);
    struct app app = {0};
    if (err == OK)
        err = app_open(&app, APP_STORE_WRITE, f);
    if (err == OK)
        err = write_facts(im, &app, f);
    app_close(&app);
    lock_release(lock);
    return err;
}

int cmd_import(int argc, char **argv) {
    struct importing im = {0};
    const struct option_row rows[] = {{"--format", &im.format, NULL}, {"--dry-run", NULL, &im.is_dry}, {"--skip-bad", NULL, &im.is_skipping}};
    int rest = 0, rc = options_read(argc, argv, rows, COUNT_OF(rows), &rest);
    if (rc != EXIT_DONE)
        return rc;
    if (rest + 1 != argc)
        return usage_error("import", "one file, or -, is needed");
    im.path = argv[rest];
    struct fail fail = {0};
    fact_set_init(&im.set);
    enum err err = read_facts(&im, &fail);
    if (err == OK && !im.is_dry)
        err = apply(&im, &fail);
    if (err == OK && im.is_dry)
        printf("facts: %zu good, %zu bad; nothing was changed\n", im.set.count, im.set.bad);
    else if (err == OK)
        printf("facts: %zu new, %zu changed, %zu unchanged, %zu bad\n", im.counts[0], im.counts[1], im.counts[2], im.set.bad);
    fact_set_done(&im.set);
    return err == OK ? EXIT_DONE : say_fail(&fail);
}
