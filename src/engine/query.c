// SPDX-License-Identifier: Apache-2.0
#include "query.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"

enum {
    PAIRS_MAX = 1024,
    GRAMS_MAX = 4096,
    CORRECTIONS = 96, // unknown words of one message that are looked at, at most
    FAR_CORRECTIONS = 12, // those of them for which two edits are allowed
    GRAM = 4,
    GRAM_BITS = 16384, // of the sieve before the set
    BYTE_PAIRS = 2048, // of the table of pairs of bytes that grams have
    FEW_GRAMS = 100,
    PART_MAX = 512, // places of a text that are looked at together
};

unsigned query_langs(const struct tokens *t) {
    size_t id = 0, en = 0;
    for (size_t i = 0; i < t->count; i++) {
        id += (t->items[i].flags & WORD_ID) != 0;
        en += (t->items[i].flags & WORD_EN) != 0;
    }
    return id > en ? WORD_ID : en > id ? WORD_EN : 0;
}

static uint32_t spread(uint64_t x) {
    return (uint32_t)((x * 0x9e3779b97f4a7c15u) >> 40);
}

// Places of a set for so many members: a power of two, at most two thirds full.
static size_t size_for(size_t members) {
    size_t size = 16;
    while (2 * size < 3 * members)
        size *= 2;
    return size;
}

static uint32_t *set_new(size_t size, struct arena *a) {
    uint32_t *set = arena_alloc(a, size * sizeof *set);
    memset(set, 0xff, size * sizeof *set);
    return set;
}

static bool set_put(uint32_t *set, size_t size, uint32_t key) {
    size_t i = spread(key) & (size - 1);
    for (; set[i] != TERM_NONE; i = (i + 1) & (size - 1))
        if (set[i] == key)
            return false;
    set[i] = key;
    return true;
}

static bool set_has(const uint32_t *set, size_t size, uint32_t key) {
    for (size_t i = spread(key) & (size - 1); set[i] != TERM_NONE; i = (i + 1) & (size - 1))
        if (set[i] == key)
            return true;
    return false;
}

bool query_has_term(const struct query *q, uint32_t term) {
    return set_has(q->term_set, q->term_size, term);
}

static uint64_t pair_key(uint32_t first, uint32_t second) {
    return ((uint64_t)first << 32 | second) + 1; // 0 is empty
}

static void pair_put(struct query *q, uint64_t key) {
    size_t i = spread(key) & (q->pair_size - 1);
    while (q->pair_set[i] && q->pair_set[i] != key)
        i = (i + 1) & (q->pair_size - 1);
    q->pair_set[i] = key;
}

bool query_has_pair(const struct query *q, uint32_t first, uint32_t second) {
    uint64_t key = pair_key(first, second);
    size_t i = spread(key) & (q->pair_size - 1);
    while (q->pair_set[i] && q->pair_set[i] != key)
        i = (i + 1) & (q->pair_size - 1);
    return q->pair_set[i] == key;
}

static uint32_t gram_at(const char *text) {
    uint32_t gram;
    memcpy(&gram, text, sizeof gram);
    return gram;
}

static uint32_t sieve_at(uint32_t gram) {
    return gram * 0x9e3779b1u >> 18; // below GRAM_BITS
}

static uint32_t pair_at(const char *text) {
    return ((uint32_t)(unsigned char)text[0] * 33 ^ (unsigned char)text[1]) & (BYTE_PAIRS - 1);
}

static void make_grams(struct query *q, struct arena *a) {
    const char *text = tokens_join(&q->corrected, WORD_FILLER | TOKEN_DROPPED, a);
    size_t len = strlen(text);
    q->gram_size = size_for(len < GRAMS_MAX ? len : GRAMS_MAX);
    q->gram_set = set_new(q->gram_size, a);
    q->gram_sieve = arena_alloc(a, GRAM_BITS / 8);
    q->byte_pairs = arena_alloc(a, BYTE_PAIRS);
    for (size_t i = 0; i + GRAM <= len && q->grams < GRAMS_MAX; i++) {
        uint32_t gram = gram_at(text + i), bit = sieve_at(gram);
        q->grams += set_put(q->gram_set, q->gram_size, gram);
        q->gram_sieve[bit / 64] |= 1ull << bit % 64;
        for (size_t p = 0; p + 2 <= GRAM; p++)
            q->byte_pairs[pair_at(text + i + p)] = true;
    }
}

