// SPDX-License-Identifier: Apache-2.0
#include "importer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/clock.h"
#include "../base/log.h"
#include "../exchange/exchange.h"
#include "import.h"

enum {
    SLICE_US = 5000,  // of work; the commit's wait for the disk comes on top
    SLICE_MAX = 1024, // facts in a slice
    SETTLE_FACTS = 16,         // between two looks at the clock
    COMPACT_POSTINGS = 100000, // likewise
    LINE_MAX = 4 * 1024 * 1024,
};

struct importer {
    struct store *store;
    struct knowledge *knowledge;
    enum importer_state state;
    struct import_call *call; // NULL: nobody waits
    size_t staged;
    size_t added, changed, unchanged;
    int64_t slices, longest_us;
    int64_t remember_us; // that memory takes for a fact, by the last slice
    char cause[160];
    // --- of the slice under way
    int64_t now;
    size_t slice_counts[3]; // new, changed, unchanged: counted once it is committed
    char ids[SLICE_MAX][FACT_ID_MAX + 1];
    size_t id_count;
};

struct importer *importer_new(struct store *s, struct knowledge *k) {
    struct importer *i = xcalloc(1, sizeof *i);
    i->store = s;
    i->knowledge = k;
    return i;
}

void importer_free(struct importer *i) {
    free(i);
}

enum importer_state importer_state(const struct importer *i) {
    return i->state;
}

const char *importer_cause(const struct importer *i) {
    return i->cause;
}

// The base forgets its words with the rollback.
static void undo(struct importer *i) {
    snprintf(i->cause, sizeof i->cause, "%s", store_error(i->store));
    store_rollback(i->store);
}

void importer_leave(struct importer *i) {
    i->call = NULL;
}

static enum err drop(struct importer *i) {
    enum err err = store_begin(i->store);
    if (err == OK)
        err = store_import_end(i->store);
    if (err == OK)
        err = store_commit(i->store);
    if (err != OK)
        store_rollback(i->store);
    return err;
}

enum err importer_recover(struct importer *i) {
    bool is_accepted = false;
    TRY(store_import_is_accepted(i->store, &is_accepted));
    if (!is_accepted)
        return drop(i);
    i->state = IMPORTER_APPLYING;
    log_event(LOG_INFO, "desk", "import_resumed", "%s", "");
    return OK;
}

void importer_begin(struct importer *i, struct import_call *call) {
    i->call = call;
    i->state = IMPORTER_STAGING;
    i->staged = i->added = i->changed = i->unchanged = 0;
    i->slices = i->longest_us = 0;
}

// --- staging

static enum err stage_one(struct importer *i, const struct fact *fact) {
    struct buf line;
    buf_init(&line, LINE_MAX);
    exchange_write_fact(FORMAT_JSONL, fact, &line);
    enum err err = line.is_full ? ERR_LIMIT : store_import_stage(i->store, (int64_t)i->staged + 1, buf_text(&line));
    buf_done(&line);
    i->staged += err == OK;
    return err;
}

static enum err stage_some(struct importer *i, int64_t until_us) {
    TRY(store_begin(i->store));
    if (!i->staged)
        TRY(store_import_end(i->store)); // what a failed one may have left
    while (i->staged < i->call->count && clock_mono_us() < until_us)
        TRY(stage_one(i, &i->call->facts[i->staged]));
    if (i->staged == i->call->count)
        TRY(store_import_accept(i->store, i->now));
    return store_commit(i->store);
}

static enum err stage(struct importer *i, int64_t begun_us) {
    enum err err = stage_some(i, begun_us + SLICE_US);
    if (err == OK) {
        if (i->staged == i->call->count)
            i->state = IMPORTER_APPLYING;
        return OK;
    }
    undo(i);
    fail_set(&i->call->fail, err, "import", "nothing was changed; see the log", "the base refused: %s", i->cause);
    i->state = IMPORTER_IDLE;
    if (drop(i) != OK) // later, then: the next import or start does it
        log_event(LOG_WARN, "desk", "import_left", "cause=\"%s\"", store_error(i->store));
    return err;
}

// --- applying

static enum err apply_fact(void *arg, const struct fact *fact, size_t line) {
    (void)line;
    struct importer *i = arg;
    enum fact_change change = FACT_UNCHANGED;
    TRY(import_put(i->store, i->knowledge, fact, i->now, &change));
    i->slice_counts[change]++;
    if (change != FACT_UNCHANGED) {
        size_t len = strnlen(fact->id, FACT_ID_MAX);
        memcpy(i->ids[i->id_count], fact->id, len);
        i->ids[i->id_count++][len] = '\0';
    }
    return OK;
}

