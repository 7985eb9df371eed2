// SPDX-License-Identifier: Apache-2.0
#include "matcher.h"

#include <stdio.h>
#include <string.h>

#include "../base/text.h"
#include "decide.h"
#include "echo.h"
#include "when.h"

enum { STEPS_MAX = 64, NUMBER_WORDS = 8 }; // a number in a longer message is seldom its matter

static const double ALONE = 0.7; // share of a message that is our text: the rest are words about it

struct run {
    const struct knowledge *k;
    const struct question *question;
    struct arena *arena;
    struct match *match;
    struct step_listener listener;
    struct tokens tokens;
    struct query query;
};

static void add_step(struct run *r, const char *step, const char *from, const char *to) {
    struct match *m = r->match;
    if (!r->question->is_explained || m->step_count == STEPS_MAX)
        return;
    if (!m->steps)
        m->steps = arena_alloc(r->arena, STEPS_MAX * sizeof *m->steps);
    m->steps[m->step_count++] = (struct match_step){step, arena_strdup(r->arena, from), arena_strdup(r->arena, to)};
}

static void hear(void *arg, const char *step, const char *from, const char *to) {
    add_step(arg, step, from, to);
}

static bool is_known(const void *arg, const char *word, size_t len) {
    const struct knowledge *k = arg;
    uint32_t term = vocabulary_find(k->vocabulary, word, len);
    return term != TERM_NONE && vocabulary_facts(k->vocabulary, term);
}

static const char *lang_code(unsigned langs) {
    return langs == WORD_EN ? "en" : langs == WORD_ID ? "id" : NULL;
}

static void choose_lang(struct run *r, unsigned langs) {
    const char *code = lang_code(langs);
    r->match->is_lang_sure = code != NULL;
    r->match->lang = code ? code : r->question->lang ? r->question->lang : r->k->default_lang;
}

static void explain_drops(struct run *r) {
    for (size_t i = 0; i < r->tokens.count; i++)
        if (r->tokens.items[i].flags & TOKEN_DROPPED)
            add_step(r, "drop", r->tokens.items[i].text, "");
}

static void read_text(struct run *r) {
    const struct question *q = r->question;
    struct reader reader = {r->k->lexicon, is_known, r->k, q->is_explained ? &r->listener : NULL};
    tokens_read(&reader, q->text, MATCH_TEXT_MAX, r->arena, &r->tokens);
    tokens_drop(&reader, &r->tokens);
    struct match *m = r->match;
    m->normal = tokens_join(&r->tokens, TOKEN_DROPPED, r->arena);
    add_step(r, "normalise", q->text, tokens_join(&r->tokens, 0, r->arena));
    explain_drops(r);
    struct when when;
    bool is_dated = when_find(&r->tokens, r->arena, &when);
    m->has_asked_day = is_dated || q->has_at;
    m->asked_day = is_dated ? when.day : q->at;
    m->asked_text = is_dated ? when.text : NULL;
    if (is_dated)
        add_step(r, "date", when.text, "");
}

static void find_entities(struct run *r) {
    struct match *m = r->match;
    const char *text = r->question->text;
    if (strlen(text) > MATCH_TEXT_MAX)
        text = arena_strndup(r->arena, text, MATCH_TEXT_MAX);
    m->link_count = links_find(text, &r->k->official, r->arena, m->links);
    m->number_count = numbers_find(text, &r->k->official, r->arena, m->numbers);
}

static bool take_intent(struct run *r, const struct intent *intent, const char *by) {
    r->match->outcome = OUTCOME_INTENT;
    r->match->rule = RULE_INTENT;
    r->match->intent = intent->name;
    add_step(r, "intent", by, intent->name);
    return true;
}

