// SPDX-License-Identifier: Apache-2.0
// The heart: one inbound. dedupe → match on the raw text → mask → dialog step → compose → rows. Raw text is
// seen here and nowhere later.
#include "../base/clock.h"
#include "../base/log.h"
#include "../engine/compose.h"
#include "../engine/mask.h"
#include "../engine/matcher.h"
#include "../model/metrics.h"
#include "inside.h"

enum { EVENT_MAX = 64 * 1024 * 1024, MATCH_RATE_BURST = 5 };

struct arena *event_arena(void) {
    return arena_new(EVENT_MAX);
}

// All that one message gathers on its way.
struct way {
    const struct inbound *in;
    struct mail *mail;
    struct chat *chat;
    struct arena *arena;
    struct inbound_key key;
    struct conversation conversation;
    struct match match;
    struct dialog_out said;
    struct reply reply;
    int64_t inbound_id, outbound_id;
};

// A page counts its own messages, so its token belongs to the key.
static struct inbound_key key_of(const struct way *w) {
    const char *id = w->chat ? arena_printf(w->arena, "%s:%s", w->chat->token, w->in->gateway_id) : w->in->gateway_id;
    return (struct inbound_key){.channel = w->in->channel, .account = w->in->account, .gateway_id = id, .sent_at = w->in->sent_at};
}

static bool is_over_rate(struct desk *d, const struct conversation *c) {
    double per_minute = d->config->limits.contact_per_minute;
    struct bucket *b = bucket_table_at(d->contacts, c->id);
    return !bucket_take(b, per_minute / 60, per_minute, d->mono);
}

static void decide(struct desk *d, struct way *w) {
    bool is_over = is_over_rate(d, &w->conversation);
    struct question q = {.text = w->in->text ? w->in->text : "",
                         .today = d->today,
                         .lang = w->conversation.lang ? w->conversation.lang : w->in->lang};
    // Also of someone who writes too much: danger and BERHENTI are always heard.
    bool has_words = w->in->text && w->in->kind != MSG_REACTION && w->in->kind != MSG_SYSTEM;
    if (has_words)
        matcher_run(d->c.knowledge, &q, w->arena, &w->match);
    else
        w->match = (struct match){.lang = q.lang ? q.lang : d->config->language.default_lang, .normal = ""};
    struct dialog_in in = {.inbound = w->in,
                           .match = &w->match,
                           .conversation = &w->conversation,
                           .knowledge = d->c.knowledge,
                           .intents = d->c.intents,
                           .now = d->now,
                           .today = d->today,
                           .is_over_rate = is_over,
                           .fixed_lang = text_is_equal(d->config->language.reply, "asker") ? NULL : d->config->language.reply};
    dialog_step(&in, w->arena, &w->said);
    if (has_words)
        atomic_fetch_add(&metrics.outcome[w->match.outcome], 1);
}

static void remember_choices(struct conversation *c, const struct reply *r) {
    c->option_count = r->choice_count < DIALOG_OPTIONS ? r->choice_count : DIALOG_OPTIONS;
    for (size_t i = 0; i < c->option_count; i++)
        c->options[i] = r->choices[i].id;
}

static enum err say_it(struct desk *d, struct way *w) {
    if (w->said.say == SAY_NOTHING)
        return OK;
    struct compose_in in = {.said = &w->said,
                            .match = &w->match,
                            .knowledge = d->c.knowledge,
                            .intents = d->c.intents,
                            .hotline_name = d->config->hotline.name,
                            .hotline_link = d->config->hotline.link,
                            .today = d->today,
                            .retain_days = d->config->privacy.retain_messages_days};
    compose_reply(&in, w->arena, &w->reply);
    struct conversation *c = &w->said.conversation;
    if (w->reply.choice_count)
        remember_choices(c, &w->reply);
    c->last_out_at = d->now;
    if (w->in->channel == CHANNEL_WEB)
        c->out_seq++;
    struct outgoing o = {.inbound = w->in,
                         .conversation = c,
                         .reply = &w->reply,
                         .outcome = outcome_name(w->match.outcome),
                         .ret_id = &w->outbound_id};
    return outgoing_reply(d, &o, w->arena);
}

