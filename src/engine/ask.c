// SPDX-License-Identifier: Apache-2.0
#include "ask.h"

void ask_run(const struct ask_context *c, const struct question *q, struct arena *a, struct match *ret_match,
             struct reply *ret_reply) {
    matcher_run(c->knowledge, q, a, ret_match);
    struct inbound inbound = {.kind = MSG_TEXT, .text = q->text, .lang = q->lang};
    // Someone who has been here before: the words of welcome are the chat's.
    struct conversation conversation = {.is_welcomed = true};
    struct dialog_in in = {.inbound = &inbound,
                           .match = ret_match,
                           .conversation = &conversation,
                           .knowledge = c->knowledge,
                           .intents = c->intents,
                           .today = q->today,
                           .fixed_lang = c->fixed_lang};
    struct dialog_out out = {0};
    dialog_step(&in, a, &out);
    *ret_reply = (struct reply){.text = ""};
    if (out.say == SAY_NOTHING)
        return;
    struct compose_in compose = {.said = &out,
                                 .match = ret_match,
                                 .knowledge = c->knowledge,
                                 .intents = c->intents,
                                 .hotline_name = c->hotline_name,
                                 .hotline_link = c->hotline_link,
                                 .today = q->has_at ? q->at : q->today,
                                 .retain_days = c->retain_days};
    compose_reply(&compose, a, ret_reply);
}

static void put_candidate(struct buf *b, const struct candidate *c, bool is_explained) {
    json_comma(b);
    buf_putc(b, '{');
    json_member_text(b, "id", c->fact->id);
    json_member_text(b, "kind", fact_kind_name(c->fact->kind));
    json_member_text(b, "title", c->fact->title);
    json_member_text(b, "verdict", c->fact->verdict);
    json_member_text(b, "as_of", c->fact->as_of);
    json_member_bool(b, "expired", c->is_expired);
    json_member_double(b, "score", c->score);
    json_member_double(b, "probability", c->probability);
    json_member(b, "reasons");
    buf_putc(b, '[');
    for (size_t i = 0; i < c->reason_count; i++) {
        json_comma(b);
        json_put_text(b, c->reasons[i]);
    }
    buf_putc(b, ']');
    if (is_explained) {
        json_member(b, "features");
        buf_putc(b, '{');
        for (size_t i = 0; i < c->feature_count; i++)
            json_member_double(b, c->features[i].name, c->features[i].value);
        buf_putc(b, '}');
    }
    buf_putc(b, '}');
}

static void put_reply(struct buf *b, const struct reply *r) {
    json_member(b, "reply");
    buf_putc(b, '{');
    json_member_text(b, "text", r->text);
    json_member(b, "buttons");
    buf_putc(b, '[');
    for (size_t i = 0; i < r->choice_count; i++) {
        json_comma(b);
        buf_putc(b, '{');
        json_member_text(b, "id", r->choices[i].id);
        json_member_text(b, "title", r->choices[i].title);
        buf_putc(b, '}');
    }
    buf_puts(b, "]}");
}

static void put_links(struct buf *b, const struct match *m) {
    json_member(b, "links");
    buf_putc(b, '[');
    for (const struct link_judged *l = m->links; l < m->links + m->link_count; l++) {
        json_comma(b);
        buf_putc(b, '{');
        json_member_text(b, "url", l->url);
        json_member_text(b, "host", l->host);
        json_member_text(b, "judgement", judgement_name(l->judgement));
        json_member_text(b, "of", l->of);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
    json_member(b, "numbers");
    buf_putc(b, '[');
    for (const struct number_judged *n = m->numbers; n < m->numbers + m->number_count; n++) {
        json_comma(b);
        buf_putc(b, '{');
        json_member_text(b, "text", n->text);
        json_member_text(b, "kind", number_kind_name(n->kind));
        json_member_text(b, "judgement", judgement_name(n->judgement));
        json_member_text(b, "fact", n->fact);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void put_explanation(struct buf *b, const struct match *m) {
    json_member(b, "steps");
    buf_putc(b, '[');
    for (size_t i = 0; i < m->step_count; i++) {
        json_comma(b);
        buf_putc(b, '{');
        json_member_text(b, "step", m->steps[i].step);
        json_member_text(b, "from", m->steps[i].from);
        json_member_text(b, "to", m->steps[i].to);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
    json_member(b, "candidates");
    buf_putc(b, '[');
    for (size_t i = 0; i < m->candidate_count; i++)
        put_candidate(b, &m->candidates[i], true);
    buf_putc(b, ']');
}

static void put_echo(struct buf *b, const struct echo *e) {
    json_member(b, "echo");
    buf_putc(b, '{');
    json_member_text(b, "fact", e->fact->id);
    json_member_int(b, "revision", e->fact->revision);
    json_member_text(b, "state", echo_state_name(e->state));
    json_member_text(b, "as_of", e->fact->as_of);
    json_member_text(b, "now", e->now ? e->now->id : NULL);
    json_member_double(b, "held", e->held);
    json_member(b, "changes");
    buf_putc(b, '[');
    for (size_t i = 0; i < e->change_count; i++) {
        json_comma(b);
        buf_putc(b, '{');
        json_member_text(b, "kind", echo_kind_name(e->changes[i].kind));
        json_member_text(b, "ours", e->changes[i].ours);
        json_member_text(b, "theirs", e->changes[i].theirs);
        buf_putc(b, '}');
    }
    buf_puts(b, "]}");
}

void ask_json(struct buf *b, const struct question *q, const struct match *m, const struct reply *r) {
    buf_putc(b, '{');
    json_member_text(b, "text", q->text);
    json_member_text(b, "lang", m->lang);
    json_member_text(b, "outcome", outcome_name(m->outcome));
    json_member_text(b, "rule", rule_name(m->rule));
    json_member_text(b, "intent", m->intent);
    put_reply(b, r);
    json_member(b, "facts");
    buf_putc(b, '[');
    size_t told = m->outcome == OUTCOME_ANSWER ? 1 : m->outcome == OUTCOME_OFFER ? m->offered : 0;
    for (size_t i = 0; i < told && i < m->candidate_count; i++)
        put_candidate(b, &m->candidates[i], false);
    buf_putc(b, ']');
    put_links(b, m);
    if (m->echo.state)
        put_echo(b, &m->echo);
    if (q->is_explained)
        put_explanation(b, m);
    buf_putc(b, '}');
}
