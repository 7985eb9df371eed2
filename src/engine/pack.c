// SPDX-License-Identifier: Apache-2.0
// A record as one block of bytes. What can be made again from its texts is not kept twice: mostly the normal form of
// a title is its words in lower case, and its terms are those words; whether that is so is tried when it is packed.
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "codec.h"
#include "inside.h"
#include "shelf.h"

enum { PHRASE_SAME = 1, PHRASE_WORDS = 2, PHRASE_TERMS = 4 }; // the text is the raw one; is its words; tells the terms

static const size_t texts[] = {
    offsetof(struct fact, lang),        offsetof(struct fact, answer),
    offsetof(struct fact, verdict),     offsetof(struct fact, as_of),       offsetof(struct fact, valid_from),
    offsetof(struct fact, valid_until), offsetof(struct fact, review_after), offsetof(struct fact, claimant),
    offsetof(struct fact, claim_date),  offsetof(struct fact, image),       offsetof(struct fact, updated),
    offsetof(struct fact, translation_of), offsetof(struct fact, supersedes)};
static const size_t lists[] = {offsetof(struct fact, keywords), offsetof(struct fact, never_match), offsetof(struct fact, topics),
                               offsetof(struct fact, variants)};
static const size_t source_texts[] = {offsetof(struct source, publisher), offsetof(struct source, title), offsetof(struct source, url),
                                      offsetof(struct source, date)};

static const char **text_in(const void *base, size_t offset) {
    return (const char **)(uintptr_t)((const char *)base + offset);
}

static const struct text_list *list_in(const struct fact *f, size_t offset) {
    return (const struct text_list *)(const void *)((const char *)f + offset);
}

// Which of the texts are there, then those.
static void put_texts(struct buf *b, const struct vocabulary *v, const void *base, const size_t *offsets, size_t count) {
    uint64_t mask = 0;
    for (size_t i = 0; i < count; i++)
        mask |= (uint64_t)(*text_in(base, offsets[i]) != NULL) << i;
    codec_put_number(b, mask);
    for (size_t i = 0; i < count; i++)
        if (*text_in(base, offsets[i]))
            codec_put(b, v, *text_in(base, offsets[i]));
}

// The terms of a normal text: its words that aren't idle.
static uint32_t *terms_of(const struct vocabulary *v, const char *text, struct arena *a, uint32_t *ret_count) {
    uint32_t *terms = arena_alloc(a, (strlen(text) / 2 + 1) * sizeof *terms);
    *ret_count = 0;
    for (size_t len; *text; text += len + (text[len] == ' ')) {
        len = strcspn(text, " ");
        uint32_t term = vocabulary_find(v, text, len);
        if (term != TERM_NONE && !vocabulary_is_idle(v, term))
            terms[(*ret_count)++] = term;
    }
    return terms;
}

// How much of two texts is the same at their beginnings and ends.
struct cut {
    size_t head, tail;
};

static struct cut cut_of(const char *a, const char *b) {
    size_t alen = strlen(a), blen = strlen(b), most = alen < blen ? alen : blen;
    struct cut c = {0, 0};
    while (c.head < most && a[c.head] == b[c.head])
        c.head++;
    while (c.tail < most - c.head && a[alen - c.tail - 1] == b[blen - c.tail - 1])
        c.tail++;
    return c;
}

// coded: where the raw text stands in the buffer.
static void put_phrase(struct buf *b, const struct knowledge *k, const struct phrase *p, const char *raw, size_t coded) {
    uint32_t *terms, count;
    const char *words = codec_words((const unsigned char *)b->bytes + coded, k->vocabulary, k->scratch, &terms, &count);
    bool is_same = strcmp(raw, p->text) == 0, is_words = strcmp(words, p->text) == 0;
    if (!is_words)
        terms = terms_of(k->vocabulary, p->text, k->scratch, &count);
    bool is_terms = count == p->count && (!count || memcmp(terms, p->terms, count * sizeof *terms) == 0);
    buf_putc(b, (char)((is_same ? PHRASE_SAME : 0) | (is_words ? PHRASE_WORDS : 0) | (is_terms ? PHRASE_TERMS : 0)));
    if (!is_same && !is_words) {
        struct cut cut = cut_of(words, p->text);
        codec_put_number(b, cut.head);
        codec_put_number(b, cut.tail);
        codec_put(b, k->vocabulary, arena_strndup(k->scratch, p->text + cut.head, strlen(p->text) - cut.head - cut.tail));
    }
    if (is_terms)
        return;
    codec_put_number(b, p->count);
    for (uint32_t i = 0; i < p->count; i++)
        codec_put_number(b, p->terms[i]);
}

