// SPDX-License-Identifier: Apache-2.0
// Lists to choose from: did you mean, the menu, the latest. Each stands as buttons or rows, and as numbered
// lines in the text, so that it works where buttons don't.
#include <stdio.h>
#include <string.h>

#include "../base/clock.h"
#include "compose_parts.h"

enum { LIST_TEXT_MAX = 4096, LATEST_MAX = 5, LINE_MAX_RUNES = 110, OFFER_LINE_MAX = 110, MENU_LINE_MAX = 50 };

static void numbered(struct buf *b, size_t number, const char *line) {
    buf_printf(b, "\n%zu. %s", number, line);
}

// `before` may be NULL.
static char *listed(const struct composing *c, const char *before, const char *head,
                    const struct buf *lines) {
    bool is_offer = c->in->said->say == SAY_OFFER;
    struct paragraph paragraphs[] = {
        {.text = before, .drop = 2},
        {.text = arena_printf(c->arena, "%s%s", compose_word(c, head), buf_text(lines)),
         .is_body = true,
         .is_apart = true},
        {.text = compose_word(c, is_offer ? "offer.foot" : "list.foot"), .drop = 1, .is_apart = true},
    };
    return compose_fit(c->arena, paragraphs, COUNT_OF(paragraphs));
}

// The candidates that are offered, in the reply's language, each once.
static size_t offered(const struct composing *c, const struct fact *facts[MATCH_OFFER]) {
    const struct match *m = c->in->match;
    size_t count = 0;
    for (size_t i = 0; i < m->offered && i < m->candidate_count && count < MATCH_OFFER; i++) {
        const struct fact *fact = compose_in_lang(c, m->candidates[i].fact);
        bool is_new = true;
        for (size_t n = 0; n < count; n++)
            is_new = is_new && strcmp(facts[n]->id, fact->id) != 0;
        if (is_new)
            facts[count++] = fact;
    }
    return count;
}

// Whether the titles, cut to a button, can still be told apart.
static bool are_distinct(const struct composing *c, const struct fact *const *facts, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < i; n++) {
            const char *a = compose_line(c->arena, facts[i]->title, REPLY_BUTTON_TITLE);
            const char *b = compose_line(c->arena, facts[n]->title, REPLY_BUTTON_TITLE);
            if (text_case_compare(a, b) == 0)
                return false;
        }
    return true;
}

static const char *fact_choice(const struct composing *c, const struct fact *fact) {
    return arena_printf(c->arena, "fact:%s", fact->id);
}

static void offer_buttons(struct composing *c, const struct fact *const *facts, size_t count) {
    c->reply->kind = REPLY_WITH_BUTTONS;
    for (size_t i = 0; i < count; i++)
        compose_choice(c, fact_choice(c, facts[i]),
                       compose_line(c->arena, facts[i]->title, REPLY_BUTTON_TITLE), NULL);
    if (count < REPLY_BUTTONS)
        compose_choice(c, "none", compose_word(c, "offer.none_button"), NULL);
}

// Rows carry the number of their line; the whole title stands below.
static void fact_row(struct composing *c, const struct fact *fact, const char *note) {
    char *title = arena_printf(c->arena, "%zu. %s", c->reply->choice_count + 1, fact->title);
    compose_choice(c, fact_choice(c, fact), compose_line(c->arena, title, REPLY_ROW_TITLE),
                   compose_line(c->arena, note, REPLY_ROW_NOTE));
}

static void rows_begin(struct composing *c) {
    c->reply->kind = REPLY_WITH_LIST;
    c->reply->list_button = compose_word(c, "list.button");
}

void compose_offer(struct composing *c) {
    const struct fact *facts[MATCH_OFFER];
    size_t count = offered(c, facts);
    struct buf lines;
    buf_init(&lines, LIST_TEXT_MAX);
    for (size_t i = 0; i < count; i++)
        numbered(&lines, i + 1, compose_line(c->arena, facts[i]->title, OFFER_LINE_MAX));
    c->reply->text =
        listed(c, compose_warning(c, NULL), count == 1 ? "offer.head_one" : "offer.head", &lines);
    buf_done(&lines);
    if (are_distinct(c, facts, count)) {
        offer_buttons(c, facts, count);
        return;
    }
    rows_begin(c);
    for (size_t i = 0; i < count; i++)
        fact_row(c, facts[i], facts[i]->title);
    compose_choice(c, "none", compose_word(c, "offer.none_button"), NULL);
}

