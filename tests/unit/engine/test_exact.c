// SPDX-License-Identifier: Apache-2.0
#include "engine/exact.h"

#include "engine/matcher.h"
#include "words.h"

#define FORWARD "Ayo daftar Prakerja sekarang di situs ini sebelum ditutup hari Senin, bagikan ke semua grup"

static struct source sources[] = {{"Contoh", "Judul", "https://www.contoh.id/berita/satu?id=7&utm_source=rss", "2022-02-09"}};
static struct source shared[] = {{"Harian", "Judul", "https://harian.id/cek/bersama", "2022-02-09"}};
static const struct fact facts[] = {
    FACT("lembaga", "id", "180 lembaga pelatihan Prakerja", .kind = FACT_PROGRAMME, .keywords = TEXTS("lembaga pelatihan", "brp lembaga")),
    FACT("syarat", "id", "Syarat peserta", .kind = FACT_FAQ, .keywords = TEXTS("syarat daftar", "syarat")),
    FACT("providers", "en", "180 training providers", .kind = FACT_PROGRAMME, .keywords = TEXTS("training providers")),
    FACT("telur", "id", "Telur rebus menyembuhkan virus corona", .verdict = "false", .sources = sources, .source_count = 1),
    FACT("vip", "id", "Situs pendaftaran bukan milik pemerintah", .verdict = "false", .keywords = TEXTS("prakerja.vip"), .variants = TEXTS(FORWARD)),
    FACT("pendek", "id", "Tautan pendek menipu", .verdict = "scam", .variants = TEXTS("Klik bit.ly/BansosCair untuk dana 600 ribu")),
    FACT("hotline", "id", "Nomor hotline kami", .kind = FACT_FAQ, .keywords = TEXTS("0811 9787 670")),
    FACT("penipu", "id", "Nomor penipu undian", .verdict = "scam", .variants = TEXTS("Hubungi 0857-1122-3344 untuk klaim hadiah undian Anda hari ini juga ya")),
    FACT("rekening", "id", "Rekening penipu", .verdict = "scam", .variants = TEXTS("Transfer ke rekening BCA 1234567890 agar paket segera dikirim ke rumah")),
    FACT("satu", "id", "Kabar pertama", .verdict = "false", .sources = shared, .source_count = 1),
    FACT("dua", "id", "Berita kedua", .verdict = "false", .sources = shared, .source_count = 1),
    FACT("tiga", "id", "Isu ketiga", .verdict = "false", .sources = shared, .source_count = 1),
    FACT("empat", "id", "Rumor keempat", .verdict = "false", .sources = shared, .source_count = 1),
};

