// SPDX-License-Identifier: Apache-2.0
// Calls about operators and sessions as they come in the batch: run, answered after the commit, or sent on to the pool.
#include "../base/log.h"
#include "account.h"
#include "inside.h"
#include "../model/problem.h"

enum { NOTE_ARENA = 1024, ANSWER_EXTRA = 1024, JOB_ARENA = 64 * 1024 };

static void tell_net(struct desk *d, const struct session_note *note) {
    struct arena *a = arena_new(NOTE_ARENA);
    struct answer *answer = arena_alloc(a, sizeof *answer);
    struct session_note *own = arena_alloc(a, sizeof *own);
    *own = *note;
    *answer = (struct answer){.kind = ANSWER_SESSION, .arena = a, .session = own};
    list_put(&d->answers, answer);
}

static void answer(struct desk *d, const struct mail *mail, const struct account *x) {
    if (!mail->ticket && !mail->told)
        return;
    struct arena *a = arena_new(x->body.len + ANSWER_EXTRA);
    struct answer *out = arena_alloc(a, sizeof *out);
    const char *type = x->status >= 400 ? PROBLEM_TYPE : "application/json";
    *out = (struct answer){.kind = ANSWER_HTTP,
                           .arena = a,
                           .ticket = mail->ticket,
                           .status = x->status,
                           .content_type = x->body.len ? type : NULL,
                           .body = arena_strndup(a, buf_text(&x->body), x->body.len),
                           .body_len = x->body.len,
                           .received_us = mail->received_us,
                           .cookie = arena_strdup(a, x->cookie),
                           .told = mail->told};
    list_put(&d->answers, out);
}

static void send_to_pool(struct desk *d, const struct mail *mail, const struct account *x) {
    struct arena *a = arena_new(JOB_ARENA);
    struct job *job = arena_alloc(a, sizeof *job);
    *job = (struct job){.kind = JOB_PASSWORD, .arena = a, .ticket = mail->ticket, .received_us = mail->received_us, .account = account_copy(a, &x->next)};
    list_put(&d->hashes, job);
}

static void publish(struct desk *d, const struct mail *mail, const struct account *x) {
    if (!x->status) {
        send_to_pool(d, mail, x);
        return;
    }
    for (size_t i = 0; i < x->note_count; i++) // before the answer, which may be followed by the next request
        tell_net(d, &x->notes[i]);
    answer(d, mail, x);
}

// One that the base refuses is answered with 503 and leaves nothing behind.
static enum err give_up(struct desk *d, struct mail *mail, enum err cause) {
    store_undo(d->store);
    log_event(LOG_ERROR, "desk", "account_failed", "kind=%d err=%s cause=\"%s\"", (int)mail->account->kind, err_name(cause), store_error(d->store));
    answer_http(d, mail, 503);
    return OK;
}

void accounts_handle(struct desk *d, struct mail *mail) {
    enum err err = d->is_careful ? store_savepoint(d->store) : OK;
    if (err != OK) {
        d->batch_err = err;
        return;
    }
    struct account x = {.store = d->store,
                        .arena = arena_new(ACCOUNT_ARENA),
                        .now = d->now,
                        .service = d->config->hotline.name,
                        .is_pool_full = queue_count(d->c.hashes) + d->hashes.count >= HASHES_MAX,
                        .call = mail->account};
    err = account_run(&x);
    if (err == OK)
        publish(d, mail, &x);
    else if (d->is_careful)
        err = give_up(d, mail, err);
    if (err == OK && d->is_careful)
        err = store_release(d->store);
    if (err != OK)
        d->batch_err = err;
    account_done(&x);
    arena_free(x.arena);
}

void accounts_forget(struct desk *d, size_t hashes) {
    while (d->hashes.count > hashes) {
        struct job *job = d->hashes.items[--d->hashes.count];
        account_wipe(job->account);
        arena_free(job->arena);
    }
}

void accounts_refuse(struct desk *d) {
    for (size_t i = 0; i < d->hashes.count; i++) {
        const struct job *job = d->hashes.items[i];
        struct mail mail = {.ticket = job->ticket, .received_us = job->received_us};
        answer_http(d, &mail, 503);
    }
    accounts_forget(d, 0);
}

void accounts_deliver(struct desk *d) {
    for (size_t i = 0; i < d->hashes.count; i++) {
        struct job *job = d->hashes.items[i];
        if (queue_put(d->c.hashes, job))
            continue;
        struct mail mail = {.ticket = job->ticket, .received_us = job->received_us}; // only while stopping
        answer_http(d, &mail, 503);
        account_wipe(job->account);
        arena_free(job->arena);
    }
    d->hashes.count = 0;
}

enum err accounts_start(struct desk *d) {
    SCOPED(arena_freep) struct arena *a = arena_new(ACCOUNT_ARENA);
    struct session_row *rows;
    struct operator_row who;
    size_t count = 0;
    TRY(store_session_list(d->store, 0, d->now, a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        TRY(store_operator_get(d->store, rows[i].operator_id, a, &who));
        struct session_note note = account_note(&rows[i], &who);
        if (!who.is_disabled)
            tell_net(d, &note);
    }
    tell_net(d, &(struct session_note){.change = SESSION_READY});
    return OK;
}
