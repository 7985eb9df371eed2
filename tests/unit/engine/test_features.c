// SPDX-License-Identifier: Apache-2.0
#include "engine/features.h"

#include <math.h>

#include "engine/rank.h"
#include "words.h"

static const struct fact facts[] = {
    FACT("bengkulu", "id", "Gempa Bengkulu 25 Agustus"),
    FACT("bali", "id", "Gempa Bali 7 Agustus"),
    FACT("klik", "id", "Obat nyeri sendi", .variants = TEXTS("Untuk informasi lebih lanjut tentang alat ini, klik")),
    FACT("lokasi", "id", "Lembaga pelatihan", .keywords = TEXTS("alamat kursus", "prakerja")),
    FACT("gelombang", "id", "Gelombang Prakerja dibuka besok"),
    FACT("kartu", "id", "Kartu Prakerja dijual"),
    FACT("bari", "id", "Pulau Bari 8"),
};

struct made {
    struct knowledge *k;
    struct arena *a;
    struct ranking ranking;
};

static void ask(struct made *m, const char *text) {
    struct reader reader = {.lexicon = m->k->lexicon};
    struct tokens t;
    struct query q;
    tokens_read(&reader, text, 4000, m->a, &t);
    tokens_drop(&reader, &t);
    query_make(m->k, &t, query_langs(&t), NULL, m->a, &q);
    rank_find(m->k, &q, m->a, &m->ranking);
}

static const double *features_of(const struct made *m, const char *id) {
    static const double none[FEATURES];
    for (size_t i = 0; i < m->ranking.count; i++)
        if (strcmp(m->ranking.items[i].record->fact.id, id) == 0)
            return m->ranking.items[i].features;
    return none;
}

static struct made make(void) {
    return (struct made){.k = words_knowledge(NULL, facts, COUNT_OF(facts)), .a = arena_new(1 << 24)};
}

static void done(struct made *m) {
    arena_free(m->a);
    knowledge_free(m->k);
}

static void values(void) {
    static const struct {
        const char *query, *fact;
        enum model_feature feature;
        double least, most;
    } rows[] = {
        {"gempa bali 7 agustus", "bali", FEATURE_QUERY, 1, 1},
        {"gempa bali 7 agustus", "bali", FEATURE_ABOUT, 1, 1},
        {"gempa bali 7 agustus", "bali", FEATURE_TITLE, 1, 1},
        {"gempa bali 7 agustus", "bali", FEATURE_RARE, 1, 1},
        {"gempa bali 7 agustus", "bali", FEATURE_ORDER, 1, 1},
        {"gempa bali 7 agustus", "bali", FEATURE_PASSAGE, 1, 1},
        {"gempa bali 7 agustus", "bali", FEATURE_NUMBERS, 0, 0},
        {"gempa bali 7 agustus", "bali", FEATURE_LEAD, 0.3, 0.8},
        {"gempa bali 7 agustus", "bengkulu", FEATURE_NUMBERS, 1, 1}, // says 25, not 7
        {"gempa bali 7 agustus", "bengkulu", FEATURE_QUERY, 0.2, 0.6},
        {"gempa bali 7 agustus", "bengkulu", FEATURE_RARE, 0.1, 0.4}, // the template weighs little
        {"gempa bali 7 agustus", "bengkulu", FEATURE_LEAD, -0.8, -0.3},
        {"gempa bali 7 agustus", "bengkulu", FEATURE_VARIANTS, 0, 0},
        {"agustus gempa", "bali", FEATURE_ORDER, 0, 0},
        {"gempa gempa gempa", "bali", FEATURE_REPEATED, 0.2, 0.9},
        {"obat nyerisendi", "klik", FEATURE_VARIANTS, 1, 1},
        {"sendi nyeris", "klik", FEATURE_SOFT, 0.5, 0.95}, // "nyeri" only looks alike
        {"gempa bari", "bali", FEATURE_SLIPS, 0.4, 0.8}, // "bari" is a word of another fact, so that it stays as it is
        {"gempa bari", "bari", FEATURE_SLIPS, 0, 0},
        {"gempa bali", "bari", FEATURE_SLIPS, 0, 0}, // it was not found by any word
        {"pulau bali", "bari", FEATURE_SLIPS, 0.3, 0.7},
        {"gempa agustus 8", "bali", FEATURE_SLIPS, 0, 0}, // a number is no other number
        {"satu gempa lima enam tujuh sembilan sepuluh sebelas bari", "bali", FEATURE_SLIPS, 0, 0}, // too long
        {"informasi lebih lanjut tentang alat", "klik", FEATURE_COPY, 1.6, 1.61}, // ln 5: the wording counts
        {"informasi lebih lanjut tentang alat", "klik", FEATURE_COPIED, 4, 4},
        {"informasi tentang alat lebih lanjut", "klik", FEATURE_COPIED, 2, 2},
        {"alamat kursus", "lokasi", FEATURE_TITLE, 1, 1}, // a keyword is another title
        {"prakerja alamat dibuka besok gelombang", "lokasi", FEATURE_TITLE, 0, 0.6}, // but "prakerja" explains little
        {"kartu", "kartu", FEATURE_WORDS, 1, 1},
        {"kartu", "kartu", FEATURE_MISSING, -3.92, -3.91},
        {"kartu xyzzyq", "kartu", FEATURE_MISSING, -0.8, -0.5},
    };
    struct made m = make();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        ask(&m, rows[i].query);
        double value = features_of(&m, rows[i].fact)[rows[i].feature];
        bool is_in = value >= rows[i].least - 1e-9 && value <= rows[i].most + 1e-9;
        if (!is_in)
            fprintf(stderr, "%s, %s: %s is %g\n", rows[i].query, rows[i].fact, model_feature_names[rows[i].feature], value);
        CHECK(is_in);
    }
    done(&m);
}

