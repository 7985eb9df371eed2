// SPDX-License-Identifier: Apache-2.0
// The rules of a fact.
#include <stdio.h>
#include <string.h>

#include "../base/clock.h"
#include "exchange.h"

static enum err refuse(struct fail *f, const char *field, const char *todo, const char *what) {
    return fail_set(f, ERR_INPUT, field, todo, "%s", what);
}

static enum err check_texts(const struct fact *fact, struct fail *f) {
    const struct {
        const char *field, *text;
        size_t max;
        bool is_needed;
    } rows[] = {{"title", fact->title, FACT_TITLE_MAX, true},        {"answer", fact->answer, FACT_ANSWER_MAX, true},
                {"verdict", fact->verdict, FACT_TEXT_MAX, false},    {"claimant", fact->claimant, FACT_TEXT_MAX, false},
                {"image", fact->image, FACT_TEXT_MAX, false},         {"updated", fact->updated, FACT_TEXT_MAX, false}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char what[80];
        snprintf(what, sizeof what, "is longer than %zu characters", rows[i].max);
        if (rows[i].is_needed && text_is_blank(rows[i].text))
            return refuse(f, rows[i].field, "write it", "is missing");
        if (rows[i].text && utf8_length(rows[i].text) > rows[i].max)
            return refuse(f, rows[i].field, "shorten it", what);
    }
    return OK;
}

// A day, or a moment that begins with one: "2026-11-24T10:47:04Z".
static bool is_moment(const char *text) {
    char day[11];
    struct date d;
    snprintf(day, sizeof day, "%s", text);
    bool has_time = strlen(text) > 11 && text[10] == 'T';
    return date_parse(has_time ? day : text, &d) && (!has_time || strspn(text + 11, "0123456789:.Z+-") == strlen(text + 11));
}

static enum err check_dates(const struct fact *fact, struct fail *f) {
    const struct {
        const char *field, *text;
    } rows[] = {{"as_of", fact->as_of},
                {"valid_from", fact->valid_from},
                {"valid_until", fact->valid_until},
                {"review_after", fact->review_after},
                {"claim_date", fact->claim_date}};
    struct date d, from, until;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].text && !date_parse(rows[i].text, &d))
            return refuse(f, rows[i].field, "write it as 2022-02-09", "is no date");
    if (fact->updated && !is_moment(fact->updated))
        return refuse(f, "updated", "write it as 2022-02-09", "is no date");
    bool has_both = fact->valid_from && fact->valid_until;
    if (has_both && date_parse(fact->valid_from, &from) && date_parse(fact->valid_until, &until) && date_first_day(from) > date_last_day(until))
        return refuse(f, "valid_until", "correct one of the two", "lies before valid_from");
    return OK;
}

static enum err check_lists(const struct fact *fact, struct fail *f) {
    const struct {
        const char *field;
        const struct text_list *list;
        size_t max;
    } rows[] = {{"keywords", &fact->keywords, FACT_KEYWORD_MAX},
                {"never_match", &fact->never_match, FACT_KEYWORD_MAX},
                {"topics", &fact->topics, FACT_TEXT_MAX},
                {"variants", &fact->variants, FACT_VARIANT_MAX}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (rows[i].list->count > FACT_LIST_MAX)
            return refuse(f, rows[i].field, "keep the best", "has more than 64 entries");
        for (size_t j = 0; j < rows[i].list->count; j++)
            if (text_is_blank(rows[i].list->items[j]) || utf8_length(rows[i].list->items[j]) > rows[i].max)
                return refuse(f, rows[i].field, "correct it", "has an empty or over-long entry");
    }
    return OK;
}

static bool is_url(const char *url) {
    return url && (text_has_prefix(url, "https://") || text_has_prefix(url, "http://")) && strlen(url) <= FACT_URL_MAX && strlen(url) > 8 &&
           !strpbrk(url, " \t\r\n");
}

static enum err check_sources(const struct fact *fact, struct fail *f) {
    struct date d;
    if (fact->source_count > FACT_LIST_MAX)
        return refuse(f, "sources", "keep the best", "has more than 64 entries");
    for (size_t i = 0; i < fact->source_count; i++) {
        const struct source *s = &fact->sources[i];
        if (text_is_blank(s->publisher) || utf8_length(s->publisher) > FACT_TEXT_MAX)
            return refuse(f, "sources", "name who published it", "has no publisher, or an over-long one");
        if (!is_url(s->url))
            return refuse(f, "sources", "give its https address", "has no address");
        if (s->date && !date_parse(s->date, &d))
            return refuse(f, "sources", "write it as 2022-02-09", "has a date that is none");
        if (s->title && utf8_length(s->title) > FACT_TITLE_MAX)
            return refuse(f, "sources", "shorten it", "has an over-long title");
    }
    if (!fact->source_count && fact->state == FACT_PUBLISHED)
        return refuse(f, "sources", "name where it is proven, or make it a draft", "is missing: nothing is published without a source");
    return OK;
}

static enum err check_names(const struct fact *fact, struct fail *f) {
    if (!fact->id || !fact_id_is_valid(fact->id))
        return refuse(f, "id", "use a-z, 0-9 and . _ - (64 at most)", fact->id ? "is no id" : "is missing");
    if (fact->kind >= FACT_KINDS)
        return refuse(f, "kind", "add claim, programme, faq or tip", "is missing");
    if (!fact->lang || strlen(fact->lang) < 2 || strlen(fact->lang) > 8 || strspn(fact->lang, "abcdefghijklmnopqrstuvwxyz-") != strlen(fact->lang))
        return refuse(f, "lang", "use a code such as id or en", "is missing or no language");
    if (fact->translation_of && (!fact_id_is_valid(fact->translation_of) || strcmp(fact->translation_of, fact->id) == 0))
        return refuse(f, "translation_of", "name the other fact", "is no id of another fact");
    if (fact->supersedes && (!fact_id_is_valid(fact->supersedes) || strcmp(fact->supersedes, fact->id) == 0))
        return refuse(f, "supersedes", "name the older fact", "is no id of another fact");
    if (fact->kind == FACT_CLAIM && fact->state == FACT_PUBLISHED && text_is_blank(fact->verdict))
        return refuse(f, "verdict", "give its rating", "is missing: a claim needs one");
    return OK;
}

enum err fact_validate(const struct fact *fact, struct fail *f) {
    TRY(check_names(fact, f));
    TRY(check_texts(fact, f));
    TRY(check_dates(fact, f));
    TRY(check_lists(fact, f));
    return check_sources(fact, f);
}
