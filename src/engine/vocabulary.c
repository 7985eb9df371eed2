// SPDX-License-Identifier: Apache-2.0
#include "vocabulary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/mem.h"
#include "../base/text.h"

enum {
    CORRECT_MIN = 4,  // letters of a word that is corrected
    CORRECT_MAX = 24, // and at most
    FAR_MIN = 9,      // from here on two edits are allowed, but not in the first letter
    FAR_SCAN = 20000, // words of one length and first letter that are looked through, at most
    LETTERS = 26,
};
#define SHORT_EMPTY UINT32_MAX
#define SHORT_TERM 0x00ffffffu // the bits of the term; 16 million words can be corrected to

struct term {
    uint32_t text; // offset in the pool
    uint32_t hash;
    uint32_t facts;
    uint8_t len;
    bool is_idle;
};

// Words of one length and first letter, and which letters they have.
struct far_list {
    uint32_t *terms;
    uint64_t *letters;
    char *words; // one after the other
    size_t count, size;
};

struct vocabulary {
    struct term *terms;
    uint64_t changes;
    size_t count, size;
    uint32_t *slots; // open addressing, TERM_NONE is empty
    size_t slot_count;
    char *pool;
    size_t pool_len, pool_size;
    // A word with one letter left out → the word: open addressing by its hash, of which the first byte is kept above
    // the term. What is found is compared, so a wrong one does no harm.
    uint32_t *shorts;
    size_t short_count, short_slots;
    struct far_list far[CORRECT_MAX + 1][LETTERS]; // by length, from FAR_MIN - 2 on, and first letter
};

static uint32_t hash_of(const char *word, size_t len) {
    uint32_t h = 2166136261u; // FNV-1a
    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)word[i]) * 16777619u;
    return h ^ h >> 15;
}

struct vocabulary *vocabulary_new(void) {
    struct vocabulary *v = xcalloc(1, sizeof *v);
    v->slot_count = 1024;
    v->slots = xmalloc(v->slot_count * sizeof *v->slots);
    memset(v->slots, 0xff, v->slot_count * sizeof *v->slots);
    v->short_slots = 4096;
    v->shorts = xmalloc(v->short_slots * sizeof *v->shorts);
    memset(v->shorts, 0xff, v->short_slots * sizeof *v->shorts);
    return v;
}

void vocabulary_free(struct vocabulary *v) {
    if (!v)
        return;
    for (size_t len = 0; len <= CORRECT_MAX; len++)
        for (size_t first = 0; first < LETTERS; first++) {
            free(v->far[len][first].terms);
            free(v->far[len][first].letters);
            free(v->far[len][first].words);
        }
    free(v->terms);
    free(v->slots);
    free(v->pool);
    free(v->shorts);
    free(v);
}

static size_t slot_of(const struct vocabulary *v, const char *word, size_t len, uint32_t hash) {
    size_t i = hash & (v->slot_count - 1);
    for (; v->slots[i] != TERM_NONE; i = (i + 1) & (v->slot_count - 1)) {
        const struct term *t = &v->terms[v->slots[i]];
        if (t->hash == hash && t->len == len && memcmp(v->pool + t->text, word, len) == 0)
            break;
    }
    return i;
}

uint32_t vocabulary_find(const struct vocabulary *v, const char *word, size_t len) {
    return v->slots[slot_of(v, word, len, hash_of(word, len))];
}

static void grow_slots(struct vocabulary *v) {
    v->slot_count *= 2;
    v->slots = xrealloc(v->slots, v->slot_count * sizeof *v->slots);
    memset(v->slots, 0xff, v->slot_count * sizeof *v->slots);
    for (uint32_t id = 0; id < v->count; id++) {
        size_t i = v->terms[id].hash & (v->slot_count - 1);
        while (v->slots[i] != TERM_NONE)
            i = (i + 1) & (v->slot_count - 1);
        v->slots[i] = id;
    }
}

static bool is_correctable(const char *word, size_t len) {
    if (len < CORRECT_MIN || len > CORRECT_MAX)
        return false;
    for (size_t i = 0; i < len; i++)
        if (word[i] < 'a' || word[i] > 'z')
            return false;
    return true;
}

