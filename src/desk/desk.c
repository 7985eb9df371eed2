// SPDX-License-Identifier: Apache-2.0
// The loop: take what waits, begin, handle each, commit once, and only then answer, push and send. Results of sends
// don't ask for a commit of their own: they ride with the next batch, at most 50 ms later, unless a waiting outbound
// needs the slot that they free.
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../base/clock.h"
#include "../base/log.h"
#include "../model/metrics.h"
#include "../store/session.h"
#include "inside.h"

enum { RETAIN_EVERY_MS = 60 * 1000, RETAIN_ROWS = 200, DAY_MS = 24 * 3600 * 1000 };
enum { TIDY_POSTINGS = 300 * 1000 }; // that one turn moves in the index: some 3 ms

void list_put(struct list *l, void *item) {
    if (l->count == l->size) {
        l->size = l->size ? l->size * 2 : 64;
        l->items = xrealloc(l->items, l->size * sizeof *l->items);
    }
    l->items[l->count++] = item;
}

void list_free(struct list *l) {
    free(l->items);
    *l = (struct list){0};
}

void answer_http(struct desk *d, struct mail *mail, int status) {
    if (!mail->ticket && !mail->told)
        return;
    struct arena *a = arena_new(1024);
    struct answer *answer = arena_alloc(a, sizeof *answer);
    *answer = (struct answer){.kind = ANSWER_HTTP,
                              .arena = a,
                              .ticket = mail->ticket,
                              .status = status,
                              .received_us = mail->received_us,
                              .told = mail->told};
    list_put(&d->answers, answer);
}

void answer_push(struct desk *d, uint64_t ticket, struct arena *a, char *frame) {
    struct answer *answer = arena_alloc(a, sizeof *answer);
    *answer = (struct answer){.kind = ANSWER_PUSH, .arena = a, .ticket = ticket, .body = frame, .body_len = strlen(frame)};
    list_put(&d->answers, answer);
}

static void handle_webhook(struct desk *d, struct mail *mail) {
    enum err err = OK;
    for (size_t i = 0; i < mail->parsed.inbound_count && err == OK; i++)
        err = handle_inbound(d, mail, &mail->parsed.inbounds[i], NULL);
    if (err == OK)
        err = status_apply_all(d, &mail->parsed);
    if (err != OK)
        d->batch_err = err;
    answer_http(d, mail, 200);
}

static void handle_mail(struct desk *d, struct mail *mail) {
    metrics_stage(STAGE_QUEUE, clock_mono_us() - mail->received_us);
    switch (mail->kind) {
    case MAIL_WEBHOOK:
        handle_webhook(d, mail);
        return;
    case MAIL_CHAT_HELLO:
        chat_greet(d, mail);
        return;
    case MAIL_CHAT_IN:
        chat_hear(d, mail);
        return;
    case MAIL_CHAT_GONE:
        chat_leave(d, mail);
        return;
    case MAIL_ASK:
        command_ask(d, mail);
        return;
    case MAIL_SENT:
        if (results_apply(d, mail) != OK)
            d->batch_err = ERR_DB;
        return;
    case MAIL_ACCOUNT:
        accounts_handle(d, mail);
        return;
    case MAIL_COMMAND: // set aside by turn()
    case MAIL_KINDS:
        return;
    }
}

// --- after the transaction

static void drop(struct list *l) {
    for (size_t i = 0; i < l->count; i++) {
        struct answer *answer = l->items[i];
        arena_free(answer->arena);
    }
    l->count = 0;
}

// What the transaction promised is taken back when it failed: no answer but 503, no frames, no sessions.
static void retract(struct desk *d) {
    size_t kept = 0;
    for (size_t i = 0; i < d->answers.count; i++) {
        struct answer *answer = d->answers.items[i];
        if (answer->kind != ANSWER_HTTP) {
            arena_free(answer->arena);
            continue;
        }
        if (answer->status != 503)
            *answer = (struct answer){
                .kind = ANSWER_HTTP, .arena = answer->arena, .ticket = answer->ticket, .status = 503, .told = answer->told};
        d->answers.items[kept++] = answer;
    }
    d->answers.count = kept;
}

// Those of another process go to who waits for them.
static void deliver_told(struct desk *d) {
    size_t kept = 0;
    for (size_t i = 0; i < d->answers.count; i++) {
        struct answer *answer = d->answers.items[i];
        if (!answer->told)
            d->answers.items[kept++] = answer;
        else if (!queue_put(answer->told, answer))
            arena_free(answer->arena); // nobody waits any more
    }
    d->answers.count = kept;
}

