// SPDX-License-Identifier: Apache-2.0
// A fact as an answer: verdict or figure first, then its date, its source and the hotline's link.
#include <string.h>

#include "../base/clock.h"
#include "compose_parts.h"

enum {
    TITLE_MAX = 140,
    PUBLISHER_MAX = 60,
    URL_MAX = 240,     // a longer one is left out whole: half a link is worse than none
    NEWEST_MAX = 140,  // of what is known now, beside an older answer
    SHORT_ANSWER = 40, // below it an answer needs its title to stand alone
    YEAR = 365,
};

// All that an answer is made of.
struct told {
    const struct fact *fact, *newest;
    const char *date; // as_of, or the source's; NULL: none
    int64_t day;      // the day asked about, or today
    bool is_asked, is_expired, is_dated;
};

static const char *date_of(const struct fact *fact) {
    if (fact->as_of)
        return fact->as_of;
    return fact->source_count ? fact->sources[0].date : NULL;
}

static char *words_of_date(const struct composing *c, const char *iso) {
    return compose_date(c->in->intents, c->arena, iso, c->lang);
}

static bool is_same(const struct fact *a, const struct fact *b) {
    return strcmp(a->id, b->id) == 0;
}

static struct told tell(const struct composing *c, const struct fact *fact) {
    const struct match *m = c->in->match;
    struct told t = {.fact = compose_in_lang(c, fact), .day = c->in->today};
    t.is_asked = !c->in->said->fact && m && m->has_asked_day;
    if (t.is_asked)
        t.day = m->asked_day;
    const struct fact *newest = knowledge_newest(c->in->knowledge, fact, c->in->today);
    t.newest = compose_in_lang(c, newest ? newest : fact);
    if (is_same(newest ? newest : fact, fact))
        t.newest = t.fact;
    t.is_expired = fact_is_expired(t.fact, t.day);
    t.is_dated = t.fact->kind == FACT_PROGRAMME || t.fact->kind == FACT_FAQ;
    t.date = t.is_dated ? date_of(t.fact) : t.fact->as_of;
    return t;
}

static char *verdict_line(const struct composing *c, const struct fact *fact) {
    if (fact->kind != FACT_CLAIM)
        return NULL;
    char *title = compose_line(c->arena, fact->title, TITLE_MAX);
    if (!fact->verdict)
        return title;
    return arena_printf(c->arena, "%s: %s", compose_verdict(c->in->intents, fact->verdict, c->lang), title);
}

// An expired or a future statement says so before anything else.
static char *validity_line(const struct composing *c, const struct told *t) {
    struct date d;
    if (t->is_expired)
        return compose_filled(c, "expired",
                              &(struct placeholder){"date", words_of_date(c, t->fact->valid_until)}, 1);
    if (t->fact->valid_from && date_parse(t->fact->valid_from, &d) && date_first_day(d) > t->day)
        return compose_filled(c, "not_yet",
                              &(struct placeholder){"date", words_of_date(c, t->fact->valid_from)}, 1);
    return NULL;
}

// A text that exists only in another language is given as it is, and the reader is told so in their own.
static char *language_line(const struct composing *c, const struct fact *fact) {
    if (text_is_blank(fact->lang) || text_is_equal(fact->lang, c->lang))
        return NULL;
    char *key = arena_printf(c->arena, "language.%s", fact->lang);
    const char *name = intents_wording_find(c->in->intents, key, c->lang);
    if (!name)
        name = compose_word(c, "language.other");
    return compose_filled(c, "only_other_language", &(struct placeholder){"language", name}, 1);
}

static bool is_over_a_year(const struct composing *c, const char *iso) {
    struct date d;
    return date_parse(iso, &d) && date_last_day(d) + YEAR < c->in->today;
}

static bool is_before_all(const struct composing *c, const struct told *t) {
    struct date d;
    return t->is_asked && t->fact->as_of && date_parse(t->fact->as_of, &d) && date_first_day(d) > t->day &&
           !knowledge_as_of(c->in->knowledge, t->fact, t->day);
}

static char *date_line(const struct composing *c, const struct told *t) {
    if (!t->date)
        return NULL;
    const struct placeholder date = {"date", words_of_date(c, t->date)};
    if (is_before_all(c, t))
        return compose_filled(c, "history.later", &date, 1);
    bool is_newest = t->is_dated && is_same(t->fact, t->newest) && !t->is_expired;
    if (is_newest && is_over_a_year(c, t->date))
        return compose_filled(c, "newest_over_a_year", &date, 1);
    return compose_filled(c, "as_of", &date, 1);
}

// Beside an older or an expired statement: what is known now.
static char *newest_line(const struct composing *c, const struct told *t) {
    bool is_other = !is_same(t->fact, t->newest) && !fact_is_expired(t->newest, c->in->today);
    if (!is_other)
        return t->is_expired ? arena_strdup(c->arena, compose_word(c, "expired.unknown")) : NULL;
    const char *date = date_of(t->newest);
    const struct placeholder values[] = {
        {"date", date ? words_of_date(c, date) : NULL},
        {"text", compose_sentences(c->arena, compose_line(c->arena, t->newest->answer, FACT_ANSWER_MAX),
                                   NEWEST_MAX)}};
    if (t->is_expired)
        return compose_filled(c, date ? "expired.now" : "expired.now_undated", values, 2);
    return date ? compose_filled(c, "history", values, 2) : NULL;
}

