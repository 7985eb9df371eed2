// SPDX-License-Identifier: Apache-2.0
// A record as one block of bytes. What can be made again from its texts is not kept twice: mostly the normal form of
// a title is its words in lower case, and its terms are those words; whether that is so is tried when it is packed.
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "codec.h"
#include "inside.h"
#include "shelf.h"

// The normal text of a phrase is the raw one; or its words; or those with other ones in their middle; or it stands
// here. Its terms are its words; or they stand here.
enum { PHRASE_SAME = 1, PHRASE_WORDS = 2, PHRASE_CUT = 4, PHRASE_TERMS = 8 };

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
            codec_put(b, v, *text_in(base, offsets[i]), NULL, NULL);
}

// Words that aren't idle are the terms of a text. In place.
static void drop_idle(struct codec_words *words, const struct vocabulary *v) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < words->count; i++)
        if (!vocabulary_is_idle(v, words->terms[i]))
            words->terms[kept++] = words->terms[i];
    words->count = kept;
}

// How many words are the same at the beginnings and at the ends of two normal texts, and how many bytes.
struct cut {
    uint32_t head, tail;
    size_t head_len, tail_len;
};

static struct cut cut_of(const char *a, const char *b) {
    size_t alen = strlen(a), blen = strlen(b), most = alen < blen ? alen : blen;
    struct cut c = {0};
    for (size_t i = 0; i < most && a[i] == b[i]; i++)
        if (a[i] == ' ') {
            c.head++;
            c.head_len = i + 1;
        }
    for (size_t i = 0; i < most - c.head_len && a[alen - i - 1] == b[blen - i - 1]; i++)
        if (a[alen - i - 1] == ' ') {
            c.tail++;
            c.tail_len = i + 1;
        }
    return c;
}

// The words with those between head and tail replaced.
static struct codec_words with_middle(const struct codec_words *words, const struct cut *c, const struct codec_words *middle, struct arena *a) {
    struct codec_words out = {.terms = arena_alloc(a, (c->head + middle->count + c->tail + 1) * sizeof *out.terms)};
    for (uint32_t i = 0; i < c->head; i++)
        out.terms[out.count++] = words->terms[i];
    for (uint32_t i = 0; i < middle->count; i++)
        out.terms[out.count++] = middle->terms[i];
    for (uint32_t i = words->count - c->tail; i < words->count; i++)
        out.terms[out.count++] = words->terms[i];
    return out;
}

// Which way the normal text is told from the words of the raw one, with what that needs. *words: the text's then.
static unsigned put_text(struct buf *b, const struct knowledge *k, const char *normal, const char *raw, struct codec_words *words) {
    const char *joined = words->is_plain ? raw : codec_join(words, k->vocabulary, k->scratch);
    unsigned flags = (strcmp(raw, normal) == 0 ? PHRASE_SAME : 0) | (strcmp(joined, normal) == 0 ? PHRASE_WORDS : 0);
    if (flags)
        return flags;
    struct cut cut = cut_of(joined, normal);
    struct codec_words between;
    codec_put_number(b, cut.head);
    codec_put_number(b, cut.tail);
    const char *middle = arena_strndup(k->scratch, normal + cut.head_len, strlen(normal) - cut.head_len - cut.tail_len);
    codec_put(b, k->vocabulary, middle, k->scratch, &between);
    *words = with_middle(words, &cut, &between, k->scratch);
    if (strcmp(codec_join(words, k->vocabulary, k->scratch), normal) == 0)
        return PHRASE_CUT;
    buf_clear(b);
    codec_put(b, k->vocabulary, normal, k->scratch, words);
    return 0;
}

