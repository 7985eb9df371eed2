// SPDX-License-Identifier: Apache-2.0
#include "body.h"

#include <string.h>

enum { TEXT_MAX = 8192 };

void outbound_body_put(struct buf *b, const struct reply *r) {
    buf_putc(b, '{');
    json_member_text(b, "text", r->text);
    json_member_int(b, "kind", r->kind);
    const struct {
        const char *name, *value;
    } texts[] = {{"list", r->list_button}, {"fact", r->fact},           {"verdict", r->verdict},        {"lang", r->lang},
                 {"source", r->source_title}, {"url", r->source_url}, {"date", r->source_date}};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (texts[i].value)
            json_member_text(b, texts[i].name, texts[i].value);
    if (r->fact_revision)
        json_member_int(b, "revision", r->fact_revision);
    if (r->choice_count) {
        json_member(b, "choices");
        buf_putc(b, '[');
        for (size_t i = 0; i < r->choice_count; i++) {
            json_comma(b);
            buf_putc(b, '{');
            json_member_text(b, "id", r->choices[i].id);
            json_member_text(b, "title", r->choices[i].title);
            if (r->choices[i].note)
                json_member_text(b, "note", r->choices[i].note);
            buf_putc(b, '}');
        }
        buf_putc(b, ']');
    }
    buf_putc(b, '}');
}

struct stored {
    const char *text, *list, *fact, *verdict, *lang, *source, *url, *date;
    int64_t kind, revision;
    const struct json *choices;
};

#define ROW(name, kind, required, max)                                                                                                       \
    { #name, kind, required, offsetof(struct stored, name), max }
static const struct json_field rows[] = {
    ROW(text, JSON_TEXT, true, TEXT_MAX),    ROW(list, JSON_TEXT, false, TEXT_MAX), ROW(fact, JSON_TEXT, false, TEXT_MAX),
    ROW(verdict, JSON_TEXT, false, TEXT_MAX), ROW(lang, JSON_TEXT, false, TEXT_MAX), ROW(source, JSON_TEXT, false, TEXT_MAX),
    ROW(url, JSON_TEXT, false, TEXT_MAX),    ROW(date, JSON_TEXT, false, TEXT_MAX), ROW(kind, JSON_INT, true, 0),
    ROW(revision, JSON_INT, false, 0),       ROW(choices, JSON_NODE, false, 0),
};

static void read_choices(const struct json *list, struct arena *a, struct reply *r) {
    for (const struct json *n = json_first(list); n && r->choice_count < REPLY_ROWS; n = json_next(n)) {
        const char *id = json_text(json_at(n, "id")), *title = json_text(json_at(n, "title"));
        if (id && title)
            r->choices[r->choice_count++] =
                (struct reply_choice){arena_strdup(a, id), arena_strdup(a, title), arena_strdup(a, json_text(json_at(n, "note")))};
    }
}

enum err outbound_body_get(const char *body, struct arena *a, struct reply *ret_reply) {
    if (!body)
        return ERR_INPUT;
    SCOPED(json_freep) struct json *root = NULL;
    struct stored s = {0};
    TRY(json_parse(body, strlen(body), &root, NULL));
    TRY(json_map(root, rows, COUNT_OF(rows), &s, a, "body", NULL));
    if (s.kind < REPLY_TEXT || s.kind > REPLY_WITH_LIST)
        return ERR_INPUT;
    *ret_reply = (struct reply){.kind = (enum reply_kind)s.kind,
                                .text = s.text,
                                .list_button = s.list,
                                .fact = s.fact,
                                .fact_revision = s.revision,
                                .verdict = s.verdict,
                                .source_title = s.source,
                                .source_url = s.url,
                                .source_date = s.date,
                                .lang = s.lang};
    read_choices(s.choices, a, ret_reply);
    return OK;
}