static char *source_line(const struct composing *c, const struct told *t) {
    if (!t->fact->source_count)
        return NULL;
    const struct source *s = &t->fact->sources[0];
    const struct placeholder values[] = {{"publisher", compose_line(c->arena, s->publisher, PUBLISHER_MAX)},
                                         {"date", s->date ? words_of_date(c, s->date) : NULL}};
    bool is_said = s->date && t->date && strcmp(s->date, t->date) == 0;
    return compose_filled(c, s->date && !is_said ? "source.dated" : "source", values, 2);
}

static char *url_line(const struct composing *c, const struct fact *fact) {
    const char *url = fact->source_count ? fact->sources[0].url : NULL;
    return url && *url && utf8_length(url) <= URL_MAX ? arena_strdup(c->arena, url) : NULL;
}

static void about(struct reply *r, const struct fact *fact) {
    r->fact = fact->id;
    r->fact_revision = fact->revision;
    r->verdict = fact->verdict;
    if (!fact->source_count)
        return;
    const struct source *s = &fact->sources[0];
    r->source_title = s->title ? s->title : s->publisher;
    r->source_url = s->url;
    r->source_date = s->date;
}

void compose_answer(struct composing *c, const struct fact *fact) {
    compose_told(c, fact, NULL);
}

// Links of a text of ours are ours; one that a forger put in is worth a word only when it is known to be bad.
static char *warning(const struct composing *c, const struct fact *told) {
    const struct match *m = c->in->match;
    if (!m || !m->echo.state || c->in->said->fact)
        return compose_warning(c, told);
    bool is_bad = false;
    for (size_t i = 0; i < m->link_count; i++)
        is_bad = is_bad || m->links[i].judgement == JUDGED_LOOK_ALIKE || m->links[i].judgement == JUDGED_REPORTED;
    return m->echo.state == ECHO_ALTERED && is_bad ? compose_warning(c, told) : NULL;
}

void compose_told(struct composing *c, const struct fact *fact, const char *head) {
    struct told t = tell(c, fact);
    bool is_claim = t.fact->kind == FACT_CLAIM;
    char *verdict = verdict_line(c, t.fact);
    bool needs_title = !is_claim && utf8_length(t.fact->answer) < SHORT_ANSWER;
    char *url = url_line(c, t.fact);
    bool is_own = url && text_is_equal(url, c->in->hotline_link); // the source is the hotline itself
    struct paragraph paragraphs[] = {
        {.text = head},
        {.text = is_claim ? verdict : validity_line(c, &t)},
        {.text = is_claim ? validity_line(c, &t) : NULL},
        {.text = language_line(c, t.fact)},
        {.text = t.fact->answer, .is_body = true, .is_apart = is_claim},
        {.text = needs_title ? compose_line(c->arena, t.fact->title, TITLE_MAX) : NULL, .drop = 2},
        {.text = date_line(c, &t)},
        {.text = newest_line(c, &t), .drop = t.is_expired ? 0 : 3, .is_apart = true},
        {.text = warning(c, t.fact), .drop = 4, .is_apart = true},
        {.text = source_line(c, &t), .is_apart = true},
        {.text = url, .drop = 1},
        {.text = is_own ? NULL : compose_foot(c), .drop = 2, .is_apart = true},
    };
    c->reply->text = compose_fit(c->arena, paragraphs, COUNT_OF(paragraphs));
    about(c->reply, t.fact);
}

// A tip for this moment: which one changes from second to second, the same for the same moment.
static const struct fact *tip_pick(const struct composing *c) {
    const struct fact *picked = NULL, *fact;
    uint64_t least = 0;
    int64_t second = c->in->said->conversation.last_in_at / 1000;
    for (size_t at = 0; (fact = knowledge_each_of(c->in->knowledge, FACT_TIP, &at));) {
        if (!text_is_equal(fact->lang, c->lang))
            continue;
        uint64_t rank = text_hash(fact->id, strlen(fact->id)) ^ text_hash(&second, sizeof second);
        if (!picked || rank < least) {
            picked = fact;
            least = rank;
        }
    }
    return picked;
}

void compose_tip(struct composing *c) {
    const struct fact *tip = tip_pick(c);
    const struct intent *intent = intents_find(c->in->intents, "tips");
    const char *text = tip ? tip->answer : intent->reply[intent_lang_index(c->lang)];
    struct told t = {.fact = tip, .newest = tip, .day = c->in->today};
    struct paragraph paragraphs[] = {
        {.text = compose_filled(c, "tip.head", &(struct placeholder){"text", text}, 1), .is_body = true},
        {.text = tip ? source_line(c, &t) : NULL, .is_apart = true},
        {.text = tip ? url_line(c, tip) : NULL, .drop = 1},
        {.text = compose_foot(c), .drop = 2, .is_apart = true},
    };
    c->reply->text = compose_fit(c->arena, paragraphs, COUNT_OF(paragraphs));
    if (tip)
        about(c->reply, tip);
    compose_intents(c, intent->buttons.items, intent->buttons.count);
}
