// SPDX-License-Identifier: Apache-2.0
#include "match_data.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/text.h"

enum { WORD_SIZE = 16 };
static const double EXPONENT = 1.05;
static const uint64_t SEED = 20220209;

// Drawing from the distribution in one step (Vose's alias method).
struct alias {
    float share;
    uint32_t other;
};

struct data {
    char (*words)[WORD_SIZE];
    struct alias *aliases;
};

struct random {
    uint64_t state;
};

static uint64_t random_next(struct random *r) { // splitmix64
    uint64_t x = r->state += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static size_t random_below(struct random *r, size_t limit) {
    return (size_t)((random_next(r) >> 32) * limit >> 32);
}

// Two to four syllables of an open kind; the frequent words are the shorter ones.
static void make_word(struct random *r, size_t rank, char out[WORD_SIZE]) {
    static const char *const onsets[] = {"b", "c", "d", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "w", "y", "ng", "ny", "tr", "k", "s", "t", "m", "b"};
    static const char vowels[] = "aaaaiiueoa", codas[] = "nrsktlmh";
    size_t syllables = (rank < 2000 ? 2u : 3u) + (random_below(r, 3) == 0), len = 0;
    for (size_t s = 0; s < syllables; s++) {
        const char *onset = onsets[random_below(r, COUNT_OF(onsets))];
        len += (size_t)snprintf(out + len, WORD_SIZE - len, "%s%c", onset, vowels[random_below(r, sizeof vowels - 1)]);
    }
    if (random_below(r, 2))
        snprintf(out + len, WORD_SIZE - len, "%c", codas[random_below(r, sizeof codas - 1)]);
}

static void make_words(struct data *d) {
    struct random r = {SEED};
    struct map *seen = map_new();
    d->words = xcalloc(DATA_WORDS, sizeof *d->words);
    for (size_t i = 0; i < DATA_WORDS;) {
        make_word(&r, i, d->words[i]);
        size_t len = strlen(d->words[i]);
        bool is_clitic = len > 6 && strcmp(d->words[i] + len - 3, "nya") == 0; // it would be taken off
        if (is_clitic || map_get(seen, d->words[i], len))
            continue;
        map_put(seen, d->words[i], len, d);
        i++;
    }
    map_free(seen);
}

static void make_aliases(struct data *d) {
    double *shares = xcalloc(DATA_WORDS, sizeof *shares), sum = 0;
    uint32_t *small = xcalloc(DATA_WORDS, sizeof *small), *large = xcalloc(DATA_WORDS, sizeof *large);
    size_t smalls = 0, larges = 0;
    d->aliases = xcalloc(DATA_WORDS, sizeof *d->aliases);
    for (size_t i = 0; i < DATA_WORDS; i++)
        sum += shares[i] = pow((double)(i + 1), -EXPONENT);
    for (uint32_t i = 0; i < DATA_WORDS; i++) {
        shares[i] *= DATA_WORDS / sum;
        if (shares[i] < 1)
            small[smalls++] = i;
        else
            large[larges++] = i;
    }
    while (smalls && larges) {
        uint32_t poor = small[--smalls], rich = large[larges - 1];
        d->aliases[poor] = (struct alias){(float)shares[poor], rich};
        shares[rich] -= 1 - shares[poor];
        if (shares[rich] < 1) {
            larges--;
            small[smalls++] = rich;
        }
    }
    while (larges)
        d->aliases[large[--larges]].share = 1;
    while (smalls)
        d->aliases[small[--smalls]].share = 1;
    free(shares);
    free(small);
    free(large);
}

struct data *data_new(void) {
    struct data *d = xcalloc(1, sizeof *d);
    make_words(d);
    make_aliases(d);
    return d;
}

void data_free(struct data *d) {
    free(d->words);
    free(d->aliases);
    free(d);
}

const char *data_word(const struct data *d, size_t rank) {
    return d->words[rank];
}

static size_t draw(const struct data *d, struct random *r) {
    size_t at = random_below(r, DATA_WORDS);
    float share = (float)(random_next(r) >> 40) * 0x1p-24f;
    return share < d->aliases[at].share ? at : d->aliases[at].other;
}

// So many words of at least this rank.
static size_t put_words(const struct data *d, struct random *r, size_t count, size_t least, char *out) {
    char *at = out;
    for (size_t i = 0; i < count;) {
        size_t rank = draw(d, r), len = strlen(d->words[rank]);
        if (rank < least)
            continue;
        if (i++)
            *at++ = ' ';
        memcpy(at, d->words[rank], len + 1);
        at += len;
    }
    return count;
}

size_t data_fact(const struct data *d, uint64_t number, char *out) {
    struct random r = {SEED ^ (number + 1) << 20};
    return put_words(d, &r, DATA_FACT, 0, out);
}

size_t data_short(const struct data *d, uint64_t number, char *out) {
    struct random r = {SEED ^ (number + 1) << 40};
    return put_words(d, &r, 1 + random_below(&r, DATA_SHORT), DATA_COMMON, out);
}

size_t data_long(const struct data *d, uint64_t number, char *out) {
    struct random r = {SEED ^ (number + 1) << 50};
    size_t count = DATA_LONG_LEAST + random_below(&r, DATA_LONG_MOST - DATA_LONG_LEAST + 1);
    return put_words(d, &r, count, 0, out);
}
