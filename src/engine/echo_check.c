// SPDX-License-Identifier: Apache-2.0
#include "echo_check.h"

#include <stdio.h>
#include <string.h>

#include "../base/clock.h"
#include "../base/text.h"
#include "echo_slips.h"

enum { DATES_MAX = 48, LABEL_GAP = 1, VALIDITY_WORDS = 4, STATEMENTS = 4, HISTORY_HELD = 4 };

const char *echo_date(const struct fact *fact) {
    if (fact->as_of)
        return fact->as_of;
    bool is_dated = fact->kind == FACT_PROGRAMME || fact->kind == FACT_FAQ;
    return is_dated && fact->source_count ? fact->sources[0].date : NULL;
}

// --- the label of the verdict

static const char *const codes[] = {"false", "misleading", "unproven", "partly_true", "true", "satire", "scam"};
static const char *const langs[] = {"id", "en"};

static const char *label_of(const struct checking *c, const char *code, const char *lang) {
    if (!c->knowledge->intents)
        return NULL;
    return intents_wording_find(c->knowledge->intents, arena_printf(c->arena, "verdict.%.60s", code), lang);
}

// How many words of the label end before the place; 0: it does not stand there.
static size_t label_before(const struct checking *c, const char *label, size_t place) {
    struct atoms words;
    atoms_read(c->knowledge, label, strlen(label), c->arena, &words);
    if (!words.count || words.count > place)
        return 0;
    for (size_t i = 0; i < words.count; i++) {
        const struct atom *x = &c->message->items[place - words.count + i];
        if (strcmp(words.items[i].shown, x->shown) != 0)
            return 0;
    }
    return words.count;
}

// The longest label that ends before the place.
static const char *label_at(const struct checking *c, size_t place, const char **ret_code) {
    const char *found = NULL;
    size_t longest = 0;
    for (size_t i = 0; i < COUNT_OF(codes); i++)
        for (size_t l = 0; l < COUNT_OF(langs); l++) {
            const char *label = label_of(c, codes[i], langs[l]);
            size_t words = label ? label_before(c, label, place) : 0;
            if (words <= longest)
                continue;
            longest = words;
            found = label;
            *ret_code = codes[i];
        }
    return found;
}

// As it stands in a reply, "BENAR: …"; the longest, "SEBAGIAN BENAR" before "BENAR".
static const char *label_written(const struct checking *c, const char **ret_code) {
    const char *found = NULL;
    for (size_t i = 0; i < COUNT_OF(codes); i++)
        for (size_t l = 0; l < COUNT_OF(langs); l++) {
            const char *label = label_of(c, codes[i], langs[l]);
            bool is_written = label && strstr(c->text, arena_printf(c->arena, "%s:", label));
            if (!is_written || (found && strlen(found) >= strlen(label)))
                continue;
            found = label;
            *ret_code = codes[i];
        }
    return found;
}

// "SALAH: …" passed on as "BENAR: …". Words that ask us, "apa benar", are none of it.
static void check_label(const struct checking *c) {
    if (c->fact->kind != FACT_CLAIM || !c->fact->verdict || c->compared->first > LABEL_GAP)
        return;
    const char *code = NULL, *label = label_written(c, &code);
    for (size_t gap = 0; gap <= c->compared->first && gap < c->compared->from && !label; gap++) {
        size_t place = c->compared->from - gap;
        bool is_asked = c->message->items[place - 1].is_idle;
        label = is_asked ? NULL : label_at(c, place, &code);
    }
    if (label && strcmp(code, c->fact->verdict) != 0) {
        const char *own = label_of(c, c->fact->verdict, c->fact->lang);
        compared_change(c->compared, ECHO_VERDICT, own ? own : c->fact->verdict, label);
    }
}

// --- dates behind the answer

struct dates {
    struct date items[DATES_MAX];
    size_t count;
};

static void add_date(struct dates *d, const char *text) {
    struct date date;
    if (text && d->count < DATES_MAX && date_parse(text, &date))
        d->items[d->count++] = date;
}

static int part_at(const struct atoms *m, size_t at, enum atom_kind kind, int64_t min, int64_t max) {
    int64_t value;
    bool is_part = at < m->count && m->items[at].kind == kind && text_number(m->items[at].text, min, max, &value);
    return is_part ? (int)value : 0;
}

// The date around the month at the place; parts that are missing stay 0.
static struct date date_around(const struct atoms *m, size_t at) {
    return (struct date){.day = at ? part_at(m, at - 1, ATOM_NUMBER, 1, 99) : 0,
                         .month = part_at(m, at, ATOM_MONTH, 1, 12),
                         .year = part_at(m, at + 1, ATOM_NUMBER, 1000, 9999)};
}