// Which of the places a gram of the query may begin at. A pair of bytes that no gram has lies in none of the three
// grams before its end: they are passed over at once, which pays when the query has few.
static size_t likely_grams(const struct query *q, const char *text, size_t count, uint16_t *out) {
    size_t likely = 0;
    bool is_few = q->grams <= FEW_GRAMS;
    for (size_t i = 0; i < count; i++) {
        while (is_few && i < count && !q->byte_pairs[pair_at(text + i + 2)])
            i += GRAM - 1;
        uint32_t bit = i < count ? sieve_at(gram_at(text + i)) : 0;
        out[likely] = (uint16_t)i;
        likely += i < count && (q->gram_sieve[bit / 64] >> bit % 64 & 1);
    }
    return likely;
}

static size_t count_grams(const struct query *q, const char *text, size_t count) {
    uint16_t likely[PART_MAX];
    size_t hits = 0;
    for (size_t from = 0; from < count; from += PART_MAX) {
        size_t part = count - from < PART_MAX ? count - from : PART_MAX, found = likely_grams(q, text + from, part, likely);
        for (size_t i = 0; i < found; i++)
            hits += set_has(q->gram_set, q->gram_size, gram_at(text + from + likely[i]));
    }
    return hits;
}

double query_grams_cosine(const struct query *q, const char *title) {
    size_t len = strlen(title);
    if (len < GRAM || !q->grams)
        return 0;
    size_t count = len - GRAM + 1, hits = count_grams(q, title, count);
    return (double)hits / sqrt((double)q->grams * (double)count);
}

struct making {
    const struct knowledge *k;
    const struct step_listener *listener;
    struct arena *arena;
    struct query *query;
    int corrections;
};

static void add_reading(const struct making *m, struct query_word *w, uint32_t term) {
    if (term == TERM_NONE || !vocabulary_facts(m->k->vocabulary, term) || w->term_count == READINGS)
        return;
    if (w->term_count && w->terms[0] == term)
        return;
    uint32_t facts = vocabulary_facts(m->k->vocabulary, term);
    w->facts = w->facts > facts ? w->facts : facts;
    w->terms[w->term_count++] = term;
}

// A word is searched as it stands, and by its English stem unless the text is Indonesian.
static void read_word(const struct making *m, struct query_word *w) {
    add_reading(m, w, vocabulary_find(m->k->vocabulary, w->text, w->len));
    if (m->query->langs == WORD_ID || w->flags & TOKEN_NUMBER)
        return;
    size_t len;
    const char *stem = stemmer_english(m->k->stemmer, w->text, w->len, &len);
    add_reading(m, w, vocabulary_find(m->k->vocabulary, stem, len));
}

// The word that was probably meant: in an English text by how words are written, else by the terms themselves.
static const char *correction_of(const struct making *m, const struct query_word *w) {
    char plain[TOKEN_MAX + 1];
    memcpy(plain, w->text, w->len + 1u);
    if (w->flags & TOKEN_MIXED)
        token_unleet(w->text, w->len, 'i', plain);
    const struct vocabulary *v = m->query->langs == WORD_EN ? m->k->surfaces : m->k->vocabulary;
    uint32_t term = vocabulary_correct(v, plain, w->len, m->corrections <= FAR_CORRECTIONS);
    return term == TERM_NONE ? NULL : vocabulary_text(v, term);
}

// Only words that nobody knows are corrected: no number, no word of the language. A short word is often a word
// of its own that no fact holds, so that it counts less when it was corrected.
static void correct_word(struct making *m, struct query_word *w) {
    bool is_number = w->flags & TOKEN_NUMBER && !(w->flags & TOKEN_MIXED);
    if (w->term_count || is_number || m->corrections == CORRECTIONS || lexicon_find(m->k->lexicon, w->text, w->len))
        return;
    m->corrections++;
    const char *meant = correction_of(m, w);
    if (!meant)
        return;
    w->from = w->text;
    w->text = arena_strdup(m->arena, meant);
    w->len = (unsigned)strlen(w->text);
    read_word(m, w);
    if (m->listener)
        m->listener->tell(m->listener->arg, "typo", w->from, w->text);
}

static bool is_searched(const struct token *t) {
    return !(t->flags & (TOKEN_IDLE | TOKEN_EXTRA));
}

// The word of the token, made when it was not there yet; NULL when there are too many.
static struct query_word *word_of(struct making *m, uint16_t *table, size_t size, const struct token *t) {
    struct query *q = m->query;
    size_t i = text_hash(t->text, t->len) & (size - 1);
    for (; table[i]; i = (i + 1) & (size - 1)) {
        struct query_word *w = &q->words[table[i] - 1];
        const char *written = w->from ? w->from : w->text;
        if (strcmp(written, t->text) == 0)
            return w;
    }
    if (q->count == QUERY_WORDS)
        return NULL;
    struct query_word *w = &q->words[q->count++];
    table[i] = (uint16_t)q->count;
    *w = (struct query_word){.text = t->text, .len = t->len, .flags = t->flags};
    read_word(m, w);
    correct_word(m, w);
    w->idf = index_idf(m->k->index, w->facts);
    return w;
}

