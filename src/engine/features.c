// SPDX-License-Identifier: Apache-2.0
#include "features.h"

#include <math.h>
#include <string.h>


enum {
    RAREST = 3,
    PLACES = 64, // words of a phrase that are marked
    SLIP_MIN = 3,   // letters of a word that may be a slip
    SHORT_QUERY = 8, // words of one in which slips and likeness are looked for
};
static const double COPIED_MOST = 12, WORDS_MOST = 4; // more pairs and words make nobody surer
static const double MISSING_LEAST = 0.02;

// What the query and a phrase have in common; masses are sums of idf.
struct common {
    double all, held, soft, repeated; // of the phrase; held by the query; the same softly; and by its repetitions
    double all_squares, held_squares;
    double query;            // of the query's words that the phrase holds
    double counts;           // how much the shares count: 1 of a title
    double cosine;           // of the 4-grams of both
    double run, passage;     // words of the longest run, mass of the heaviest
    uint32_t pairs;          // neighbours in both
    uint64_t places;         // a bit for each of the first words that is held
};

// The word as it is written, or its stem.
static const char *word_at(const struct knowledge *k, const struct phrase *p, uint32_t at, size_t *ret_len) {
    if (!p->places)
        return vocabulary_word(k->vocabulary, p->terms[at], ret_len);
    const char *word = p->text + p->places[at], *end = word;
    while (*end && *end != ' ')
        end++;
    *ret_len = (size_t)(end - word);
    return word;
}

// A word counts once for the query, however often the phrase says it.
static bool is_first(const struct phrase *p, uint32_t at) {
    for (uint32_t i = 0; i < at; i++)
        if (p->terms[i] == p->terms[at])
            return false;
    return true;
}

static void add_held(struct common *c, double idf, const struct query_word *w) {
    c->held += idf;
    c->held_squares += idf * idf;
    c->repeated += idf * w->repeated;
}

static struct common look(const struct query *q, const struct phrase *p) {
    struct common c = {0};
    double run = 0, mass = 0; // of the run that goes on
    bool was_held = false;
    for (uint32_t i = 0; i < p->count; i++) {
        double idf = p->idfs[i];
        const struct query_word *w = query_word_of(q, p->terms[i]);
        bool is_pair = was_held && w && query_has_pair(q, p->terms[i - 1], p->terms[i]);
        c.all += idf;
        c.all_squares += idf * idf;
        if (w) {
            add_held(&c, idf, w);
            c.places |= i < PLACES ? 1ull << i : 0;
        }
        c.query += w && is_first(p, i) ? w->idf : 0;
        c.pairs += is_pair;
        run = !w ? 0 : is_pair ? run + 1 : 1;
        mass = !w ? 0 : is_pair ? mass + idf : idf;
        c.run = fmax(c.run, run);
        c.passage = fmax(c.passage, mass);
        was_held = w != NULL;
    }
    return c;
}

// Whether a gram of the query may begin in the word; most words of a phrase hold none. *next: the first gram that does
// not begin before the word.
static bool may_hold(const struct phrase *p, uint32_t at, const struct gram_places *grams, size_t *next) {
    if (!p->places || grams->count > GRAM_PLACES)
        return true;
    while (*next < grams->count && grams->items[*next] < p->places[at])
        ++*next;
    return *next < grams->count && (at + 1 == p->count || grams->items[*next] < p->places[at + 1]);
}

// What only the chosen phrase is asked for. In a long query any word looks like one of the phrase.
static void look_closer(const struct knowledge *k, const struct query *q, const struct phrase *p, struct common *c) {
    struct gram_places grams;
    c->cosine = query_grams_cosine(q, p->text, &grams);
    c->soft = c->held;
    size_t next = 0;
    for (uint32_t i = 0; i < p->count && q->written <= SHORT_QUERY; i++) {
        if (!may_hold(p, i, &grams, &next))
            continue;
        size_t len;
        bool is_held = i < PLACES ? c->places >> i & 1 : query_word_of(q, p->terms[i]) != NULL;
        const char *text = is_held ? NULL : word_at(k, p, i, &len);
        double part = is_held ? 0 : query_grams_share(q, text, len);
        c->soft += part > 0 ? part * p->idfs[i] : 0;
    }
}

static bool is_number(const char *text) {
    return *text >= '0' && *text <= '9';
}

// Whether the words are one letter more, less, another, or two swapped apart.
static bool is_one_slip(const char *a, size_t a_len, const char *b, size_t b_len) {
    if (a_len > b_len + 1 || b_len > a_len + 1)
        return false;
    size_t least = a_len < b_len ? a_len : b_len, first = 0, last = 0;
    while (first < least && a[first] == b[first])
        first++;
    while (last < least - first && a[a_len - 1 - last] == b[b_len - 1 - last])
        last++;
    size_t a_rest = a_len - first - last, b_rest = b_len - first - last;
    bool is_swapped = a_rest == 2 && b_rest == 2 && a[first] == b[first + 1] && a[first + 1] == b[first];
    return is_swapped || (a_rest <= 1 && b_rest <= 1);
}

// Whether a word of the phrase that the query lacks is one slip away from the written word.
static bool is_slip(const struct knowledge *k, const struct query *q, const struct phrase *p, const char *written) {
    size_t len = strlen(written);
    for (uint32_t i = 0; i < p->count; i++) {
        size_t term_len;
        const char *text = vocabulary_word(k->vocabulary, p->terms[i], &term_len);
        if (term_len >= SLIP_MIN && is_one_slip(written, len, text, term_len) && !is_number(text) && !query_word_of(q, p->terms[i]))
            return true;
    }
    return false;
}

