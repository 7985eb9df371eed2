// SPDX-License-Identifier: Apache-2.0
// What a fact is found by: its words for the ranked search, and its exact keys.
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../base/text.h"
#include "inside.h"
#include "number_words.h"

enum { FIELD_MAX = 32768, TIMES_MAX = 65535, SCRATCH_MAX = 16 * 1024 * 1024 }; // bytes of one field; a word's count
enum { INSERTIONS_MAX = 64, SPELT_DIGITS = 3 }; // words; fewer digits are no number

const struct record *record_at(const struct knowledge *k, uint32_t number) {
    return records_get(k->records, k, number);
}

struct reader fact_reader(const struct knowledge *k) {
    return (struct reader){.lexicon = k->lexicon};
}

static bool is_stemmed(const char *lang, const struct token *token) {
    return text_is_equal(lang, "en") && !(token->flags & TOKEN_NUMBER);
}

const char *term_form(const struct knowledge *k, const char *lang, const struct token *token, size_t *ret_len) {
    *ret_len = token->len;
    if (!is_stemmed(lang, token))
        return token->text;
    return stemmer_english(k->stemmer, token->text, token->len, ret_len);
}

// Terms as they stand, each shifted left by one; the last bit tells that it stands in the title.
struct terms {
    uint64_t *items;
    size_t count, size;
};

static void terms_put(struct terms *t, uint64_t term) {
    if (t->count == t->size) {
        t->size = t->size ? t->size * 2 : 256;
        t->items = xrealloc(t->items, t->size * sizeof *t->items);
    }
    t->items[t->count++] = term;
}

// What the terms of a fact are collected in.
struct collecting {
    const struct knowledge *k;
    const char *lang;
    struct terms terms, surfaces;
};

// A term for each token, TERM_NONE for stop words.
static struct worded read(const struct knowledge *k, const char *lang, const char *text) {
    struct worded w = {.tokens = {0}};
    struct reader reader = fact_reader(k);
    if (text)
        tokens_read(&reader, text, FIELD_MAX, k->scratch, &w.tokens);
    w.terms = arena_alloc(k->scratch, (w.tokens.count + 1) * sizeof *w.terms);
    for (size_t i = 0; i < w.tokens.count; i++) {
        const struct token *t = &w.tokens.items[i];
        if (t->flags & WORD_STOP) {
            vocabulary_set_idle(k->vocabulary, vocabulary_add(k->vocabulary, t->text, t->len));
            w.terms[i] = TERM_NONE;
            continue;
        }
        size_t len;
        const char *form = term_form(k, lang, t, &len);
        w.terms[i] = vocabulary_add(k->vocabulary, form, len);
    }
    return w;
}

static struct worded *read_list(const struct knowledge *k, const char *lang, const struct text_list *texts) {
    struct worded *words = arena_alloc(k->scratch, (texts->count + 1) * sizeof *words);
    for (size_t i = 0; i < texts->count; i++)
        words[i] = read(k, lang, texts->items[i]);
    return words;
}

void record_read(const struct knowledge *k, const struct fact *fact, struct fact_words *ret_words) {
    *ret_words = (struct fact_words){.title = read(k, fact->lang, fact->title),
                                     .answer = read(k, fact->lang, fact->answer),
                                     .keywords = read_list(k, fact->lang, &fact->keywords),
                                     .variants = read_list(k, fact->lang, &fact->variants)};
}

static void collect(struct collecting *c, const struct worded *words, bool is_title) {
    for (size_t i = 0; i < words->tokens.count; i++) {
        const struct token *t = &words->tokens.items[i];
        if (words->terms[i] == TERM_NONE)
            continue;
        terms_put(&c->terms, (uint64_t)words->terms[i] << 1 | is_title);
        if (is_stemmed(c->lang, t))
            terms_put(&c->surfaces, vocabulary_add(c->k->surfaces, t->text, t->len));
    }
}

