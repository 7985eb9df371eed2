// SPDX-License-Identifier: Apache-2.0
#include "decide.h"

#include <string.h>

#include "../base/text.h"
#include "groups.h"

enum {
    SHORT_WORDS = 2,  // up to here a question is short: common words alone never answer
    COMMON_FACTS = 3, // a word is common that more facts than this hold, and more than
    COMMON_SHARE = 50, // one in so many
    SOURCE_FACTS = 3, // a link or number that more facts hold tells none of them
};

// The earliest statement, for a date before all of them.
static const struct fact *earliest(const struct knowledge *k, const struct fact *f) {
    const struct record *r = record_find(k, f->id), *root = r ? record_root(k, r) : NULL;
    return root ? &root->fact : f;
}

// Which statement of the fact's thing is told, and in which language.
static const struct fact *told(const struct deciding *d, const struct fact *f) {
    const struct match *m = d->match;
    const struct fact *now = m->has_asked_day ? knowledge_as_of(d->k, f, m->asked_day)
                                              : knowledge_newest(d->k, f, d->question->today);
    if (!now)
        now = earliest(d->k, f);
    const struct fact *other = text_is_equal(now->lang, m->lang) ? NULL : knowledge_translation(d->k, now, m->lang);
    return other ? other : now;
}

static struct candidate *put_candidate(const struct deciding *d, const struct fact *f) {
    struct match *m = d->match;
    f = told(d, f);
    for (size_t i = 0; i < m->candidate_count; i++)
        if (m->candidates[i].fact == f)
            return NULL;
    if (m->candidate_count == MATCH_CANDIDATES)
        return NULL;
    struct candidate *c = &m->candidates[m->candidate_count++];
    int64_t day = m->has_asked_day ? m->asked_day : d->question->today;
    *c = (struct candidate){.fact = f, .is_expired = fact_is_expired(f, day)};
    return c;
}

static void add_reason(struct candidate *c, const char *reason) {
    if (c->reason_count < MATCH_REASONS)
        c->reasons[c->reason_count++] = reason;
}

static bool is_refused(const struct deciding *d, const struct record *r) {
    if (!r->fact.never_match.count)
        return false;
    const char *normal = arena_printf(d->arena, " %s ", tokens_join(&d->query->corrected, 0, d->arena));
    for (size_t i = 0; i < r->fact.never_match.count; i++)
        if (strlen(r->never[i]) > 2 && strstr(normal, r->never[i]))
            return true;
    return false;
}

// Facts in the asker's language count before others that say the same.
static size_t distinct(const struct deciding *d, struct slots s, const struct record *out[MATCH_OFFER + 1]) {
    size_t count = 0;
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < s.count && count <= MATCH_OFFER; i++) {
            const struct record *r = record_at(d->k, s.items[i]), *root = record_group(d->k, r);
            bool is_same = text_is_equal(r->fact.lang, d->match->lang) == (pass == 0) && !is_refused(d, r);
            for (size_t o = 0; o < count && is_same; o++)
                is_same = record_group(d->k, out[o]) != root;
            if (is_same)
                out[count++] = r;
        }
    return count;
}

// Of claims that were checked twice the newest valid verdict is told; a question about a date gets its own.
static void tell_newest(const struct deciding *d) {
    struct match *m = d->match;
    struct candidate *first = &m->candidates[0];
    const struct fact *newest = m->has_asked_day ? first->fact : group_newest(d->k, first->fact, d->question->today);
    if (newest == first->fact)
        return;
    newest = told(d, newest);
    for (size_t i = 1; i < m->candidate_count; i++)
        if (m->candidates[i].fact == newest) {
            m->candidates[i].fact = first->fact;
            m->candidates[i].is_expired = first->is_expired;
        }
    first->fact = newest;
    first->is_expired = fact_is_expired(newest, d->question->today);
    add_reason(first, "group");
}

