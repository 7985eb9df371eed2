// SPDX-License-Identifier: Apache-2.0
// What a fact is found by: its words for the ranked search, and its exact keys.
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "inside.h"

enum { FIELD_MAX = 32768, TIMES_MAX = 65535, SCRATCH_MAX = 16 * 1024 * 1024 }; // bytes of one field; a word's count

const struct record *record_at(const struct knowledge *k, uint32_t number) {
    return records_get(k->records, k, number);
}

struct reader fact_reader(const struct knowledge *k) {
    return (struct reader){.lexicon = k->lexicon};
}

const char *term_form(const struct knowledge *k, const char *lang, const struct token *token, size_t *ret_len) {
    *ret_len = token->len;
    if (!text_is_equal(lang, "en") || token->flags & TOKEN_NUMBER)
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

static struct tokens read(const struct knowledge *k, const char *text) {
    struct tokens words = {0};
    struct reader reader = fact_reader(k);
    if (text)
        tokens_read(&reader, text, FIELD_MAX, k->scratch, &words);
    for (size_t i = 0; i < words.count; i++)
        if (words.items[i].flags & WORD_STOP)
            vocabulary_set_idle(k->vocabulary, vocabulary_add(k->vocabulary, words.items[i].text, words.items[i].len));
    return words;
}

static struct tokens *read_list(const struct knowledge *k, const struct text_list *texts) {
    struct tokens *words = arena_alloc(k->scratch, (texts->count + 1) * sizeof *words);
    for (size_t i = 0; i < texts->count; i++)
        words[i] = read(k, texts->items[i]);
    return words;
}

void record_read(const struct knowledge *k, const struct fact *fact, struct fact_words *ret_words) {
    *ret_words = (struct fact_words){.title = read(k, fact->title),
                                     .answer = read(k, fact->answer),
                                     .keywords = read_list(k, &fact->keywords),
                                     .variants = read_list(k, &fact->variants)};
}

static void collect(struct collecting *c, const struct tokens *words, bool is_title) {
    for (size_t i = 0; i < words->count; i++) {
        const struct token *t = &words->items[i];
        if (t->flags & WORD_STOP)
            continue;
        size_t len;
        const char *form = term_form(c->k, c->lang, t, &len);
        terms_put(&c->terms, (uint64_t)vocabulary_add(c->k->vocabulary, form, len) << 1 | is_title);
        if (form != t->text)
            terms_put(&c->surfaces, vocabulary_add(c->k->surfaces, t->text, t->len));
    }
}

static int by_term(const void *a, const void *b) {
    uint64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x < y ? -1 : x > y;
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
    if (c.terms.count)
        qsort(c.terms.items, c.terms.count, sizeof *c.terms.items, by_term);
    *ret_entries = (struct entries){.items = arena_alloc(k->scratch, (c.terms.count + 1) * sizeof *ret_entries->items)};
    count_terms(&c.terms, ret_entries);
    copy_surfaces(&c.surfaces, k->scratch, ret_entries);
    free(c.terms.items);
    free(c.surfaces.items);
}

static void read_phrase(const struct knowledge *k, const char *lang, const struct tokens *words, struct phrase *p) {
    p->text = tokens_join(words, 0, k->scratch);
    p->terms = arena_alloc(k->scratch, words->count * sizeof *p->terms + 1);
    for (size_t i = 0; i < words->count; i++) {
        if (words->items[i].flags & (WORD_STOP | TOKEN_EXTRA))
            continue;
        size_t len;
        const char *form = term_form(k, lang, &words->items[i], &len);
        p->terms[p->count++] = vocabulary_add(k->vocabulary, form, len);
    }
}

void record_phrases(const struct knowledge *k, struct record *r, const struct fact_words *words) {
    r->phrase_count = r->fact.keywords.count + 1;
    r->phrases = arena_alloc(k->scratch, r->phrase_count * sizeof *r->phrases);
    read_phrase(k, r->fact.lang, &words->title, &r->phrases[0]);
    for (size_t i = 1; i < r->phrase_count; i++)
        read_phrase(k, r->fact.lang, &words->keywords[i - 1], &r->phrases[i]);
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

// A link that stands in a text is a key of the fact; an official one only with a path, else all that point to
// the official site would find this fact.
static void key_entities(const struct keying *key, const char *text) {
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
        key_text(&key, k->keywords, tokens_join(&words->keywords[i], 0, k->scratch));
        key_entities(&key, f->keywords.items[i]);
    }
    for (size_t i = 0; i <= f->variants.count; i++) { // the title circulates too
        key_variant(&key, i < f->variants.count ? &words->variants[i] : &words->title);
        if (f->kind == FACT_CLAIM)
            key_entities(&key, i < f->variants.count ? f->variants.items[i] : f->title);
    }
    for (size_t i = 0; i < f->source_count; i++)
        key_source(&key, &f->sources[i]);
    key_text(&key, k->newer, f->supersedes);
    key_text(&key, k->translations, f->translation_of);
}