// A message with a link is no greeting; danger is danger beside anything.
static bool match_intent(struct run *r) {
    const struct intent *danger = intent_danger(r->k->intent_table, &r->tokens, r->arena);
    if (danger)
        return take_intent(r, danger, "danger");
    struct intent_found found = {0};
    if (!r->match->link_count)
        found = intent_match(r->k->intent_table, &r->tokens, r->arena);
    if (!found.intent)
        return false;
    if (lang_code(found.langs))
        choose_lang(r, found.langs);
    return take_intent(r, found.intent, found.by);
}

static bool is_judged(const struct match *m, bool (*is_it)(enum judgement)) {
    for (size_t i = 0; i < m->link_count; i++)
        if (is_it(m->links[i].judgement))
            return true;
    for (size_t i = 0; i < m->number_count; i++)
        if (is_it(m->numbers[i].judgement))
            return true;
    return false;
}

static bool is_telling(enum judgement j) {
    return j != JUDGED_UNKNOWN;
}

static bool is_warning(enum judgement j) {
    return j == JUDGED_LOOK_ALIKE || j == JUDGED_REPORTED;
}

// A keyword that is registered in one language tells the language of a text that doesn't.
static void lang_of_keyword(struct run *r, const struct exact *way) {
    unsigned langs = 0;
    for (uint32_t i = 0; i < way->facts.count; i++)
        langs |= text_is_equal(record_at(r->k, way->facts.items[i])->fact.lang, "en") ? WORD_EN : WORD_ID;
    if (!r->match->is_lang_sure && lang_code(langs) && !r->question->lang)
        r->match->lang = lang_code(langs);
}

static bool try_exact(struct run *r, const struct deciding *d, struct exact way) {
    if (!way.facts.count)
        return false;
    if (way.rule == RULE_KEYWORD)
        lang_of_keyword(r, &way);
    if (!decide_exact(d, &way))
        return false;
    add_step(r, rule_name(way.rule), way.by, r->match->candidates[0].fact->id);
    return true;
}

static bool match_exact(struct run *r, const struct deciding *d) {
    struct match *m = r->match;
    struct exact url = exact_links(r->k, m, r->arena), number = exact_numbers(r->k, m);
    bool is_about_number = r->query.count <= NUMBER_WORDS || is_judged(m, is_warning);
    return try_exact(r, d, url) || (is_about_number && try_exact(r, d, number)) ||
           (!m->link_count && try_exact(r, d, exact_keyword(r->k, &r->query, r->arena))) ||
           try_exact(r, d, exact_variant(r->k, &r->tokens, r->arena));
}

// What was judged answers when no fact does. A fact that was only searched does not answer a message with a
// look-alike, unless it is about a claim: "this is how you register" would seem to be said of that link.
static void judge(struct run *r) {
    struct match *m = r->match;
    if (!m->link_count && !m->number_count)
        return;
    bool is_about_claim = m->candidate_count && m->candidates[0].fact->kind == FACT_CLAIM;
    bool is_answered = m->outcome == OUTCOME_ANSWER && (m->rule != RULE_RANKED || is_about_claim || !is_judged(m, is_warning));
    bool is_asked = m->number_count && r->query.count <= NUMBER_WORDS; // "is 0812… the official number?"
    if (is_answered || (m->outcome == OUTCOME_OFFER && !is_judged(m, is_telling) && !is_asked))
        return;
    m->outcome = OUTCOME_LINK;
    m->rule = RULE_LINK;
    m->offered = 0;
    add_step(r, "link", m->link_count ? m->links[0].host : m->numbers[0].text,
             judgement_name(m->link_count ? m->links[0].judgement : m->numbers[0].judgement));
}

static void explain_group(struct run *r) {
    const struct match *m = r->match;
    const struct fact *others[MATCH_OFFER];
    size_t count = m->candidate_count ? knowledge_group(r->k, m->candidates[0].fact, others, MATCH_OFFER) : 0;
    for (size_t i = 0; i < count; i++)
        add_step(r, "group", m->candidates[0].fact->id,
                 arena_printf(r->arena, "%s, %s", others[i]->id, others[i]->verdict ? others[i]->verdict : "no verdict"));
}

