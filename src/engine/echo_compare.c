// SPDX-License-Identifier: Apache-2.0
// Every gap between two atoms that match is looked at: a slot of ours that is missing where another of its kind stands
// was changed. A slot that is only missing was lost.
#include "echo_compare.h"

#include <string.h>

#include "../base/clock.h"
#include "../base/text.h"
#include "echo_align.h"
#include "echo_slips.h"

enum { EDGE_ATOMS = 3, NUMBER_PARTS = 8, ENDING_WORDS = 2 };

static void add_atoms(struct told_text *t, const struct knowledge *k, const char *text, struct arena *a) {
    struct atoms part;
    if (!text)
        return;
    atoms_read(k, text, strlen(text), a, &part);
    for (size_t i = 0; i < part.count && t->atoms.count < ATOMS_MAX; i++)
        t->atoms.items[t->atoms.count++] = part.items[i];
}

static void add_date(struct told_text *t, const struct knowledge *k, const char *text, struct arena *a) {
    static const char *const months[] = {"",     "januari", "februari",  "maret",   "april",    "mei",     "juni",
                                         "juli", "agustus", "september", "oktober", "november", "desember"};
    struct date d;
    if (!text || !date_parse(text, &d))
        return;
    const char *day = d.day ? arena_printf(a, "%d ", d.day) : "";
    add_atoms(t, k, arena_printf(a, "%s%s %d", day, months[d.month], d.year), a);
}

void told_read(const struct knowledge *k, const struct fact *fact, const char *date, struct arena *a, struct told_text *ret_told) {
    struct told_text t = {.atoms = {.items = arena_alloc(a, ATOMS_MAX * sizeof *t.atoms.items)}};
    if (fact->kind == FACT_CLAIM)
        add_atoms(&t, k, fact->title, a);
    t.answer = t.atoms.count;
    add_atoms(&t, k, fact->answer, a);
    t.answer_end = t.atoms.count;
    for (size_t i = t.answer; i < t.answer_end; i++)
        t.slots += atom_is_slot(&t.atoms.items[i]);
    add_date(&t, k, date, a);
    *ret_told = t;
}

// --- what was changed

void compared_change(struct compared *c, enum echo_kind kind, const char *ours, const char *theirs) {
    for (size_t i = 0; i < c->change_count; i++)
        if (strcmp(c->changes[i].theirs, theirs) == 0 && strcmp(c->changes[i].ours, ours) == 0)
            return;
    if (c->change_count < ECHO_CHANGES)
        c->changes[c->change_count++] = (struct echo_change){kind, ours, theirs};
}

static bool is_year(const struct atom *x) {
    int64_t value;
    return x->kind == ATOM_NUMBER && x->len == 4 && text_number(x->text, 1990, 2099, &value);
}

// Some atoms in a row, of ours and of theirs between two that match.
struct gap {
    const struct atom *ours, *theirs;
    size_t our_count, their_count;
    const struct atom *our_end; // of the whole text
    const struct atom *edge; // where the message begins, when nothing of ours stands on one side; else NULL
    const struct atom *end;  // where it ends
    bool is_front;
};

static size_t of_kind(const struct atom *atoms, size_t count, enum atom_kind kind, const struct atom *out[NUMBER_PARTS]) {
    size_t found = 0;
    for (size_t i = 0; i < count && found < NUMBER_PARTS; i++)
        if (atoms[i].kind == kind)
            out[found++] = &atoms[i];
    return found;
}

// Of another date than ours: "(as of 9 February 2022): …".
static bool is_of_date(const struct gap *g, const struct atom *x) {
    return (x > g->edge && x[-1].kind == ATOM_MONTH) || (x + 1 < g->end && x[1].kind == ATOM_MONTH);
}

static void drop_dates(const struct gap *g, const struct atom *y[NUMBER_PARTS], size_t *ys) {
    size_t kept = 0;
    bool has_month = false;
    for (size_t i = 0; i < g->our_count; i++)
        has_month = has_month || g->ours[i].kind == ATOM_MONTH || is_year(&g->ours[i]);
    for (size_t i = 0; i < *ys; i++)
        if (has_month || !g->edge || !is_of_date(g, y[i]))
            y[kept++] = y[i];
    *ys = kept;
}

