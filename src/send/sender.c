// SPDX-License-Identifier: Apache-2.0
#include "sender.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "../base/clock.h"
#include "../base/log.h"
#include "../channel/channel.h"
#include "../model/mail.h"
#include "http.h"

enum {
    IN_FLIGHT_MAX = 1024,
    IDLE_MS = 1000,
    REPOST_MS = 5,   // the desk's queue was full
    DRAIN_MS = 20,   // looks this often whether all is done
    QUIET_MS = 100,  // no errand for so long while stopping: the desk has none left
    GRACE_MS = 1000, // past the deadline, for handing over the last results
    RESULT_BYTES = 2048,
};

// An errand on its way.
struct flight {
    struct errand *errand;
    const struct channel *channel;
    struct channel_request request;
    enum err err; // of building; then nothing was started
    struct http_call *call;
    int64_t started_us;
};

struct sender {
    struct sender_config c;
    size_t in_flight;
    struct http *http;
    pthread_t thread;
    atomic_bool is_rung;          // a wake is under way: further ones are spared
    _Atomic int64_t stop_at;      // monotonic ms, 0: not stopping
    struct flight *flights, **free, **done;
    size_t free_count, done_count;
    struct mail *unposted; // the desk's queue refused it
    int64_t busy_at;       // monotonic ms, when there was last something to do
};

static void ring(void *arg) {
    struct sender *s = arg;
    if (!atomic_exchange(&s->is_rung, true))
        http_wake(s->http);
}

// --- out

static size_t running(const struct sender *s) {
    return s->in_flight - s->free_count - s->done_count;
}

static struct flight *flight_new(struct sender *s, struct errand *errand) {
    struct flight *flight = s->free[--s->free_count];
    *flight = (struct flight){.errand = errand, .channel = channel_find(errand->outbound.channel), .started_us = clock_mono_us()};
    flight->err = flight->channel ? OK : ERR_BUG;
    return flight;
}

static void start(struct sender *s, struct errand *errand) {
    struct flight *flight = flight_new(s, errand);
    if (flight->err == OK)
        flight->err = flight->channel->build(s->c.config, &errand->outbound, errand->arena, &flight->request);
    if (flight->err != OK) {
        s->done[s->done_count++] = flight;
        return;
    }
    const struct http_request r = {.url = flight->request.url,
                                   .authorization = flight->request.authorization,
                                   .content_type = flight->request.content_type,
                                   .body = buf_text(&flight->request.body),
                                   .body_len = flight->request.body.len};
    http_start(s->http, &r, flight);
}

static void take_errands(struct sender *s) {
    enum { AT_ONCE = 64 };
    void *items[AT_ONCE];
    size_t count = AT_ONCE;
    while (count == AT_ONCE && s->free_count && !s->unposted) {
        size_t room = s->free_count < AT_ONCE ? s->free_count : AT_ONCE;
        atomic_store(&s->is_rung, false);
        count = queue_take(s->c.errands, items, room, 0);
        for (size_t i = 0; i < count; i++)
            start(s, items[i]);
    }
}

// --- back

static void classify(const struct flight *flight, struct arena *a, struct send_result *ret_result) {
    const struct outbound *o = &flight->errand->outbound;
    if (flight->err != OK) {
        *ret_result = (struct send_result){.outbound = o->id, .kind = o->kind, .channel = o->channel, .class = SEND_PERMANENT,
                                           .detail = "the reply breaks a limit of the channel"};
    } else {
        const struct http_call none = {.retry_after_s = -1}, *call = flight->call ? flight->call : &none;
        const struct channel_response r = {.status = call->status,
                                           .is_written = call->is_written,
                                           .body = call->body,
                                           .body_len = call->body_len,
                                           .usage = call->usage,
                                           .retry_after_s = call->retry_after_s,
                                           .attempt = o->attempt};
        flight->channel->classify(o, &r, a, ret_result);
    }
    ret_result->conversation = o->conversation;
    ret_result->started_us = flight->started_us;
    ret_result->ended_us = clock_mono_us();
}

static void flight_end(struct sender *s, struct flight *flight) {
    if (flight->call)
        http_release(s->http, flight->call);
    if (flight->err == OK)
        buf_done(&flight->request.body);
    arena_free(flight->errand->arena);
    s->free[s->free_count++] = flight;
}

// One mail with the results of all that is done.
static struct mail *mail_of_done(struct sender *s) {
    struct arena *a = arena_new((s->in_flight + 32) * RESULT_BYTES);
    struct mail *mail = arena_alloc(a, sizeof *mail);
    struct send_result *results = arena_alloc(a, s->done_count * sizeof *results);
    size_t count = s->done_count;
    s->done_count = 0;
    for (size_t i = 0; i < count; i++) {
        classify(s->done[i], a, &results[i]);
        flight_end(s, s->done[i]);
    }
    *mail = (struct mail){.kind = MAIL_SENT, .arena = a, .channel = results[0].channel, .received_us = clock_mono_us(),
                          .results = results, .result_count = count, .free_slots = s->free_count};
    return mail;
}