// It was good when it was accepted; a newer program may see that otherwise.
static void tell_bad(void *arg, const struct fail *f) {
    (void)arg;
    char line[800];
    fail_line(f, line, sizeof line);
    log_event(LOG_ERROR, "desk", "import_line_refused", "cause=\"%s\"", line);
}

static enum err apply_next(struct importer *i, bool *ret_is_last) {
    SCOPED(arena_freep) struct arena *a = arena_new(2 * LINE_MAX);
    const char *line = NULL;
    TRY(store_import_take(i->store, a, &line));
    *ret_is_last = !line;
    if (!line)
        return store_import_end(i->store);
    struct exchange_reader r = {.file = "import", .format = FORMAT_JSONL, .fact = apply_fact, .bad = tell_bad, .arg = i};
    size_t bad = 0;
    return exchange_read(&r, line, strlen(line), &bad);
}

// Leaves time for memory, which follows the commit.
static bool is_time_over(const struct importer *i, int64_t begun_us) {
    return clock_mono_us() - begun_us + (int64_t)i->id_count * i->remember_us >= SLICE_US;
}

static enum err apply_some(struct importer *i, int64_t begun_us, bool *ret_is_last) {
    TRY(store_begin(i->store));
    while (!*ret_is_last && i->id_count < SLICE_MAX && !is_time_over(i, begun_us))
        TRY(apply_next(i, ret_is_last));
    return store_commit(i->store);
}

static enum err remember(struct importer *i) {
    int64_t before = clock_mono_us();
    for (size_t k = 0; k < i->id_count; k++)
        TRY(import_remember(i->store, i->knowledge, i->ids[k]));
    if (i->id_count)
        i->remember_us = (clock_mono_us() - before) / (int64_t)i->id_count;
    return OK;
}

static enum err apply(struct importer *i, int64_t begun_us) {
    bool is_last = false;
    i->id_count = 0;
    memset(i->slice_counts, 0, sizeof i->slice_counts);
    enum err err = apply_some(i, begun_us, &is_last);
    if (err != OK) {
        undo(i);
        return err;
    }
    i->added += i->slice_counts[FACT_NEW];
    i->changed += i->slice_counts[FACT_CHANGED];
    i->unchanged += i->slice_counts[FACT_UNCHANGED];
    err = remember(i);
    if (is_last)
        i->state = IMPORTER_SETTLING;
    return err;
}

// --- the end

static enum err settle(struct importer *i, int64_t begun_us) {
    bool is_settled = false;
    while (!is_settled && clock_mono_us() - begun_us < SLICE_US)
        is_settled = knowledge_settle_some(i->knowledge, SETTLE_FACTS) && !knowledge_compact(i->knowledge, COMPACT_POSTINGS);
    if (!is_settled)
        return OK;
    i->state = IMPORTER_IDLE;
    if (i->call) {
        i->call->added = i->added;
        i->call->changed = i->changed;
        i->call->unchanged = i->unchanged;
    }
    log_event(LOG_INFO, "desk", "import", "new=%zu changed=%zu unchanged=%zu slices=%lld longest_us=%lld", i->added, i->changed,
              i->unchanged, (long long)i->slices, (long long)i->longest_us);
    return OK;
}

enum err importer_step(struct importer *i, int64_t now) {
    static enum err (*const slices[])(struct importer *i, int64_t begun_us) = {
        [IMPORTER_STAGING] = stage, [IMPORTER_APPLYING] = apply, [IMPORTER_SETTLING] = settle};
    if (i->state == IMPORTER_IDLE)
        return OK;
    int64_t begun_us = clock_mono_us();
    i->now = now;
    enum err err = slices[i->state](i, begun_us);
    int64_t took_us = clock_mono_us() - begun_us;
    i->slices++;
    i->longest_us = took_us > i->longest_us ? took_us : i->longest_us;
    return err;
}

enum err importer_finish(struct store *s, struct knowledge *k, int64_t now, struct fail *f) {
    struct importer *i = importer_new(s, k);
    enum err err = importer_recover(i);
    while (err == OK && i->state != IMPORTER_IDLE)
        err = importer_step(i, now);
    importer_free(i);
    return err == OK ? OK : fail_set(f, err, "import", "check the disk", "an earlier import cannot be finished: %s", store_error(s));
}
