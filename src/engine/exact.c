// SPDX-License-Identifier: Apache-2.0
#include "exact.h"

#include <string.h>

#include "../base/text.h"

enum {
    KEYWORD_WORDS = 8,  // of a keyword that is looked for inside a message
    MESSAGE_WORDS = 16, // of that message
    VARIANT_WORDS = 4,  // of a text without the words around it
    CHATTER_WORDS = 6,  // around it, at each end
    EVERYWHERE_MIN = 4, // facts of a base that has words which stand everywhere
};
// A word that stands in so many facts says nothing about the subject: the name of the programme.
static const double EVERYWHERE = 0.4;

static bool is_false(const struct fact *f) {
    static const char *const verdicts[] = {"false", "scam", "misleading"};
    for (size_t i = 0; f->kind == FACT_CLAIM && f->verdict && i < COUNT_OF(verdicts); i++)
        if (strcmp(f->verdict, verdicts[i]) == 0)
            return true;
    return false;
}

static const struct fact *fact_of(const struct knowledge *k, struct slots s, bool *ret_is_reported) {
    *ret_is_reported = false;
    for (uint32_t i = 0; i < s.count; i++)
        if (is_false(&record_at(k, s.items[i])->fact)) {
            *ret_is_reported = true;
            return &record_at(k, s.items[i])->fact;
        }
    return s.count ? &record_at(k, s.items[0])->fact : NULL;
}

// The link, and below a site that is not official the site itself.
static struct slots link_slots(const struct knowledge *k, const struct link_judged *l, struct arena *a, const char **ret_by) {
    const char *normal = link_normal(a, l->url);
    if (!normal)
        return (struct slots){0};
    *ret_by = normal;
    struct slots s = slots_get(k->urls, normal, strlen(normal));
    if (s.count || l->judgement == JUDGED_OFFICIAL)
        return s;
    *ret_by = arena_strndup(a, normal, strcspn(normal, "/?#"));
    return slots_get(k->urls, *ret_by, strlen(*ret_by));
}

struct exact exact_links(const struct knowledge *k, struct match *m, struct arena *a) {
    struct exact way = {0};
    for (size_t i = 0; i < m->link_count; i++) {
        struct link_judged *l = &m->links[i];
        const char *by = NULL;
        struct slots s = link_slots(k, l, a, &by);
        bool is_reported;
        const struct fact *f = fact_of(k, s, &is_reported);
        l->fact = f ? f->id : l->fact;
        if (is_reported && l->judgement != JUDGED_OFFICIAL && l->judgement != JUDGED_LOOK_ALIKE)
            l->judgement = JUDGED_REPORTED;
        if (s.count && !way.facts.count)
            way = (struct exact){RULE_URL, s, by};
    }
    return way;
}

struct exact exact_numbers(const struct knowledge *k, struct match *m) {
    struct exact way = {0};
    for (size_t i = 0; i < m->number_count; i++) {
        struct number_judged *n = &m->numbers[i];
        struct slots s = slots_get(k->numbers, n->digits, strlen(n->digits));
        bool is_reported;
        const struct fact *f = fact_of(k, s, &is_reported);
        n->fact = f ? f->id : n->fact;
        if (is_reported && n->judgement != JUDGED_OFFICIAL)
            n->judgement = JUDGED_REPORTED;
        if (s.count && !way.facts.count)
            way = (struct exact){RULE_NUMBER, s, n->digits};
    }
    return way;
}

static struct slots keyword_get(const struct knowledge *k, const char *text) {
    return *text ? slots_get(k->keywords, text, strlen(text)) : (struct slots){0};
}

static bool is_everywhere(const struct knowledge *k, const char *text, size_t len) {
    uint32_t term = vocabulary_find(k->vocabulary, text, len);
    double facts = term == TERM_NONE ? 0 : vocabulary_facts(k->vocabulary, term);
    return facts >= EVERYWHERE_MIN && facts >= EVERYWHERE * (double)index_facts(k->index);
}

static bool says_nothing(const struct knowledge *k, const struct token *t) {
    return t->flags & (WORD_STOP | WORD_FILLER | WORD_QUESTION | TOKEN_DATE | TOKEN_DROPPED | TOKEN_EXTRA) ||
           is_everywhere(k, t->text, t->len);
}