static int by_term(const void *a, const void *b) {
    uint64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x < y ? -1 : x > y;
}

static void sort(struct terms *t) {
    if (t->count > INSERTIONS_MAX) {
        qsort(t->items, t->count, sizeof *t->items, by_term);
        return;
    }
    for (size_t i = 1; i < t->count; i++) {
        uint64_t one = t->items[i];
        size_t at = i;
        for (; at > 0 && t->items[at - 1] > one; at--)
            t->items[at] = t->items[at - 1];
        t->items[at] = one;
    }
}

static void count_terms(const struct terms *t, struct entries *e) {
    for (size_t i = 0; i < t->count; i++) {
        uint32_t term = (uint32_t)(t->items[i] >> 1);
        if (!e->count || e->items[e->count - 1].term != term)
            e->items[e->count++] = (struct index_entry){.term = term};
        struct index_entry *last = &e->items[e->count - 1];
        if (last->all == TIMES_MAX)
            continue;
        last->all++;
        if (t->items[i] & 1)
            last->title++;
    }
}

static void copy_surfaces(const struct terms *t, struct arena *a, struct entries *e) {
    e->surfaces = arena_alloc(a, (t->count + 1) * sizeof *e->surfaces);
    for (size_t i = 0; i < t->count; i++)
        e->surfaces[e->surface_count++] = (uint32_t)t->items[i];
}

void record_entries(const struct knowledge *k, const struct fact *fact, const struct fact_words *words, struct entries *ret_entries) {
    struct collecting c = {.k = k, .lang = fact->lang};
    collect(&c, &words->title, true);
    collect(&c, &words->answer, false);
    for (size_t i = 0; i < fact->keywords.count; i++)
        collect(&c, &words->keywords[i], false);
    for (size_t i = 0; i < fact->variants.count; i++)
        collect(&c, &words->variants[i], false);
    sort(&c.terms);
    *ret_entries = (struct entries){.items = arena_alloc(k->scratch, (c.terms.count + 1) * sizeof *ret_entries->items)};
    count_terms(&c.terms, ret_entries);
    copy_surfaces(&c.surfaces, k->scratch, ret_entries);
    free(c.terms.items);
    free(c.surfaces.items);
}

static void read_phrase(const struct knowledge *k, const struct worded *words, struct phrase *p) {
    const struct tokens *t = &words->tokens;
    p->text = tokens_join(t, 0, k->scratch);
    p->terms = arena_alloc(k->scratch, t->count * sizeof *p->terms + 1);
    for (size_t i = 0; i < t->count; i++)
        if (words->terms[i] != TERM_NONE && !(t->items[i].flags & TOKEN_EXTRA))
            p->terms[p->count++] = words->terms[i];
}

// Of all texts that circulate, as far as there is room.
static void read_phrasing(const struct knowledge *k, struct record *r, const struct fact_words *words) {
    size_t count = r->fact.variants.count;
    if (!count)
        return;
    r->phrasing.pairs = arena_alloc(k->scratch, PHRASING_PAIRS * sizeof *r->phrasing.pairs);
    for (size_t i = 0; i < count; i++)
        phrasing_add(&r->phrasing, &words->variants[i].tokens, 0);
    phrasing_settle(&r->phrasing);
}

void record_phrases(const struct knowledge *k, struct record *r, const struct fact_words *words) {
    r->phrase_count = r->fact.keywords.count + 1;
    r->phrases = arena_alloc(k->scratch, r->phrase_count * sizeof *r->phrases);
    read_phrase(k, &words->title, &r->phrases[0]);
    for (size_t i = 1; i < r->phrase_count; i++)
        read_phrase(k, &words->keywords[i - 1], &r->phrases[i]);
    read_phrasing(k, r, words);
}