// A bit for each letter that stands in the word, and one for each that stands there twice.
static uint64_t letters_of(const char *word, size_t len) {
    uint64_t once = 0, twice = 0;
    for (size_t i = 0; i < len; i++) {
        uint64_t letter = 1ull << (word[i] & 31);
        twice |= once & letter;
        once |= letter;
    }
    return once | twice << 32;
}

// The word without its letter at `skip`.
static size_t leave_out(const char *word, size_t len, size_t skip, char *out) {
    memcpy(out, word, skip);
    memcpy(out + skip, word + skip + 1, len - skip - 1);
    return len - 1;
}

static void put_short(struct vocabulary *v, uint32_t hash, uint32_t term) {
    size_t i = hash & (v->short_slots - 1);
    while (v->shorts[i] != SHORT_EMPTY)
        i = (i + 1) & (v->short_slots - 1);
    v->shorts[i] = (hash & ~SHORT_TERM) | term;
    v->short_count++;
}

static void put_shorts(struct vocabulary *v, uint32_t id) {
    const char *word = v->pool + v->terms[id].text;
    size_t len = v->terms[id].len;
    char out[CORRECT_MAX];
    for (size_t i = 0; i < len; i++)
        if (!i || word[i] != word[i - 1])
            put_short(v, hash_of(out, leave_out(word, len, i, out)), id);
}

static void grow_shorts(struct vocabulary *v, uint32_t terms) {
    v->short_slots *= 2;
    v->short_count = 0;
    free(v->shorts);
    v->shorts = xmalloc(v->short_slots * sizeof *v->shorts);
    memset(v->shorts, 0xff, v->short_slots * sizeof *v->shorts);
    for (uint32_t id = 0; id < terms; id++)
        if (is_correctable(v->pool + v->terms[id].text, v->terms[id].len))
            put_shorts(v, id);
}

static void add_far(struct far_list *l, uint32_t term, const char *word, size_t len) {
    if (l->count == l->size) {
        l->size = l->size ? l->size + l->size / 4 : 16;
        l->terms = xrealloc(l->terms, l->size * sizeof *l->terms);
        l->letters = xrealloc(l->letters, l->size * sizeof *l->letters);
        l->words = xrealloc(l->words, l->size * len);
    }
    l->terms[l->count] = term;
    l->letters[l->count] = letters_of(word, len);
    memcpy(l->words + l->count++ * len, word, len);
}

static void make_correctable(struct vocabulary *v, uint32_t id) {
    const struct term *t = &v->terms[id];
    if (id >= SHORT_TERM)
        return;
    if ((v->short_count + t->len) * 4 > v->short_slots * 3)
        grow_shorts(v, id);
    put_shorts(v, id);
    const char *word = v->pool + t->text;
    if (t->len + 2 >= FAR_MIN)
        add_far(&v->far[t->len][word[0] - 'a'], id, word, t->len);
}

static uint32_t pool_put(struct vocabulary *v, const char *word, size_t len) {
    if (v->pool_len + len + 1 > v->pool_size) {
        v->pool_size = v->pool_size ? v->pool_size + v->pool_size / 2 : 16384;
        v->pool = xrealloc(v->pool, v->pool_size);
    }
    uint32_t at = (uint32_t)v->pool_len;
    memcpy(v->pool + at, word, len);
    v->pool[at + len] = '\0';
    v->pool_len += len + 1;
    return at;
}

uint32_t vocabulary_add(struct vocabulary *v, const char *word, size_t len) {
    uint32_t hash = hash_of(word, len);
    size_t slot = slot_of(v, word, len, hash);
    if (v->slots[slot] != TERM_NONE)
        return v->slots[slot];
    if (v->count == v->size) {
        v->size = v->size ? v->size + v->size / 2 : 512;
        v->terms = xrealloc(v->terms, v->size * sizeof *v->terms);
    }
    uint32_t id = (uint32_t)v->count++;
    v->terms[id] = (struct term){pool_put(v, word, len), hash, 0, (uint8_t)len, false};
    v->slots[slot] = id;
    if (v->count * 3 > v->slot_count * 2)
        grow_slots(v);
    if (is_correctable(word, len))
        make_correctable(v, id);
    return id;
}