static enum err write_rows(struct desk *d, struct way *w) {
    const struct match *m = &w->match;
    const char *masked = w->in->text ? mask_text(w->arena, w->in->text, &d->official) : NULL;
    const char *normal = m->normal && *m->normal ? mask_text(w->arena, m->normal, &d->official) : NULL;
    bool is_kept = w->in->kind == MSG_UNSUPPORTED; // what we don't understand is kept whole (sealed)
    struct inbound_row row = {.id = w->inbound_id,
                              .conversation = w->conversation.id,
                              .previous = w->conversation.last_inbound,
                              .received_at = d->now,
                              .key = w->key,
                              .kind = message_kind_name(w->in->kind),
                              .masked = masked,
                              .normal = normal,
                              .outcome = outcome_name(m->outcome),
                              .rule = rule_name(m->rule),
                              .intent = m->intent,
                              .fact = m->outcome == OUTCOME_ANSWER && m->candidate_count ? m->candidates[0].fact->id : NULL,
                              .probability = m->candidate_count ? m->candidates[0].probability : 0,
                              .is_forwarded = w->in->is_forwarded,
                              .is_frequently_forwarded = w->in->is_frequently_forwarded,
                              .is_danger = w->said.is_danger,
                              .payload = is_kept ? w->mail->raw : NULL,
                              .payload_len = is_kept ? w->mail->raw_len : 0,
                              .answered_by = w->outbound_id};
    TRY(store_inbound_add(d->store, &row));
    if (w->said.is_question && normal)
        TRY(store_question_add(d->store, normal, masked, w->said.lang, w->conversation.id, row.id, d->now));
    if (w->said.is_danger)
        TRY(store_event_add(d->store, "danger", w->conversation.id, "", d->now));
    if (w->said.conversation.custody == CUSTODY_WAITING && w->conversation.custody != CUSTODY_WAITING)
        TRY(store_event_add(d->store, "human_wanted", w->conversation.id, "", d->now));
    w->said.conversation.last_inbound = w->inbound_id;
    if (w->outbound_id > w->conversation.last_outbound) // else joined to one that waits
        w->said.conversation.last_outbound = w->outbound_id;
    return store_conversation_save(d->store, &w->said.conversation);
}

static enum err walk(struct desk *d, struct way *w) {
    bool is_new = false;
    w->key = key_of(w);
    TRY(store_seen(d->store, &w->key, &is_new));
    if (!is_new) {
        atomic_fetch_add(&metrics.inbound[w->in->channel][IN_DUPLICATE], 1);
        return OK;
    }
    const char *address = w->chat ? w->chat->token : w->in->address;
    TRY(store_conversation_load(d->store, w->in->channel, w->in->account, address, w->arena, &w->conversation));
    if (w->chat)
        chat_joined(d, w->chat, w->conversation.id);
    w->inbound_id = ++d->next_inbound;
    decide(d, w);
    TRY(say_it(d, w));
    TRY(write_rows(d, w));
    if (w->said.is_erase)
        TRY(store_contact_erase(d->store, w->conversation.id));
    bool is_odd = w->in->kind == MSG_UNSUPPORTED;
    atomic_fetch_add(&metrics.inbound[w->in->channel][is_odd ? IN_UNSUPPORTED : IN_NEW], 1);
    d->inbounds++;
    return OK;
}

// A message that fails for its own sake is set aside for the operator; only when even that fails is the base
// itself in trouble.
static enum err quarantine(struct desk *d, struct way *w, enum err cause) {
    log_event(LOG_ERROR, "desk", "quarantined", "channel=%s err=%s cause=\"%s\"", channel_name(w->in->channel),
              err_name(cause), store_error(d->store));
    store_undo(d->store);
    const char *raw = w->mail ? w->mail->raw : NULL;
    return store_quarantine_add(d->store, w->in->channel, err_name(cause), raw, w->mail ? w->mail->raw_len : 0, d->now);
}

enum err handle_inbound(struct desk *d, struct mail *mail, const struct inbound *in, struct chat *chat) {
    int64_t before = clock_mono_us();
    d->today = day_of_ms(d->now, d->zone_offset_s);
    struct way w = {.in = in, .mail = mail, .chat = chat, .arena = mail->arena};
    size_t answers = d->answers.count, errands = d->errands.count;
    if (d->is_careful)
        TRY(store_savepoint(d->store));
    enum err err = walk(d, &w);
    if (err != OK && d->is_careful) {
        outgoing_forget(d, answers, errands);
        err = quarantine(d, &w, err);
    }
    if (err == OK && d->is_careful)
        err = store_release(d->store);
    metrics_stage(STAGE_DESK, clock_mono_us() - before);
    return err;
}
