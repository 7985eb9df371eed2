// SPDX-License-Identifier: Apache-2.0
#include "engine/index.h"

#include <math.h>
#include <stdlib.h>

#include "test.h"

enum { FACTS = 70000, TERMS = 50 }; // more than one segment

static const struct index_shape shape = {1.2, 0.9, 0.5, 3, 1, true};

// Fact f holds term f % TERMS in its title, its double in the rest, and term TERMS if f is divisible by 1,000.
static size_t entries_of(uint32_t f, struct index_entry out[3]) {
    size_t count = 0;
    uint32_t first = f % TERMS, second = f * 2 % TERMS;
    out[count++] = (struct index_entry){first, (uint16_t)(1 + (first == second)), 1};
    if (first != second)
        out[count++] = (struct index_entry){second, 2, 0};
    if (f % 1000 == 0)
        out[count++] = (struct index_entry){TERMS, 1, 0};
    return count;
}

static struct index *filled(struct vocabulary *v) {
    char word[8];
    for (uint32_t t = 0; t <= TERMS; t++)
        vocabulary_add(v, word, (size_t)snprintf(word, sizeof word, "t%u", t));
    struct index *i = index_new(v, &shape);
    for (uint32_t f = 0; f < FACTS; f++) {
        struct index_entry e[3];
        index_put(i, f, e, entries_of(f, e));
    }
    return i;
}

static void segments(void) {
    struct vocabulary *v = vocabulary_new();
    struct index *i = filled(v);
    struct index_hit hits[5];
    const struct index_term terms[] = {{TERMS, 0, 5}, {0, 1, 1}};
    CHECK_INT(index_facts(i), FACTS);
    CHECK_INT(vocabulary_facts(v, TERMS), FACTS / 1000);
    CHECK_INT(index_search(i, terms, 2, hits, 5), 5);
    for (size_t h = 0; h < 5; h++) {
        CHECK_INT(hits[h].fact % 1000, 0);
        CHECK_INT(hits[h].places, 3);
        CHECK(h == 0 || hits[h].score <= hits[h - 1].score);
    }
    const struct index_entry last = {TERMS + 1, 9, 9}; // in the second segment
    vocabulary_add(v, "last", 4);
    index_put(i, FACTS, &last, 1);
    CHECK_INT(index_search(i, &(struct index_term){TERMS + 1, 0, 1}, 1, hits, 5), 1);
    CHECK_INT(hits[0].fact, FACTS);
    index_free(i);
    vocabulary_free(v);
}

static void removes(void) {
    struct vocabulary *v = vocabulary_new();
    struct index *i = filled(v);
    struct index_entry e[3];
    struct index_hit hits[INDEX_HITS];
    for (uint32_t f = 0; f < FACTS; f += 2000)
        index_remove(i, f, e, entries_of(f, e));
    const struct index_term term = {TERMS, 0, 1};
    size_t count = index_search(i, &term, 1, hits, INDEX_HITS);
    CHECK_INT(count, 35);
    for (size_t h = 0; h < count; h++)
        CHECK_INT(hits[h].fact % 2000, 1000);
    index_put(i, 4000, e, entries_of(4000, e));
    CHECK_INT(index_search(i, &term, 1, hits, INDEX_HITS), 36);
    CHECK_INT(vocabulary_facts(v, TERMS), 36);
    index_free(i);
    vocabulary_free(v);
}

// The quantised sum stays within a half step a term of BM25.
static void bm25(void) {
    struct vocabulary *v = vocabulary_new();
    vocabulary_add(v, "a", 1);
    vocabulary_add(v, "b", 1);
    struct index *i = index_new(v, &shape);
    index_put(i, 0, (struct index_entry[]){{0, 2, 1}, {1, 1, 0}}, 2);
    struct index_hit hit;
    CHECK_INT(index_search(i, (struct index_term[]){{0, 0, 2}, {1, 1, 3}}, 2, &hit, 1), 1);
    double all = 1.2 * (0.1 + 0.9), title = 1.2; // both lengths are the means
    double want = 2 * (2 * 2.2 / (2 + all) + 0.5 * 2.2 / (1 + title)) + 3 * (2.2 / (1 + all));
    CHECK(fabs((double)hit.score - want) < 5 * 0.5 * 2.2 * 1.5 / 255);
    CHECK(index_idf(i, 0) > index_idf(i, 1) && index_idf(i, 1) > 0);
    CHECK(fabs(index_idf(i, 0) - log(1 + 1.5 / 0.5)) < 1e-6);
    CHECK_INT(index_search(i, &(struct index_term){77, 0, 1}, 1, &hit, 1), 0);
    index_free(i);
    index_free(NULL);
    vocabulary_free(v);
}

