// SPDX-License-Identifier: Apache-2.0
// A record as one block of bytes. What can be made again from its texts is not kept twice: mostly the normal form of
// a title is its words in lower case, and its terms are those words; whether that is so is tried when it is packed.
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "codec.h"
#include "inside.h"
#include "shelf.h"

enum { PHRASE_SAME = 1, PHRASE_WORDS = 2, PHRASE_TERMS = 4 }; // the text is the raw one, or its words; so are the terms

static const size_t texts[] = {
    offsetof(struct fact, lang),        offsetof(struct fact, title),       offsetof(struct fact, answer),
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

static void put_phrase(struct buf *b, const struct knowledge *k, const struct phrase *p, const char *raw) {
    struct buf coded;
    buf_init(&coded, SHELF_BLOCK_MAX);
    codec_put(&coded, k->vocabulary, raw);
    uint32_t *terms, count;
    const char *words = codec_words((const unsigned char *)coded.bytes, k->vocabulary, k->scratch, &terms, &count);
    bool is_terms = count == p->count && (!count || memcmp(terms, p->terms, count * sizeof *terms) == 0);
    bool is_same = strcmp(raw, p->text) == 0, is_words = strcmp(words, p->text) == 0;
    buf_done(&coded);
    buf_putc(b, (char)((is_same ? PHRASE_SAME : is_words ? PHRASE_WORDS : 0) | (is_terms ? PHRASE_TERMS : 0)));
    if (!is_same && !is_words)
        codec_put(b, k->vocabulary, p->text);
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
    put_texts(b, k->vocabulary, f, texts, COUNT_OF(texts));
    for (size_t l = 0; l < COUNT_OF(lists); l++) {
        const struct text_list *list = list_in(f, lists[l]);
        codec_put_number(b, list->count);
        for (size_t i = 0; i < list->count; i++)
            codec_put(b, k->vocabulary, list->items[i]);
    }
    codec_put_number(b, f->source_count);
    for (size_t i = 0; i < f->source_count; i++)
        put_texts(b, k->vocabulary, &f->sources[i], source_texts, COUNT_OF(source_texts));
    for (size_t i = 0; i < r->phrase_count; i++)
        put_phrase(b, k, &r->phrases[i], i ? f->keywords.items[i - 1] : f->title);
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
    for (size_t i = 0; i < count; i++) {
        if (!(mask >> i & 1))
            continue;
        if (offsets == texts && offsets[i] == offsetof(struct fact, title))
            u->title = u->at;
        *text_in(base, offsets[i]) = codec_text(&u->at, u->k->vocabulary, u->arena);
    }
}

static void read_list(struct unpacking *u, struct text_list *list) {
    list->count = (size_t)codec_number(&u->at);
    list->items = list->count ? arena_alloc(u->arena, list->count * sizeof *list->items) : NULL;
    for (size_t i = 0; i < list->count; i++)
        list->items[i] = codec_text(&u->at, u->k->vocabulary, u->arena);
}

static void read_phrase(struct unpacking *u, struct phrase *p, const char *raw, const unsigned char *coded) {
    unsigned flags = *u->at++;
    const char *words = NULL;
    if (flags & (PHRASE_WORDS | PHRASE_TERMS))
        words = codec_words(coded, u->k->vocabulary, u->arena, &p->terms, &p->count);
    p->text = flags & PHRASE_SAME ? raw : flags & PHRASE_WORDS ? words : codec_text(&u->at, u->k->vocabulary, u->arena);
    if (flags & PHRASE_TERMS)
        return;
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
