// SPDX-License-Identifier: Apache-2.0
#include "engine/index.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "test.h"

enum { FACTS = 70000, TERMS = 50 }; // more than one segment

static const struct index_shape shape = {1.2, 0.9, 0.5, 3, 1};

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
    const struct index_term last = {69999 % TERMS, 0, 1};
    struct index_hit *all = xmalloc(FACTS * sizeof *all);
    size_t count = index_search(i, &last, 1, all, FACTS), found = 0;
    for (size_t h = 0; h < count; h++)
        found += all[h].fact == 69999;
    CHECK_INT(found, 1);
    free(all);
    index_free(i);
    vocabulary_free(v);
}

static void removes(void) {
    struct vocabulary *v = vocabulary_new();
    struct index *i = filled(v);
    struct index_entry e[3];
    struct index_hit hits[100];
    for (uint32_t f = 0; f < FACTS; f += 2000)
        index_remove(i, f, e, entries_of(f, e));
    const struct index_term term = {TERMS, 0, 1};
    size_t count = index_search(i, &term, 1, hits, 100);
    CHECK_INT(count, 35);
    for (size_t h = 0; h < count; h++)
        CHECK_INT(hits[h].fact % 2000, 1000);
    index_put(i, 4000, e, entries_of(4000, e));
    CHECK_INT(index_search(i, &term, 1, hits, 100), 36);
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
    CHECK_INT(index_search(i, &(struct index_term){77, 0, 1}, 1, &hit, 1), 0);
    index_free(i);
    index_free(NULL);
    vocabulary_free(v);
}

static const struct test tests[] = {{"segments", segments}, {"removes", removes}, {"bm25", bm25}};
TEST_MAIN(tests)
