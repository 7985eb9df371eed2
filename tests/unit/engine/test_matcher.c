// SPDX-License-Identifier: Apache-2.0
#include "engine/matcher.h"

#include "base/clock.h"
#include "engine/decide.h"
#include "engine/exact.h"
#include "engine/rank.h"
#include "words.h"

static struct source sources[] = {{"Contoh", "Judul", "https://contoh.id/berita/satu", "2022-02-09"}};
static const struct fact facts[] = {
    FACT("lembaga", "id", "180 lembaga pelatihan Prakerja per Februari 2022", .kind = FACT_PROGRAMME, .as_of = "2022-02-09",
         .supersedes = "lembaga-2021", .keywords = TEXTS("lembaga pelatihan", "berapa lembaga pelatihan")),
    FACT("lembaga-2021", "id", "179 lembaga pelatihan Prakerja per Juni 2021", .kind = FACT_PROGRAMME, .as_of = "2021-06-18"),
    FACT("lembaga-en", "en", "180 training providers in Prakerja", .kind = FACT_PROGRAMME, .as_of = "2022-02-09",
         .translation_of = "lembaga", .keywords = TEXTS("training providers")),
    FACT("vip", "id", "Pendaftaran Prakerja di prakerja.vip", .verdict = "false", .keywords = TEXTS("prakerja.vip"),
         .variants = TEXTS("Ayo daftar Prakerja sekarang di situs ini sebelum ditutup hari Senin, bagikan ke semua grup")),
    FACT("telur", "id", "Telur rebus menyembuhkan virus corona", .verdict = "false", .never_match = TEXTS("telur asin"),
         .sources = sources, .source_count = 1),
    FACT("hotline", "id", "Nomor hotline cek fakta 0811 9787 670", .kind = FACT_FAQ, .keywords = TEXTS("0811 9787 670", "hotline")),
    FACT("gempa", "id", "Gempa Bengkulu 25 Agustus memicu tsunami", .verdict = "false"),
    FACT("promo-a", "id", "Undian promo kopi susu", .verdict = "scam", .keywords = TEXTS("undian")),
    FACT("promo-b", "id", "Undian promo minyak goreng", .verdict = "scam", .keywords = TEXTS("undian")),
    FACT("kuota", "id", "Kuota gelombang 23 Prakerja", .kind = FACT_PROGRAMME, .valid_until = "2022-02-20"),
    FACT("usia", "id", "Usia peserta Prakerja 18 sampai 64 tahun", .kind = FACT_FAQ),
};

