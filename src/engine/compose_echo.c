// SPDX-License-Identifier: Apache-2.0
// The line before an answer when a text of ours came back: that it is ours and of when, or what was changed in it.
#include "compose_parts.h"
#include "echo_check.h"

enum { SHOWN_MAX = 60, NAMED_MAX = 2 };

static const char *const keys[ECHO_STATES][2] = { // dated, undated
    [ECHO_SAME] = {"echo.same", "echo.same_undated"},
    [ECHO_FORMER] = {"echo.former", "echo.former_undated"},
};

// "“185” seharusnya “180”; …"
static char *changes(const struct composing *c, const struct echo *e) {
    char *text = "";
    for (size_t i = 0; i < e->change_count && i < NAMED_MAX; i++) {
        const struct placeholder values[] = {{"theirs", compose_line(c->arena, e->changes[i].theirs, SHOWN_MAX)},
                                             {"ours", compose_line(c->arena, e->changes[i].ours, SHOWN_MAX)}};
        const char *key = *e->changes[i].ours ? "echo.change" : "echo.put_in";
        text = arena_printf(c->arena, "%s%s%s", text, i ? "; " : "", compose_filled(c, key, values, *e->changes[i].ours ? 2 : 1));
    }
    return text;
}

// What is told below the line: a changed text's own statement, else what holds today.
static const struct fact *told(const struct composing *c, const struct echo *e) {
    const struct fact *own = knowledge_find(c->in->knowledge, e->fact->id);
    return e->state == ECHO_ALTERED && own ? own : e->now;
}

void compose_echo(struct composing *c) {
    const struct echo *e = &c->in->match->echo;
    const char *date = echo_date(e->fact);
    const struct placeholder day = {"date", date ? compose_date(c->in->intents, c->arena, date, c->lang) : NULL};
    const struct fact *fact = told(c, e);
    bool is_over = e->state == ECHO_SAME && fact_is_expired(e->fact, c->in->today);
    char *head = e->state == ECHO_ALTERED ? compose_filled(c, "echo.altered", &(struct placeholder){"changes", changes(c, e)}, 1)
                 : is_over && date          ? compose_filled(c, "echo.expired", &day, 1)
                                            : compose_filled(c, keys[e->state][!date], &day, date ? 1 : 0);
    if (fact) {
        compose_told(c, fact, head);
        return;
    }
    const char *gone = date ? compose_filled(c, "echo.withdrawn", &day, 1) : compose_word(c, "echo.withdrawn_undated");
    struct paragraph paragraphs[] = {{.text = gone}, {.text = compose_foot(c), .drop = 2, .is_apart = true}};
    c->reply->text = compose_fit(c->arena, paragraphs, COUNT_OF(paragraphs));
}