static void explain_outcome(struct run *r) {
    const struct match *m = r->match;
    if (!r->question->is_explained)
        return;
    explain_group(r);
    char probability[32] = "";
    if (m->candidate_count)
        snprintf(probability, sizeof probability, "%.3f", m->candidates[0].probability);
    add_step(r, "decide", probability, arena_printf(r->arena, "%s by %s", outcome_name(m->outcome), rule_name(m->rule)));
}

static void match_facts(struct run *r) {
    struct deciding d = {r->k, r->question, &r->query, r->arena, r->match};
    bool is_exact = match_exact(r, &d);
    if (!is_exact || r->match->rule == RULE_VARIANT || r->question->is_explained) {
        struct ranking here, *ranking = r->question->ranking ? r->question->ranking : &here;
        rank_find(r->k, &r->query, r->arena, ranking);
        decide_ranked(&d, ranking);
    }
    judge(r);
}

static void explain_echo(struct run *r) {
    const struct echo *e = &r->match->echo;
    add_step(r, "echo", arena_printf(r->arena, "%s revision %lld", e->fact->id, (long long)e->fact->revision),
             arena_printf(r->arena, "%s, %.0f%% of the answer", echo_state_name(e->state), 100 * e->held));
    for (size_t i = 0; i < e->change_count; i++)
        add_step(r, echo_kind_name(e->changes[i].kind), e->changes[i].theirs, e->changes[i].ours);
}

// What came back is told as the fact that it was; the date in it is no question about that date.
static void take_echo(struct run *r) {
    struct match *m = r->match;
    const struct fact *fact = knowledge_find(r->k, m->echo.fact->id);
    m->outcome = OUTCOME_ANSWER;
    m->rule = RULE_VARIANT;
    m->candidate_count = 1;
    m->candidates[0] = (struct candidate){.fact = fact ? fact : m->echo.fact, .score = m->echo.held, .probability = 1};
    struct candidate *c = &m->candidates[0];
    c->is_expired = fact_is_expired(c->fact, r->question->today);
    c->reasons[c->reason_count++] = "variant";
    c->reasons[c->reason_count++] = arena_printf(r->arena, "echo:%s", echo_state_name(m->echo.state));
    m->has_asked_day = r->question->has_at;
    m->asked_day = r->question->at;
    m->asked_text = NULL;
    if (!m->is_lang_sure)
        m->lang = c->fact->lang;
    exact_links(r->k, m, r->arena); // judges them further
    exact_numbers(r->k, m);
    explain_echo(r);
}

// A text of ours is no message of a person, unless it came with words of danger.
static bool match_echo(struct run *r) {
    struct match *m = r->match;
    int64_t day = r->question->has_at ? r->question->at : r->question->today;
    if (!echo_find(r->k, r->question->text, &r->tokens, day, r->arena, &m->echo))
        return false;
    bool is_alone = m->echo.own >= ALONE;
    if (!is_alone && intent_danger(r->k->intent_table, &r->tokens, r->arena)) {
        m->echo = (struct echo){0};
        return false;
    }
    take_echo(r);
    return true;
}

void matcher_run(const struct knowledge *k, const struct question *q, struct arena *a, struct match *ret_match) {
    *ret_match = (struct match){.lang = k->default_lang};
    struct run r = {.k = k, .question = q, .arena = a, .match = ret_match};
    r.listener = (struct step_listener){hear, &r};
    find_entities(&r);
    read_text(&r);
    unsigned langs = query_langs(&r.tokens);
    choose_lang(&r, langs);
    if (!match_echo(&r) && !match_intent(&r)) {
        query_make(k, &r.tokens, langs, q->is_explained ? &r.listener : NULL, a, &r.query);
        match_facts(&r);
    }
    explain_outcome(&r);
}