bool decide_exact(const struct deciding *d, const struct exact *way) {
    const struct record *facts[MATCH_OFFER + 1];
    size_t count = distinct(d, way->facts, facts);
    bool is_vague = count > SOURCE_FACTS && (way->rule == RULE_URL || way->rule == RULE_NUMBER);
    if (!count || is_vague)
        return false;
    struct match *m = d->match;
    for (size_t i = 0; i < count && m->candidate_count < MATCH_OFFER; i++) {
        struct candidate *c = put_candidate(d, &facts[i]->fact);
        if (!c)
            continue;
        c->probability = count == 1 ? 1 : 1.0 / (double)count;
        c->score = c->probability;
        add_reason(c, rule_name(way->rule));
        add_reason(c, way->by);
    }
    m->rule = way->rule;
    m->outcome = m->candidate_count == 1 ? OUTCOME_ANSWER : OUTCOME_OFFER;
    m->offered = m->candidate_count;
    if (m->outcome == OUTCOME_ANSWER)
        tell_newest(d);
    return true;
}

// Whether the fact holds the word, as it is searched.
static bool holds(const struct query *q, const struct ranked *fact, const struct query_word *w) {
    for (size_t i = 0; i < q->term_count; i++)
        for (unsigned t = 0; t < w->term_count; t++)
            if (q->terms[i].term == w->terms[t] && fact->places >> q->terms[i].place & 1)
                return true;
    return false;
}

static void explain(const struct deciding *d, const struct ranked *from, struct candidate *c) {
    static const struct {
        enum model_feature feature;
        double least;
        const char *reason;
    } reasons[] = {{FEATURE_TITLE, 0.3, "title"}, {FEATURE_QUERY, 0.6, "words"}, {FEATURE_ORDER, 0.3, "order"}};
    for (size_t i = 0; i < COUNT_OF(reasons); i++)
        if (from->features[reasons[i].feature] >= reasons[i].least)
            add_reason(c, reasons[i].reason);
    for (size_t i = 0; i < d->query->count && c->reason_count < MATCH_REASONS; i++) {
        const struct query_word *w = &d->query->words[i];
        if (w->from && holds(d->query, from, w))
            add_reason(c, arena_printf(d->arena, "typo:%s→%s", w->from, w->text));
    }
    if (!d->question->is_explained)
        return;
    struct feature *features = arena_alloc(d->arena, FEATURES * sizeof *features);
    for (size_t i = 0; i < FEATURES; i++)
        features[c->feature_count++] = (struct feature){model_feature_names[i], from->features[i]};
    c->features = features;
}

// One or two words that many facts hold: which of them is meant can't be known.
static bool is_short(const struct query *q, const struct knowledge *k) {
    if (q->written > SHORT_WORDS)
        return false;
    size_t most = index_facts(k->index) / COMMON_SHARE;
    most = most > COMMON_FACTS ? most : COMMON_FACTS;
    for (size_t i = 0; i < q->count; i++)
        if (!q->words[i].is_made && q->words[i].facts <= most)
            return false;
    return true;
}

// A short question of which the fact holds too little is about something else, however sure the rest looks.
static bool is_held(const struct deciding *d, double share, double least) {
    return (double)d->query->written > d->k->model.gate_words || share >= least;
}

static void choose(const struct deciding *d, const struct ranking *ranking) {
    const struct ranked *best = &ranking->items[0];
    struct match *m = d->match;
    const struct model *model = &d->k->model;
    double share = best->features[FEATURE_QUERY];
    bool is_common = is_short(d->query, d->k);
    if ((best->probability < weights_between(model->offer, ranking->length) && !is_common) || !is_held(d, share, model->gate_offer))
        return;
    bool is_sure = best->probability >= weights_between(model->answer, ranking->length) && is_held(d, share, model->gate_answer) && !is_common;
    m->rule = is_common ? RULE_SHORT : RULE_RANKED;
    m->outcome = is_sure ? OUTCOME_ANSWER : OUTCOME_OFFER;
    m->offered = m->candidate_count < MATCH_OFFER ? m->candidate_count : MATCH_OFFER;
    if (is_sure)
        tell_newest(d);
}

void decide_ranked(const struct deciding *d, const struct ranking *ranking) {
    bool is_decided = d->match->outcome != OUTCOME_NONE;
    for (size_t i = 0; i < ranking->count && i < MATCH_CANDIDATES; i++) {
        struct candidate *c = put_candidate(d, &ranking->items[i].record->fact);
        if (!c)
            continue;
        c->score = ranking->items[i].score;
        c->probability = ranking->items[i].probability;
        explain(d, &ranking->items[i], c);
    }
    if (!is_decided && ranking->count && d->query->count)
        choose(d, ranking);
}