static void asks(void) {
    static const struct {
        const char *text;
        enum outcome outcome;
        enum rule rule;
        const char *what; // the first fact, or the intent
    } rows[] = {
        {"lembaga pelatihan", OUTCOME_ANSWER, RULE_KEYWORD, "lembaga"},
        {"brp lembaga pelatihan prakerja min", OUTCOME_ANSWER, RULE_KEYWORD, "lembaga"},
        {"berapa lembga pelatihn?", OUTCOME_ANSWER, RULE_KEYWORD, "lembaga"},
        {"berapa lembaga pelatihan juni 2021", OUTCOME_ANSWER, RULE_KEYWORD, "lembaga-2021"},
        {"berapa lembaga pelatihan tahun 2019", OUTCOME_ANSWER, RULE_KEYWORD, "lembaga-2021"},
        {"how many training providers are there", OUTCOME_ANSWER, RULE_KEYWORD, "lembaga-en"},
        {"how many lembaga pelatihan are there", OUTCOME_ANSWER, RULE_KEYWORD, "lembaga-en"},
        {"apa benar daftar prakerja di https://www.prakerja.vip/daftar?utm_source=wa", OUTCOME_ANSWER, RULE_URL, "vip"},
        {"https://contoh.id/berita/satu", OUTCOME_ANSWER, RULE_URL, "telur"},
        {"prakerja-2022.com", OUTCOME_LINK, RULE_LINK, NULL},
        {"bit.ly/abc", OUTCOME_LINK, RULE_LINK, NULL},
        {"apakah 0811-9787-670 nomor resmi?", OUTCOME_ANSWER, RULE_NUMBER, "hotline"},
        {"AYO DAFTAR prakerja skrg di situs ini sblm ditutup hari senin!! bagikan ke semua grup", OUTCOME_ANSWER, RULE_VARIANT, "vip"},
        {"tlur rebus bs sembuhkan virus corona?", OUTCOME_ANSWER, RULE_RANKED, "telur"},
        {"undian", OUTCOME_OFFER, RULE_KEYWORD, "promo-a"},
        {"prakerja", OUTCOME_OFFER, RULE_SHORT, NULL},
        {"harga cabai besok", OUTCOME_NONE, RULE_NONE, NULL},
        {"telur asin virus corona rebus", OUTCOME_NONE, RULE_NONE, NULL},
        {"halo", OUTCOME_INTENT, RULE_INTENT, "greeting"},
        {"halo, apakah benar telur rebus menyembuhkan virus corona", OUTCOME_ANSWER, RULE_VARIANT, "telur"},
        {"saya sudah transfer ke prakerja.vip", OUTCOME_INTENT, RULE_INTENT, "danger"},
        {"", OUTCOME_NONE, RULE_NONE, NULL},
        {"\xff\xfe\x01", OUTCOME_NONE, RULE_NONE, NULL},
    };
    struct intents *intents = fixture_intents();
    struct knowledge *k = words_knowledge(intents, facts, COUNT_OF(facts));
    struct match *m = xmalloc(sizeof *m);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct arena *a = arena_new(1 << 26);
        struct question q = {.text = rows[i].text, .today = 19040}; // 17 February 2022
        matcher_run(k, &q, a, m);
        const char *what = m->intent ? m->intent : m->candidate_count ? m->candidates[0].fact->id : "";
        bool is_right = m->outcome == rows[i].outcome && m->rule == rows[i].rule && (!rows[i].what || strcmp(what, rows[i].what) == 0);
        if (!is_right)
            fprintf(stderr, "%s: %s by %s: %s\n", rows[i].text, outcome_name(m->outcome), rule_name(m->rule), what);
        CHECK(is_right);
        arena_free(a);
    }
    free(m);
    knowledge_free(k);
    intents_free(intents);
}

static void expires(void) {
    struct knowledge *k = words_knowledge(NULL, facts, COUNT_OF(facts));
    struct arena *a = arena_new(1 << 26);
    struct match *m = xmalloc(sizeof *m);
    struct question q = {.text = "kuota gelombang 23", .today = 19200};
    matcher_run(k, &q, a, m);
    CHECK(m->candidate_count && m->candidates[0].is_expired);
    CHECK(!m->has_asked_day);
    q.has_at = true;
    q.at = 19040;
    matcher_run(k, &q, a, m);
    CHECK(m->candidate_count && !m->candidates[0].is_expired);
    CHECK(m->has_asked_day && m->asked_day == 19040);
    free(m);
    arena_free(a);
    knowledge_free(k);
}

static void langs(void) {
    static const struct {
        const char *text, *asked, *lang;
        bool is_sure;
    } rows[] = {
        {"berapa lembaga yang ada", "en", "id", true},
        {"how many are there", "id", "en", true},
        {"xyzzy", "en", "en", false},
        {"xyzzy", NULL, "id", false},
        {"training providers", NULL, "en", false},
    };
    struct knowledge *k = words_knowledge(NULL, facts, COUNT_OF(facts));
    struct arena *a = arena_new(1 << 26);
    struct match *m = xmalloc(sizeof *m);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct question q = {.text = rows[i].text, .lang = rows[i].asked, .today = 19040};
        matcher_run(k, &q, a, m);
        CHECK_TEXT(m->lang, rows[i].lang);
        CHECK_INT(m->is_lang_sure, rows[i].is_sure);
    }
    free(m);
    arena_free(a);
    knowledge_free(k);
}

static bool has_step(const struct match *m, const char *step, const char *from, const char *to) {
    for (size_t i = 0; i < m->step_count; i++)
        if (strcmp(m->steps[i].step, step) == 0 && strcmp(m->steps[i].from, from) == 0 && strcmp(m->steps[i].to, to) == 0)
            return true;
    return false;
}