// --- against an exhaustive search over facts of random terms
enum { RANDOM_FACTS = 90000, RANDOM_TERMS = 3000, ENTRIES = 6, QUERIES = 120, BUDGET = 50000 };

struct random_fact {
    struct index_entry entries[ENTRIES];
    size_t count;
    bool is_there;
};

static uint32_t random_state = 7;

static uint32_t random_below(uint32_t limit) {
    random_state = random_state * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)(random_state >> 8) * limit >> 24);
}

static uint32_t random_term(void) { // a few are frequent, most are rare
    uint32_t most = 1u << (1 + random_below(11));
    return random_below(most < RANDOM_TERMS ? most : RANDOM_TERMS);
}

static void random_fact(struct random_fact *f) {
    *f = (struct random_fact){.is_there = true};
    size_t words = 1 + random_below(ENTRIES);
    while (f->count < words) {
        uint32_t term = random_term();
        size_t at = 0;
        while (at < f->count && f->entries[at].term != term)
            at++;
        if (at == f->count)
            f->entries[f->count++] = (struct index_entry){term, (uint16_t)(1 + random_below(4)), (uint16_t)random_below(2)};
    }
}

static double part(double times, double len, double mean) {
    return times * (shape.k1 + 1) / (times + shape.k1 * (1 - shape.b + shape.b * (len / mean)));
}

static float score_of(const struct random_fact *f, const struct index_term *terms, size_t count) {
    double all = 0, title = 0, scale = (double)(float)((shape.k1 + 1) * (1 + shape.title) / 255), sum = 0;
    for (size_t e = 0; e < f->count; e++) {
        all += f->entries[e].all;
        title += f->entries[e].title;
    }
    for (size_t e = 0; e < f->count; e++)
        for (size_t t = 0; t < count; t++) {
            if (f->entries[e].term != terms[t].term)
                continue;
            double adds = part(f->entries[e].all, all, shape.mean_all);
            if (f->entries[e].title)
                adds += shape.title * part(f->entries[e].title, title, shape.mean_title);
            sum += (double)terms[t].weight * scale * fmin(fmax(round(adds / scale), 1), 255);
        }
    return (float)sum;
}

static int by_score(const void *a, const void *b) {
    const float *x = a, *y = b;
    return *x < *y ? 1 : -(*x > *y);
}

static struct random_fact facts[RANDOM_FACTS];

// The same best scores as from looking at every fact; and what a hit says of itself is true.
static void check_search(const struct index *i, const struct vocabulary *v, size_t wanted) {
    static float scores[RANDOM_FACTS];
    struct index_term terms[INDEX_TERMS];
    struct index_hit hits[INDEX_HITS];
    size_t count = 0, want = 1 + random_below(random_below(3) ? 3 : INDEX_TERMS), postings = 0, positive = 0;
    while (count < want) {
        uint32_t term = random_term();
        size_t at = 0;
        while (at < count && terms[at].term != term)
            at++;
        if (at < count)
            continue;
        terms[count] = (struct index_term){term, (unsigned)count, (float)((int)(index_idf(i, vocabulary_facts(v, term)) * 2048)) / 2048};
        postings += vocabulary_facts(v, term);
        count++;
    }
    if (postings > BUDGET)
        return;
    for (size_t f = 0; f < RANDOM_FACTS; f++) {
        scores[f] = facts[f].is_there ? score_of(&facts[f], terms, count) : 0;
        positive += scores[f] > 0;
    }
    size_t found = index_search(i, terms, count, hits, wanted);
    CHECK_INT(found, positive < wanted ? positive : wanted);
    for (size_t h = 0; h < found; h++) {
        const struct random_fact *f = &facts[hits[h].fact];
        uint32_t places = 0;
        for (size_t e = 0; e < f->count; e++)
            for (size_t t = 0; t < count; t++)
                places |= f->entries[e].term == terms[t].term ? 1u << t : 0;
        CHECK_INT(hits[h].places, places);
        CHECK(fabsf(hits[h].score - scores[hits[h].fact]) < 1e-3f);
    }
    qsort(scores, RANDOM_FACTS, sizeof *scores, by_score);
    for (size_t h = 0; h < found; h++)
        CHECK(fabsf(hits[h].score - scores[h]) < 1e-3f);
}