// words: of the raw text.
static void put_phrase(struct buf *b, const struct knowledge *k, const struct phrase *p, const char *raw, struct codec_words *words) {
    struct buf text;
    buf_init(&text, SHELF_BLOCK_MAX);
    unsigned flags = put_text(&text, k, p->text, raw, words);
    drop_idle(words, k->vocabulary);
    if (words->count == p->count && (!p->count || memcmp(words->terms, p->terms, p->count * sizeof *p->terms) == 0))
        flags |= PHRASE_TERMS;
    buf_putc(b, (char)flags);
    if (text.len)
        buf_put(b, text.bytes, text.len);
    buf_done(&text);
    if (flags & PHRASE_TERMS)
        return;
    codec_put_number(b, p->count);
    for (uint32_t i = 0; i < p->count; i++)
        codec_put_number(b, p->terms[i]);
}

static void put_lists(struct buf *b, const struct knowledge *k, const struct fact *f, struct codec_words *keywords) {
    for (size_t l = 0; l < COUNT_OF(lists); l++) {
        const struct text_list *list = list_in(f, lists[l]);
        codec_put_number(b, list->count);
        for (size_t i = 0; i < list->count; i++)
            codec_put(b, k->vocabulary, list->items[i], k->scratch, l == 0 ? &keywords[i] : NULL);
    }
}

void pack(const struct knowledge *k, const struct record *r, struct buf *b) {
    const struct fact *f = &r->fact;
    struct codec_words *words = arena_alloc(k->scratch, r->phrase_count * sizeof *words);
    buf_putc(b, (char)f->kind);
    codec_put_number(b, (uint64_t)(fact_news_day(f) + 1));
    codec_put_number(b, (uint64_t)f->revision);
    buf_putc(b, (char)strlen(f->id));
    buf_puts(b, f->id);
    codec_put(b, k->vocabulary, f->title, k->scratch, &words[0]);
    put_texts(b, k->vocabulary, f, texts, COUNT_OF(texts));
    put_lists(b, k, f, words + 1);
    codec_put_number(b, f->source_count);
    for (size_t i = 0; i < f->source_count; i++)
        put_texts(b, k->vocabulary, &f->sources[i], source_texts, COUNT_OF(source_texts));
    for (size_t i = 0; i < r->phrase_count; i++)
        put_phrase(b, k, &r->phrases[i], i ? f->keywords.items[i - 1] : f->title, &words[i]);
    codec_put_number(b, r->phrasing.count);
    if (r->phrasing.count)
        buf_put(b, r->phrasing.pairs, r->phrasing.count * sizeof *r->phrasing.pairs);
}

// Reads a block into a record in the arena.
struct unpacking {
    const struct knowledge *k;
    struct arena *arena;
    const unsigned char *at;
};

static char *read_text(struct unpacking *u, struct codec_words *ret_words) {
    return codec_text(&u->at, u->k->vocabulary, u->arena, ret_words);
}

static void read_texts(struct unpacking *u, void *base, const size_t *offsets, size_t count) {
    uint64_t mask = codec_number(&u->at);
    for (size_t i = 0; i < count; i++)
        if (mask >> i & 1)
            *text_in(base, offsets[i]) = read_text(u, NULL);
}

static void read_list(struct unpacking *u, struct text_list *list, struct codec_words **ret_words) {
    list->count = (size_t)codec_number(&u->at);
    list->items = list->count ? arena_alloc(u->arena, list->count * sizeof *list->items) : NULL;
    if (ret_words)
        *ret_words = arena_alloc(u->arena, (list->count + 1) * sizeof **ret_words);
    for (size_t i = 0; i < list->count; i++)
        list->items[i] = read_text(u, ret_words ? &(*ret_words)[i] : NULL);
}

// Of a text whose middle reads differently.
static const char *read_cut(struct unpacking *u, struct codec_words *words) {
    struct cut cut = {.head = (uint32_t)codec_number(&u->at)};
    cut.tail = (uint32_t)codec_number(&u->at);
    struct codec_words between;
    read_text(u, &between);
    *words = with_middle(words, &cut, &between, u->arena);
    return codec_join(words, u->k->vocabulary, u->arena);
}