static void explains(void) {
    struct knowledge *k = words_knowledge(NULL, facts, COUNT_OF(facts));
    struct arena *a = arena_new(1 << 26);
    struct match *m = xmalloc(sizeof *m);
    struct question q = {.text = "apakah benar tsunmi bengkulu yg besar, undian promo", .today = 19040, .is_explained = true};
    matcher_run(k, &q, a, m);
    CHECK(has_step(m, "slang", "yg", "yang"));
    CHECK(has_step(m, "drop", "benar", ""));
    CHECK(has_step(m, "typo", "tsunmi", "tsunami"));
    CHECK(m->candidate_count && m->candidates[0].feature_count == FEATURES);
    size_t with = 0;
    for (size_t i = 0; i < m->candidate_count; i++) {
        bool has_reason = false;
        for (size_t r = 0; r < m->candidates[i].reason_count; r++)
            has_reason |= strcmp(m->candidates[i].reasons[r], "typo:tsunmi→tsunami") == 0;
        CHECK_INT(has_reason, strstr(m->candidates[i].fact->title, "tsunami") != NULL);
        with += has_reason;
    }
    CHECK(with > 0 && with < m->candidate_count); // only those that hold the word
    q.is_explained = false;
    matcher_run(k, &q, a, m);
    CHECK_INT(m->step_count, 0);
    CHECK_INT(m->candidates[0].feature_count, 0);
    free(m);
    arena_free(a);
    knowledge_free(k);
}

// What nobody sends in good faith: bounded time and memory, and no crash.
// No language is without search, and English is found by its stems, Indonesian as it stands.
static void scripts(void) {
    static const struct fact written[] = {
        FACT("zh", "zh", "政府向登记家庭发放六十万元补助的消息不实", .verdict = "false"),
        FACT("th", "th", "รัฐบาลแจกเงินหมื่นบาทให้ทุกครอบครัว", .verdict = "false"),
        FACT("ko", "ko", "정부가 모든 가정에 지원금을 준다는 소문", .verdict = "false"),
        FACT("ja", "ja", "ワクチンにチップが入っているという噂", .verdict = "false"),
        FACT("ru", "ru", "Правительство выплатит помощь каждой семье", .verdict = "false"),
        FACT("ar", "ar", "الحكومة ستدفع مساعدة لكل أسرة", .verdict = "false"),
        FACT("jv", "jv", "ꦥꦿꦏꦼꦂꦗꦢꦶꦠꦸꦠꦸꦥ꧀", .verdict = "false"),
        FACT("en", "en", "Vaccinated people are dying of infected batteries", .verdict = "false"),
        FACT("id", "id", "Kebakaran membakar pabrik baterai di Bekasi", .verdict = "false"),
    };
    static const char *const rows[][2] = {
        {"政府发放补助是真的吗", "zh"}, {"แจกเงินหมื่นบาทจริงไหม", "th"}, {"지원금 소문 정부", "ko"},      {"ﾜｸﾁﾝにチップ", "ja"},
        {"правительство помощь семье", "ru"}, {"مُساعدة الحكومة", "ar"},   {"ꦥꦿꦏꦼꦂꦗꦢꦶꦠꦸꦠꦸꦥ꧀", "jv"}, {"is infection by battery real", "en"},
        {"pabrik membakar bekasi", "id"}};
    struct knowledge *k = words_knowledge(NULL, written, COUNT_OF(written));
    struct arena *a = arena_new(1 << 26);
    struct match *m = xmalloc(sizeof *m);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct question q = {.text = rows[i][0], .today = 19040};
        matcher_run(k, &q, a, m);
        CHECK(m->candidate_count > 0);
        if (m->candidate_count)
            CHECK_TEXT(m->candidates[0].fact->id, rows[i][1]);
    }
    struct question q = {.text = "terbakar", .today = 19040}; // another word of the same root
    matcher_run(k, &q, a, m);
    CHECK_INT(m->candidate_count, 0);
    free(m);
    arena_free(a);
    knowledge_free(k);
}