static struct vocabulary *random_vocabulary(void) {
    struct vocabulary *v = vocabulary_new();
    char word[16];
    for (uint32_t t = 0; t < RANDOM_TERMS; t++)
        vocabulary_add(v, word, (size_t)snprintf(word, sizeof word, "w%u", t));
    return v;
}

static void exhaustive(void) {
    struct vocabulary *v = random_vocabulary();
    struct index *i = index_new(v, &shape);
    for (uint32_t f = 0; f < RANDOM_FACTS; f++) {
        random_fact(&facts[f]);
        index_load(i, f, facts[f].entries, facts[f].count);
    }
    index_settle(i);
    for (int q = 0; q < QUERIES; q++)
        check_search(i, v, q % 2 ? 30 : 5);
    index_free(i);
    vocabulary_free(v);
}

// Facts come, change and go while segments are being merged: as good as a fresh index.
static void edits(void) {
    struct vocabulary *v = random_vocabulary();
    struct index *i = index_new(v, &shape);
    for (uint32_t f = 0; f < RANDOM_FACTS; f++) {
        facts[f].is_there = false;
        if (f % 2)
            continue;
        random_fact(&facts[f]);
        index_load(i, f, facts[f].entries, facts[f].count);
    }
    index_remove(i, 10, facts[10].entries, facts[10].count); // while it waits
    facts[10].is_there = false;
    index_settle(i);
    size_t there = index_facts(i), compactions = 0;
    for (int step = 0; step < 60000; step++) {
        struct random_fact *f = &facts[random_below(RANDOM_FACTS)];
        uint32_t number = (uint32_t)(f - facts);
        if (f->is_there)
            index_remove(i, number, f->entries, f->count);
        there -= f->is_there;
        f->is_there = false;
        if (random_below(3)) {
            random_fact(f);
            index_put(i, number, f->entries, f->count);
            there++;
        }
        if (step % 10 == 0 && step < 50000)
            compactions += index_compact(i, 500);
        if (step % 1000 == 999)
            check_search(i, v, 30);
    }
    CHECK_INT(index_facts(i), there);
    CHECK(compactions > 1000);
    size_t before = index_bytes(i);
    while (index_compact(i, 100000))
        continue;
    CHECK(index_bytes(i) < before);
    for (int q = 0; q < QUERIES / 4; q++)
        check_search(i, v, 30);
    size_t counted[RANDOM_TERMS] = {0};
    for (size_t f = 0; f < RANDOM_FACTS; f++)
        for (size_t e = 0; facts[f].is_there && e < facts[f].count; e++)
            counted[facts[f].entries[e].term]++;
    for (uint32_t t = 0; t < RANDOM_TERMS; t++)
        CHECK_INT(vocabulary_facts(v, t), counted[t]);
    index_free(i);
    vocabulary_free(v);
}

// The first facts tell the lengths; later ones may tell that those are off.
static void drifts(void) {
    struct vocabulary *v = random_vocabulary();
    struct index *i = index_new(v, &(struct index_shape){1.2, 0.9, 0.5, 24, 10, false});
    struct index_shape now;
    CHECK(!index_has_drifted(i, &now));
    for (uint32_t f = 0; f < 100; f++)
        index_load(i, f, (struct index_entry[]){{f, 2, 1}, {f + 1, 1, 1}}, 2);
    index_settle(i);
    CHECK(!index_has_drifted(i, &now));
    CHECK(fabs(now.mean_all - 3) < 1e-9 && fabs(now.mean_title - 2) < 1e-9);
    for (uint32_t f = 100; f < 200; f++)
        index_put(i, f, (struct index_entry[]){{f, 9, 1}, {f + 1, 1, 1}}, 2);
    CHECK(index_has_drifted(i, &now));
    CHECK(fabs(now.mean_all - 6.5) < 1e-9);
    index_free(i);
    vocabulary_free(v);
}

static const struct test tests[] = {{"segments", segments},     {"removes", removes}, {"bm25", bm25},
                                    {"exhaustive", exhaustive}, {"edits", edits},     {"drifts", drifts}};
TEST_MAIN(tests)
