// SPDX-License-Identifier: Apache-2.0
// What is asked of the desk by others than citizens.
#include <stdlib.h>
#include <string.h>

#include "../base/clock.h"
#include "../base/log.h"
#include "../engine/ask.h"
#include "../model/metrics.h"
#include "inside.h"

enum { ASK_BODY_MAX = 1024 * 1024 };

// Stores nothing, and takes less than a millisecond: so it needs no thread of its own.
void command_ask(struct desk *d, struct mail *mail) {
    struct date at;
    bool has_at = mail->at && date_parse(mail->at, &at);
    struct question q = {.text = mail->text,
                         .today = day_of_ms(d->now, d->zone_offset_s),
                         .has_at = has_at,
                         .at = has_at ? date_last_day(at) : 0,
                         .lang = mail->lang,
                         .is_explained = mail->is_explained};
    const struct config *c = d->config;
    struct ask_context context = {d->c.knowledge, d->c.intents, c->hotline.name, c->hotline.link,
                                  text_is_equal(c->language.reply, "asker") ? NULL : c->language.reply, c->privacy.retain_messages_days};
    struct match match;
    struct reply reply;
    ask_run(&context, &q, mail->arena, &match, &reply);
    struct buf b;
    buf_init(&b, ASK_BODY_MAX);
    ask_json(&b, &q, &match, &reply);
    struct arena *a = arena_new(2 * ASK_BODY_MAX);
    struct answer *answer = arena_alloc(a, sizeof *answer);
    *answer = (struct answer){.kind = ANSWER_HTTP,
                              .arena = a,
                              .ticket = mail->ticket,
                              .status = 200,
                              .content_type = "application/json",
                              .body = arena_strndup(a, buf_text(&b), b.len),
                              .body_len = b.len,
                              .received_us = mail->received_us};
    buf_done(&b);
    list_put(&d->answers, answer);
}

// --- imports

enum { IMPORT_AGAIN_MS = 1000 };

static void give_back(struct mail *mail) {
    if (!queue_put(mail->import->done, mail))
        arena_free(mail->arena);
}

static void end_import(struct desk *d) {
    importer_leave(d->importer);
    if (d->importing)
        give_back(d->importing);
    d->importing = NULL;
}

static void begin_import(struct desk *d) {
    d->importing = d->commands.items[0];
    d->commands.count--;
    memmove(d->commands.items, d->commands.items + 1, d->commands.count * sizeof d->commands.items[0]);
    importer_begin(d->importer, d->importing->import);
}

// What was accepted goes on; but who waits is told now.
static void import_failed(struct desk *d, enum err err) {
    log_event(LOG_ERROR, "desk", "import_failed", "err=%s cause=\"%s\"", err_name(err), importer_cause(d->importer));
    d->import_at = d->mono + IMPORT_AGAIN_MS;
    if (d->importing && !d->importing->import->fail.what[0])
        fail_set(&d->importing->import->fail, err, "import", "it was accepted, and goes on when the base takes it",
                 "the base refused: %s", importer_cause(d->importer));
    end_import(d);
}

int64_t commands_wait_ms(const struct desk *d) {
    if (importer_state(d->importer) == IMPORTER_IDLE && !d->commands.count)
        return -1;
    int64_t left = d->import_at - clock_mono_ms();
    return left > 0 ? left : 0;
}

void commands_turn(struct desk *d) {
    if (commands_wait_ms(d) != 0)
        return;
    if (importer_state(d->importer) == IMPORTER_IDLE)
        begin_import(d);
    enum err err = importer_step(d->importer, clock_wall_ms());
    atomic_store(&metrics.facts, (int64_t)knowledge_count(d->c.knowledge));
    if (err != OK) {
        import_failed(d, err);
        return;
    }
    if (importer_state(d->importer) == IMPORTER_IDLE) {
        atomic_store(&metrics.index_bytes, (int64_t)knowledge_bytes(d->c.knowledge));
        end_import(d);
    }
}

void commands_stop(struct desk *d) {
    bool is_accepted = importer_state(d->importer) > IMPORTER_STAGING;
    if (d->importing)
        fail_set(&d->importing->import->fail, ERR_BUSY, "serve",
                 is_accepted ? "the import was accepted, and goes on at the next start" : "nothing was changed; import again", "it stops");
    end_import(d);
    for (size_t i = 0; i < d->commands.count; i++) {
        struct mail *mail = d->commands.items[i];
        fail_set(&mail->import->fail, ERR_BUSY, "serve", "nothing was changed; import again", "it stops");
        give_back(mail);
    }
    list_free(&d->commands);
}