// What was hidden, broken or drowned is still found; what says nothing finds nothing.
static void hostile_outcomes(void) {
    static const struct {
        const char *before, *part;
        int times;
        enum outcome outcome;
        const char *fact; // the first one, or the host of the first link
    } rows[] = {
        {"", "😀", 4096, OUTCOME_NONE, NULL},
        {"berapa lembaga pelatihan ", "😀", 4096, OUTCOME_ANSWER, "lembaga"},
        {"", "q", 4096, OUTCOME_NONE, NULL},
        {"", "http://a.id/x ", 2000, OUTCOME_LINK, "a.id"},
        {"", "http://prakerja.vip/x ", 2000, OUTCOME_ANSWER, "vip"},
        {"", "081234567890 ", 2000, OUTCOME_LINK, NULL},
        {"", "\xe2\x80\xae\xe2\x80\xac\xe2\x81\xa6\xe2\x81\xa9", 1000, OUTCOME_NONE, NULL},
        {"\xe2\x80\xaelem\xe2\x80\x8b" "baga\xe2\x80\xac pela\xc2\xadtihan", "\xe2\x80\x8f", 1000, OUTCOME_ANSWER, "lembaga"},
        {"l\xcc\xb5" "e\xcd\xa8m\xcc\xb6" "b\xcc\xb5" "aga pel\xcc\xb8" "atihan", "\xcc\xb5\xcd\x9b", 2000, OUTCOME_ANSWER, "lembaga"},
        {"", "z\xcc\xb5\xcd\x9b", 2000, OUTCOME_NONE, NULL},
        {"lembaga \xff\xfe pelatihan \xc0\xaf", "\xed\xa0\x80", 1000, OUTCOME_ANSWER, "lembaga"},
        {"", "\xff", 4096, OUTCOME_NONE, NULL},
        {"ｌｅｍｂａｇａ 𝗽𝗲𝗹𝗮𝘁𝗶𝗵𝗮𝗻", " ", 1000, OUTCOME_ANSWER, "lembaga"},
        {"l e m b a g a  p e l a t i h a n", "\n", 1000, OUTCOME_ANSWER, "lembaga"},
        {"L3MB4G4 P3L4T1H4N", "!", 1000, OUTCOME_ANSWER, "lembaga"},
        {"lembagaaaaa pelatihaaaan", ".", 1000, OUTCOME_ANSWER, "lembaga"},
        {"", "yg di ke ", 1000, OUTCOME_NONE, NULL},
        {"", "", 0, OUTCOME_NONE, NULL},
    };
    struct knowledge *k = words_knowledge(NULL, facts, COUNT_OF(facts));
    struct match *m = xmalloc(sizeof *m);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct arena *a = arena_new(1 << 26);
        struct buf b;
        buf_init(&b, 100000);
        buf_puts(&b, rows[i].before);
        for (int n = 0; n < rows[i].times; n++)
            buf_puts(&b, rows[i].part);
        struct question q = {.text = buf_text(&b), .today = 19040};
        matcher_run(k, &q, a, m);
        if (m->outcome != rows[i].outcome)
            fprintf(stderr, "row %zu: %s by %s\n", i, outcome_name(m->outcome), rule_name(m->rule));
        CHECK_INT(m->outcome, rows[i].outcome);
        if (rows[i].fact && m->outcome == OUTCOME_ANSWER)
            CHECK_TEXT(m->candidates[0].fact->id, rows[i].fact);
        if (rows[i].fact && m->outcome == OUTCOME_LINK)
            CHECK_TEXT(m->links[0].host, rows[i].fact);
        buf_done(&b);
        arena_free(a);
    }
    free(m);
    knowledge_free(k);
}

static void hostile(void) {
    struct knowledge *k = words_knowledge(NULL, facts, COUNT_OF(facts));
    struct match *m = xmalloc(sizeof *m);
    static const char *const parts[] = {"😀", "a", "https://a.id/x ", "\xe2\x80\xae", "z\xcc\xb5\xcc\xb6", "1 ", "yg ", "中", "\xff", "08119787670 ", "x.y."};
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        struct arena *a = arena_new(1 << 26);
        struct buf b;
        buf_init(&b, 100000);
        for (int n = 0; n < 6000; n++)
            buf_puts(&b, parts[i]);
        struct question q = {.text = buf_text(&b), .today = 19040};
        matcher_run(k, &q, a, m);
        CHECK(m->outcome != OUTCOME_ANSWER || m->rule == RULE_NUMBER);
        buf_done(&b);
        arena_free(a);
    }
    free(m);
    knowledge_free(k);
}

static const struct test tests[] = {{"asks", asks}, {"expires", expires}, {"langs", langs}, {"explains", explains}, {"scripts", scripts}, {"hostile_outcomes", hostile_outcomes}, {"hostile", hostile}};
TEST_MAIN(tests)
