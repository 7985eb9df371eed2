// SPDX-License-Identifier: Apache-2.0
// What the gateway said of our outbounds: at once (results of sends) and later (statuses).
#include <stdlib.h>
#include <string.h>

#include "../base/crypto.h"
#include "../base/log.h"
#include "../channel/status.h"
#include "../model/metrics.h"
#include "inside.h"

enum { PAUSE_DEFAULT_MS = 60000 };

// By class of the answer: the state that follows, and what happens to the channel.
static const struct reaction {
    enum delivery state;
    bool is_retried, is_slowing, is_pausing, is_stopping;
} reactions[SEND_CLASSES] = {
    [SEND_OK] = {.state = DELIVERY_SENT},
    [SEND_RETRY] = {.state = DELIVERY_QUEUED, .is_retried = true},
    [SEND_IN_DOUBT] = {.state = DELIVERY_IN_DOUBT},
    [SEND_PERMANENT] = {.state = DELIVERY_FAILED},
    [SEND_NEEDS_TEMPLATE] = {.state = DELIVERY_EXPIRED},
    [SEND_HOLD_PAIR] = {.state = DELIVERY_QUEUED, .is_retried = true},
    [SEND_HOLD_NUMBER] = {.state = DELIVERY_QUEUED, .is_retried = true, .is_pausing = true},
    [SEND_SLOW_DOWN] = {.state = DELIVERY_QUEUED, .is_retried = true, .is_slowing = true},
    [SEND_STOP_CHANNEL] = {.state = DELIVERY_QUEUED, .is_stopping = true},
};

static enum err react_channel(struct desk *d, const struct send_result *r) {
    struct lane *lane = &d->lanes[r->channel];
    const struct reaction *how = &reactions[r->class];
    if (r->class == SEND_OK && lane->slow_down < 1)
        lane->slow_down = lane->slow_down * 1.01 < 1 ? lane->slow_down * 1.01 : 1;
    if (how->is_slowing && lane->slow_down > 0.05)
        lane->slow_down /= 2;
    if (how->is_pausing)
        lane->paused_until = d->mono + (r->after_ms ? r->after_ms : PAUSE_DEFAULT_MS);
    if ((!how->is_stopping && !how->is_pausing) || lane->is_stopped)
        return OK;
    lane->is_stopped = how->is_stopping;
    log_event(LOG_ERROR, "desk", how->is_stopping ? "channel_stopped" : "channel_paused", "channel=%s http=%d code=%d",
              channel_name(r->channel), r->http_status, r->error_code);
    return store_event_add(d->store, how->is_stopping ? "channel_stopped" : "channel_paused", 0,
                           r->detail ? r->detail : "", d->now);
}

static int64_t due_after(const struct desk *d, const struct outbound_row *row, const struct send_result *r) {
    unsigned random;
    crypto_random(&random, sizeof random);
    if (r->class == SEND_IN_DOUBT)
        return d->now + (int64_t)d->config->delivery.in_doubt_wait_s * 1000;
    return d->now + backoff_ms(r->after_ms, d->now - row->created_at, random);
}

static enum err apply_result(struct desk *d, const struct send_result *r, struct arena *a) {
    TRY(react_channel(d, r));
    if (r->kind == OUTBOUND_READ_MARK)
        return OK;
    struct outbound_row row;
    enum err err = r->class == SEND_OK ? outgoing_sent(d, r) : ERR_NOTFOUND;
    if (err != ERR_NOTFOUND)
        return err;
    err = store_outbound_get(d->store, r->outbound, a, &row);
    if (err == ERR_NOTFOUND) // the person was erased meanwhile
        return OK;
    TRY(err);
    if (row.state != DELIVERY_SENDING) // a status was faster
        return OK;
    const struct reaction *how = &reactions[r->class];
    row.gateway_id = r->gateway_id ? r->gateway_id : row.gateway_id;
    row.error_code = r->error_code;
    row.error = r->class == SEND_OK ? NULL : r->detail;
    bool is_given_up = how->is_retried && row.attempts >= ATTEMPTS_MAX;
    if (how->state == DELIVERY_QUEUED || how->state == DELIVERY_IN_DOUBT)
        row.due_at = due_after(d, &row, r);
    if (r->class != SEND_OK)
        log_event(LOG_WARN, "desk", "send_failed", "channel=%s outbound=%lld class=%s http=%d code=%d attempt=%d",
                  channel_name(r->channel), (long long)row.id, send_class_name(r->class), r->http_status, r->error_code,
                  row.attempts);
    return outgoing_state(d, &row, is_given_up ? DELIVERY_FAILED : how->state);
}

// The slot and the conversation are free, whatever becomes of the batch that writes it down: counted once, when the
// mail arrives, and not again when a batch is done a second time.
void results_land(struct desk *d, const struct mail *mail) {
    for (size_t i = 0; i < mail->result_count; i++) {
        const struct send_result *r = &mail->results[i];
        struct lane *lane = &d->lanes[r->channel];
        lane->in_flight--;
        lane->send_us += (r->ended_us - r->started_us - lane->send_us) / 16;
        lane->next_due = 0;
        if (r->kind == OUTBOUND_REPLY)
            outgoing_landed(d, r->conversation);
    }
}

enum err results_apply(struct desk *d, const struct mail *mail) {
    for (size_t i = 0; i < mail->result_count; i++) {
        const struct send_result *r = &mail->results[i];
        metrics_stage(STAGE_SEND, r->ended_us - r->started_us);
        TRY(apply_result(d, r, mail->arena));
    }
    return OK;
}

// --- statuses

// Our id from the echo "lurus-17"; 0 when it is not ours.
static int64_t id_of_echo(const char *echo) {
    static const char prefix[] = "lurus-";
    int64_t id = 0;
    if (!echo || !text_has_prefix(echo, prefix) || !text_number(echo + sizeof prefix - 1, 1, INT64_MAX, &id))
        return 0;
    return id;
}

static enum err apply_status(struct desk *d, const struct status *s, struct arena *a) {
    int64_t id = id_of_echo(s->echo);
    enum err err = id ? OK : store_outbound_find(d->store, s->channel, s->gateway_id, &id);
    struct outbound_row row;
    if (err == OK)
        err = store_outbound_get(d->store, id, a, &row);
    if (err == ERR_NOTFOUND) // of another program on this number, or erased
        return OK;
    TRY(err);
    enum delivery state = status_apply(row.state, s->state);
    if (state == row.state && row.gateway_id)
        return OK;
    if (!row.gateway_id)
        row.gateway_id = s->gateway_id;
    if (state == DELIVERY_FAILED) {
        row.error_code = s->error_code;
        row.error = "reported by the gateway";
    }
    return outgoing_state(d, &row, state);
}

enum err status_apply_all(struct desk *d, const struct parsed *p) {
    if (!p->status_count)
        return OK;
    SCOPED(arena_freep) struct arena *a = event_arena();
    for (size_t i = 0; i < p->status_count; i++)
        TRY(apply_status(d, &p->statuses[i], a));
    return OK;
}
