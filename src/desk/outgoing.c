// SPDX-License-Identifier: Apache-2.0
// Outbounds: made, handed to send within credits and buckets, and moved from state to state in one place.
#include <stdlib.h>
#include <string.h>

#include "../base/log.h"
#include "../model/metrics.h"
#include "../store/body.h"
#include "inside.h"

enum { ERRAND_MAX = 256 * 1024, HALF_MINUTE_MS = 30000 };

static int free_slots(const struct desk *d, const struct lane *lane) {
    int slots = d->config->delivery.in_flight - lane->in_flight;
    return slots > 0 ? slots : 0;
}

static double number_rate(const struct lane *lane) {
    return lane->limits.per_second * lane->slow_down;
}

static double pair_rate(const struct lane *lane) {
    return lane->limits.pair_interval_s > 0 ? 1 / lane->limits.pair_interval_s : 0;
}

// One token of the number and one of the pair, or none at all; *ret_wait_ms says how long until they are there.
static bool take_tokens(struct desk *d, struct lane *lane, int64_t conversation, int64_t *ret_wait_ms) {
    struct bucket *pair = bucket_table_at(d->pairs, conversation);
    *ret_wait_ms = bucket_wait_ms(pair, pair_rate(lane), lane->limits.pair_burst, d->mono);
    if (*ret_wait_ms)
        return false;
    *ret_wait_ms = bucket_wait_ms(&lane->number, number_rate(lane), lane->limits.per_second, d->mono);
    if (!bucket_take(&lane->number, number_rate(lane), lane->limits.per_second, d->mono))
        return false;
    return bucket_take(pair, pair_rate(lane), lane->limits.pair_burst, d->mono);
}

static bool is_lane_open(const struct desk *d, const struct lane *lane) {
    bool is_draining = atomic_load(&metrics.readiness) == READY_DRAINING; // what waits stays queued for the next start
    return lane->channel && !is_draining && !lane->is_stopped && lane->paused_until <= d->mono && free_slots(d, lane) > 0;
}

// The row's counters in memory; the row itself is written by the caller.
static void count_state(struct desk *d, enum channel_id channel, enum delivery state, int step) {
    struct lane *lane = &d->lanes[channel];
    if (step > 0)
        atomic_fetch_add(&metrics.outbound[channel][state], 1);
    atomic_fetch_add(&metrics.waiting[channel][state], step);
    if (state == DELIVERY_QUEUED)
        lane->queued += step;
    if (state == DELIVERY_IN_DOUBT)
        lane->in_doubt += step;
}

enum err outgoing_state(struct desk *d, struct outbound_row *row, enum delivery state) {
    enum delivery before = row->state;
    row->state = state;
    enum err err = store_outbound_state(d->store, row);
    if (err != OK)
        return err;
    if (before != state) {
        count_state(d, row->channel, before, -1);
        count_state(d, row->channel, state, 1);
    }
    if (state == DELIVERY_QUEUED || state == DELIVERY_IN_DOUBT)
        d->lanes[row->channel].next_due = 0;
    return OK;
}

enum err outgoing_sent(struct desk *d, const struct send_result *r) {
    TRY(store_outbound_sent(d->store, r->outbound, r->gateway_id));
    count_state(d, r->channel, DELIVERY_SENDING, -1);
    count_state(d, r->channel, DELIVERY_SENT, 1);
    return OK;
}

static bool is_flying(const struct desk *d, int64_t conversation) {
    return map_get(d->flying, (const char *)&conversation, sizeof conversation) != NULL;
}

void outgoing_landed(struct desk *d, int64_t conversation) {
    map_remove(d->flying, (const char *)&conversation, sizeof conversation);
}

static void hand_over(struct desk *d, const struct outbound *o) {
    if (o->kind == OUTBOUND_REPLY)
        map_put(d->flying, (const char *)&o->conversation, sizeof o->conversation, d);
    struct arena *a = arena_new(ERRAND_MAX);
    struct errand *errand = arena_alloc(a, sizeof *errand);
    errand->arena = a;
    errand->outbound = *o;
    errand->outbound.account = arena_strdup(a, o->account);
    errand->outbound.address = arena_strdup(a, o->address);
    errand->outbound.user_id = arena_strdup(a, o->user_id);
    errand->outbound.reply_to = arena_strdup(a, o->reply_to);
    reply_copy(a, &o->reply, &errand->outbound.reply);
    d->lanes[o->channel].in_flight++;
    list_put(&d->errands, errand);
}

void outgoing_forget(struct desk *d, size_t answers, size_t errands) {
    while (d->answers.count > answers)
        arena_free(((struct answer *)d->answers.items[--d->answers.count])->arena);
    while (d->errands.count > errands) {
        struct errand *errand = d->errands.items[--d->errands.count];
        d->lanes[errand->outbound.channel].in_flight--;
        outgoing_landed(d, errand->outbound.conversation);
        arena_free(errand->arena);
    }
}

