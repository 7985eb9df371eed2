// SPDX-License-Identifier: Apache-2.0
#include "query.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "compound.h"

enum {
    PAIRS_MAX = 1024,
    GRAMS_MAX = 4096,
    CORRECTIONS = 96, // unknown words of one message that are looked at, at most
    FAR_CORRECTIONS = 12, // those of them for which two edits are allowed
    SPLITS = 12, // unknown words that are looked at for being two, at most
    MADE = 96,   // words made by joining and splitting, at most
    JOINED_MIN = 6, // letters of two words that may be one
    GRAM = 4,
    GRAM_BITS = 16384, // of the sieve before the set
    BYTE_PAIRS = 2048, // of the table of pairs of bytes that grams have
    FEW_GRAMS = 100,
    PART_MAX = 512, // places of a text that are looked at together
};

static const double UNLIKELY = 4; // further behind the likeliest slip, a word is not what was meant

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

const struct query_word *query_word_of(const struct query *q, uint32_t term) {
    for (size_t i = spread(term) & (q->term_size - 1); q->term_set[i] != TERM_NONE; i = (i + 1) & (q->term_size - 1))
        if (q->term_set[i] == term)
            return &q->words[q->term_words[i]];
    return NULL;
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

static void find_grams(const struct query *q, const char *text, size_t count, struct gram_places *places) {
    uint16_t likely[PART_MAX];
    for (size_t from = 0; from < count; from += PART_MAX) {
        size_t part = count - from < PART_MAX ? count - from : PART_MAX, found = likely_grams(q, text + from, part, likely);
        for (size_t i = 0; i < found; i++) {
            if (!set_has(q->gram_set, q->gram_size, gram_at(text + from + likely[i])))
                continue;
            if (places->count < GRAM_PLACES)
                places->items[places->count] = from + likely[i];
            places->count++;
        }
    }
}

double query_grams_cosine(const struct query *q, const char *title, struct gram_places *ret_places) {
    size_t len = strlen(title);
    ret_places->count = 0;
    if (len < GRAM || !q->grams)
        return 0;
    size_t count = len - GRAM + 1;
    find_grams(q, title, count, ret_places);
    return (double)ret_places->count / sqrt((double)q->grams * (double)count);
}

double query_grams_share(const struct query *q, const char *word, size_t len) {
    size_t held = 0;
    if (len < GRAM || !q->grams)
        return 0;
    for (size_t i = 0; i + GRAM <= len; i++) {
        uint32_t gram = gram_at(word + i), bit = sieve_at(gram);
        held += q->gram_sieve[bit / 64] >> bit % 64 & 1 && set_has(q->gram_set, q->gram_size, gram);
    }
    return (double)held / (double)(len - GRAM + 1);
}

struct making {
    const struct knowledge *k;
    const struct step_listener *listener;
    struct arena *arena;
    struct query *query;
    uint16_t *table; // open addressing: the word's number and 1
    size_t table_size, most;
    int corrections, splits, pairs;
    uint32_t last; // term of the word before
};

static void tell(const struct making *m, const char *step, const char *from, const char *to) {
    if (m->listener)
        m->listener->tell(m->listener->arg, step, from, to);
}

static void add_reading(const struct making *m, struct query_word *w, uint32_t term) {
    if (term == TERM_NONE || !vocabulary_facts(m->k->vocabulary, term) || w->term_count == READINGS)
        return;
    if (w->term_count && w->terms[0] == term)
        return;
    uint32_t facts = vocabulary_facts(m->k->vocabulary, term);
    w->facts = w->facts > facts ? w->facts : facts;
    w->terms[w->term_count++] = w->term = term;
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

// The words that were probably meant: in an English text by how words are written, else by the terms themselves.
static size_t corrections_of(const struct making *m, const struct query_word *w, const char *ret_meant[GUESSES]) {
    char plain[TOKEN_MAX + 1];
    memcpy(plain, w->text, w->len + 1u);
    if (w->flags & TOKEN_MIXED)
        token_unleet(w->text, w->len, 'i', plain);
    const struct vocabulary *v = m->query->langs == WORD_EN ? m->k->surfaces : m->k->vocabulary;
    struct guess guesses[GUESSES];
    size_t count = vocabulary_correct(v, plain, w->len, m->corrections <= FAR_CORRECTIONS, guesses), kept = 0;
    for (size_t i = 0; i < count; i++)
        if (guesses[i].likely >= guesses[0].likely - UNLIKELY)
            ret_meant[kept++] = vocabulary_text(v, guesses[i].term);
    return kept;
}

static void read_as(const struct making *m, struct query_word *w, const char *text) {
    w->text = arena_strdup(m->arena, text);
    w->len = (unsigned)strlen(text);
    read_word(m, w);
}

// Only words that nobody knows are corrected: no number, no word of the language. A short word is often a word
// of its own that no fact holds, so that it counts less when it was corrected.
static void correct_word(struct making *m, struct query_word *w) {
    bool is_number = w->flags & TOKEN_NUMBER && !(w->flags & TOKEN_MIXED);
    if (w->term_count || is_number || m->corrections == CORRECTIONS || lexicon_find(m->k->lexicon, w->text, w->len))
        return;
    m->corrections++;
    const char *meant[GUESSES];
    size_t count = corrections_of(m, w, meant);
    if (!count)
        return;
    w->from = w->text;
    read_as(m, w, meant[0]);
    struct query_word likeliest = *w;
    for (size_t i = 1; i < count; i++)
        read_as(m, w, meant[i]);
    w->text = likeliest.text;
    w->len = likeliest.len;
    w->term = likeliest.term;
    tell(m, "typo", w->from, w->text);
}

static bool is_searched(const struct token *t) {
    return !(t->flags & (TOKEN_IDLE | TOKEN_EXTRA));
}

// The word of the token, made when it was not there yet; NULL when there are too many.
static struct query_word *word_of(struct making *m, const struct token *t) {
    struct query *q = m->query;
    size_t i = text_hash(t->text, t->len) & (m->table_size - 1);
    for (; m->table[i]; i = (i + 1) & (m->table_size - 1)) {
        struct query_word *w = &q->words[m->table[i] - 1];
        const char *written = w->from ? w->from : w->text;
        if (strcmp(written, t->text) == 0) {
            w->times = (uint16_t)(w->times + (w->times < UINT16_MAX));
            return w;
        }
    }
    if (q->count == m->most)
        return NULL;
    struct query_word *w = &q->words[q->count++];
    m->table[i] = (uint16_t)q->count;
    *w = (struct query_word){.text = t->text, .len = t->len, .flags = t->flags, .term = TERM_NONE, .place = INDEX_TERMS, .times = 1};
    read_word(m, w);
    return w;
}

static void make_word(struct making *m, const char *text, size_t len, unsigned flags) {
    struct token t = {.text = text, .len = (unsigned)len, .flags = flags};
    size_t before = m->query->count;
    struct query_word *w = word_of(m, &t);
    if (w && m->query->count > before)
        w->is_made = true;
}

// A word that nobody knows may be two that were written together: "dagingbeku", @hillaryclinton.
static void split_word(struct making *m, struct query_word *w) {
    size_t parts[COMPOUND_PARTS];
    if (w->term_count || w->from || w->flags & TOKEN_NUMBER || m->splits == SPLITS || lexicon_find(m->k->lexicon, w->text, w->len))
        return;
    m->splits++;
    size_t count = compound_split(m->k, m->query->langs, w->text, w->len, parts);
    const char *at = w->text;
    w->is_split = count > 0;
    for (size_t i = 0; i < count; at += parts[i++]) {
        const struct lexicon_word *known = lexicon_find(m->k->lexicon, at, parts[i]);
        const char *part = arena_strndup(m->arena, at, parts[i]);
        tell(m, "split", w->text, part);
        if (!known || !(known->flags & WORD_STOP))
            make_word(m, part, parts[i], known ? known->flags : 0);
    }
}

// Two words in a row may be one in a fact: "angkasa pura", "covid 19".
static void join_words(struct making *m, const struct token *first, const struct token *second) {
    char both[2 * TOKEN_MAX + 1];
    size_t len = first->len + second->len;
    if (len < JOINED_MIN || len > TOKEN_MAX || m->query->count - m->query->written >= MADE)
        return;
    memcpy(both, first->text, first->len);
    memcpy(both + first->len, second->text, second->len + 1u);
    uint32_t term = vocabulary_find(m->k->vocabulary, both, len);
    if (term == TERM_NONE || !vocabulary_facts(m->k->vocabulary, term))
        return;
    tell(m, "join", first->text, both);
    make_word(m, arena_strndup(m->arena, both, len), len, 0);
}

static void collect_word(struct making *m, struct token *t) {
    struct query *q = m->query;
    size_t before = q->count;
    struct query_word *w = word_of(m, t);
    if (!w)
        return;
    if (q->count > before) {
        q->written++;
        correct_word(m, w);
        split_word(m, w);
    }
    t->text = w->text;
    t->len = w->len;
    if (w->term != TERM_NONE && m->last != TERM_NONE && m->pairs++ < PAIRS_MAX)
        pair_put(q, pair_key(m->last, w->term));
    m->last = w->term;
}

static void finish_word(const struct making *m, struct query_word *w) {
    w->idf = index_idf(m->k->index, w->facts);
    w->repeated = log(1 + (double)w->times);
}

static void collect_words(struct making *m) {
    struct query *q = m->query;
    size_t count = q->tokens.count < QUERY_WORDS ? q->tokens.count : QUERY_WORDS;
    m->most = 2 * count + COMPOUND_PARTS * SPLITS;
    m->most = m->most < QUERY_WORDS ? m->most : QUERY_WORDS;
    m->table_size = size_for(m->most + 1);
    m->table = arena_alloc(m->arena, m->table_size * sizeof *m->table);
    q->words = arena_alloc(m->arena, (m->most + 1) * sizeof *q->words);
    q->corrected.items = arena_alloc(m->arena, (q->tokens.count + 1) * sizeof *q->corrected.items);
    q->corrected.count = q->tokens.count;
    q->pair_size = size_for(q->tokens.count < PAIRS_MAX ? q->tokens.count : PAIRS_MAX);
    q->pair_set = arena_alloc(m->arena, q->pair_size * sizeof *q->pair_set);
    m->last = TERM_NONE;
    const struct token *before = NULL;
    for (size_t i = 0; i < q->tokens.count; i++) {
        struct token *t = &q->corrected.items[i];
        *t = q->tokens.items[i];
        if (!is_searched(t)) {
            before = NULL;
            continue;
        }
        if (before)
            join_words(m, before, &q->tokens.items[i]);
        before = &q->tokens.items[i];
        collect_word(m, t);
    }
    for (size_t i = 0; i < q->count; i++)
        finish_word(m, &q->words[i]);
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
    struct query_word **known = arena_alloc(m->arena, (q->count + 1) * sizeof *known);
    size_t count = 0;
    double strange = 0; // idf mass of what is not known, or only by a correction
    q->rarest = index_idf(m->k->index, 1);
    for (size_t i = 0; i < q->count; i++) {
        struct query_word *w = &q->words[i];
        if (w->term_count)
            known[count++] = w;
        bool is_unknown = !w->term_count && !w->is_split && !(w->flags & WORD_QUESTION);
        q->unknown += is_unknown;
        strange += is_unknown ? q->rarest : w->from && w->term_count ? w->idf * doubt(w) : 0;
        q->numbers += (q->words[i].flags & TOKEN_NUMBER) != 0;
    }
    if (count)
        qsort(known, count, sizeof *known, by_idf);
    for (unsigned place = 0; place < count; place++) {
        struct query_word *w = known[place];
        if (q->term_count + w->term_count > INDEX_TERMS)
            break;
        w->place = place;
        for (unsigned i = 0; i < w->term_count; i++)
            q->terms[q->term_count++] = (struct index_term){w->terms[i], place, (float)(w->idf * (1 - doubt(w)))};
        q->place_idf[place] = w->idf * (1 - doubt(w));
        q->mass += q->place_idf[place];
        q->number_places |= (uint32_t)(w->flags & TOKEN_NUMBER ? 1u << place : 0);
    }
    double share = q->count > INDEX_TERMS ? (double)INDEX_TERMS / (double)q->count : 1;
    q->unknown_mass = strange * share;
}

static void make_phrasing(struct query *q, struct arena *a) {
    struct phrasing all = {.pairs = arena_alloc(a, PHRASING_PAIRS * sizeof *all.pairs)};
    phrasing_add(&all, &q->corrected, TOKEN_DROPPED);
    phrasing_set_make(&all, a, &q->phrasing);
}

static void make_terms(struct query *q, struct arena *a) {
    q->term_size = size_for(q->count * READINGS);
    q->term_set = set_new(q->term_size, a);
    q->term_words = arena_alloc(a, q->term_size * sizeof *q->term_words);
    for (size_t i = 0; i < q->count; i++)
        for (unsigned r = 0; r < q->words[i].term_count; r++) {
            size_t at = spread(q->words[i].terms[r]) & (q->term_size - 1);
            while (q->term_set[at] != TERM_NONE && q->term_set[at] != q->words[i].terms[r])
                at = (at + 1) & (q->term_size - 1);
            if (q->term_set[at] == TERM_NONE)
                q->term_words[at] = (uint16_t)i;
            q->term_set[at] = q->words[i].terms[r];
        }
}

void query_make(const struct knowledge *k, const struct tokens *tokens, unsigned langs, const struct step_listener *l,
                struct arena *a, struct query *ret_query) {
    *ret_query = (struct query){.tokens = *tokens, .langs = langs};
    struct making m = {.k = k, .listener = l, .arena = a, .query = ret_query};
    collect_words(&m);
    fill_places(&m);
    make_grams(ret_query, a);
    make_terms(ret_query, a);
    make_phrasing(ret_query, a);
}
