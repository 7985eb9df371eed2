// SPDX-License-Identifier: Apache-2.0
#include "echo.h"

#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "echo_check.h"
#include "shingles.h"

enum {
    TEXTS_FULL = 32768, // so many texts are kept by MANY of their shingles, further ones by FEW
    PAIRS_OURS = 14,  // words of a short answer
    PAIRS_THEIRS = 60, // of a message that may hold one
    KEEP_MANY = 32,
    KEEP_FEW = 6,
    CANDIDATES = 8,      // compared with a message
    SHORT_MESSAGE = 6,     // words up to which one shingle is enough to look closely
    LONG_WORDS = 120,    // of a longer message fewer are
    CANDIDATES_FEW = 3, // of it, and of a short one
    FORMER_BYTES = 256 * 1024, // of one former revision
    ASKED_HELD = 8, // atoms of an answer that a question does not hold by chance
};

struct former {
    struct fact *fact; // NULL: free
    struct arena *arena;
};

struct echoes {
    struct former *formers;
    uint32_t count, size;
    uint32_t *free_formers;
    size_t free_count;
    struct slot_table *by_id; // former revisions, by the fact's id
    struct shingles *shingles; // texts: a record's number, or FORMER and the number of a former revision
};
#define FORMER 0x80000000u

struct echoes *echoes_new(void) {
    struct echoes *e = xcalloc(1, sizeof *e);
    e->by_id = slots_new();
    e->shingles = shingles_new();
    return e;
}

void echoes_free(struct echoes *e) {
    if (!e)
        return;
    for (uint32_t i = 0; i < e->count; i++)
        arena_free(e->formers[i].arena);
    slots_free(e->by_id);
    shingles_free(e->shingles);
    free(e->formers);
    free(e->free_formers);
    free(e);
}

size_t echoes_bytes(const struct echoes *e) {
    return shingles_bytes(e->shingles) + e->size * (sizeof *e->formers + sizeof *e->free_formers);
}

static const struct fact *fact_of(const struct knowledge *k, uint32_t text) {
    return text & FORMER ? k->echoes->formers[text & ~FORMER].fact : &record_at(k, text)->fact;
}

static uint32_t take_former(struct echoes *e) {
    if (e->free_count)
        return e->free_formers[--e->free_count];
    if (e->count == e->size) {
        e->size = e->size ? e->size * 2 : 64;
        e->formers = xrealloc(e->formers, e->size * sizeof *e->formers);
        e->free_formers = xrealloc(e->free_formers, e->size * sizeof *e->free_formers);
    }
    return e->count++;
}

// Of the answer, and of a claim's title, which stands before it.
static size_t hashes_of(const struct fact *fact, const struct fact_words *words, uint32_t out[2 * SHINGLES_MAX]) {
    if (!words->answer.tokens.count)
        return 0;
    size_t count = shingles_of(&words->answer.tokens, PAIRS_OURS, out);
    return fact->kind == FACT_CLAIM ? count + shingles_of(&words->title.tokens, PAIRS_OURS, out + count) : count;
}

static void put_text(struct knowledge *k, uint32_t text, const struct fact *fact, const struct fact_words *words) {
    uint32_t hashes[2 * SHINGLES_MAX];
    size_t count = hashes_of(fact, words, hashes);
    shingles_put(k->echoes->shingles, text, hashes, count, k->fact_count > TEXTS_FULL ? KEEP_FEW : KEEP_MANY);
}

static void remove_text(struct knowledge *k, uint32_t text, const struct fact *fact, const struct fact_words *words) {
    uint32_t hashes[2 * SHINGLES_MAX];
    shingles_remove(k->echoes->shingles, text, hashes, hashes_of(fact, words, hashes));
}

void echoes_put(struct knowledge *k, uint32_t number, const struct fact *fact, const struct fact_words *words) {
    put_text(k, number, fact, words);
}

void echoes_remove(struct knowledge *k, uint32_t number, const struct fact *fact, const struct fact_words *words) {
    remove_text(k, number, fact, words);
}

static void drop_former(struct knowledge *k, uint32_t number) {
    struct echoes *e = k->echoes;
    struct former *f = &e->formers[number];
    struct fact_words words;
    record_read(k, f->fact, &words);
    remove_text(k, number | FORMER, f->fact, &words);
    slots_remove(e->by_id, f->fact->id, strlen(f->fact->id), number);
    arena_free(f->arena);
    *f = (struct former){0};
    e->free_formers[e->free_count++] = number;
}

