// SPDX-License-Identifier: Apache-2.0
#include "engine/groups.h"

#include "base/clock.h"
#include "engine/matcher.h"
#include "words.h"

#define TODAY 20781 // 24 November 2026
#define LONG_TEXT "Tolong sebarkan ke semua keluarga, mulai besok pagi semua kartu yang belum didaftarkan ulang akan diblokir oleh petugas"

static const char *other_texts[] = {"lain sama sekali", LONG_TEXT " bos"};
static const struct fact facts[] = {
    FACT("garam", "id", "Garam dapur mengandung serpihan kaca", .verdict = "unproven", .as_of = "2024-01-05"),
    FACT("garam-lagi", "id", "Produk garam dapur mengandung serpihan kaca", .verdict = "false", .as_of = "2025-03-09"),
    FACT("garam-lama", "id", "Garam dapur mengandung serpihan kaca halus", .verdict = "true", .as_of = "2026-01-01", .valid_until = "2026-02-01"),
    FACT("nias", "id", "Wabah campak sudah menyebar ke pulau Nias", .verdict = "false"),
    FACT("manado", "id", "Wabah campak sudah menyebar ke pulau Manado", .verdict = "false"),
    FACT("gempa-25", "id", "Gempa Bengkulu 25 Agustus memicu tsunami", .verdict = "false"),
    FACT("gempa-7", "id", "Gempa Bengkulu 7 Agustus memicu tsunami", .verdict = "false"),
    FACT("blokir", "id", "Kartu yang belum daftar ulang diblokir", .verdict = "false", .variants = TEXTS(LONG_TEXT)),
    FACT("besok", "id", "Petugas memutus nomor mulai besok pagi", .verdict = "scam", .variants = {.items = other_texts, .count = 2}),
    FACT("minyak", "id", "Undian promo minyak goreng", .verdict = "scam"),
    FACT("minyak-en", "en", "Undian promo minyak goreng", .verdict = "scam"),
    FACT("faq", "id", "Garam dapur mengandung serpihan kaca", .kind = FACT_FAQ),
};

static struct knowledge *knowledge_of(const struct fact *list, size_t count) {
    return words_knowledge(NULL, list, count);
}

// Ids of the others, sorted.
static const char *others(const struct knowledge *k, const char *id, struct arena *a) {
    const struct fact *found[GROUP_MAX];
    size_t count = knowledge_group(k, knowledge_find(k, id), found, GROUP_MAX);
    const char *line = "";
    const char *last = "";
    for (size_t n = 0; n < count; n++) {
        const char *next = NULL;
        for (size_t i = 0; i < count; i++)
            if (strcmp(found[i]->id, last) > 0 && (!next || strcmp(found[i]->id, next) < 0))
                next = found[i]->id;
        if (next)
            line = arena_printf(a, "%s%s%s", line, *line ? " " : "", last = next);
    }
    return line;
}

static void groups(void) {
    static const struct {
        const char *id, *others;
    } rows[] = {{"garam", "garam-lagi garam-lama"}, {"garam-lagi", "garam garam-lama"}, {"nias", ""}, {"manado", ""}, {"gempa-25", ""}, {"gempa-7", ""},
                {"blokir", "besok"}, {"besok", "blokir"}, {"minyak", ""}, {"minyak-en", ""}, {"faq", ""}};
    struct knowledge *k = knowledge_of(facts, COUNT_OF(facts));
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        CHECK_TEXT(others(k, rows[i].id, a), rows[i].others);
    CHECK(groups_bytes(k->groups) > 0);
    arena_free(a);
    knowledge_free(k);
}

// As facts are put, changed and removed, in any order, the groups are those of a base made anew.
static void changes(void) {
    struct knowledge *k = knowledge_of(facts, 3);
    struct arena *a = arena_new(1 << 20);
    knowledge_remove(k, "garam");
    CHECK_TEXT(others(k, "garam-lagi", a), ""); // neither title stands in the other
    knowledge_put(k, &facts[0]);
    CHECK_TEXT(others(k, "garam-lagi", a), "garam garam-lama");
    struct fact other = facts[0];
    other.title = "Harga cabai rawit naik sepuluh kali lipat";
    knowledge_put(k, &other);
    CHECK_TEXT(others(k, "garam", a), "");
    CHECK_TEXT(others(k, "garam-lagi", a), "");
    knowledge_put(k, &facts[0]);
    other = facts[1];
    other.state = FACT_WITHDRAWN;
    knowledge_put(k, &other);
    CHECK_TEXT(others(k, "garam", a), "garam-lama");
    arena_free(a);
    knowledge_free(k);
}

