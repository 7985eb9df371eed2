// SPDX-License-Identifier: Apache-2.0
#include "atoms.h"

#include <stdio.h>
#include <string.h>

#include "../base/text.h"
#include "figures.h"
#include "links.h"
#include "when.h"

enum { LINKS_MAX = 26, YEAR_FIRST = 1990, YEAR_LAST = 2099, SLIP_MIN = 4, SLIP_LONG = 8 };

// Links have no place among the words of a text, so that a made-up word stands for each: "qzxlinka".
static const char stand_in[] = "qzxlink";

struct reading {
    const struct knowledge *knowledge;
    struct arena *arena;
    const char *shown[LINKS_MAX], *normal[LINKS_MAX];
    enum judgement judged[LINKS_MAX];
    size_t links;
    struct tokens tokens;
    struct atoms *atoms;
};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static size_t digits_at(const char *at, const char *end) {
    size_t len = 0;
    while (at + len < end && is_digit(at[len]))
        len++;
    return len;
}

// "8,3", "13.36", "14:00": one or two digits behind a mark, and no further ones. "9.2.2022" is none.
static bool is_decimal(const char *begin, const char *at, const char *end) {
    if (!strchr(".,:", *at) || at == begin || !is_digit(at[-1]))
        return false;
    const char *before = at;
    while (before > begin && is_digit(before[-1]))
        before--;
    size_t whole = (size_t)(at - before), len = digits_at(at + 1, end);
    bool is_first = before == begin || !strchr(".,:/-", before[-1]);
    const char *behind = at + 1 + len;
    bool is_last = behind + 1 >= end || !strchr(".,:/-", *behind) || !is_digit(behind[1]);
    return is_first && is_last && whole <= 3 && len >= 1 && len <= 2;
}

// "Rp600.000" as "Rp 600.000", else the figure hangs on its unit; decimals in one word.
static void put_words(struct buf *b, const char *at, const char *end) {
    for (const char *begin = at; at < end; at++) {
        if (is_decimal(begin, at, end))
            buf_puts(b, figure_mark);
        else
            buf_putc(b, *at);
        bool is_unit = (*at == 'p' || *at == 'P') && at + 1 < end && is_digit(at[1]) && b->len >= 2 &&
                       (b->bytes[b->len - 2] | 0x20) == 'r';
        if (is_unit)
            buf_putc(b, ' ');
    }
}

static const char *replace_links(struct reading *r, const char *text, size_t max) {
    struct buf b;
    buf_init(&b, 4 * max + 4096);
    struct link_walk walk;
    struct link_span link;
    link_walk_start(&walk, text, &r->knowledge->official, r->arena);
    const char *at = text;
    while (r->links < LINKS_MAX && link_next(&walk, &link)) {
        put_words(&b, at, link.start);
        buf_printf(&b, " %s%c ", stand_in, (char)('a' + r->links));
        const char *url = arena_strndup(r->arena, link.start, (size_t)(link.end - link.start));
        r->shown[r->links] = url;
        r->judged[r->links] = link.judgement;
        r->normal[r->links++] = link_normal(r->arena, url);
        at = link.end;
    }
    put_words(&b, at, text + strlen(text));
    const char *words = arena_strndup(r->arena, buf_text(&b), b.len);
    buf_done(&b);
    return words;
}