// True when the revision is known, or older than all for which there is room. Makes room for it.
static bool is_known_or_old(struct knowledge *k, const struct fact *fact) {
    const struct echoes *e = k->echoes;
    struct slots s = slots_get(e->by_id, fact->id, strlen(fact->id));
    uint32_t oldest = UINT32_MAX;
    for (uint32_t i = 0; i < s.count; i++) {
        int64_t revision = e->formers[s.items[i]].fact->revision;
        if (revision == fact->revision)
            return true;
        if (oldest == UINT32_MAX || revision < e->formers[oldest].fact->revision)
            oldest = s.items[i];
    }
    if (s.count < ECHO_FORMERS)
        return false;
    if (fact->revision < e->formers[oldest].fact->revision)
        return true;
    drop_former(k, oldest);
    return false;
}

void echoes_put_former(struct knowledge *k, const struct fact *fact) {
    if (!fact->answer || !*fact->answer || fact->state != FACT_PUBLISHED || is_known_or_old(k, fact))
        return;
    struct arena *a = arena_new(FORMER_BYTES);
    struct fact *copy = arena_alloc(a, sizeof *copy), lean = *fact;
    lean.keywords = lean.never_match = lean.topics = lean.variants = (struct text_list){0};
    fact_copy(a, &lean, copy);
    uint32_t number = take_former(k->echoes);
    k->echoes->formers[number] = (struct former){copy, a};
    slots_put(k->echoes->by_id, copy->id, strlen(copy->id), number);
    struct fact_words words;
    record_read(k, copy, &words);
    put_text(k, number | FORMER, copy, &words);
}

// --- finding

// So much of an answer that nobody writes it by chance; a question has words of what it asks about. The figures of an
// answer are what tells it from others: a few words count with them only.
static bool is_echo(const struct told_text *told, const struct compared *c) {
    static const struct {
        size_t held;  // atoms of the answer, at least
        double share; // of the answer
        double own;   // of the message's atoms that belong to it
        bool is_few; // needs a figure where the answer has one, and the answer's beginning or its date
    } ways[] = {{20, 0, 0, false}, {6, 0.6, 0, false}, {6, 0.35, 0.5, false}, {5, 0.6, 0.4, false}, {4, 0.3, 0.4, true}, {3, 0.4, 0.7, true}};
    size_t words = told->answer_end - told->answer, span = c->to - c->from;
    bool has_changed = c->change_count && c->held * 10 >= words * 6;
    bool has_figure = !told->slots || c->held_slots || has_changed;
    bool is_asked = c->asks && !(told->slots && (c->held_slots || has_changed)) && c->held < ASKED_HELD && c->held * 10 < words * 9;
    if (c->matched * 5 < span * 3 || is_asked)
        return false;
    for (size_t i = 0; i < COUNT_OF(ways); i++)
        if (c->held >= ways[i].held && (double)c->held >= ways[i].share * (double)words &&
            (double)c->matched >= ways[i].own * (double)c->own && (!ways[i].is_few || (has_figure && (c->is_begun || c->is_dated))))
            return true;
    return false;
}

static size_t told_words(const struct told_text *told) {
    return told->answer_end - told->answer;
}

struct finding {
    const struct knowledge *knowledge;
    const struct atoms *message;
    struct arena *arena;
    const struct fact *best;
    struct told_text told;
    struct compared compared;
    int64_t worth;
};

static int64_t worth_of(const struct compared *c) {
    return (int64_t)c->score - ECHO_CHANGE_COST * (int64_t)c->change_count;
}

// Of texts that are equal the newest statement counts.
static bool is_newer(const struct fact *f, const struct fact *than) {
    if (strcmp(f->id, than->id) == 0)
        return f->revision > than->revision;
    return strcmp(echo_date(f) ? echo_date(f) : "", echo_date(than) ? echo_date(than) : "") > 0;
}

// A reply about an older statement tells the newest behind it: the first of two that stand apart is what was told.
static int by_place(const struct compared *c, const struct compared *than) {
    return c->to <= than->from ? 1 : than->to <= c->from ? -1 : 0;
}

static int by_share(const struct finding *f, const struct told_text *told, const struct compared *c) {
    size_t one = c->held * told_words(&f->told), other = f->compared.held * told_words(told);
    return one > other ? 1 : one < other ? -1 : 0;
}

