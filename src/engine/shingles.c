// SPDX-License-Identifier: Apache-2.0
// Open addressing over pairs of hash and text; the same hash stands once for every text that has it. The size may be
// any number, so that a large table is nearly full.
#include "shingles.h"

#include <stdlib.h>
#include <string.h>

#include "../base/text.h"

enum { START = 1024, LARGE = 65536 }; // pairs; a large table grows by less
static const uint32_t NO_TEXT = UINT32_MAX, GONE = UINT32_MAX - 1;

struct pair {
    uint32_t hash, text;
};

struct shingles {
    struct pair *pairs;
    size_t size, used, gone; // used: with those that are gone
};

static uint32_t word_hash(const struct token *t) {
    return (uint32_t)(text_hash(t->text, t->len) >> 16);
}

static uint32_t mix(uint32_t run, uint32_t word) {
    return (run * 0x01000193u ^ word) * 0x9e3779b1u;
}

size_t shingles_of(const struct tokens *t, size_t pairs, uint32_t out[SHINGLES_MAX]) {
    uint32_t before[SHINGLE_WORDS - 1] = {0};
    size_t seen = 0, count = 0, words = 0;
    for (size_t i = 0; i < t->count; i++)
        words += !(t->items[i].flags & TOKEN_EXTRA);
    for (size_t i = 0; i < t->count && count + 2 <= SHINGLES_MAX; i++) {
        if (t->items[i].flags & TOKEN_EXTRA)
            continue;
        uint32_t word = word_hash(&t->items[i]);
        if (seen >= 1 && words <= pairs)
            out[count++] = mix(mix(2, before[1]), word);
        if (seen >= 2)
            out[count++] = mix(mix(mix(3, before[0]), before[1]), word);
        before[0] = before[1];
        before[1] = word;
        seen++;
    }
    return count;
}

struct shingles *shingles_new(void) {
    struct shingles *s = xcalloc(1, sizeof *s);
    s->size = START;
    s->pairs = xmalloc(s->size * sizeof *s->pairs);
    memset(s->pairs, 0xff, s->size * sizeof *s->pairs);
    return s;
}

void shingles_free(struct shingles *s) {
    if (!s)
        return;
    free(s->pairs);
    free(s);
}

size_t shingles_bytes(const struct shingles *s) {
    return s->size * sizeof *s->pairs;
}

// Kept hashes are the least ones of their texts, so that they are spread first.
static size_t home_of(const struct shingles *s, uint32_t hash) {
    return (size_t)((uint64_t)(hash * 0x9e3779b1u) * s->size >> 32);
}

static size_t after(const struct shingles *s, size_t at) {
    return at + 1 < s->size ? at + 1 : 0;
}

static void grow(struct shingles *s) {
    struct pair *old = s->pairs;
    size_t size = s->size, live = s->used - s->gone, wanted = live > LARGE ? live * 5 / 4 : live * 3 / 2;
    s->size = wanted > START ? wanted : START;
    s->pairs = xmalloc(s->size * sizeof *s->pairs);
    memset(s->pairs, 0xff, s->size * sizeof *s->pairs);
    s->used = s->gone = 0;
    for (size_t i = 0; i < size; i++) {
        if (old[i].text >= GONE)
            continue;
        size_t at = home_of(s, old[i].hash);
        while (s->pairs[at].text != NO_TEXT)
            at = after(s, at);
        s->pairs[at] = old[i];
        s->used++;
    }
    free(old);
}

// False: so many texts have the hash already that it tells none of them.
static bool put_one(struct shingles *s, uint32_t text, uint32_t hash) {
    size_t at = home_of(s, hash), texts = 0;
    for (; s->pairs[at].text != NO_TEXT; at = after(s, at)) {
        if (s->pairs[at].hash != hash || s->pairs[at].text == GONE)
            continue;
        if (s->pairs[at].text == text)
            return true;
        if (++texts == SHINGLE_TEXTS)
            return false;
    }
    s->pairs[at] = (struct pair){hash, text};
    s->used++;
    return true;
}

static int by_hash(const void *a, const void *b) {
    uint32_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x < y ? -1 : x > y;
}

void shingles_put(struct shingles *s, uint32_t text, uint32_t *hashes, size_t count, size_t keep) {
    if (count)
        qsort(hashes, count, sizeof *hashes, by_hash);
    for (size_t i = 0; i < count && keep; i++) {
        if ((s->used + 1) * 7 > s->size * 6)
            grow(s);
        keep -= put_one(s, text, hashes[i]);
    }
}

void shingles_remove(struct shingles *s, uint32_t text, const uint32_t *hashes, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (size_t at = home_of(s, hashes[i]); s->pairs[at].text != NO_TEXT; at = after(s, at))
            if (s->pairs[at].hash == hashes[i] && s->pairs[at].text == text) {
                s->pairs[at].text = GONE;
                s->gone++;
            }
}

struct tally {
    struct shingle_hit hits[SHINGLE_HITS];
    size_t count;
};

static void tally_put(struct tally *t, uint32_t text) {
    for (size_t i = 0; i < t->count; i++)
        if (t->hits[i].text == text) {
            t->hits[i].count++;
            return;
        }
    if (t->count < SHINGLE_HITS)
        t->hits[t->count++] = (struct shingle_hit){text, 1};
}

size_t shingles_find(const struct shingles *s, const uint32_t *hashes, size_t count, struct shingle_hit *out, size_t max) {
    struct tally t = {.count = 0};
    for (size_t i = 0; i < count; i++)
        for (size_t at = home_of(s, hashes[i]); s->pairs[at].text != NO_TEXT; at = after(s, at))
            if (s->pairs[at].hash == hashes[i] && s->pairs[at].text != GONE)
                tally_put(&t, s->pairs[at].text);
    size_t kept = 0;
    for (size_t i = 0; i < t.count; i++) {
        size_t at = kept < max ? kept++ : kept;
        if (at == kept && (!max || out[--at].count >= t.hits[i].count))
            continue;
        for (; at > 0 && out[at - 1].count < t.hits[i].count; at--)
            out[at] = out[at - 1];
        out[at] = t.hits[i];
    }
    return kept;
}
