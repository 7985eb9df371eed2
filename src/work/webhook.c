// SPDX-License-Identifier: Apache-2.0
// A large webhook body, verified by net: parsed here and handed to the desk, which answers when it is on disk. What
// never reaches the desk is answered from here; net has the words for the status.
#include "../base/clock.h"
#include "../channel/channel.h"
#include "../model/metrics.h"
#include "inside.h"

// The mail lies in the job's arena, and goes with it.
static struct mail *mail_of(const struct job *job) {
    struct mail *mail = arena_alloc(job->arena, sizeof *mail);
    *mail = (struct mail){.kind = MAIL_WEBHOOK,
                          .arena = job->arena,
                          .ticket = job->ticket,
                          .received_us = job->received_us,
                          .channel = job->channel,
                          .raw = job->body,
                          .raw_len = job->body_len};
    return mail;
}

void job_webhook(struct work *w, struct job *job) {
    const struct hook_request hook = {.body = job->body, .body_len = job->body_len};
    struct mail *mail = mail_of(job);
    struct fail fail = {0};
    int64_t before = clock_mono_us();
    enum err err = channel_find(job->channel)->parse(w->c.config, &hook, job->arena, &mail->parsed, &fail);
    metrics_stage(STAGE_PARSE, clock_mono_us() - before);
    bool is_empty = mail->parsed.inbound_count + mail->parsed.status_count == 0;
    bool is_with_desk = err == OK && !is_empty && queue_put(w->c.mails, mail);
    if (is_with_desk)
        return;
    answer_status(w, job, err != OK ? 400 : is_empty ? 200 : 503);
    arena_free(job->arena);
}