static const struct {
    const char *text;
    enum rule rule; // RULE_NONE: any but the exact ones
    const char *fact;
} rows[] = {
    // keywords: alone, with what people put around them, misspelt, in a question
    {"lembaga pelatihan", RULE_KEYWORD, "lembaga"},
    {"LEMBAGA PELATIHAN!!!", RULE_KEYWORD, "lembaga"},
    {"min mau tanya lembaga pelatihan ya kak", RULE_KEYWORD, "lembaga"},
    {"lembaga pelatihan itu apa?", RULE_KEYWORD, "lembaga"},
    {"lembga pelatihn", RULE_KEYWORD, "lembaga"},
    {"berapa lembaga", RULE_KEYWORD, "lembaga"},
    {"training providers please", RULE_KEYWORD, "providers"},
    {"syarat daftar", RULE_KEYWORD, "syarat"},
    {"syarat untuk daftar apa", RULE_KEYWORD, "syarat"}, // the same words, but for what says nothing
    {"lembaga pelatihan menjual ijazah palsu kepada warga", RULE_NONE, NULL},
    // links: in every spelling, with what was put behind them, inside a message
    {"https://www.contoh.id/berita/satu?id=7", RULE_URL, "telur"},
    {"contoh.id/berita/satu?id=7", RULE_URL, "telur"},
    {"HTTP://CONTOH.ID/BERITA/SATU/?ID=7", RULE_URL, "telur"},
    {"https://m.contoh.id/berita/satu/?id=7&utm_source=wa&utm_medium=x#bagian", RULE_URL, "telur"},
    {"https://contoh.id/berita/satu?fbclid=IwAR0&id=7", RULE_URL, "telur"},
    {"https://contoh.id/berita/satu?id=7&gclid=1&igsh=2&igshid=3&si=4&ref=5", RULE_URL, "telur"},
    {"kak ini beneran? https://contoh.id/berita/satu?id=7&fbclid=1 dapat dari grup sebelah", RULE_URL, "telur"},
    {"https://contoh.id/berita/satu?id=8", RULE_NONE, NULL},
    {"apakah prakerja.vip itu aman", RULE_URL, "vip"},
    {"prakerja[.]vip", RULE_URL, "vip"},
    {"https://www.prakerja.vip/daftar?x=1", RULE_URL, "vip"}, // below a site that is not official: the site
    {"cek bit.ly/BansosCair dong", RULE_URL, "pendek"},
    {"bit.ly/bansoscair", RULE_NONE, NULL}, // a short link's case tells it from another
    {"https://harian.id/cek/bersama", RULE_NONE, NULL}, // what four facts cite tells none of them
    // numbers: in every form
    {"0811 9787 670", RULE_NUMBER, "hotline"},
    {"08119787670", RULE_NUMBER, "hotline"},
    {"+62 811-9787-670", RULE_NUMBER, "hotline"},
    {"apakah (0811) 9787.670 nomor resmi?", RULE_NUMBER, "hotline"},
    {"wa.me/628119787670", RULE_NUMBER, "hotline"},
    {"nol delapan satu satu sembilan tujuh delapan tujuh enam tujuh nol", RULE_NUMBER, "hotline"},
    {"min ada yang telpon dari 0857 1122 3344 aman ga", RULE_NUMBER, "penipu"},
    {"disuruh transfer ke rekening BCA 1234567890 bener ga", RULE_NUMBER, "rekening"},
    {"0811 9787 671", RULE_NONE, NULL},
    // texts that circulate: written anew, with words around them
    {FORWARD, RULE_VARIANT, "vip"},
    {"AYO DAFTAR prakerja skrg di situs ini sblm ditutup hari senin!! 🙏🙏 bagikan ke semua grup", RULE_VARIANT, "vip"},
    {"apa benar ini? " FORWARD, RULE_VARIANT, "vip"},
    {"*Diteruskan* \"" FORWARD "\" mohon infonya ya kak", RULE_VARIANT, "vip"},
    {"min, ini gimana ya: " FORWARD " makasih min", RULE_VARIANT, "vip"},
    {"Telur rebus menyembuhkan virus corona", RULE_VARIANT, "telur"}, // its title circulates too
    {"kak telur rebus menyembuhkan virus corona ya?", RULE_VARIANT, "telur"},
    {"Telur rebus tidak menyembuhkan virus corona", RULE_NONE, NULL},
};

static bool is_exact(enum rule rule) {
    return rule == RULE_KEYWORD || rule == RULE_URL || rule == RULE_NUMBER || rule == RULE_VARIANT;
}

static void finds(void) {
    struct intents *intents = fixture_intents();
    struct knowledge *k = words_knowledge(intents, facts, COUNT_OF(facts));
    struct match *m = xmalloc(sizeof *m);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct arena *a = arena_new(1 << 26);
        struct question q = {.text = rows[i].text, .today = 19040};
        matcher_run(k, &q, a, m);
        const char *fact = m->candidate_count ? m->candidates[0].fact->id : "";
        bool is_right = rows[i].rule == RULE_NONE ? !is_exact(m->rule)
                                                  : m->rule == rows[i].rule && m->outcome == OUTCOME_ANSWER && strcmp(fact, rows[i].fact) == 0;
        if (!is_right)
            fprintf(stderr, "%s: %s by %s: %s%s\n", rows[i].text, outcome_name(m->outcome), rule_name(m->rule), m->intent ? m->intent : "", fact);
        CHECK(is_right);
        arena_free(a);
    }
    free(m);
    knowledge_free(k);
    intents_free(intents);
}

static void variants(void) {
    struct knowledge *k = words_knowledge(NULL, facts, COUNT_OF(facts));
    struct arena *a = arena_new(1 << 22);
    struct reader reader = fact_reader(k);
    struct tokens t;
    static const struct {
        const char *text;
        bool is_found;
    } texts[] = {{"", false}, {"ya", false}, {FORWARD, true}, {"dan yang itu ini di ke " FORWARD " ya kak min dong sih", true},
                 {"dan yang itu ini di ke dari pada " FORWARD, false}}; // more words than are cut off
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        tokens_read(&reader, texts[i].text, 4096, a, &t);
        tokens_drop(&reader, &t);
        bool is_found = exact_variant(k, &t, a).facts.count > 0;
        if (is_found != texts[i].is_found)
            fprintf(stderr, "%s: %s\n", texts[i].text, tokens_join(&t, 0, a));
        CHECK(is_found == texts[i].is_found);
    }
    arena_free(a);
    knowledge_free(k);
}

static const struct test tests[] = {{"finds", finds}, {"variants", variants}};
TEST_MAIN(tests)