// Dates in the text of an answer.
static void add_dates_in(const struct checking *c, struct dates *d, const char *text) {
    struct atoms atoms;
    atoms_read(c->knowledge, text, strlen(text), c->arena, &atoms);
    for (size_t i = 0; i < atoms.count && d->count < DATES_MAX; i++)
        if (atoms.items[i].kind == ATOM_MONTH)
            d->items[d->count++] = date_around(&atoms, i);
}

static void add_dates(struct dates *d, const struct fact *f) {
    add_date(d, f->as_of);
    add_date(d, f->valid_from);
    add_date(d, f->valid_until);
    for (size_t i = 0; i < f->source_count; i++)
        add_date(d, f->sources[i].date);
}

// What is missing in the message was lost.
static bool is_same_part(int theirs, int ours) {
    char x[16], y[16];
    snprintf(x, sizeof x, "%d", ours);
    snprintf(y, sizeof y, "%d", theirs);
    return !theirs || theirs == ours || year_is_slip(x, y);
}

static bool has_date(const struct dates *d, struct date x) {
    for (size_t i = 0; i < d->count; i++) {
        const struct date *y = &d->items[i];
        if (is_same_part(x.year, y->year) && is_same_part(x.month, y->month) && is_same_part(x.day, y->day))
            return true;
    }
    return false;
}

static void known_dates(const struct checking *c, struct dates *d) {
    add_dates(d, c->fact);
    const struct fact *chain[STATEMENTS];
    size_t count = knowledge_statements(c->knowledge, c->fact, chain, STATEMENTS);
    for (size_t i = 0; i < count; i++) {
        add_dates(d, chain[i]);
        add_dates_in(c, d, chain[i]->answer);
    }
}

static void check_dates(const struct checking *c) {
    struct dates known = {.count = 0};
    known_dates(c, &known);
    bool has_validity = c->fact->valid_until || c->fact->valid_from; // said before the answer
    size_t from = c->compared->from, before = has_validity ? (from < VALIDITY_WORDS ? from : VALIDITY_WORDS) : 0;
    for (size_t i = from - before; i < c->message->count && known.count; i++) {
        if (i == from)
            i = c->compared->to;
        if (i == c->message->count)
            return;
        struct date date = date_around(c->message, i);
        bool is_date = date.month && (date.day || date.year);
        if (!is_date || has_date(&known, date))
            continue;
        const char *own = echo_date(c->fact);
        const char *theirs = date.day ? c->message->items[i - 1].shown : "";
        theirs = arena_printf(c->arena, "%s%s%s%s%s", theirs, date.day ? " " : "", c->message->items[i].shown,
                              date.year ? " " : "", date.year ? c->message->items[i + 1].shown : "");
        compared_change(c->compared, ECHO_DATE, own ? own : "", theirs);
    }
}

// --- source and link

struct links {
    const struct atom *items[DATES_MAX];
    size_t count;
};

static void add_links(const struct checking *c, const char *text, struct links *l) {
    struct atoms atoms;
    if (!text)
        return;
    atoms_read(c->knowledge, text, strlen(text), c->arena, &atoms);
    for (size_t i = 0; i < atoms.count && l->count < DATES_MAX; i++)
        if (atoms.items[i].kind == ATOM_LINK)
            l->items[l->count++] = &atoms.items[i];
}

static void known_links(const struct checking *c, struct links *l) {
    const struct fact *chain[STATEMENTS + 1] = {c->fact};
    size_t count = 1 + knowledge_statements(c->knowledge, c->fact, chain + 1, STATEMENTS);
    add_links(c, c->knowledge->hotline_link, l);
    for (size_t i = 0; i < count; i++) {
        add_links(c, chain[i]->answer, l);
        for (size_t s = 0; s < chain[i]->source_count; s++) {
            add_links(c, chain[i]->sources[s].url, l);
            add_links(c, chain[i]->sources[s].publisher, l);
        }
    }
}

static bool is_official(const struct checking *c, const struct atom *link) {
    struct link_judged links[MATCH_LINKS];
    struct number_judged numbers[MATCH_NUMBERS];
    size_t numbers_found = numbers_find(link->shown, &c->knowledge->official, c->arena, numbers);
    if (numbers_found)
        return numbers[0].judgement == JUDGED_OFFICIAL;
    return links_find(link->shown, &c->knowledge->official, c->arena, links) && links[0].judgement == JUDGED_OFFICIAL;
}

static bool is_among(const struct checking *c, const struct links *known, const struct atom *link, bool is_last) {
    for (size_t i = 0; i < known->count; i++)
        if (atom_is_equal(known->items[i], link) || link_is_same(known->items[i], link, is_last))
            return true;
    return is_official(c, link);
}