const char *vocabulary_text(const struct vocabulary *v, uint32_t term) {
    return v->pool + v->terms[term].text;
}

const char *vocabulary_word(const struct vocabulary *v, uint32_t term, size_t *ret_len) {
    *ret_len = v->terms[term].len;
    return v->pool + v->terms[term].text;
}

void vocabulary_expect(const struct vocabulary *v, uint32_t term) {
    __builtin_prefetch(&v->terms[term]);
}

void vocabulary_set_idle(struct vocabulary *v, uint32_t term) {
    v->terms[term].is_idle = true;
}

bool vocabulary_is_idle(const struct vocabulary *v, uint32_t term) {
    return v->terms[term].is_idle;
}

uint32_t vocabulary_facts(const struct vocabulary *v, uint32_t term) {
    return v->terms[term].facts;
}

void vocabulary_count(struct vocabulary *v, uint32_t term, int change) {
    v->terms[term].facts += (uint32_t)change;
    v->changes++;
}

void vocabulary_clear(struct vocabulary *v) {
    for (size_t i = 0; i < v->count; i++)
        v->terms[i].facts = 0;
    v->changes++;
}

uint64_t vocabulary_changes(const struct vocabulary *v) {
    return v->changes;
}

void vocabulary_make_room(struct vocabulary *v) {
    if (v->count * 5 > v->slot_count * 3)
        grow_slots(v);
    if (v->short_count * 10 > v->short_slots * 7)
        grow_shorts(v, (uint32_t)v->count);
}

size_t vocabulary_bytes(const struct vocabulary *v) {
    size_t bytes = v->size * sizeof *v->terms + v->slot_count * sizeof *v->slots + v->pool_size + v->short_slots * sizeof *v->shorts;
    for (size_t len = 0; len <= CORRECT_MAX; len++)
        for (size_t first = 0; first < LETTERS; first++)
            bytes += v->far[len][first].size * (sizeof(uint32_t) + sizeof(uint64_t) + len);
    return bytes;
}

struct guessing {
    const struct vocabulary *v;
    const char *word;
    size_t len;
    uint32_t places[32]; // by letter: a bit for each place of the word at which it stands
    struct guess *best;  // GUESSES of them, the likeliest first
    size_t count;
};

// The optimal string alignment distance by bits, a column of the table at a time (Hyyrö 2003). Letters only.
static unsigned distance(const struct guessing *g, const char *text, size_t len) {
    uint32_t up = ~0u, down = 0, same = 0, last = 0, bottom = 1u << (g->len - 1);
    unsigned result = (unsigned)g->len;
    for (size_t i = 0; i < len; i++) {
        uint32_t at = g->places[text[i] & 31];
        uint32_t swapped = ((~same & at) << 1) & last;
        same = (((at & up) + up) ^ up) | at | down | swapped;
        uint32_t more = down | ~(same | up), less = up & same;
        result += (more & bottom) != 0;
        result -= (less & bottom) != 0;
        more = more << 1 | 1;
        up = (less << 1) | ~(same | more);
        down = more & same;
        last = at;
    }
    return result;
}

static bool is_beside(char a, char b) {
    static const char *const rows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
    for (size_t r = 0; r < COUNT_OF(rows); r++) {
        const char *at = strchr(rows[r], a);
        if (at && (at[1] == b || (at > rows[r] && at[-1] == b)))
            return true;
    }
    return false;
}