// --- a new reply

// What may replace what while it waits: an answer is never lost to a greeting.
static int weight(const char *outcome) {
    static const char *const by_weight[] = {"none", "intent", "offer", "link", "answer"};
    for (int i = 0; i < (int)COUNT_OF(by_weight); i++)
        if (outcome && strcmp(outcome, by_weight[i]) == 0)
            return i;
    return 0;
}

// The former answer stays within reach by a button of the new one.
static void keep_former(const struct reply *former, const char *title, struct reply *reply, struct arena *a) {
    bool has_room = reply->kind != REPLY_WITH_LIST && reply->choice_count < REPLY_BUTTONS;
    if (!has_room || !former->fact || text_is_equal(former->fact, reply->fact))
        return;
    reply->kind = REPLY_WITH_BUTTONS;
    reply->choices[reply->choice_count++] = (struct reply_choice){
        arena_printf(a, "fact:%s", former->fact), utf8_ellipsis(a, title, REPLY_BUTTON_TITLE), NULL};
}

// Several messages before their first reply went out get one reply: the weightier, the later of equals.
static enum err join(struct desk *d, const struct outgoing *o, int64_t waiting, struct arena *a) {
    struct outbound_row row;
    TRY(store_outbound_get(d->store, waiting, a, &row));
    *o->ret_id = row.id;
    if (weight(o->outcome) < weight(row.outcome))
        return OK;
    struct reply former, reply = *o->reply;
    TRY(outbound_body_get(row.body, a, &former));
    const struct fact *fact = former.fact ? knowledge_find(d->c.knowledge, former.fact) : NULL;
    if (fact)
        keep_former(&former, fact->title, &reply, a);
    buf_clear(&d->body);
    outbound_body_put(&d->body, &reply);
    row.body = buf_text(&d->body);
    row.fact = reply.fact;
    row.fact_revision = reply.fact_revision;
    row.outcome = o->outcome;
    row.reply_to = o->inbound->gateway_id;
    return store_outbound_reword(d->store, &row);
}

static enum err add_row(struct desk *d, const struct outgoing *o, struct outbound_row *row) {
    buf_clear(&d->body);
    outbound_body_put(&d->body, o->reply);
    row->body = buf_text(&d->body);
    TRY(store_outbound_add(d->store, row));
    count_state(d, row->channel, row->state, 1);
    *o->ret_id = row->id;
    return OK;
}

// Shows the person that we have read it and are at work, when the reply cannot go out at once.
static void mark_read(struct desk *d, const struct outgoing *o) {
    struct lane *lane = &d->lanes[o->inbound->channel];
    if (!is_lane_open(d, lane) || !o->inbound->gateway_id)
        return;
    hand_over(d, &(struct outbound){.kind = OUTBOUND_READ_MARK,
                                    .channel = o->inbound->channel,
                                    .account = o->inbound->account,
                                    .address = o->inbound->address,
                                    .reply_to = o->inbound->gateway_id,
                                    .attempt = 1});
}

static enum err queue_reply(struct desk *d, const struct outgoing *o, struct outbound_row *row, struct arena *a) {
    struct lane *lane = &d->lanes[row->channel];
    int64_t waiting = 0, wait_ms = 0;
    bool is_in_doubt = false;
    if (lane->queued || lane->in_doubt)
        TRY(store_outbound_pending(d->store, row->conversation, &waiting, &is_in_doubt));
    if (waiting)
        return join(d, o, waiting, a);
    bool is_now = !is_in_doubt && !is_flying(d, row->conversation) && is_lane_open(d, lane) && take_tokens(d, lane, row->conversation, &wait_ms);
    row->state = is_now ? DELIVERY_SENDING : DELIVERY_QUEUED;
    row->attempts = is_now;
    row->due_at = d->now + wait_ms;
    TRY(add_row(d, o, row));
    if (is_now)
        hand_over(d, &(struct outbound){.conversation = row->conversation,
                                        .id = row->id,
                                        .channel = row->channel,
                                        .account = row->account,
                                        .address = o->inbound->address,
                                        .user_id = o->inbound->user_id,
                                        .reply_to = row->reply_to,
                                        .reply = *o->reply,
                                        .attempt = 1});
    else
        lane->next_due = 0;
    if (!is_now && wait_ms > 1000)
        mark_read(d, o);
    return OK;
}