static bool is_near(const struct atom *own, const struct atom *link) {
    size_t host = strcspn(own->text, "/?#");
    bool is_same_host = strncmp(own->text, link->text, host) == 0;
    return is_same_host || text_distance(own->text, own->len, link->text, link->len, 3) <= 3;
}

static size_t times(const struct checking *c, const char *normal) {
    size_t count = 0;
    for (size_t i = c->compared->to; i < c->message->count; i++)
        count += c->message->items[i].kind == ATOM_LINK && strcmp(c->message->items[i].text, normal) == 0;
    return count;
}

// Whether what follows the answer is the rest of our reply: its date, the word before its source, or a link of ours.
static bool is_reply(const struct checking *c, const struct links *tail) {
    if (c->compared->is_dated)
        return true;
    for (size_t i = c->compared->to; i < c->message->count && c->compared->is_whole; i++) {
        const char *text = c->message->items[i].text;
        if (strcmp(text, "sumber") == 0 || strcmp(text, "source") == 0)
            return true;
    }
    for (size_t i = 0; i < tail->count && c->compared->is_whole; i++)
        if (times(c, tail->items[i]->text))
            return true;
    return false;
}

// What a whole reply of ours ends with and the message lacks.
static const char *missing(const struct checking *c) {
    struct links tail = {.count = 0};
    if (c->fact->source_count) {
        add_links(c, c->fact->sources[0].publisher, &tail);
        add_links(c, c->fact->sources[0].url, &tail);
    }
    add_links(c, c->knowledge->hotline_link, &tail);
    if (!is_reply(c, &tail))
        return NULL;
    for (size_t i = 0; i < tail.count; i++) {
        size_t own = 0;
        for (size_t k = 0; k < tail.count; k++)
            own += atom_is_equal(tail.items[i], tail.items[k]);
        if (times(c, tail.items[i]->text) < own)
            return tail.items[i]->shown;
    }
    return NULL;
}

// What the link stands in place of, or NULL.
static const char *replaced(const struct checking *c, const struct links *known, const struct atom *link) {
    for (size_t i = 0; i < known->count; i++)
        if (is_near(known->items[i], link))
            return known->items[i]->shown;
    return missing(c);
}

static void check_behind(const struct checking *c) {
    struct links known = {.count = 0};
    known_links(c, &known);
    for (size_t i = c->compared->to; i < c->message->count; i++) {
        const struct atom *link = &c->message->items[i];
        if (link->kind != ATOM_LINK || is_among(c, &known, link, i + 1 == c->message->count))
            continue;
        const char *own = replaced(c, &known, link);
        if (own)
            compared_change(c->compared, ECHO_LINK, own, link->shown);
    }
}

// A reply about an older statement tells the newest as well.
static void check_history(const struct checking *c) {
    const struct fact *chain[STATEMENTS];
    size_t count = knowledge_statements(c->knowledge, c->fact, chain, STATEMENTS);
    struct atoms rest = {c->message->items + c->compared->to, c->message->count - c->compared->to};
    struct compared best = {0};
    for (size_t i = 0; i < count && rest.count; i++) {
        struct told_text told;
        struct compared one;
        told_read(c->knowledge, chain[i], NULL, c->arena, &told);
        compare(&told, &rest, c->arena, &one);
        bool is_better = one.held >= HISTORY_HELD && one.score - ECHO_CHANGE_COST * (int)one.change_count > best.score - ECHO_CHANGE_COST * (int)best.change_count;
        if (is_better)
            best = one;
    }
    for (size_t i = 0; i < best.change_count; i++)
        compared_change(c->compared, best.changes[i].kind, best.changes[i].ours, best.changes[i].theirs);
}

// Figures in the name of the source, and the year of its date.
static void check_source(const struct checking *c) {
    const struct source *source = c->fact->source_count ? &c->fact->sources[0] : NULL;
    if (!source || !c->compared->is_whole)
        return;
    const struct fact named = {.answer = source->publisher};
    struct atoms rest = {c->message->items + c->compared->to, c->message->count - c->compared->to};
    struct told_text told;
    struct compared one;
    told_read(c->knowledge, &named, source->date, c->arena, &told);
    compare(&told, &rest, c->arena, &one);
    for (size_t i = 0; i < one.change_count && one.held; i++)
        if (one.changes[i].kind != ECHO_LINK)
            compared_change(c->compared, one.changes[i].kind, one.changes[i].ours, one.changes[i].theirs);
}

void echo_check(const struct checking *c) {
    check_label(c);
    check_dates(c);
    check_behind(c);
    check_history(c);
    check_source(c);
}