// Whether all words but those of [from, to) say nothing.
static bool covers(const struct knowledge *k, const struct tokens *t, size_t from, size_t to) {
    for (size_t i = 0; i < t->count; i++)
        if ((i < from || i >= to) && !says_nothing(k, &t->items[i]))
            return false;
    return true;
}

static struct exact keyword_inside(const struct knowledge *k, const struct tokens *t, struct arena *a) {
    if (t->count > MESSAGE_WORDS)
        return (struct exact){0};
    for (size_t len = t->count < KEYWORD_WORDS ? t->count : KEYWORD_WORDS; len > 0; len--)
        for (size_t from = 0; from + len <= t->count; from++) {
            struct tokens part = {&t->items[from], len};
            if (!covers(k, t, from, from + len))
                continue;
            const char *text = tokens_join(&part, 0, a);
            struct slots s = keyword_get(k, text);
            if (s.count)
                return (struct exact){RULE_KEYWORD, s, text};
        }
    return (struct exact){0};
}

static struct tokens without(const struct tokens *t, unsigned flags, struct arena *a) {
    struct tokens rest = {.items = arena_alloc(a, (t->count + 1) * sizeof *rest.items)};
    for (size_t i = 0; i < t->count; i++)
        if (!(t->items[i].flags & (flags | TOKEN_EXTRA)))
            rest.items[rest.count++] = t->items[i];
    return rest;
}

static struct exact keyword_in(const struct knowledge *k, const struct tokens *t, struct arena *a) {
    static const unsigned leave_out[] = {0, TOKEN_DROPPED | WORD_FILLER, TOKEN_DROPPED | WORD_FILLER | WORD_STOP};
    const char *text = NULL;
    for (size_t i = 0; i < COUNT_OF(leave_out); i++) {
        struct slots s = keyword_get(k, text = tokens_join(t, leave_out[i], a));
        if (s.count)
            return (struct exact){RULE_KEYWORD, s, text};
    }
    for (size_t i = 1; i < COUNT_OF(leave_out); i++) { // the longest phrase first: "prakerja masih ada" before "prakerja"
        struct tokens rest = without(t, leave_out[i], a);
        struct exact way = keyword_inside(k, &rest, a);
        if (way.facts.count)
            return way;
    }
    return (struct exact){0};
}

struct exact exact_keyword(const struct knowledge *k, const struct query *q, struct arena *a) {
    if (q->tokens.count > 2 * MESSAGE_WORDS || !slots_count(k->keywords))
        return (struct exact){0};
    struct exact way = keyword_in(k, &q->tokens, a);
    return way.facts.count ? way : keyword_in(k, &q->corrected, a);
}

// Words before and behind a text that is passed on: "min, ini benar? … makasih kak". Of so many at each end some may be
// the text's own, so that all ways to cut them off are tried.
struct ends {
    size_t before, behind;
};

static struct ends chatter(const struct knowledge *k, const struct tokens *t) {
    struct ends e = {0};
    if (t->count < VARIANT_WORDS)
        return e;
    while (e.before < CHATTER_WORDS && t->count - e.before > VARIANT_WORDS && says_nothing(k, &t->items[e.before]))
        e.before++;
    while (e.behind < CHATTER_WORDS && t->count - e.before - e.behind > VARIANT_WORDS && says_nothing(k, &t->items[t->count - 1 - e.behind]))
        e.behind++;
    return e;
}

static struct slots variant_get(const struct knowledge *k, const char *text, size_t len) {
    uint64_t hash = text_hash(text, len);
    return slots_get(k->variants, (const char *)&hash, sizeof hash);
}

struct exact exact_variant(const struct knowledge *k, const struct tokens *t, struct arena *a) {
    struct tokens rest = without(t, TOKEN_DROPPED, a);
    const struct ends e = chatter(k, &rest);
    const char *text = tokens_join(&rest, 0, a), *end = text + strlen(text);
    for (size_t before = 0; before <= e.before && rest.count; before++) {
        const char *to = end;
        for (size_t behind = 0; behind <= e.behind; behind++) {
            struct slots s = variant_get(k, text, (size_t)(to - text));
            if (s.count)
                return (struct exact){RULE_VARIANT, s, "variant"};
            to -= rest.items[rest.count - 1 - behind].len + 1;
        }
        text += rest.items[before].len + 1;
    }
    return (struct exact){0};
}
