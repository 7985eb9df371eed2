// SPDX-License-Identifier: Apache-2.0
#include "fields.h"

#include <stdio.h>
#include <string.h>

#include "../base/map.h"

#define TEXT(name)                                                                                                                           \
    { #name, FIELD_TEXT, offsetof(struct fact, name) }
#define LIST(name)                                                                                                                           \
    { #name, FIELD_LIST, offsetof(struct fact, name) }

const struct field fact_fields[] = {
    TEXT(id),
    {"kind", FIELD_KIND, 0},
    TEXT(lang),
    TEXT(title),
    TEXT(answer),
    TEXT(verdict),
    LIST(keywords),
    LIST(never_match),
    {"sources", FIELD_SOURCES, 0},
    TEXT(as_of),
    TEXT(valid_from),
    TEXT(valid_until),
    TEXT(review_after),
    LIST(topics),
    LIST(variants),
    TEXT(claimant),
    TEXT(claim_date),
    TEXT(image),
    TEXT(updated),
    TEXT(translation_of),
    TEXT(supersedes),
    {"state", FIELD_STATE, 0},
};
const size_t fact_field_count = COUNT_OF(fact_fields);

const struct field *field_find(const char *name, size_t len) {
    for (size_t i = 0; i < fact_field_count; i++)
        if (strlen(fact_fields[i].name) == len && memcmp(fact_fields[i].name, name, len) == 0)
            return &fact_fields[i];
    return NULL;
}

enum err field_unknown(const char *name, struct fail *f) {
    const char *names[COUNT_OF(fact_fields)];
    for (size_t i = 0; i < fact_field_count; i++)
        names[i] = fact_fields[i].name;
    const char *near = text_nearest(name, names, fact_field_count);
    char todo[80];
    snprintf(todo, sizeof todo, near ? "did you mean '%s'?" : "remove it", near ? near : "");
    return fail_set(f, ERR_INPUT, "", todo, "unknown field '%.60s'", name);
}

enum err field_once(const struct field *field, uint32_t *given, struct fail *f) {
    _Static_assert(COUNT_OF(fact_fields) <= 32, "a bit a field");
    uint32_t bit = UINT32_C(1) << (field - fact_fields);
    if (*given & bit)
        return fail_set(f, ERR_INPUT, field->name, "keep one of them", "stands twice");
    *given |= bit;
    return OK;
}

void fact_begin(struct fact *fact) {
    *fact = (struct fact){.kind = FACT_KINDS, .state = FACT_PUBLISHED};
}

enum err field_set_text(const struct field *field, const char *text, struct fact *fact, struct fail *f) {
    if (!*text)
        return OK;
    switch (field->kind) {
    case FIELD_TEXT:
        *(const char **)(void *)((char *)fact + field->offset) = text;
        return OK;
    case FIELD_KIND:
        if (fact_kind_of(text, &fact->kind))
            return OK;
        return fail_set(f, ERR_INPUT, "kind", "use claim, programme, faq or tip", "'%.40s' is no kind", text);
    case FIELD_STATE:
        if (fact_state_of(text, &fact->state))
            return OK;
        return fail_set(f, ERR_INPUT, "state", "use draft, published or withdrawn", "'%.40s' is no state", text);
    case FIELD_LIST:
    case FIELD_SOURCES:
        return fail_set(f, ERR_INPUT, field->name, "make it a list", "is no list");
    }
    return ERR_BUG;
}

void reading_tell(struct reading *rd, size_t line, const struct fail *f) {
    struct fail told = *f;
    snprintf(told.where, sizeof told.where, "%.150s:%zu", rd->r->file, line);
    if (f->where[0])
        snprintf(told.what, sizeof told.what, "%.60s: %.280s", f->where, f->what);
    rd->bad++;
    if (rd->r->bad)
        rd->r->bad(rd->r->arg, &told);
}

// What a folder of the evaluation may leave out.
static void be_lenient(struct fact *fact) {
    if (!fact->lang)
        fact->lang = "id";
    if (!fact->answer)
        fact->answer = "";
    if (fact->kind == FACT_KINDS)
        fact->kind = FACT_CLAIM;
    fact->state = FACT_PUBLISHED;
}

static enum err check(const struct reading *rd, const struct fact *fact, struct fail *f) {
    if (rd->r->is_lenient && (!fact->id || !fact->title))
        return fail_set(f, ERR_INPUT, fact->id ? "title" : "id", "add it", "is missing");
    if (!rd->r->is_lenient)
        TRY(fact_validate(fact, f));
    if (map_get(rd->seen, fact->id, strlen(fact->id)))
        return fail_set(f, ERR_INPUT, "id", "give each its own", "'%s' stands twice in this file", fact->id);
    map_put(rd->seen, fact->id, strlen(fact->id), rd->seen);
    return OK;
}

enum err reading_take(struct reading *rd, struct fact *fact, size_t line) {
    struct fail f;
    if (rd->r->is_lenient)
        be_lenient(fact);
    if (check(rd, fact, &f) != OK) {
        reading_tell(rd, line, &f);
        return OK;
    }
    return rd->r->fact(rd->r->arg, fact, line);
}