static void deliver_answers(struct desk *d) {
    deliver_told(d);
    size_t put = d->answers.count ? queue_put_all(d->c.answers, d->answers.items, d->answers.count) : 0;
    for (size_t i = put; i < d->answers.count; i++) // only while stopping
        arena_free(((struct answer *)d->answers.items[i])->arena);
    d->answers.count = 0;
}

static void deliver_errands(struct desk *d) {
    size_t put = d->errands.count ? queue_put_all(d->c.errands, d->errands.items, d->errands.count) : 0;
    for (size_t i = put; i < d->errands.count; i++) {
        // Only while stopping: the row stays `sending` and is in doubt at the next start.
        struct errand *errand = d->errands.items[i];
        d->lanes[errand->outbound.channel].in_flight--;
        outgoing_landed(d, errand->outbound.conversation);
        arena_free(errand->arena);
    }
    d->errands.count = 0;
}

// The transaction is gone, so what it moved in memory is counted again from the base.
static void recount(struct desk *d) {
    int64_t counts[CHANNELS][DELIVERIES];
    if (store_outbound_counts(d->store, counts) != OK)
        return;
    for (int c = 0; c < CHANNELS; c++) {
        d->lanes[c].queued = counts[c][DELIVERY_QUEUED];
        d->lanes[c].in_doubt = counts[c][DELIVERY_IN_DOUBT];
        d->lanes[c].next_due = 0;
        for (int s = 0; s < DELIVERIES; s++)
            atomic_store(&metrics.waiting[c][s], counts[c][s]);
    }
}

static void undo_batch(struct desk *d) {
    log_event(LOG_ERROR, "desk", "commit_failed", "cause=\"%s\"", store_error(d->store));
    store_rollback(d->store);
    for (size_t i = 0; i < d->errands.count; i++) {
        struct errand *errand = d->errands.items[i];
        d->lanes[errand->outbound.channel].in_flight--;
        outgoing_landed(d, errand->outbound.conversation);
        arena_free(errand->arena);
    }
    d->errands.count = 0;
    recount(d);
    atomic_store(&metrics.readiness, READY_STORAGE);
}

static void begin_batch(struct desk *d) {
    d->now = clock_wall_ms();
    d->mono = clock_mono_ms();
    d->batch_err = store_begin(d->store);
    d->inbounds = 0;
}

static void end_batch(struct desk *d) {
    if (d->batch_err == OK)
        d->batch_err = outgoing_release(d);
    int64_t before = clock_mono_us();
    if (d->batch_err == OK)
        d->batch_err = store_commit(d->store);
    metrics_stage(STAGE_COMMIT, clock_mono_us() - before);
    bool is_committed = d->batch_err == OK;
    if (!is_committed)
        undo_batch(d);
    else if (atomic_load(&metrics.readiness) == READY_STORAGE)
        atomic_store(&metrics.readiness, READY_YES);
    if (!is_committed)
        retract(d);
    if (!is_committed)
        accounts_refuse(d);
    accounts_deliver(d);
    deliver_answers(d);
    deliver_errands(d);
    if (d->inbounds)
        metrics_batch(d->inbounds);
}

static void handle_all(struct desk *d, struct mail **mails, size_t count) {
    begin_batch(d);
    for (size_t i = 0; i < d->results.count && d->batch_err == OK; i++)
        handle_mail(d, d->results.items[i]);
    for (size_t i = 0; i < count; i++) {
        if (d->batch_err == OK)
            handle_mail(d, mails[i]);
        else if (mails[i]->kind == MAIL_WEBHOOK || mails[i]->kind == MAIL_ASK || mails[i]->kind == MAIL_ACCOUNT)
            answer_http(d, mails[i], 503);
    }
}

// First without savepoints, which make SQLite copy every page that a message touches. When a message fails, all is
// undone and done again with one savepoint a message, so that the one alone is set aside.
static void run_batch(struct desk *d, struct mail **mails, size_t count) {
    d->is_careful = false;
    handle_all(d, mails, count);
    if (d->batch_err != OK) {
        log_event(LOG_WARN, "desk", "batch_again", "err=%s cause=\"%s\"", err_name(d->batch_err), store_error(d->store));
        store_rollback(d->store);
        outgoing_forget(d, 0, 0);
        accounts_forget(d, 0);
        recount(d);
        d->is_careful = true;
        handle_all(d, mails, count);
    }
    end_batch(d);
    // Results of a failed batch stay and come again; the rest was answered with 503 and will come again.
    bool is_kept = d->batch_err != OK;
    for (size_t i = 0; i < count; i++) {
        if (mails[i]->account)
            account_wipe(mails[i]->account);
        arena_free(mails[i]->arena);
    }
    for (size_t i = 0; i < d->results.count && !is_kept; i++)
        arena_free(((struct mail *)d->results.items[i])->arena);
    if (!is_kept)
        d->results.count = 0;
}