static bool is_better(const struct finding *f, const struct fact *fact, const struct told_text *told, const struct compared *c) {
    if (!f->best)
        return true;
    int place = by_place(c, &f->compared);
    if (place)
        return place > 0;
    if (worth_of(c) != f->worth)
        return worth_of(c) > f->worth;
    int share = by_share(f, told, c);
    return share ? share > 0 : is_newer(fact, f->best);
}

// Too few atoms to be an echo of the answer by any of the ways above, whose least share of an answer is 0.35. An atom of
// the answer may stand for several of its words, a date for three.
static bool is_too_short(const struct atoms *message, const struct fact *fact) {
    size_t words = 0;
    for (const char *at = fact->answer; *at; words++)
        at += strcspn(at, " \n"), at += strspn(at, " \n");
    return message->count < 20 && message->count * 100 < 35 * words * 6 / 10;
}

static void try_text(struct finding *f, const struct fact *fact) {
    struct told_text told;
    struct compared c;
    if (is_too_short(f->message, fact))
        return;
    told_read(f->knowledge, fact, echo_date(fact), f->arena, &told);
    compare(&told, f->message, f->arena, &c);
    struct atoms before = {f->message->items, c.from};
    struct compared first = {0};
    if (before.count >= SHINGLE_WORDS)
        compare(&told, &before, f->arena, &first);
    if (is_echo(&told, &first))
        c = first;
    if (!is_echo(&told, &c) || !is_better(f, fact, &told, &c))
        return;
    f->best = fact;
    f->told = told;
    f->compared = c;
    f->worth = worth_of(&c);
}

static size_t candidates(const struct echoes *e, const struct tokens *tokens, struct shingle_hit out[CANDIDATES]) {
    uint32_t hashes[SHINGLES_MAX];
    size_t count = shingles_of(tokens, PAIRS_THEIRS, hashes), max = tokens->count > LONG_WORDS ? CANDIDATES_FEW : CANDIDATES;
    size_t found = shingles_find(e->shingles, hashes, count, out, max), kept = 0;
    size_t own = 0;
    for (size_t i = 0; i < tokens->count && own <= SHORT_MESSAGE; i++)
        own += !(tokens->items[i].flags & (TOKEN_DROPPED | TOKEN_EXTRA));
    found = own <= SHORT_MESSAGE && found > CANDIDATES_FEW ? CANDIDATES_FEW : found;
    size_t least = tokens->count > 20 ? 3 : own > SHORT_MESSAGE ? 2 : 1;
    for (size_t i = 0; i < found; i++)
        if (out[i].count >= least)
            out[kept++] = out[i];
    return kept;
}

static void fill_echo(const struct finding *f, int64_t today, struct echo *e) {
    const struct compared *c = &f->compared;
    size_t words = f->told.answer_end - f->told.answer;
    *e = (struct echo){.fact = f->best, .held = (double)c->held / (double)(words ? words : 1)};
    e->own = c->own ? (double)c->matched / (double)c->own : 0;
    memcpy(e->changes, c->changes, sizeof e->changes);
    e->change_count = c->change_count;
    const struct fact *current = knowledge_find(f->knowledge, f->best->id);
    e->now = current ? knowledge_newest(f->knowledge, current, today) : NULL;
    bool is_now = e->now && strcmp(e->now->id, f->best->id) == 0 && e->now->revision == f->best->revision;
    e->state = e->change_count ? ECHO_ALTERED : is_now ? ECHO_SAME : ECHO_FORMER;
}

bool echo_find(const struct knowledge *k, const char *text, const struct tokens *tokens, int64_t today, struct arena *a,
               struct echo *ret_echo) {
    struct shingle_hit hits[CANDIDATES];
    size_t count = tokens->count >= SHINGLE_WORDS ? candidates(k->echoes, tokens, hits) : 0;
    struct atoms message;
    if (!count)
        return false;
    atoms_read(k, text, ECHO_TEXT_MAX, a, &message);
    struct finding f = {.knowledge = k, .message = &message, .arena = a};
    for (size_t i = 0; i < count; i++)
        try_text(&f, fact_of(k, hits[i].text));
    if (!f.best)
        return false;
    struct checking c = {.knowledge = k, .message = &message, .arena = a, .text = text, .fact = f.best, .today = today, .compared = &f.compared};
    echo_check(&c);
    fill_echo(&f, today, ret_echo);
    return true;
}