void compose_menu(struct composing *c) {
    const struct intent *menu = intents_find(c->in->intents, "menu");
    int lang = intent_lang_index(c->lang);
    struct buf lines;
    buf_init(&lines, LIST_TEXT_MAX);
    rows_begin(c);
    for (size_t i = 0; i < menu->buttons.count; i++) {
        const struct intent *intent = intents_find(c->in->intents, menu->buttons.items[i]);
        bool is_current = intent->action == ACTION_LANGUAGE && text_is_equal(intent->value, c->lang);
        if (is_current || !intent->title[lang])
            continue;
        compose_choice(c, arena_printf(c->arena, "intent:%s", intent->name), intent->title[lang],
                       intent->note[lang]);
        numbered(&lines, c->reply->choice_count, compose_line(c->arena, intent->title[lang], MENU_LINE_MAX));
    }
    c->reply->text = listed(c, NULL, "menu.head", &lines);
    buf_done(&lines);
}

// The dates by which facts are ordered, the telling one first; NULL where there is none.
enum { NEWS_DATES = 4 };
static void news_dates(const struct fact *fact, const char *out[NEWS_DATES]) {
    out[0] = fact->updated;
    out[1] = fact->claim_date;
    out[2] = fact->as_of;
    out[3] = fact->source_count ? fact->sources[0].date : NULL;
}

struct news {
    const struct fact *facts[LATEST_MAX];
    int64_t days[LATEST_MAX];
    size_t count;
};

// Of one day the later time of the update, then the later of the other dates; ids only so that there is an order.
static bool is_before(const struct news *n, size_t at, const struct fact *fact, int64_t day) {
    const char *dates[NEWS_DATES], *others[NEWS_DATES];
    if (n->days[at] != day)
        return n->days[at] > day;
    news_dates(n->facts[at], dates);
    news_dates(fact, others);
    for (size_t i = 0; i < NEWS_DATES; i++) {
        int order = strcmp(dates[i] ? dates[i] : "", others[i] ? others[i] : "");
        if (order)
            return order > 0;
    }
    return strcmp(n->facts[at]->id, fact->id) < 0;
}

static bool is_news(const struct composing *c, const struct fact *fact) {
    bool is_readable =
        text_is_equal(fact->lang, c->lang) || !knowledge_translation(c->in->knowledge, fact, c->lang);
    return is_readable && !fact_is_expired(fact, c->in->today) &&
           knowledge_newest(c->in->knowledge, fact, c->in->today) == fact;
}

static void news_add(const struct composing *c, struct news *n, const struct fact *fact) {
    int64_t day = fact_news_day(fact);
    size_t at = n->count;
    while (at > 0 && !is_before(n, at - 1, fact, day))
        at--;
    if (at == LATEST_MAX || !is_news(c, fact))
        return;
    n->count += n->count < LATEST_MAX;
    for (size_t i = n->count - 1; i > at; i--) {
        n->facts[i] = n->facts[i - 1];
        n->days[i] = n->days[i - 1];
    }
    n->facts[at] = fact;
    n->days[at] = day;
}

// Day by day, until an older one cannot come among them.
static void find_news(const struct composing *c, struct news *n) {
    const struct fact *page[NEWS_PAGE], *last = NULL;
    size_t count = NEWS_PAGE;
    n->count = 0;
    while (count == NEWS_PAGE) {
        count = knowledge_news(c->in->knowledge, last, page, NEWS_PAGE);
        for (size_t i = 0; i < count; i++) {
            if (n->count == LATEST_MAX && fact_news_day(page[i]) < n->days[LATEST_MAX - 1])
                return;
            news_add(c, n, page[i]);
        }
        last = count ? page[count - 1] : last;
    }
}

static const char *headline(const struct composing *c, const struct fact *fact) {
    if (fact->kind != FACT_CLAIM || !fact->verdict)
        return fact->title;
    return arena_printf(c->arena, "%s: %s", compose_verdict(c->in->intents, fact->verdict, c->lang),
                        fact->title);
}

void compose_latest(struct composing *c) {
    struct news news;
    find_news(c, &news);
    if (!news.count) {
        static const char *const menu[] = {"menu"};
        c->reply->text = compose_word(c, "latest.empty");
        compose_intents(c, menu, 1);
        return;
    }
    struct buf lines;
    buf_init(&lines, LIST_TEXT_MAX);
    rows_begin(c);
    for (size_t i = 0; i < news.count; i++) {
        const char *line = headline(c, news.facts[i]);
        numbered(&lines, i + 1, compose_line(c->arena, line, LINE_MAX_RUNES));
        fact_row(c, news.facts[i], line);
    }
    c->reply->text = listed(c, NULL, "latest.head", &lines);
    buf_done(&lines);
}
