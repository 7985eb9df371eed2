// SPDX-License-Identifier: Apache-2.0
#include "expect.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct look {
    const struct talk *t;
    const char *rest;
    char *why;
    size_t size;
};

PRINTF(2, 3) static void wrong(const struct look *l, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    vsnprintf(l->why, l->size, fmt, args);
    va_end(args);
}

static void same(const struct look *l, const char *got) {
    if (!text_is_equal(got ? got : "-", l->rest))
        wrong(l, "is %s", got ? got : "-");
}

// `~` holds, `!` doesn't hold, `^` begins, `$` ends, `=` is; "\n" in the script is a line break.
static void look_out(const struct look *l) {
    const char *text = l->t->has_reply ? l->t->reply.text : "";
    char *want = arena_strdup(l->t->arena, *l->rest ? l->rest + 1 : "");
    for (char *at; (at = strstr(want, "\\n"));) {
        *at = '\n';
        memmove(at + 1, at + 2, strlen(at + 2) + 1);
    }
    bool is_well = false;
    switch (*l->rest) {
    case '~':
        is_well = strstr(text, want) != NULL;
        break;
    case '!':
        is_well = l->t->has_reply && !strstr(text, want);
        break;
    case '^':
        is_well = text_has_prefix(text, want);
        break;
    case '$':
        is_well = text_has_suffix(text, want);
        break;
    case '=':
        is_well = strcmp(text, want) == 0;
        break;
    }
    if (!is_well)
        wrong(l, "does not hold");
}

static void look_say(const struct look *l) {
    same(l, say_name(l->t->said.say));
}

static void look_outcome(const struct look *l) {
    same(l, outcome_name(l->t->match.outcome));
}

static void look_rule(const struct look *l) {
    same(l, rule_name(l->t->match.rule));
}

static void look_intent(const struct look *l) {
    same(l, l->t->said.intent ? l->t->said.intent->name : NULL);
}

static void look_fact(const struct look *l) {
    same(l, l->t->has_reply ? l->t->reply.fact : NULL);
}

static void look_lang(const struct look *l) {
    same(l, l->t->said.lang);
}

static void look_dialog(const struct look *l) {
    same(l, dialog_name(l->t->conversation.dialog));
}

static void look_custody(const struct look *l) {
    same(l, custody_name(l->t->conversation.custody));
}

static void look_kind(const struct look *l) {
    static const char *const kinds[] = {"text", "buttons", "list"};
    same(l, kinds[l->t->reply.kind]);
}

// A choice with this id, or this title.
static void look_button(const struct look *l) {
    const struct reply *r = &l->t->reply;
    for (size_t i = 0; i < r->choice_count; i++)
        if (strcmp(r->choices[i].id, l->rest) == 0 || strcmp(r->choices[i].title, l->rest) == 0)
            return;
    wrong(l, "is not among the choices");
}

static void look_choices(const struct look *l) {
    same(l, arena_printf(l->t->arena, "%zu", l->t->reply.choice_count));
}

static void look_flag(const struct look *l) {
    const struct dialog_out *s = &l->t->said;
    const struct {
        const char *name;
        bool is_on;
    } flags[] = {{"danger", s->is_danger},
                 {"question", s->is_question},
                 {"erase", s->is_erase},
                 {"welcome", s->is_welcome},
                 {"stopped", s->conversation.is_stopped}};
    bool is_not = text_has_prefix(l->rest, "no ");
    for (size_t i = 0; i < COUNT_OF(flags); i++)
        if (strcmp(flags[i].name, l->rest + (is_not ? 3 : 0)) == 0) {
            if (flags[i].is_on == is_not)
                wrong(l, "does not hold");
            return;
        }
    wrong(l, "is no flag");
}

static void look_expect(const struct look *l) {
    if (strcmp(l->rest, "no out") != 0)
        wrong(l, "only 'expect no out' is known");
    else if (l->t->has_reply)
        wrong(l, "there is a reply");
}

static const struct {
    const char *word;
    void (*look)(const struct look *l);
} words[] = {
    {"out", look_out},       {"say", look_say},         {"outcome", look_outcome}, {"rule", look_rule},
    {"intent", look_intent}, {"fact", look_fact},       {"lang", look_lang},       {"dialog", look_dialog},
    {"kind", look_kind},     {"custody", look_custody}, {"button", look_button},   {"choices", look_choices},
    {"flag", look_flag},     {"expect", look_expect},
};

bool expect_line(const struct talk *t, const char *word, const char *rest, char *why, size_t size) {
    const struct look look = {t, rest, why, size};
    why[0] = '\0';
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i].word, word) == 0) {
            words[i].look(&look);
            return true;
        }
    return false;
}

// Whether words of our own texts stand in it that exist in the other language only.
static bool is_mixed(const struct reply *r) {
    static const char *const indonesian[] = {"Sumber:", "\nPer ", "Cek kabar",
                                             "SALAH",   "AWAS",   "Balas dengan"};
    static const char *const english[] = {"Source:", "\nAs of", "Check other",
                                          "FALSE",   "WARNING", "Reply with"};
    bool is_english = strcmp(r->lang, "en") == 0;
    for (size_t i = 0; i < COUNT_OF(english); i++)
        if (strstr(r->text, is_english ? indonesian[i] : english[i]))
            return true;
    return false;
}

void expect_limits(const struct talk *t, char *why, size_t size) {
    const struct reply *r = &t->reply;
    static const size_t counts[] = {0, REPLY_BUTTONS, REPLY_ROWS};
    static const size_t titles[] = {0, REPLY_BUTTON_TITLE, REPLY_ROW_TITLE};
    why[0] = '\0';
    if (text_is_blank(r->text) || utf8_length(r->text) > REPLY_TEXT_MAX)
        snprintf(why, size, "the reply has %zu characters", utf8_length(r->text));
    else if (r->choice_count > counts[r->kind])
        snprintf(why, size, "the reply has %zu choices", r->choice_count);
    else if (is_mixed(r))
        snprintf(why, size, "the reply mixes languages");
    for (size_t i = 0; i < r->choice_count; i++)
        if (utf8_length(r->choices[i].title) > titles[r->kind])
            snprintf(why, size, "the title \"%s\" is too long", r->choices[i].title);
}