static void retain(struct desk *d) {
    if (d->mono - d->retained_at < RETAIN_EVERY_MS && d->retained_at)
        return;
    d->retained_at = d->mono;
    size_t rows = 0;
    enum err err = store_begin(d->store);
    if (err == OK)
        err = store_retain(d->store, d->now - (int64_t)d->config->privacy.retain_payload_days * DAY_MS,
                           d->now - (int64_t)d->config->privacy.retain_messages_days * DAY_MS,
                           d->now - (int64_t)d->config->privacy.retain_payload_days * DAY_MS, RETAIN_ROWS, &rows);
    if (err == OK)
        err = store_session_purge(d->store, d->now);
    if (err == OK)
        err = store_commit(d->store);
    if (err != OK) {
        log_event(LOG_WARN, "desk", "retention_failed", "cause=\"%s\"", store_error(d->store));
        store_rollback(d->store);
    }
    if (rows >= RETAIN_ROWS)
        d->retained_at = d->mono - RETAIN_EVERY_MS + 100; // more waits: soon again
}

// --- the loop

// How many of the held mails are handled now. Where a gateway answers within a few milliseconds, a message waits for a
// slot there: its reply is then written once, as `sending`, and not a second time when it is released; and acks don't
// run ahead of replies. A slower gateway, or a wait of PACE_MS, holds nobody up.
static size_t pace(const struct desk *d) {
    size_t left[CHANNELS], ready = 0;
    bool is_over = d->mono - d->held_since >= PACE_MS || d->held.count >= BATCH_MAX || queue_is_closed(d->c.mails);
    for (int c = 0; c < CHANNELS; c++) {
        const struct lane *lane = &d->lanes[c];
        int free = d->config->delivery.in_flight - lane->in_flight;
        bool is_paced = !is_over && lane->in_flight > 0 && lane->send_us < PACE_MS * 1000;
        left[c] = !is_paced ? SIZE_MAX : free > 0 ? (size_t)free : 0;
    }
    for (; ready < d->held.count && ready < BATCH_MAX; ready++) {
        const struct mail *mail = d->held.items[ready];
        size_t cost = mail->kind == MAIL_WEBHOOK ? mail->parsed.inbound_count : 0, *budget = &left[mail->channel];
        if (cost > *budget)
            break;
        *budget -= *budget == SIZE_MAX ? 0 : cost;
    }
    return ready;
}

static void hold(struct desk *d, struct mail *mail) {
    if (!d->held.count)
        d->held_since = clock_mono_ms();
    list_put(&d->held, mail);
}

static void unhold(struct desk *d, size_t count) {
    if (!count)
        return;
    d->held.count -= count;
    memmove(d->held.items, d->held.items + count, d->held.count * sizeof *d->held.items);
    d->held_since = d->mono;
}

static bool is_credit_wanted(const struct desk *d) {
    for (int c = 0; c < CHANNELS; c++)
        if (d->lanes[c].queued > 0)
            return true;
    return false;
}

// Moves results aside to wait for a batch, and commands to follow it; all else is held for its turn.
static void set_aside(struct desk *d, struct mail **mails, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (mails[i]->kind == MAIL_COMMAND) {
            list_put(&d->commands, mails[i]);
            continue;
        }
        if (mails[i]->kind != MAIL_SENT) {
            hold(d, mails[i]);
            continue;
        }
        results_land(d, mails[i]);
        if (d->results.count == 0)
            d->results_since = clock_mono_ms();
        list_put(&d->results, mails[i]);
    }
}

static int64_t wait_ms(const struct desk *d) {
    int64_t wait = 1000, due = outgoing_wait_ms(d), slice = commands_wait_ms(d);
    if (due >= 0 && due < wait)
        wait = due;
    if (slice >= 0 && slice < wait)
        wait = slice;
    if (d->is_tidying)
        wait = 0;
    if (d->results.count) {
        int64_t left = d->results_since + RESULTS_WAIT_MS - clock_mono_ms();
        if (left < wait)
            wait = left;
    }
    if (d->held.count) {
        int64_t left = d->held_since + PACE_MS - clock_mono_ms();
        if (left < wait)
            wait = left;
    }
    return wait > 0 ? wait : 0;
}