static void drop_equal(const struct atom *x[NUMBER_PARTS], size_t *xs, const struct atom *y[NUMBER_PARTS], size_t *ys) {
    for (size_t i = 0; i < *xs;) {
        size_t j = 0;
        while (j < *ys && !atom_is_equal(x[i], y[j]))
            j++;
        if (j == *ys) {
            i++;
            continue;
        }
        memmove(&x[i], &x[i + 1], (--*xs - i) * sizeof *x);
        memmove(&y[j], &y[j + 1], (--*ys - j) * sizeof *y);
    }
}

// Whether the number is a day or a year beside a month.
static bool is_dated(const struct gap *g, const struct atom *x) {
    return is_year(x) || (x + 1 < g->our_end && x[1].kind == ATOM_MONTH);
}

// "11,4 juta" whose scale got lost, "11,4": the same digits, but for zeros.
static bool is_scale_lost(const struct atom *ours, const char *our_digits, const struct atom *theirs, const char *their_digits) {
    size_t len = strlen(their_digits);
    return strchr(ours->shown, ' ') && !strchr(theirs->shown, ' ') && strncmp(our_digits, their_digits, len) == 0 && strspn(our_digits + len, "0") == strlen(our_digits + len);
}

static size_t digits_that_count(const struct atom *x) { // of "79 juta" two
    size_t len = x->len;
    while (len > 1 && strchr(x->shown, ' ') && x->text[len - 1] == '0')
        len--;
    return len;
}

// At an edge stand other people's numbers too: "RT 05".
static bool is_theirs(const struct gap *g, const struct atom *ours, const struct atom *theirs) {
    if (!g->edge)
        return false;
    size_t own = digits_that_count(ours), other = digits_that_count(theirs);
    bool is_year_only = is_year(theirs) && own != 4 && theirs > g->edge && theirs[-1].kind == ATOM_NUMBER; // "9 2022"
    return is_year_only || own > other + 1 || other > own + 1 || (theirs->shown[0] == '0' && ours->shown[0] != '0');
}

// A phone number is read as one when it is plausible, else in its parts: as many of theirs as have its digits.
static const char *parts_of_phone(const struct gap *g, const struct atom *const *y, size_t ys, size_t len, struct arena *a) {
    char digits[SLIP_DIGITS];
    for (size_t left = ys; left > 0 && len >= PHONE_MIN; left--)
        if (atoms_digits(g->is_front ? y + ys - left : y, left, digits) == len)
            return arena_strdup(a, digits);
    return NULL;
}

static void check_numbers(const struct gap *g, enum atom_kind kind, struct compared *c) {
    const struct atom *x[NUMBER_PARTS], *y[NUMBER_PARTS];
    size_t xs = of_kind(g->ours, g->our_count, kind, x), ys = of_kind(g->theirs, g->their_count, kind, y);
    char ours[SLIP_DIGITS], theirs[SLIP_DIGITS];
    drop_dates(g, y, &ys);
    size_t len = atoms_digits(x, xs, ours);
    if (!xs || !ys)
        return;
    bool is_equal = atoms_digits(y, ys, theirs) == len && strcmp(ours, theirs) == 0;
    drop_equal(x, &xs, y, &ys);
    if (!xs || !ys)
        return;
    const struct atom *own = g->is_front ? x[xs - 1] : x[0], *other = g->is_front ? y[ys - 1] : y[0];
    atoms_digits(&own, 1, ours);
    atoms_digits(&other, 1, theirs);
    if (is_equal || is_scale_lost(own, ours, other, theirs)) { // written in another way
        c->held++;
        c->held_slots++;
        c->score += ALIGN_SLOT;
        return;
    }
    const char *phone = xs == 1 && !strchr(own->shown, ' ') ? parts_of_phone(g, y, ys, own->len, c->arena) : NULL;
    bool is_slip = year_is_slip(ours, theirs) || phone_is_part(ours, theirs);
    if (is_slip)
        return;
    if (phone || is_theirs(g, own, other)) {
        if (phone && strcmp(phone, own->text) != 0)
            compared_change(c, ECHO_NUMBER, own->shown, phone);
        return;
    }
    bool is_date = is_dated(g, own), is_phone = own->len >= 4 && own->text[0] == '0';
    compared_change(c, is_date ? ECHO_DATE : is_phone ? ECHO_NUMBER : ECHO_FIGURE, own->shown, other->shown);
}