static void collect_done(struct sender *s) {
    for (struct http_call *call = http_finished(s->http); call; call = http_finished(s->http)) {
        struct flight *flight = call->owner;
        flight->call = call;
        s->done[s->done_count++] = flight;
    }
}

// What is done goes to the desk, or waits until the desk has room.
static void post_results(struct sender *s) {
    if (!s->unposted)
        collect_done(s);
    if (!s->unposted && s->done_count)
        s->unposted = mail_of_done(s);
    if (s->unposted && queue_put(s->c.to_desk, s->unposted))
        s->unposted = NULL;
}

// --- the end

static bool is_over(struct sender *s) {
    int64_t stop_at = atomic_load(&s->stop_at), now = clock_mono_ms();
    bool is_idle = !running(s) && !s->unposted && !queue_count(s->c.errands) && !queue_count(s->c.to_desk);
    if (!stop_at || !is_idle)
        s->busy_at = now;
    return stop_at && (now >= stop_at || now - s->busy_at >= QUIET_MS);
}

static void post_last(struct sender *s, int64_t until) {
    do {
        post_results(s);
        if (s->unposted)
            http_turn(s->http, REPOST_MS);
    } while ((s->unposted || s->done_count) && clock_mono_ms() < until && !queue_is_closed(s->c.to_desk));
    if (!s->unposted)
        return;
    // The rows stay `sending`, and are in doubt at the next start.
    log_event(LOG_WARN, "send", "results_not_taken", "count=%zu", s->unposted->result_count);
    arena_free(s->unposted->arena);
    s->unposted = NULL;
}

// Breaks off what runs, and hands back unsent what was never started.
static void give_back(struct sender *s) {
    int64_t until = clock_mono_ms() + GRACE_MS;
    void *item = NULL;
    queue_close(s->c.errands);
    post_last(s, until);
    collect_done(s);
    for (struct http_call *call = http_cut(s->http); call; call = http_cut(s->http)) {
        struct flight *flight = call->owner;
        flight->call = call;
        s->done[s->done_count++] = flight;
    }
    post_last(s, until);
    while (queue_take(s->c.errands, &item, 1, 0)) {
        s->done[s->done_count++] = flight_new(s, item);
        if (!s->free_count)
            post_last(s, until);
    }
    post_last(s, until);
}

static void *run(void *arg) {
    struct sender *s = arg;
    while (!is_over(s)) {
        take_errands(s);
        int64_t wait = s->unposted ? REPOST_MS : s->done_count ? 0 : atomic_load(&s->stop_at) ? DRAIN_MS : IDLE_MS;
        http_turn(s->http, wait);
        post_results(s);
    }
    give_back(s);
    return NULL;
}

// --- start and stop

static void sender_free(struct sender *s) {
    http_free(s->http);
    free(s->flights);
    free(s->free);
    free(s->done);
    free(s);
}

enum err sender_start(const struct sender_config *c, struct sender **ret_sender, struct fail *f) {
    int wanted = c->config->delivery.in_flight;
    struct sender *s = xcalloc(1, sizeof *s);
    s->c = *c;
    s->in_flight = wanted < 1 ? 1 : wanted > IN_FLIGHT_MAX ? IN_FLIGHT_MAX : (size_t)wanted;
    s->http = http_new(s->in_flight, "lurus/" LURUS_VERSION);
    s->flights = xcalloc(s->in_flight, sizeof s->flights[0]);
    s->free = xcalloc(s->in_flight, sizeof s->free[0]);
    s->done = xcalloc(s->in_flight, sizeof s->done[0]);
    while (s->free_count < s->in_flight) {
        s->free[s->free_count] = &s->flights[s->free_count];
        s->free_count++;
    }
    queue_set_bell(c->errands, (struct bell){ring, s});
    if (pthread_create(&s->thread, NULL, run, s) != 0) {
        queue_set_bell(c->errands, (struct bell){0});
        sender_free(s);
        return fail_set(f, ERR_LIMIT, "serve", "raise the limit of threads", "the send thread could not be started");
    }
    *ret_sender = s;
    return OK;
}

void sender_stop(struct sender *s, int deadline_ms) {
    if (!s)
        return;
    int64_t now = clock_mono_ms();
    atomic_store(&s->stop_at, now + (deadline_ms > 0 ? deadline_ms : 0));
    http_wake(s->http);
    pthread_join(s->thread, NULL);
    queue_set_bell(s->c.errands, (struct bell){0}); // waits for a ring under way
    sender_free(s);
}