static void turn(struct desk *d) {
    void *items[BATCH_MAX];
    struct mail **mails = (struct mail **)(void *)items;
    size_t count = queue_take(d->c.mails, items, BATCH_MAX, wait_ms(d));
    set_aside(d, mails, count);
    atomic_store(&metrics.desk_queue, (int64_t)(queue_count(d->c.mails) + d->held.count));
    d->now = clock_wall_ms();
    d->mono = clock_mono_ms();
    size_t ready = pace(d);
    bool is_results_time = d->results.count && (is_credit_wanted(d) || d->held.count || d->mono - d->results_since >= RESULTS_WAIT_MS ||
                                                queue_is_closed(d->c.mails));
    if (ready || is_results_time || outgoing_wait_ms(d) == 0)
        run_batch(d, (struct mail **)(void *)d->held.items, ready);
    unhold(d, ready);
    commands_turn(d);
    retain(d);
    d->is_tidying = knowledge_compact(d->c.knowledge, TIDY_POSTINGS); // nothing holds a fact from one turn to the next
    if (d->batch_err != OK) { // a full disk is not asked a thousand times a second
        struct timespec pause = {0, 200 * 1000 * 1000};
        nanosleep(&pause, NULL);
    }
}

static void *run(void *arg) {
    struct desk *d = arg;
    while (!queue_is_closed(d->c.mails) || queue_count(d->c.mails) || d->results.count || d->held.count) {
        turn(d);
        if (queue_is_closed(d->c.mails) && d->batch_err != OK)
            break; // the base takes nothing more: what is left was never acknowledged
    }
    return NULL;
}

static void lanes_init(struct desk *d) {
    for (int c = 0; c < CHANNELS; c++) {
        struct lane *lane = &d->lanes[c];
        const struct channel *channel = channel_find((enum channel_id)c);
        lane->slow_down = 1;
        if (!channel || !channel->is_on(d->config))
            continue;
        lane->channel = channel;
        channel->limits(d->config, &lane->limits);
    }
}

static enum err recover(struct desk *d, struct fail *f) {
    d->now = clock_wall_ms();
    int64_t in_doubt = 0, until = d->now + (int64_t)d->config->delivery.in_doubt_wait_s * 1000;
    enum err err = store_begin(d->store);
    if (err == OK)
        err = store_outbound_recover(d->store, until, &in_doubt);
    if (err == OK)
        err = store_commit(d->store);
    if (err == OK)
        err = store_last_ids(d->store, &d->next_inbound, &d->next_outbound);
    if (err == OK)
        err = importer_recover(d->importer);
    if (err == OK)
        err = accounts_start(d);
    if (err != OK)
        return fail_set(f, err, d->config->store.path, "check the disk", "the base cannot be read at start: %s",
                        store_error(d->store));
    if (in_doubt)
        log_event(LOG_WARN, "desk", "recovered", "in_doubt=%lld", (long long)in_doubt);
    recount(d);
    deliver_answers(d);
    return OK;
}

enum err desk_start(const struct desk_config *c, struct desk **ret_desk, struct fail *f) {
    struct desk *d = xcalloc(1, sizeof *d);
    d->c = *c;
    d->config = c->config;
    d->store = c->store;
    d->zone_offset_s = c->zone_offset_s;
    d->official = (struct official){(const char *const *)c->config->hotline.official_domains,
                                    (const char *const *)c->config->hotline.official_numbers};
    d->pairs = bucket_table_new(PAIR_PLACES_LOG2);
    d->contacts = bucket_table_new(PAIR_PLACES_LOG2);
    d->flying = map_new();
    buf_init(&d->body, BODY_MAX);
    d->chats_by_ticket = map_new();
    d->chats_by_conversation = map_new();
    d->importer = importer_new(d->store, d->c.knowledge);
    lanes_init(d);
    enum err err = recover(d, f);
    if (err == OK && pthread_create(&d->thread, NULL, run, d) != 0)
        err = fail_set(f, ERR_BUSY, "desk", "raise the limit of threads", "no thread could be made");
    if (err != OK) {
        d->thread = 0;
        desk_stop(d);
        return err;
    }
    pthread_setname_np(d->thread, "desk");
    *ret_desk = d;
    return OK;
}

void desk_stop(struct desk *d) {
    if (!d)
        return;
    if (d->thread)
        pthread_join(d->thread, NULL);
    drop(&d->answers);
    list_free(&d->answers);
    list_free(&d->errands);
    accounts_forget(d, 0);
    list_free(&d->hashes);
    commands_stop(d);
    importer_free(d->importer);
    for (size_t i = 0; i < d->results.count; i++)
        arena_free(((struct mail *)d->results.items[i])->arena);
    list_free(&d->results);
    for (size_t i = 0; i < d->held.count; i++)
        arena_free(((struct mail *)d->held.items[i])->arena);
    list_free(&d->held);
    chat_free_all(d);
    map_free(d->flying);
    buf_done(&d->body);
    bucket_table_free(d->pairs);
    bucket_table_free(d->contacts);
    free(d);
}