// Where in the text the words stand that aren't idle; the text is those words.
static uint16_t *places_of(const struct codec_words *words, const struct vocabulary *v, struct arena *a) {
    uint16_t *places = arena_alloc(a, (words->count + 1) * sizeof *places);
    size_t at = 0, count = 0, len;
    for (uint32_t i = 0; i < words->count; i++, at += len + 1) {
        vocabulary_word(v, words->terms[i], &len);
        places[count] = (uint16_t)at;
        count += !vocabulary_is_idle(v, words->terms[i]);
    }
    return at <= UINT16_MAX ? places : NULL;
}

static void read_terms(struct unpacking *u, struct phrase *p) {
    p->count = (uint32_t)codec_number(&u->at);
    p->terms = arena_alloc(u->arena, (p->count + 1) * sizeof *p->terms);
    for (uint32_t i = 0; i < p->count; i++)
        p->terms[i] = (uint32_t)codec_number(&u->at);
}

static void read_phrase(struct unpacking *u, struct phrase *p, const char *raw, struct codec_words *words) {
    unsigned flags = *u->at++;
    const struct vocabulary *v = u->k->vocabulary;
    if (flags & PHRASE_SAME || (flags & PHRASE_WORDS && words->is_plain))
        p->text = raw;
    else if (flags & PHRASE_WORDS)
        p->text = codec_join(words, v, u->arena);
    else
        p->text = flags & PHRASE_CUT ? read_cut(u, words) : read_text(u, words);
    if (flags & PHRASE_TERMS) {
        p->places = flags & (PHRASE_WORDS | PHRASE_CUT) ? places_of(words, v, u->arena) : NULL;
        drop_idle(words, v);
        p->terms = words->terms;
        p->count = words->count;
    } else {
        read_terms(u, p);
    }
    p->idfs = arena_alloc(u->arena, (p->count + 1) * sizeof *p->idfs);
}

static void read_phrasing(struct unpacking *u, struct record *r) {
    struct phrasing *p = &r->phrasing;
    p->count = (uint32_t)codec_number(&u->at);
    p->pairs = arena_alloc(u->arena, p->count * sizeof *p->pairs + 1);
    memcpy(p->pairs, u->at, p->count * sizeof *p->pairs);
    u->at += p->count * sizeof *p->pairs;
}

struct record *unpack(const struct knowledge *k, const unsigned char *block, struct arena *a) {
    struct record *r = arena_alloc(a, sizeof *r);
    struct fact *f = &r->fact;
    struct unpacking u = {.k = k, .arena = a, .at = block};
    struct codec_words title, *keywords;
    r->arena = a;
    f->state = FACT_PUBLISHED;
    f->kind = (enum fact_kind)*u.at++;
    codec_number(&u.at); // the day
    f->revision = (int64_t)codec_number(&u.at);
    size_t len = *u.at++;
    f->id = arena_strndup(a, (const char *)u.at, len);
    u.at += len;
    f->title = read_text(&u, &title);
    read_texts(&u, f, texts, COUNT_OF(texts));
    for (size_t l = 0; l < COUNT_OF(lists); l++)
        read_list(&u, (struct text_list *)(void *)((char *)f + lists[l]), l == 0 ? &keywords : NULL);
    f->source_count = (size_t)codec_number(&u.at);
    f->sources = f->source_count ? arena_alloc(a, f->source_count * sizeof *f->sources) : NULL;
    for (size_t i = 0; i < f->source_count; i++)
        read_texts(&u, &f->sources[i], source_texts, COUNT_OF(source_texts));
    r->phrase_count = f->keywords.count + 1;
    r->phrases = arena_alloc(a, r->phrase_count * sizeof *r->phrases);
    for (size_t i = 0; i < r->phrase_count; i++)
        read_phrase(&u, &r->phrases[i], i ? f->keywords.items[i - 1] : f->title, i ? &keywords[i - 1] : &title);
    read_phrasing(&u, r);
    return r;
}

struct head pack_head(const unsigned char *block) {
    const unsigned char *at = block;
    struct head h = {.kind = (enum fact_kind)*at++};
    h.day = (int64_t)codec_number(&at) - 1;
    codec_number(&at);
    h.id_len = *at++;
    h.id = (const char *)at;
    return h;
}