// How likely the slip is beside another, in the measure of ln(facts): a doubled letter, a neighbour key, two
// letters swapped and a vowel for a vowel are usual slips; the first letter is seldom wrong.
static double slip(const struct guessing *g, const char *text, size_t len) {
    size_t same = 0;
    while (same < g->len && same < len && g->word[same] == text[same])
        same++;
    if (same == 0)
        return -2.0;
    if (same == len && same == g->len)
        return 0;
    if (len != g->len) {
        const char *more = len > g->len ? text : g->word;
        return more[same] == more[same - 1] ? 1.0 : 0.0;
    }
    if (same + 1 < len && g->word[same] == text[same + 1] && g->word[same + 1] == text[same])
        return 1.0;
    return is_beside(g->word[same], text[same]) ? 0.7 : 0.0;
}

static bool is_likelier(struct guess a, struct guess b) {
    return a.likely > b.likely || (a.likely == b.likely && a.term < b.term);
}

// A word is met several times, by each letter that may be left out.
static void keep(struct guessing *g, struct guess guess) {
    for (size_t i = 0; i < g->count; i++)
        if (g->best[i].term == guess.term)
            return;
    size_t at = g->count < GUESSES ? g->count++ : GUESSES;
    for (; at > 0 && is_likelier(guess, g->best[at - 1]); at--)
        if (at < GUESSES)
            g->best[at] = g->best[at - 1];
    if (at < GUESSES)
        g->best[at] = guess;
}

static void consider(struct guessing *g, uint32_t term, unsigned max) {
    const struct term *t = &g->v->terms[term];
    const char *text = g->v->pool + t->text;
    size_t gap = t->len > g->len ? t->len - g->len : g->len - t->len;
    if (!t->facts || gap > max || distance(g, text, t->len) > max)
        return;
    keep(g, (struct guess){term, log(t->facts) + slip(g, text, t->len)});
}

static void consider_shorts(struct guessing *g, uint32_t hash) {
    const struct vocabulary *v = g->v;
    for (size_t i = hash & (v->short_slots - 1); v->shorts[i] != SHORT_EMPTY; i = (i + 1) & (v->short_slots - 1))
        if (((v->shorts[i] ^ hash) & ~SHORT_TERM) == 0)
            consider(g, v->shorts[i] & SHORT_TERM, 1);
}

// Whether the letters differ by more than two edits can explain: each changes the counts of two at most.
static bool is_unlike(uint64_t a, uint64_t b) {
    uint64_t x = a ^ b;
    for (int i = 0; i < 4; i++)
        x &= x - 1;
    return x;
}

static void consider_far(struct guessing *g) {
    uint64_t letters = letters_of(g->word, g->len);
    for (size_t len = g->len - 2; len <= g->len + 2 && len <= CORRECT_MAX; len++) {
        const struct far_list *l = &g->v->far[len][g->word[0] - 'a'];
        for (size_t i = 0; i < l->count && i < FAR_SCAN; i++)
            if (!is_unlike(l->letters[i], letters) && distance(g, l->words + i * len, len) <= 2)
                consider(g, l->terms[i], 2);
    }
}

size_t vocabulary_correct(const struct vocabulary *v, const char *word, size_t len, bool is_far, struct guess ret_guesses[GUESSES]) {
    struct guessing g = {.v = v, .word = word, .len = len, .best = ret_guesses};
    if (!is_correctable(word, len))
        return 0;
    for (size_t i = 0; i < len; i++)
        g.places[word[i] & 31] |= 1u << i;
    char outs[CORRECT_MAX][CORRECT_MAX];
    uint32_t hashes[CORRECT_MAX], hash = hash_of(word, len);
    for (size_t i = 0; i < len; i++) { // all places are asked of the memory before the first is looked at
        hashes[i] = hash_of(outs[i], leave_out(word, len, i, outs[i]));
        __builtin_prefetch(&v->slots[hashes[i] & (v->slot_count - 1)]);
        __builtin_prefetch(&v->shorts[hashes[i] & (v->short_slots - 1)]);
    }
    consider_shorts(&g, hash);
    for (size_t i = 0; i < len; i++) {
        uint32_t term = v->slots[slot_of(v, outs[i], len - 1, hashes[i])];
        if (term != TERM_NONE)
            consider(&g, term, 1);
        consider_shorts(&g, hashes[i]);
    }
    if (!g.count && is_far && len >= FAR_MIN)
        consider_far(&g);
    return g.count;
}