void pack(const struct knowledge *k, const struct record *r, struct buf *b) {
    const struct fact *f = &r->fact;
    buf_putc(b, (char)f->kind);
    codec_put_number(b, (uint64_t)f->revision);
    buf_putc(b, (char)strlen(f->id));
    buf_puts(b, f->id);
    size_t title = b->len, keywords = 0;
    codec_put(b, k->vocabulary, f->title);
    put_texts(b, k->vocabulary, f, texts, COUNT_OF(texts));
    for (size_t l = 0; l < COUNT_OF(lists); l++) {
        const struct text_list *list = list_in(f, lists[l]);
        codec_put_number(b, list->count);
        keywords = l == 0 ? b->len : keywords;
        for (size_t i = 0; i < list->count; i++)
            codec_put(b, k->vocabulary, list->items[i]);
    }
    codec_put_number(b, f->source_count);
    for (size_t i = 0; i < f->source_count; i++)
        put_texts(b, k->vocabulary, &f->sources[i], source_texts, COUNT_OF(source_texts));
    put_phrase(b, k, &r->phrases[0], f->title, title);
    for (size_t i = 1; i < r->phrase_count; i++) {
        put_phrase(b, k, &r->phrases[i], f->keywords.items[i - 1], keywords);
        keywords = (size_t)(codec_skip((const unsigned char *)b->bytes + keywords) - (const unsigned char *)b->bytes);
    }
}

// Reads a block into a record in the arena.
struct unpacking {
    const struct knowledge *k;
    struct arena *arena;
    const unsigned char *at;
    const unsigned char *title, *keywords; // where they stand
};

static void read_texts(struct unpacking *u, void *base, const size_t *offsets, size_t count) {
    uint64_t mask = codec_number(&u->at);
    for (size_t i = 0; i < count; i++)
        if (mask >> i & 1)
            *text_in(base, offsets[i]) = codec_text(&u->at, u->k->vocabulary, u->arena);
}

static void read_list(struct unpacking *u, struct text_list *list) {
    list->count = (size_t)codec_number(&u->at);
    list->items = list->count ? arena_alloc(u->arena, list->count * sizeof *list->items) : NULL;
    for (size_t i = 0; i < list->count; i++)
        list->items[i] = codec_text(&u->at, u->k->vocabulary, u->arena);
}

// Of a text whose middle reads differently.
static const char *read_cut(struct unpacking *u, const char *words) {
    size_t head = (size_t)codec_number(&u->at), tail = (size_t)codec_number(&u->at);
    const char *middle = codec_text(&u->at, u->k->vocabulary, u->arena);
    return arena_printf(u->arena, "%.*s%s%s", (int)head, words, middle, words + strlen(words) - tail);
}

static void read_phrase(struct unpacking *u, struct phrase *p, const char *raw, const unsigned char *coded) {
    unsigned flags = *u->at++;
    const struct vocabulary *v = u->k->vocabulary;
    const char *words = codec_words(coded, v, u->arena, &p->terms, &p->count);
    bool is_cut = !(flags & (PHRASE_SAME | PHRASE_WORDS));
    p->text = is_cut ? read_cut(u, words) : flags & PHRASE_SAME ? raw : words;
    if (flags & PHRASE_TERMS && flags & PHRASE_WORDS)
        return;
    if (flags & PHRASE_TERMS) {
        p->terms = terms_of(v, p->text, u->arena, &p->count);
        return;
    }
    p->count = (uint32_t)codec_number(&u->at);
    p->terms = arena_alloc(u->arena, (p->count + 1) * sizeof *p->terms);
    for (uint32_t i = 0; i < p->count; i++)
        p->terms[i] = (uint32_t)codec_number(&u->at);
}

static void read_phrases(struct unpacking *u, struct record *r) {
    r->phrases = arena_alloc(u->arena, (r->fact.keywords.count + 1) * sizeof *r->phrases);
    r->phrase_count = r->fact.keywords.count + 1;
    read_phrase(u, &r->phrases[0], r->fact.title, u->title);
    const unsigned char *coded = u->keywords;
    for (size_t i = 1; i < r->phrase_count; i++, coded = codec_skip(coded))
        read_phrase(u, &r->phrases[i], r->fact.keywords.items[i - 1], coded);
}

struct record *unpack(const struct knowledge *k, const unsigned char *block, struct arena *a) {
    struct record *r = arena_alloc(a, sizeof *r);
    struct fact *f = &r->fact;
    struct unpacking u = {.k = k, .arena = a, .at = block};
    r->arena = a;
    f->state = FACT_PUBLISHED;
    f->kind = (enum fact_kind)*u.at++;
    f->revision = (int64_t)codec_number(&u.at);
    size_t len = *u.at++;
    f->id = arena_strndup(a, (const char *)u.at, len);
    u.at += len;
    u.title = u.at;
    f->title = codec_text(&u.at, k->vocabulary, a);
    read_texts(&u, f, texts, COUNT_OF(texts));
    for (size_t l = 0; l < COUNT_OF(lists); l++) {
        if (l == 0)
            u.keywords = u.at;
        read_list(&u, (struct text_list *)(void *)((char *)f + lists[l]));
    }
    f->source_count = (size_t)codec_number(&u.at);
    f->sources = f->source_count ? arena_alloc(a, f->source_count * sizeof *f->sources) : NULL;
    for (size_t i = 0; i < f->source_count; i++)
        read_texts(&u, &f->sources[i], source_texts, COUNT_OF(source_texts));
    codec_number(&u.keywords);
    read_phrases(&u, r);
    return r;
}

size_t pack_id(const unsigned char *block, const char **ret_id) {
    const unsigned char *at = block + 1;
    codec_number(&at);
    *ret_id = (const char *)at + 1;
    return *at;
}
