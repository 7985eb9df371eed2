// SPDX-License-Identifier: Apache-2.0
// What is asked of the desk by others than citizens.
#include <stdlib.h>

#include "../base/clock.h"
#include "../base/log.h"
#include "../engine/ask.h"
#include "../model/metrics.h"
#include "import.h"
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

void command_import(struct desk *d, struct mail *mail) {
    struct import_call *call = mail->import;
    enum err err = import_apply(d->store, d->c.knowledge, call, clock_wall_ms(), NULL);
    log_event(err == OK ? LOG_INFO : LOG_ERROR, "desk", "import", "err=%s new=%zu changed=%zu unchanged=%zu",
              err_name(err), call->added, call->changed, call->unchanged);
    atomic_store(&metrics.facts, (int64_t)knowledge_count(d->c.knowledge));
    atomic_store(&metrics.index_bytes, (int64_t)knowledge_bytes(d->c.knowledge));
    if (!queue_put(call->done, call))
        log_event(LOG_ERROR, "desk", "import_unheard", "%s", "");
}