static int weekday_of(const char *word) {
    static const char *const days[] = {"senin",  "selasa",  "rabu",      "kamis",    "jumat",  "sabtu",    "minggu",
                                       "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    for (size_t i = 0; i < COUNT_OF(days); i++)
        if (strcmp(days[i], word) == 0)
            return (int)(i % 7) + 1;
    return 0;
}

static const struct {
    const char *word;
    enum atom_kind kind;
    const char *sign;
} judging[] = {{"benar", ATOM_VERDICT, "+"},      {"betul", ATOM_VERDICT, "+"},      {"asli", ATOM_VERDICT, "+"},
               {"valid", ATOM_VERDICT, "+"},      {"fakta", ATOM_VERDICT, "+"},      {"resmi", ATOM_VERDICT, "+"},
               {"true", ATOM_VERDICT, "+"},       {"real", ATOM_VERDICT, "+"},       {"correct", ATOM_VERDICT, "+"},
               {"genuine", ATOM_VERDICT, "+"},    {"official", ATOM_VERDICT, "+"},   {"salah", ATOM_VERDICT, "-"},
               {"hoaks", ATOM_VERDICT, "-"},      {"hoax", ATOM_VERDICT, "-"},       {"palsu", ATOM_VERDICT, "-"},
               {"bohong", ATOM_VERDICT, "-"},     {"keliru", ATOM_VERDICT, "-"},     {"menyesatkan", ATOM_VERDICT, "-"},
               {"penipuan", ATOM_VERDICT, "-"},   {"tiruan", ATOM_VERDICT, "-"},     {"false", ATOM_VERDICT, "-"},
               {"fake", ATOM_VERDICT, "-"},       {"wrong", ATOM_VERDICT, "-"},      {"misleading", ATOM_VERDICT, "-"},
               {"scam", ATOM_VERDICT, "-"},       {"ya", ATOM_ANSWER, "+"},          {"yes", ATOM_ANSWER, "+"},
               {"tidak", ATOM_ANSWER, "-"},       {"bukan", ATOM_ANSWER, "-"},       {"no", ATOM_ANSWER, "-"},
               {"not", ATOM_ANSWER, "-"},         {"jangan", ATOM_ANSWER, "-"},      {"never", ATOM_ANSWER, "-"}};

static struct atom word_atom(struct reading *r, size_t at) {
    const struct token *t = &r->tokens.items[at];
    struct atom atom = {.text = t->text, .shown = t->text, .kind = t->flags & TOKEN_NUMBER ? ATOM_MIXED : ATOM_WORD};
    if (strpbrk(t->text, "0123456789"))
        atom.kind = ATOM_MIXED;
    const char *next = at + 1 < r->tokens.count ? r->tokens.items[at + 1].text : "";
    bool is_dated = is_digit(*next) || (r->atoms->count && r->atoms->items[r->atoms->count - 1].kind == ATOM_NUMBER);
    int month = when_month(t->text), weekday = weekday_of(t->text);
    bool is_week = strcmp(t->text, "minggu") == 0 && !(at && strcmp(r->tokens.items[at - 1].text, "hari") == 0);
    if (month && is_dated)
        atom = (struct atom){.kind = ATOM_MONTH, .text = arena_printf(r->arena, "%d", month), .shown = t->text};
    else if (weekday && !is_week)
        atom = (struct atom){.kind = ATOM_WEEKDAY, .text = arena_printf(r->arena, "%d", weekday), .shown = t->text};
    bool is_one_of = strcmp(t->text, "salah") == 0 && strcmp(next, "satu") == 0;
    for (size_t i = 0; i < COUNT_OF(judging) && !is_one_of; i++)
        if (strcmp(judging[i].word, t->text) == 0)
            atom = (struct atom){.kind = judging[i].kind, .text = judging[i].sign, .shown = t->text};
    return atom;
}

static void put_atom(struct reading *r, struct atom atom, unsigned flags) {
    atom.len = (unsigned)strlen(atom.text);
    atom.key = (uint32_t)text_hash(atom.text, atom.len) + (uint32_t)atom.kind * 0x9e3779b9u;
    atom.is_idle = (flags & (TOKEN_DROPPED | WORD_FILLER)) != 0;
    atom.is_question = (flags & WORD_QUESTION) && !(flags & TOKEN_DROPPED);
    r->atoms->items[r->atoms->count++] = atom;
}

static bool link_at(const struct reading *r, const struct token *t, struct atom *ret_atom) {
    size_t len = sizeof stand_in - 1;
    if (t->len != len + 1 || memcmp(t->text, stand_in, len) != 0)
        return false;
    size_t link = (size_t)(t->text[len] - 'a');
    if (link >= r->links)
        return false;
    *ret_atom = (struct atom){.kind = ATOM_LINK, .text = r->normal[link], .shown = r->shown[link], .judgement = r->judged[link]};
    return true;
}

static size_t take_atom(struct reading *r, size_t at) {
    const struct token *t = &r->tokens.items[at];
    if (t->flags & TOKEN_EXTRA)
        return 1;
    struct atom link;
    if (link_at(r, t, &link)) {
        put_atom(r, link, 0);
        return 1;
    }
    struct figure figure;
    size_t count = figure_read(&r->tokens, at, r->arena, &figure);
    if (count)
        put_atom(r, (struct atom){.kind = ATOM_NUMBER, .text = figure.value, .shown = figure.shown}, 0);
    else
        put_atom(r, word_atom(r, at), t->flags);
    return count ? count : 1;
}

static int64_t number_in(const struct atoms *all, size_t at, int64_t min, int64_t max) {
    int64_t value = 0;
    if (at >= all->count || all->items[at].kind != ATOM_NUMBER || !text_number(all->items[at].text, min, max, &value))
        return 0;
    return value;
}

static void make_month(struct reading *r, struct atom *atom) {
    atom->kind = ATOM_MONTH;
    atom->key = (uint32_t)text_hash(atom->text, atom->len) + (uint32_t)ATOM_MONTH * 0x9e3779b9u;
    (void)r;
}

static void swap(struct atom *x, struct atom *y) {
    struct atom was = *x;
    *x = *y;
    *y = was;
}

// Every date as day, month, year.
static void order_dates(struct reading *r) {
    struct atoms *all = r->atoms;
    for (size_t i = 0; i + 2 < all->count; i++) {
        struct atom *d = &all->items[i];
        bool is_year_last = number_in(all, i + 2, YEAR_FIRST, YEAR_LAST) != 0;
        if (d->kind == ATOM_MONTH && number_in(all, i + 1, 1, 31) && is_year_last) {
            swap(&d[0], &d[1]);
        } else if (number_in(all, i, 1, 31) && number_in(all, i + 1, 1, 12) && is_year_last) {
            make_month(r, &d[1]);
        } else if (number_in(all, i, YEAR_FIRST, YEAR_LAST) && number_in(all, i + 1, 1, 12) && number_in(all, i + 2, 1, 31)) {
            swap(&d[0], &d[2]);
            make_month(r, &d[1]);
        }
    }
}

void atoms_read(const struct knowledge *k, const char *text, size_t max, struct arena *a, struct atoms *ret_atoms) {
    struct reading r = {.knowledge = k, .arena = a, .atoms = ret_atoms};
    if (strlen(text) > max)
        text = arena_strndup(a, text, max);
    const char *words = replace_links(&r, text, max);
    struct reader reader = fact_reader(k);
    tokens_read(&reader, words, strlen(words), a, &r.tokens);
    tokens_drop(&reader, &r.tokens);
    size_t most = r.tokens.count < ATOMS_MAX ? r.tokens.count : ATOMS_MAX;
    *ret_atoms = (struct atoms){.items = arena_alloc(a, (most + 1) * sizeof *ret_atoms->items)};
    for (size_t at = 0; at < r.tokens.count && ret_atoms->count < most;)
        at += take_atom(&r, at);
    order_dates(&r);
}

bool atom_is_equal(const struct atom *x, const struct atom *y) {
    return x->key == y->key && x->kind == y->kind && x->len == y->len && memcmp(x->text, y->text, x->len) == 0;
}

bool atom_is_alike(const struct atom *x, const struct atom *y) {
    if (atom_is_equal(x, y))
        return true;
    unsigned shorter = x->len < y->len ? x->len : y->len, allowed = shorter >= SLIP_LONG ? 2 : 1;
    if (x->kind != ATOM_WORD || y->kind != ATOM_WORD || shorter < SLIP_MIN || x->len > y->len + allowed || y->len > x->len + allowed)
        return false;
    return text_distance(x->text, x->len, y->text, y->len, allowed) <= allowed;
}
