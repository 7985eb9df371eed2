// SPDX-License-Identifier: Apache-2.0
#include "compose_parts.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "../base/clock.h"

enum { REPLY_BYTES = 4096, FOOT_LINK_MAX = 80 };

const char *compose_word(const struct composing *c, const char *key) {
    return intents_wording(c->in->intents, key, c->lang);
}

char *compose_filled(const struct composing *c, const char *key, const struct placeholder *values,
                     size_t count) {
    return wording_fill(c->arena, compose_word(c, key), values, count);
}

char *compose_line(struct arena *a, const char *text, size_t runes) {
    char *line = arena_alloc(a, strlen(text) + 1);
    size_t len = 0;
    for (const char *at = text; *at; at++) {
        bool is_space = (unsigned char)*at <= ' ' || *at == 0x7f;
        if (!is_space)
            line[len++] = *at;
        else if (len > 0 && line[len - 1] != ' ')
            line[len++] = ' ';
    }
    while (len > 0 && line[len - 1] == ' ')
        len--;
    line[len] = '\0';
    return utf8_ellipsis(a, line, runes);
}

// Whether a sentence ends before `at`: "Rp. 600.000" and "dll. yang" go on.
static bool is_sentence_end(const char *text, size_t at) {
    if (text[at] == '\n')
        return true;
    if (!strchr(".!?", text[at - 1]) || (text[at] != ' ' && text[at] != '\0'))
        return false;
    unsigned char next = (unsigned char)text[at + strspn(text + at, " ")];
    return !islower(next) && !isdigit(next);
}

char *compose_sentences(struct arena *a, const char *text, size_t runes) {
    if (utf8_length(text) <= runes)
        return arena_strdup(a, text);
    size_t max = utf8_prefix(text, runes), end = 0;
    for (size_t at = 1; at <= max; at++)
        if (is_sentence_end(text, at))
            end = at;
    // A first sentence that is very short would lose nearly all that there is room for.
    return end > max / 3 ? arena_strndup(a, text, end) : utf8_ellipsis(a, text, runes);
}

static size_t paragraphs_length(const struct paragraph *paragraphs, size_t count) {
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        if (!paragraphs[i].text)
            continue;
        size_t own = utf8_length(paragraphs[i].text);
        bool is_short = paragraphs[i].is_body && own > BODY_MIN;
        length += (is_short ? BODY_MIN : own) + (paragraphs[i].is_apart ? 2 : 1);
    }
    return length;
}

// Leaves out the paragraph that can best be missed; false when none can.
static bool drop_one(struct paragraph *paragraphs, size_t count) {
    struct paragraph *worst = NULL;
    for (size_t i = 0; i < count; i++)
        if (paragraphs[i].text && paragraphs[i].drop > (worst ? worst->drop : 0))
            worst = &paragraphs[i];
    if (worst)
        worst->text = NULL;
    return worst != NULL;
}

char *compose_fit(struct arena *a, struct paragraph *paragraphs, size_t count) {
    while (paragraphs_length(paragraphs, count) > REPLY_TEXT_MAX && drop_one(paragraphs, count))
        ;
    size_t length = paragraphs_length(paragraphs, count);
    size_t room = length < REPLY_TEXT_MAX ? REPLY_TEXT_MAX - length : 0;
    struct buf b;
    buf_init(&b, REPLY_BYTES);
    for (size_t i = 0; i < count; i++) {
        const char *text = paragraphs[i].text;
        if (!text || !*text)
            continue;
        if (paragraphs[i].is_body && utf8_length(text) > BODY_MIN)
            text = compose_sentences(a, text, BODY_MIN + room);
        if (b.len)
            buf_puts(&b, paragraphs[i].is_apart ? "\n\n" : "\n");
        buf_puts(&b, text);
    }
    char *text = arena_strndup(a, buf_text(&b), utf8_prefix(buf_text(&b), REPLY_TEXT_MAX));
    buf_done(&b);
    return text;
}

const struct fact *compose_in_lang(const struct composing *c, const struct fact *fact) {
    if (!fact || text_is_equal(fact->lang, c->lang))
        return fact;
    const struct fact *translation = knowledge_translation(c->in->knowledge, fact, c->lang);
    return translation ? translation : fact;
}

void compose_choice(struct composing *c, const char *id, const char *title, const char *note) {
    struct reply *r = c->reply;
    if (r->choice_count == REPLY_ROWS || strlen(id) > REPLY_CHOICE_ID)
        return;
    r->choices[r->choice_count++] = (struct reply_choice){id, title, note};
}

void compose_intents(struct composing *c, const char *const *names, size_t count) {
    int lang = intent_lang_index(c->lang);
    for (size_t i = 0; i < count && c->reply->choice_count < REPLY_BUTTONS; i++) {
        const struct intent *intent = intents_find(c->in->intents, names[i]);
        if (intent && intent->title[lang])
            compose_choice(c, arena_printf(c->arena, "intent:%s", intent->name), intent->title[lang], NULL);
    }
    if (c->reply->choice_count)
        c->reply->kind = REPLY_WITH_BUTTONS;
}

char *compose_foot(const struct composing *c) {
    const char *link = c->in->hotline_link;
    if (text_is_blank(link) || utf8_length(link) > FOOT_LINK_MAX)
        return NULL;
    return compose_filled(c, "answer.foot", &(struct placeholder){"link", link}, 1);
}

static const char *month_name(const struct intents *i, int month, const char *lang) {
    char key[16];
    snprintf(key, sizeof key, "month.%d", month);
    return intents_wording(i, key, lang);
}

char *compose_date(const struct intents *i, struct arena *a, const char *iso, const char *lang) {
    struct date d;
    if (!date_parse(iso, &d))
        return compose_line(a, iso, 30);
    if (!d.month)
        return arena_printf(a, "%d", d.year);
    if (!d.day)
        return arena_printf(a, "%s %d", month_name(i, d.month, lang), d.year);
    return arena_printf(a, "%d %s %d", d.day, month_name(i, d.month, lang), d.year);
}

const char *compose_verdict(const struct intents *i, const char *code, const char *lang) {
    char key[80];
    snprintf(key, sizeof key, "verdict.%.60s", code);
    const char *label = intents_wording_find(i, key, lang);
    return label ? label : code;
}