void record_prepare(const struct knowledge *k, struct record *r) {
    const struct text_list *never = &r->fact.never_match;
    if (!never->count)
        return;
    struct arena *a = arena_new(SCRATCH_MAX);
    r->never = arena_alloc(r->arena, (never->count + 1) * sizeof *r->never);
    for (size_t i = 0; i < never->count; i++)
        r->never[i] = arena_printf(r->arena, " %s ", knowledge_keyword(k, never->items[i], r->fact.lang, a));
    arena_free(a);
}

struct keying {
    struct knowledge *k;
    const struct record *record;
    key_fn each;
};

static void key_text(const struct keying *key, struct slot_table *t, const char *text) {
    if (text && *text)
        key->each(t, text, strlen(text), key->record->number);
}

// Whether the text can hold no link and no number: only letters and the usual marks, and no word that is said for a
// dot or a digit in a disguise. Most titles are so, and looking closer takes longer than all else.
static bool is_plain(const char *text) {
    int digits = 0;
    for (const char *at = text; *at;) {
        size_t len = 0;
        while ((at[len] | 32) >= 'a' && (at[len] | 32) <= 'z')
            len++;
        char digit;
        bool is_dot = (len == 3 && strncasecmp(at, "dot", 3) == 0) || (len == 5 && strncasecmp(at, "titik", 5) == 0);
        if (is_dot || (!len && !strchr(" ,;!?'\"\n", *at)))
            return false;
        digits += len && number_word(at, len, &digit) == WORD_DIGIT;
        at += len ? len : 1;
    }
    return digits < SPELT_DIGITS;
}

// A link that stands in a text is a key of the fact; an official one only with a path, else all that point to
// the official site would find this fact.
static void key_entities(const struct keying *key, const char *text) {
    if (is_plain(text))
        return;
    struct arena *a = key->k->scratch;
    struct link_judged *links = arena_alloc(a, MATCH_LINKS * sizeof *links);
    size_t count = links_find(text, &key->k->official, a, links);
    for (size_t i = 0; i < count; i++) {
        const char *normal = link_normal(a, links[i].url);
        if (normal && (links[i].judgement != JUDGED_OFFICIAL || strchr(normal, '/')))
            key_text(key, key->k->urls, normal);
    }
    struct number_judged *numbers = arena_alloc(a, MATCH_NUMBERS * sizeof *numbers);
    count = numbers_find(text, &key->k->official, a, numbers);
    for (size_t i = 0; i < count; i++)
        key_text(key, key->k->numbers, numbers[i].digits);
}

static void key_source(const struct keying *key, const struct source *source) {
    const char *normal = source->url ? link_normal(key->k->scratch, source->url) : NULL;
    if (normal && strchr(normal, '/'))
        key_text(key, key->k->urls, normal);
}

// The hash of a text as it circulates.
static void key_variant(const struct keying *key, struct tokens *words) {
    struct reader reader = fact_reader(key->k);
    tokens_drop(&reader, words);
    const char *normal = tokens_join(words, TOKEN_DROPPED, key->k->scratch);
    uint64_t hash = text_hash(normal, strlen(normal));
    key->each(key->k->variants, (const char *)&hash, sizeof hash, key->record->number);
}

void record_keys(struct knowledge *k, const struct record *r, struct fact_words *words, key_fn each) {
    struct keying key = {k, r, each};
    const struct fact *f = &r->fact;
    for (size_t i = 0; i < f->keywords.count; i++) {
        key_text(&key, k->keywords, tokens_join(&words->keywords[i].tokens, 0, k->scratch));
        key_entities(&key, f->keywords.items[i]);
    }
    for (size_t i = 0; i <= f->variants.count; i++) { // the title circulates too
        key_variant(&key, i < f->variants.count ? &words->variants[i].tokens : &words->title.tokens);
        if (f->kind == FACT_CLAIM)
            key_entities(&key, i < f->variants.count ? f->variants.items[i] : f->title);
    }
    for (size_t i = 0; i < f->source_count; i++)
        key_source(&key, &f->sources[i]);
    key_text(&key, k->newer, f->supersedes);
    key_text(&key, k->translations, f->translation_of);
}