static void orders(void) {
    static const struct {
        const char *query, *first;
    } rows[] = {
        {"gempa bali 7 agustus", "bali"},       {"gempa bengkulu 25 agustus", "bengkulu"},
        {"gmpa bengkuluu", "bengkulu"},         {"untuk informasi lebih lanjut klik", "klik"},
        {"kartuprakerja dijual", "kartu"},      {"kursus di alamat mana", "lokasi"},
    };
    struct made m = make();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        ask(&m, rows[i].query);
        CHECK(m.ranking.count > 0);
        CHECK_TEXT(m.ranking.items[0].record->fact.id, rows[i].first);
        for (size_t n = 0; n < m.ranking.count; n++)
            CHECK(m.ranking.items[n].probability > 0 && m.ranking.items[n].probability < 1);
        for (size_t n = 1; n < m.ranking.count; n++)
            CHECK(m.ranking.items[n - 1].score >= m.ranking.items[n].score);
    }
    ask(&m, "yang di");
    CHECK_INT(m.ranking.count, 0);
    done(&m);
}

static void never(void) {
    const struct fact refusing[] = {
        FACT("a", "id", "Gempa Bali", .never_match = TEXTS("gempa lokal")),
        FACT("b", "id", "Gempa Bengkulu"),
    };
    struct made m = {.k = words_knowledge(NULL, refusing, COUNT_OF(refusing)), .a = arena_new(1 << 24)};
    ask(&m, "gempa lokal bali");
    CHECK_INT(m.ranking.count, 1);
    CHECK_TEXT(m.ranking.items[0].record->fact.id, "b");
    done(&m);
}

// The lead is taken before facts that say something else, not before other statements of the same.
static void margins(void) {
    const struct fact chain[] = {
        FACT("new", "id", "Jumlah lembaga pelatihan", .supersedes = "old", .as_of = "2022-01-01"),
        FACT("old", "id", "Jumlah lembaga pelatihan", .as_of = "2021-01-01"),
        FACT("other", "id", "Jumlah kursus"),
    };
    struct made m = {.k = words_knowledge(NULL, chain, COUNT_OF(chain)), .a = arena_new(1 << 24)};
    ask(&m, "jumlah lembaga pelatihan");
    CHECK_INT(m.ranking.count, 3);
    const struct ranked *r = m.ranking.items;
    CHECK(r[0].root == r[1].root && r[2].root != r[0].root);
    CHECK_NEAR(r[0].features[FEATURE_MARGIN], r[0].score - r[2].score);
    CHECK_NEAR(r[1].features[FEATURE_MARGIN], r[1].score - r[2].score);
    CHECK_NEAR(r[0].features[FEATURE_THIRD], 6); // there is none
    CHECK(r[0].features[FEATURE_LEAD] > 0.4);
    done(&m);
}

static const struct test tests[] = {{"values", values}, {"orders", orders}, {"never", never}, {"margins", margins}};
TEST_MAIN(tests)