static void collect_words(struct making *m) {
    struct query *q = m->query;
    size_t most = q->tokens.count < QUERY_WORDS ? q->tokens.count : QUERY_WORDS, size = size_for(most + 1);
    uint16_t *table = arena_alloc(m->arena, size * sizeof *table);
    q->words = arena_alloc(m->arena, (most + 1) * sizeof *q->words);
    q->corrected.items = arena_alloc(m->arena, (q->tokens.count + 1) * sizeof *q->corrected.items);
    q->corrected.count = q->tokens.count;
    q->pair_size = size_for(q->tokens.count < PAIRS_MAX ? q->tokens.count : PAIRS_MAX);
    q->pair_set = arena_alloc(m->arena, q->pair_size * sizeof *q->pair_set);
    uint32_t last = TERM_NONE;
    int pairs = 0;
    for (size_t i = 0; i < q->tokens.count; i++) {
        struct token *t = &q->corrected.items[i];
        *t = q->tokens.items[i];
        struct query_word *w = is_searched(t) ? word_of(m, table, size, t) : NULL;
        if (!w)
            continue;
        t->text = w->text;
        t->len = w->len;
        uint32_t term = w->term_count ? w->terms[w->term_count - 1] : TERM_NONE;
        if (term != TERM_NONE && last != TERM_NONE && pairs++ < PAIRS_MAX)
            pair_put(q, pair_key(last, term));
        last = term;
    }
}

// The part of a corrected word's weight that is not believed, by its length.
static double doubt(const struct query_word *w) {
    static const double doubts[] = {0.5, 0.5, 0.5, 0.5, 0.5, 0.4, 0.2, 0.1};
    return !w->from ? 0 : w->len < COUNT_OF(doubts) ? doubts[w->len] : 0;
}

static int by_idf(const void *a, const void *b) {
    const struct query_word *x = *(const struct query_word *const *)a, *y = *(const struct query_word *const *)b;
    return x->idf > y->idf ? -1 : x->idf < y->idf ? 1 : x < y ? -1 : x > y;
}

// The rarest words get the places of the search.
static void fill_places(struct making *m) {
    struct query *q = m->query;
    const struct query_word **known = arena_alloc(m->arena, (q->count + 1) * sizeof *known);
    size_t count = 0;
    double strange = 0; // idf mass of what is not known, or only by a correction
    double unknown_idf = index_idf(m->k->index, 1);
    for (size_t i = 0; i < q->count; i++) {
        const struct query_word *w = &q->words[i];
        if (w->term_count)
            known[count++] = w;
        bool is_unknown = !w->term_count && !(w->flags & WORD_QUESTION);
        q->unknown += is_unknown;
        strange += is_unknown ? unknown_idf : w->from && w->term_count ? w->idf * doubt(w) : 0;
        q->numbers += (q->words[i].flags & TOKEN_NUMBER) != 0;
    }
    if (count)
        qsort(known, count, sizeof *known, by_idf);
    for (unsigned place = 0; place < count; place++) {
        const struct query_word *w = known[place];
        if (q->term_count + w->term_count > INDEX_TERMS)
            break;
        for (unsigned i = 0; i < w->term_count; i++)
            q->terms[q->term_count++] = (struct index_term){w->terms[i], place, (float)(w->idf * (1 - doubt(w)))};
        q->place_idf[place] = w->idf * (1 - doubt(w));
        q->mass += q->place_idf[place];
        q->number_places |= (uint32_t)(w->flags & TOKEN_NUMBER ? 1u << place : 0);
    }
    double share = q->count > INDEX_TERMS ? (double)INDEX_TERMS / (double)q->count : 1;
    q->unknown_mass = strange * share;
}

void query_make(const struct knowledge *k, const struct tokens *tokens, unsigned langs, const struct step_listener *l,
                struct arena *a, struct query *ret_query) {
    *ret_query = (struct query){.tokens = *tokens, .langs = langs};
    struct making m = {k, l, a, ret_query, 0};
    collect_words(&m);
    fill_places(&m);
    make_grams(ret_query, a);
    ret_query->term_size = size_for(ret_query->count * READINGS);
    ret_query->term_set = set_new(ret_query->term_size, a);
    for (size_t i = 0; i < ret_query->count; i++)
        for (unsigned r = 0; r < ret_query->words[i].term_count; r++)
            set_put(ret_query->term_set, ret_query->term_size, ret_query->words[i].terms[r]);
}
