// SPDX-License-Identifier: Apache-2.0
#include "talk.h"

#include "base/clock.h"

enum { ZONE_S = 7 * 3600 }; // Asia/Jakarta

static void remember(struct conversation *c, const struct reply *r) {
    if (!r->choice_count)
        return;
    c->option_count = r->choice_count < DIALOG_OPTIONS ? r->choice_count : DIALOG_OPTIONS;
    for (size_t i = 0; i < c->option_count; i++)
        c->options[i] = r->choices[i].id;
}

static void match(struct talk *t, const struct inbound *inbound) {
    const char *lang = t->conversation.lang ? t->conversation.lang : inbound->lang;
    t->match = (struct match){.lang = lang ? lang : "id", .normal = ""};
    if (!inbound->text || inbound->kind == MSG_REACTION || inbound->kind == MSG_SYSTEM)
        return;
    struct question q = {.text = inbound->text, .today = day_of_ms(t->now, ZONE_S), .lang = lang};
    matcher_run(t->knowledge, &q, t->arena, &t->match);
}

void talk_send(struct talk *t, struct inbound inbound) {
    inbound.lang = t->page_lang;
    match(t, &inbound);
    struct dialog_in in = {.inbound = &inbound,
                           .match = &t->match,
                           .conversation = &t->conversation,
                           .knowledge = t->knowledge,
                           .intents = t->intents,
                           .now = t->now,
                           .today = day_of_ms(t->now, ZONE_S),
                           .is_over_rate = t->is_over_rate};
    dialog_step(&in, t->arena, &t->said);
    t->is_over_rate = false;
    t->conversation = t->said.conversation;
    t->has_reply = t->said.say != SAY_NOTHING;
    if (t->has_reply) {
        struct compose_in compose = {.said = &t->said,
                                     .match = &t->match,
                                     .knowledge = t->knowledge,
                                     .intents = t->intents,
                                     .hotline_name = "Halo Fakta",
                                     .hotline_link = "https://wa.me/628119787670",
                                     .today = in.today,
                                     .retain_days = 90};
        compose_reply(&compose, t->arena, &t->reply);
        remember(&t->conversation, &t->reply);
    }
    if (t->said.is_erase) // the person is unknown from now on
        t->conversation = (struct conversation){0};
}