static void bounds(void) {
    struct knowledge *k = knowledge_of(NULL, 0);
    struct arena *a = arena_new(1 << 20);
    for (int i = 0; i < 3 * GROUP_MAX; i++) {
        struct fact fact = FACT("", "id", "Garam dapur mengandung serpihan kaca", .verdict = "false");
        fact.id = arena_printf(a, "kaca-%d", i);
        knowledge_put(k, &fact);
    }
    for (int i = 0; i < 3 * GROUP_MAX; i++) {
        const uint32_t *numbers;
        CHECK(groups_get(k->groups, record_find(k, arena_printf(a, "kaca-%d", i))->number, &numbers) <= GROUP_MAX);
    }
    for (int i = 0; i < 3 * GROUP_MAX; i++)
        knowledge_remove(k, arena_printf(a, "kaca-%d", i));
    CHECK_INT(knowledge_count(k), 0);
    arena_free(a);
    knowledge_free(k);
}

static void newest(void) {
    struct knowledge *k = knowledge_of(facts, COUNT_OF(facts));
    CHECK_TEXT(group_newest(k, knowledge_find(k, "garam"), TODAY)->id, "garam-lagi"); // the newer one has expired
    struct date january = {2026, 1, 15};
    CHECK_TEXT(group_newest(k, knowledge_find(k, "garam"), date_first_day(january))->id, "garam-lama");
    CHECK_TEXT(group_newest(k, knowledge_find(k, "nias"), TODAY)->id, "nias");
    CHECK(record_group(k, record_find(k, "garam")) == record_group(k, record_find(k, "garam-lagi")));
    CHECK(record_group(k, record_find(k, "nias")) != record_group(k, record_find(k, "manado")));
    knowledge_free(k);
}

// A question that fits two of a group equally is answered, by the newest verdict.
static void answers(void) {
    struct knowledge *k = knowledge_of(facts, COUNT_OF(facts) - 1);
    struct arena *a = arena_new(1 << 26);
    struct match *m = arena_alloc(a, sizeof *m);
    struct question q = {.text = "apa benar garam dapur mengandung serpihan kaca", .today = TODAY, .is_explained = true};
    matcher_run(k, &q, a, m);
    CHECK_INT(m->outcome, OUTCOME_ANSWER);
    CHECK_TEXT(m->candidates[0].fact->id, "garam-lagi");
    size_t told = 0;
    for (size_t i = 0; i < m->step_count; i++)
        told += strcmp(m->steps[i].step, "group") == 0;
    CHECK_INT(told, 2);
    for (size_t i = 1; i < m->candidate_count; i++)
        CHECK(m->candidates[i].fact != m->candidates[0].fact);
    arena_free(a);
    knowledge_free(k);
}

static const struct fact twice[] = {
    FACT("satu", "id", "Telur rebus menyembuhkan virus corona", .verdict = "unproven", .as_of = "2020-04-01", .keywords = TEXTS("telur")),
    FACT("dua", "id", "Telur rebus menyembuhkan virus corona", .verdict = "false", .as_of = "2020-06-01", .keywords = TEXTS("telur")),
    FACT("tiga", "id", "Merebus telur tidak berguna melawan penyakit", .verdict = "false", .as_of = "2021-01-01", .supersedes = "dua"),
};

// What a title and a keyword lead to is one claim, and the chain of its statements as well.
static void chains(void) {
    struct knowledge *k = knowledge_of(twice, COUNT_OF(twice));
    CHECK(record_group(k, record_find(k, "satu")) == record_group(k, record_find(k, "tiga")));
    struct arena *a = arena_new(1 << 26);
    struct match *m = arena_alloc(a, sizeof *m);
    struct question q = {.text = "telur", .today = TODAY};
    matcher_run(k, &q, a, m);
    CHECK(m->outcome == OUTCOME_ANSWER && m->rule == RULE_KEYWORD);
    CHECK_TEXT(m->candidates[0].fact->id, "tiga");
    arena_free(a);
    knowledge_free(k);
}

static const struct test tests[] = {{"groups", groups}, {"changes", changes}, {"bounds", bounds}, {"newest", newest}, {"answers", answers}, {"chains", chains}};
TEST_MAIN(tests)