static bool is_in(const struct query_word *w, uint32_t places) {
    return w->place < INDEX_TERMS && places >> w->place & 1;
}

// Of a short query, what the fact does not hold but the phrase does by a slip: a word that others hold is not
// corrected, though it may be meant as another here ("disi pertamax": "diisi").
static double slipped_mass(const struct knowledge *k, const struct query *q, const struct phrase *p, uint32_t places) {
    double mass = 0;
    if (q->written > SHORT_QUERY)
        return 0;
    for (size_t i = 0; i < q->count; i++) {
        const struct query_word *w = &q->words[i];
        const char *written = w->from ? w->from : w->text;
        bool is_held = w->is_made || w->is_split || is_in(w, places) || is_number(written) || strlen(written) < SLIP_MIN;
        mass += !is_held && is_slip(k, q, p, written) ? (w->term_count ? w->idf : q->rarest) : 0;
    }
    return mass;
}

static double share(double part, double all) {
    return all > 0 ? part / all : 0;
}

// The phrase that fits best. A keyword is another title, as far as it explains the query: "prakerja" alone explains
// little of a question, so that its shares count less.
static const struct phrase *choose(const struct query *q, const struct record *r, double mass, struct common *ret_common) {
    const struct phrase *best = &r->phrases[0];
    *ret_common = look(q, best);
    ret_common->counts = 1;
    for (size_t i = 1; i < r->phrase_count; i++) {
        struct common c = look(q, &r->phrases[i]);
        c.counts = sqrt(fmin(1, share(c.held, mass)));
        if (c.counts * share(c.held, c.all) <= ret_common->counts * share(ret_common->held, ret_common->all))
            continue;
        best = &r->phrases[i];
        *ret_common = c;
    }
    return best;
}

static double mass_of(const struct query *q, uint32_t places) {
    double mass = 0;
    for (; places; places &= places - 1)
        mass += q->place_idf[__builtin_ctz(places)];
    return mass;
}

static double body_bytes(const struct fact *f) {
    double bytes = f->answer ? (double)strlen(f->answer) : 0;
    for (size_t i = 0; i < f->variants.count; i++)
        bytes += (double)strlen(f->variants.items[i]);
    return bytes;
}

static void fill_phrase(const struct query *q, const struct phrase *p, const struct common *c, double f[FEATURES]) {
    f[FEATURE_TITLE] = c->counts * share(c->held, c->all);
    f[FEATURE_RARE] = c->counts * share(c->held_squares, c->all_squares);
    f[FEATURE_SOFT] = c->counts * share(c->soft, c->all);
    f[FEATURE_REPEATED] = c->counts * share(c->repeated, c->all);
    f[FEATURE_HELD] = log(1 + c->held / q->rarest);
    f[FEATURE_GRAMS] = c->cosine;
    f[FEATURE_ORDER] = p->count > 1 ? c->pairs / (double)(p->count - 1) : 0;
    f[FEATURE_RUN] = log(1 + c->run);
    f[FEATURE_PASSAGE] = c->counts * share(c->passage, c->all);
}

static void fill_copy(const struct query *q, const struct record *r, double f[FEATURES]) {
    double common = (double)phrasing_common(&q->phrasing, &r->phrasing), pairs = (double)q->phrasing.count;
    f[FEATURE_COPY] = log(1 + common);
    f[FEATURE_COPIED] = share(common, pairs) * fmin(pairs, COPIED_MOST);
}

static void fill_sure(double words, double f[FEATURES]) {
    f[FEATURE_FIT] = sqrt(f[FEATURE_QUERY] * f[FEATURE_TITLE]);
    f[FEATURE_BOTH] = f[FEATURE_ABOUT] * f[FEATURE_TITLE];
    f[FEATURE_LONG] = f[FEATURE_QUERY] * log(1 + words);
    f[FEATURE_MISSING] = log(fmax(1 - f[FEATURE_QUERY], MISSING_LEAST));
    f[FEATURE_WORDS] = fmin(f[FEATURE_QUERY] * words, WORDS_MOST);
}

void features_fill(const struct knowledge *k, const struct query *q, const struct record *r, const struct index_hit *hit,
                   double f[FEATURES]) {
    double mass = q->mass + q->unknown_mass;
    struct common c;
    memset(f, 0, FEATURES * sizeof *f);
    const struct phrase *p = choose(q, r, mass, &c);
    look_closer(k, q, p, &c);
    fill_phrase(q, p, &c, f);
    f[FEATURE_SUM] = log(1 + (double)hit->score / q->rarest);
    f[FEATURE_QUERY] = share(mass_of(q, hit->places), mass);
    f[FEATURE_ABOUT] = share(c.query, mass);
    uint32_t rarest = (1u << RAREST) - 1; // places are in the order of the idf
    f[FEATURE_RAREST] = share(mass_of(q, hit->places & rarest), mass_of(q, rarest));
    f[FEATURE_SLIPS] = fmin(1, share(slipped_mass(k, q, p, hit->places), mass));
    f[FEATURE_BODY] = log(1 + body_bytes(&r->fact));
    unsigned held = (unsigned)__builtin_popcount(q->number_places & hit->places);
    f[FEATURE_NUMBERS] = q->numbers ? 1 - fmin(1, held / (double)q->numbers) : 0;
    f[FEATURE_VARIANTS] = r->fact.variants.count > 0;
    fill_copy(q, r, f);
    fill_sure((double)q->written, f);
}