static void check_links(const struct gap *g, bool is_last, struct compared *c) {
    const struct atom *x[NUMBER_PARTS], *y[NUMBER_PARTS];
    size_t xs = of_kind(g->ours, g->our_count, ATOM_LINK, x), ys = of_kind(g->theirs, g->their_count, ATOM_LINK, y);
    drop_equal(x, &xs, y, &ys);
    if (xs && ys && !link_is_same(x[0], y[0], is_last))
        compared_change(c, ECHO_LINK, x[0]->shown, y[0]->shown);
}

static void check_words(const struct gap *g, enum atom_kind kind, enum echo_kind as, struct compared *c) {
    const struct atom *x[NUMBER_PARTS], *y[NUMBER_PARTS];
    size_t xs = of_kind(g->ours, g->our_count, kind, x), ys = of_kind(g->theirs, g->their_count, kind, y);
    drop_equal(x, &xs, y, &ys);
    if (c && xs && ys)
        compared_change(c, as, x[0]->shown, y[0]->shown);
}

// "minggu" is a week as well, so that it is a day only where ours has one.
static void check_sunday(const struct gap *g, struct compared *c) {
    const struct atom *x[NUMBER_PARTS], *y[NUMBER_PARTS];
    if (!of_kind(g->ours, g->our_count, ATOM_WEEKDAY, x) || of_kind(g->theirs, g->their_count, ATOM_WEEKDAY, y))
        return;
    for (size_t i = 0; i < g->their_count; i++)
        if (g->theirs[i].kind == ATOM_WORD && strcmp(g->theirs[i].text, "minggu") == 0)
            compared_change(c, ECHO_DATE, x[0]->shown, g->theirs[i].shown);
}

static void check_gap(const struct gap *g, bool is_last, struct compared *c) {
    bool is_front = g->edge && g->is_front;
    check_numbers(g, ATOM_NUMBER, c);
    check_numbers(g, ATOM_MIXED, c);
    check_links(g, is_last, c);
    check_words(g, ATOM_MONTH, ECHO_DATE, c);
    check_words(g, ATOM_WEEKDAY, ECHO_DATE, c);
    check_sunday(g, c);
    bool is_inside = !g->edge || (is_front && g->our_count == 1);
    check_words(g, ATOM_VERDICT, ECHO_VERDICT, is_inside ? c : NULL);
    check_words(g, ATOM_ANSWER, ECHO_VERDICT, is_inside ? c : NULL);
}

// Beyond the first and the last match as many atoms of theirs are looked at as are missing of ours, few at most:
// farther away stand the words of whoever passed it on.
static void check_front(const struct aligned *g, size_t answer, struct compared *c) {
    size_t ours = g->path[0][0], theirs = g->path[1][0];
    size_t part = ours >= answer ? ours - answer : ours; // a title may be left out
    size_t reach = part < EDGE_ATOMS ? part : EDGE_ATOMS;
    size_t of_theirs = theirs < reach ? theirs : reach;
    bool is_scale = reach && of_theirs < theirs && strchr(g->ours[ours - 1].shown, ' ') && g->theirs[theirs - 1].kind == ATOM_WORD;
    of_theirs += is_scale; // "8,5 jutaa": its scale is no part of the figure
    while (reach && of_theirs < theirs && of_theirs < NUMBER_PARTS && g->theirs[theirs - of_theirs].kind == ATOM_NUMBER &&
           g->theirs[theirs - of_theirs - 1].kind == ATOM_NUMBER) // one that is written in parts
        of_theirs++;
    struct gap gap = {g->ours + ours - reach, g->theirs + theirs - of_theirs, reach, of_theirs, g->ours + g->n, g->theirs, g->theirs + g->m, true};
    check_gap(&gap, false, c);
}

static bool is_frame(const struct atom *x) { // of the words around a date
    static const char *const words[] = {"per", "as", "of"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i], x->text) == 0)
            return true;
    return false;
}