enum err outgoing_reply(struct desk *d, const struct outgoing *o, struct arena *a) {
    struct outbound_row row = {.id = ++d->next_outbound,
                               .conversation = o->conversation->id,
                               .previous = o->conversation->last_outbound,
                               .created_at = d->now,
                               .due_at = d->now,
                               .channel = o->inbound->channel,
                               .account = o->inbound->account,
                               .reply_to = o->inbound->gateway_id,
                               .fact = o->reply->fact,
                               .fact_revision = o->reply->fact_revision,
                               .outcome = o->outcome};
    if (row.channel != CHANNEL_WEB)
        return queue_reply(d, o, &row, a);
    row.state = DELIVERY_SENT;
    row.seq = o->conversation->out_seq;
    row.client_id = o->inbound->gateway_id;
    TRY(add_row(d, o, &row));
    chat_push_reply(d, row.conversation, &row, o->reply);
    return OK;
}

// --- rows that wait

// The one row goes to send, or ends: erased person, window passed, told to hold.
static enum err release_row(struct desk *d, struct lane *lane, struct outbound_row *row, struct arena *a) {
    if (is_flying(d, row->conversation))
        return OK; // its turn comes when the former has landed
    bool is_late = lane->limits.window_ms && row->created_at + lane->limits.window_ms < d->now;
    if (is_late)
        return outgoing_state(d, row, DELIVERY_EXPIRED);
    if (row->state == DELIVERY_IN_DOUBT && strcmp(d->config->delivery.in_doubt, "hold") == 0)
        return outgoing_state(d, row, DELIVERY_HELD);
    const char *address = NULL;
    enum err err = store_contact_address(d->store, row->conversation, a, &address);
    struct reply reply;
    if (err == OK)
        err = outbound_body_get(row->body, a, &reply);
    if (err != OK) {
        row->error = "address or text is gone";
        return outgoing_state(d, row, DELIVERY_FAILED);
    }
    int64_t wait_ms = 0;
    if (!take_tokens(d, lane, row->conversation, &wait_ms)) {
        row->due_at = d->now + (wait_ms ? wait_ms : 1);
        return outgoing_state(d, row, row->state);
    }
    row->attempts++;
    TRY(outgoing_state(d, row, DELIVERY_SENDING));
    hand_over(d, &(struct outbound){.conversation = row->conversation,
                                        .id = row->id,
                                    .channel = row->channel,
                                    .account = row->account,
                                    .address = address,
                                    .reply_to = row->reply_to,
                                    .reply = reply,
                                    .attempt = row->attempts});
    return OK;
}

static enum err release_state(struct desk *d, struct lane *lane, enum delivery state, struct arena *a) {
    int slots = free_slots(d, lane);
    struct outbound_row *rows = NULL;
    // Those whose conversation has one in flight are passed over: at most one a conversation waits, so look that far.
    size_t count = 0, max = (size_t)slots + (size_t)lane->in_flight;
    int64_t wait = bucket_wait_ms(&lane->number, number_rate(lane), lane->limits.per_second, d->mono);
    if (state == DELIVERY_QUEUED && wait) { // nothing would get a token
        lane->next_due = d->now + wait;
        return OK;
    }
    TRY(store_outbound_due(d->store, lane->channel->id, state, d->now, max, a, &rows, &count));
    for (size_t i = 0; i < count && is_lane_open(d, lane); i++)
        TRY(release_row(d, lane, &rows[i], a));
    return OK;
}

static enum err release_lane(struct desk *d, struct lane *lane) {
    SCOPED(arena_freep) struct arena *a = event_arena();
    lane->next_due = INT64_MAX;
    if (lane->in_doubt)
        TRY(release_state(d, lane, DELIVERY_IN_DOUBT, a));
    if (lane->queued && is_lane_open(d, lane))
        TRY(release_state(d, lane, DELIVERY_QUEUED, a));
    int64_t next = -1;
    if (!lane->queued && !lane->in_doubt)
        return OK;
    TRY(store_outbound_next_due(d->store, &next));
    int64_t at = next < d->now + 5 ? d->now + 5 : next; // held back by a contact's other message: look again soon
    if (lane->next_due == INT64_MAX || lane->next_due < d->now)
        lane->next_due = at;
    return OK;
}

enum err outgoing_release(struct desk *d) {
    for (int c = 0; c < CHANNELS; c++) {
        struct lane *lane = &d->lanes[c];
        if (lane->queued + lane->in_doubt > 0 && is_lane_open(d, lane) && lane->next_due <= d->now)
            TRY(release_lane(d, lane));
    }
    return OK;
}

int64_t outgoing_wait_ms(const struct desk *d) {
    int64_t least = -1;
    for (int c = 0; c < CHANNELS; c++) {
        const struct lane *lane = &d->lanes[c];
        if (lane->queued + lane->in_doubt <= 0 || !lane->channel || lane->is_stopped || !free_slots(d, lane))
            continue;
        int64_t wait = lane->next_due > d->now ? lane->next_due - d->now : 0;
        int64_t pause = lane->paused_until - d->mono;
        wait = pause > wait ? pause : wait;
        least = least < 0 || wait < least ? wait : least;
    }
    return least;
}