static void check_back(const struct aligned *g, struct compared *c) {
    size_t ours = g->path[0][g->length - 1] + 1u, theirs = g->path[1][g->length - 1] + 1u;
    size_t missing = g->n - ours < EDGE_ATOMS ? g->n - ours : EDGE_ATOMS;
    while (missing && theirs < g->m && is_frame(&g->theirs[theirs]))
        theirs++;
    size_t reach = g->m - theirs < missing ? g->m - theirs : missing;
    while (reach && theirs + reach < g->m && reach < NUMBER_PARTS && g->theirs[theirs + reach - 1].kind == ATOM_NUMBER &&
           g->theirs[theirs + reach].kind == ATOM_NUMBER)
        reach++;
    struct gap gap = {g->ours + ours, g->theirs + theirs, missing, reach, g->ours + g->n, g->theirs, g->theirs + g->m, false};
    check_gap(&gap, theirs + reach == g->m, c);
    for (size_t i = 0; i < ENDING_WORDS && i < missing && i < reach; i++) { // word by word: "bener gak ya" may follow
        const struct atom *x = &gap.ours[i], *y = &gap.theirs[i];
        bool is_judging = x->kind == y->kind && (x->kind == ATOM_VERDICT || x->kind == ATOM_ANSWER);
        if (is_judging && !y->is_idle && !atom_is_equal(x, y))
            compared_change(c, ECHO_VERDICT, x->shown, y->shown);
    }
}

static const char *joined(const struct atom *atoms, size_t count, struct arena *a) {
    const char *text = "";
    for (size_t i = 0; i < count; i++)
        text = arena_printf(a, "%s%s%s", text, i ? "." : "", atoms[i].shown);
    return text;
}

// "dapat" → "tidak dapat" between two words that stood side by side; inside the answer a link where ours has none, also
// in place of an ending, "go.id".
static void check_put_in(const struct gap *g, bool is_answer, struct compared *c) {
    const struct atom *ours[NUMBER_PARTS], *link[NUMBER_PARTS];
    bool has_link = is_answer && of_kind(g->theirs, g->their_count, ATOM_LINK, link);
    if (has_link && g->our_count <= ENDING_WORDS && !of_kind(g->ours, g->our_count, ATOM_LINK, ours))
        compared_change(c, ECHO_LINK, joined(g->ours, g->our_count, c->arena), link[0]->shown);
    if (g->our_count == 0 && g->their_count == 1 && g->theirs[0].kind == ATOM_ANSWER && g->theirs[0].text[0] == '-')
        compared_change(c, ECHO_VERDICT, "", g->theirs[0].shown);
}

static void check_gaps(const struct aligned *g, const struct told_text *told, struct compared *c) {
    check_front(g, told->answer, c);
    for (size_t at = 1; at < g->length; at++) {
        size_t ours = g->path[0][at - 1] + 1u, theirs = g->path[1][at - 1] + 1u;
        struct gap gap = {g->ours + ours, g->theirs + theirs, g->path[0][at] - ours, g->path[1][at] - theirs, g->ours + g->n, NULL, NULL, false};
        check_put_in(&gap, g->path[0][at] < told->answer_end, c);
        check_gap(&gap, false, c);
    }
    check_back(g, c);
}

static void count_held(const struct told_text *told, const struct aligned *g, struct compared *c) {
    c->matched = g->length;
    for (size_t at = 0; at < g->length; at++) {
        size_t i = g->path[0][at];
        if (i < told->answer || i >= told->answer_end)
            continue;
        c->held++;
        c->held_slots += atom_is_slot(&g->ours[i]);
    }
    if (!g->length)
        return;
    c->first = g->path[0][0];
    c->is_begun = c->first <= told->answer + 1;
    c->from = g->path[1][0];
    c->to = g->path[1][g->length - 1] + 1u;
}

// With the date behind the answer all that follows is taken for the rest of our reply.
static void count_own(const struct told_text *told, const struct aligned *g, struct compared *c) {
    bool is_dated = g->length && g->path[0][g->length - 1] >= told->answer_end;
    size_t end = is_dated ? c->to : g->m, at = 0;
    c->is_whole = g->length && (size_t)g->path[0][g->length - 1] + EDGE_ATOMS >= told->answer_end;
    c->is_dated = is_dated;
    for (size_t j = 0; j < end; j++) {
        bool is_matched = at < g->length && g->path[1][at] == j;
        at += is_matched;
        c->own += !g->theirs[j].is_idle;
        c->asks = c->asks || (g->theirs[j].is_question && !is_matched && j < c->to);
    }
}

void compare(const struct told_text *told, const struct atoms *message, struct arena *a, struct compared *ret) {
    struct aligned g;
    *ret = (struct compared){.arena = a};
    align(&told->atoms, message, a, &g);
    ret->score = g.score;
    count_held(told, &g, ret);
    count_own(told, &g, ret);
    if (g.length)
        check_gaps(&g, told, ret);
}
