// SPDX-License-Identifier: Apache-2.0
#include "engine/number_words.h"

#include <time.h>

#include "base/text.h"
#include "engine/judge.h"
#include "engine/sequence.h"
#include "engine/spans.h"

#include "test.h"

static const char *const domains[] = {"prakerja.go.id", "*.go.id", NULL}, *const numbers[] = {"+628119787670",
                                                                                              NULL};
static const struct official official = {domains, numbers};

struct row {
    const char *text, *digits; // of all found, with spaces between
    enum number_kind kind;
    enum judgement judgement; // both of the first
};

static void check(const struct row *rows, size_t count) {
    struct arena *a = arena_new(4 << 20);
    for (size_t i = 0; i < count; i++) {
        struct number_judged out[MATCH_NUMBERS];
        size_t found = numbers_find(rows[i].text, &official, a, out);
        char got[400] = "";
        for (size_t j = 0; j < found; j++)
            snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s", j ? " " : "", out[j].digits);
        if (strcmp(got, rows[i].digits) != 0)
            fprintf(stderr, "in: %s\n", rows[i].text);
        CHECK_TEXT(got, rows[i].digits);
        if (found) {
            CHECK_INT(out[0].kind, rows[i].kind);
            CHECK_INT(out[0].judgement, rows[i].judgement);
        }
    }
    arena_free(a);
}

static void officials(void) {
    static const char *const texts[] = {
        "0811 9787 670",
        "apakah 0811 9787 670 nomor resmi?",
        "+62 811-9787-670",
        "62811.9787.670",
        "(0811) 9787670",
        "(+62) 811 9787670",
        "+62 (0)811 9787 670",
        "+62 8 11 97 87 67 0",
        "0062 811 9787 670",
        "08119787670",
        "wa08119787670",
        "WA+62 811-9787-670",
        "WA:08119787670",
        "hub. 811 9787 670",
        "0811–9787–670",
        "0811\u00a09787\u00a0670",
        "0811 - 9787 - 670",
        "0811/9787670",
        "\u202a+62 811-9787-670\u202c",
        "０８１１９７８７６７０",
        "0️⃣8️⃣1️⃣1️⃣ 9️⃣7️⃣8️⃣7️⃣ 6️⃣7️⃣0️⃣",
        "𝟎𝟖𝟏𝟏 𝟗𝟕𝟖𝟕 𝟔𝟕𝟎",
        "wa.me/628119787670",
        "https://wa.me/+628119787670?text=halo",
        "https://api.whatsapp.com/send?phone=628119787670",
        "nol delapan satu satu sembilan tujuh delapan tujuh enam tujuh nol",
        "Kosong Delapan Satu Satu, Sembilan Tujuh Delapan Tujuh, Enam Tujuh Kosong",
        "zero eight one one nine seven eight seven six seven zero",
        "plus enam dua delapan satu satu sembilan tujuh delapan tujuh enam tujuh nol",
        "nol 811 9787 enam tujuh nol",
        "nol-delapan-satu-satu 9787 670",
        "nomor 0811 9787 670 18 orang",
        "0811 9787 670 2022",
        "1. 0811 9787 670",
        "Rp 600.000 ke 0811 9787 670",
        "9/2/2022 0811 9787 670",
        "0811.9787.670.",
        "0811 9787\t670"};
    struct arena *a = arena_new(4 << 20);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        check(&(struct row){texts[i], "+628119787670", NUMBER_PHONE, JUDGED_OFFICIAL}, 1);
        CHECK_TEXT(number_normal(a, texts[i]), "+628119787670");
    }
    arena_free(a);
}

static void phones(void) {
    static const struct row rows[] = {
        {"hubungi 081234567890 ya", "+6281234567890", NUMBER_PHONE, JUDGED_UNKNOWN},
        {"0812-3456-7890", "+6281234567890", NUMBER_PHONE, JUDGED_UNKNOWN},
        {"0812 3456 7890 / 0813 4567 8901", "+6281234567890 +6281345678901", NUMBER_PHONE, JUDGED_UNKNOWN},
        {"081234567890 081345678901", "+6281234567890 +6281345678901", NUMBER_PHONE, JUDGED_UNKNOWN},
        {"0812 3456 7890 0812 3456 7890", "+6281234567890", NUMBER_PHONE, JUDGED_UNKNOWN},
        {"kosong delapan satu dua tiga empat lima enam tujuh delapan", "+62812345678", NUMBER_PHONE,
         JUDGED_UNKNOWN},
        {"+1 650 555 1234", "+16505551234", NUMBER_PHONE, JUDGED_UNKNOWN},
        {"+44 20 7946 0958 2022", "+442079460958", NUMBER_PHONE, JUDGED_UNKNOWN},
        {"(021) 5255 388 dan 0361-223344", "+62215255388 +62361223344", NUMBER_PHONE, JUDGED_UNKNOWN},
        {"0800 1234567", "+628001234567", NUMBER_PHONE, JUDGED_UNKNOWN},
        {"telp 812 3456 7890", "+6281234567890", NUMBER_PHONE, JUDGED_UNKNOWN},
        {"81234567890", "+6281234567890", NUMBER_PHONE, JUDGED_UNKNOWN},
        {"wa.me/6281234567890", "+6281234567890", NUMBER_PHONE, JUDGED_UNKNOWN},
        {"0811 9787 671", "+628119787671", NUMBER_PHONE, JUDGED_LOOK_ALIKE},
        {"+62 811 9788 670", "+628119788670", NUMBER_PHONE, JUDGED_LOOK_ALIKE},
        {"0811 9787 760", "+628119787760", NUMBER_PHONE, JUDGED_LOOK_ALIKE},
        {"call center 1500 046", "+621500046", NUMBER_PHONE, JUDGED_UNKNOWN},
        {"hubungi 1500123 ya", "+621500123", NUMBER_PHONE, JUDGED_UNKNOWN},
        {"hotline resmi: 1500-123", "+621500123", NUMBER_PHONE, JUDGED_UNKNOWN},
        {"1500 046 itu asli?", "+621500046", NUMBER_PHONE, JUDGED_UNKNOWN},
        {"Dana 081234567890", "+6281234567890", NUMBER_PHONE, JUDGED_UNKNOWN},
    };
    check(rows, COUNT_OF(rows));
}

static void accounts(void) {
    static const struct row rows[] = {
        {"transfer ke BCA 1234567890 a/n Ada", "1234567890", NUMBER_ACCOUNT, JUDGED_UNKNOWN},
        {"no. rekening: 123-00-0123456-7", "1230001234567", NUMBER_ACCOUNT, JUDGED_UNKNOWN},
        {"1234567890 (BCA)", "1234567890", NUMBER_ACCOUNT, JUDGED_UNKNOWN},
        {"BRI 0012-01-012345-50-1", "001201012345501", NUMBER_ACCOUNT, JUDGED_UNKNOWN},
        {"norek 1234567890, 9876543210", "1234567890 9876543210", NUMBER_ACCOUNT, JUDGED_UNKNOWN},
        {"VA 8881081234567890", "8881081234567890", NUMBER_ACCOUNT, JUDGED_UNKNOWN},
        {"gabung t.me/Prakerja_Cair", "prakerja_cair", NUMBER_HANDLE, JUDGED_UNKNOWN},
        {"https://t.me/joinchat/AbCdEf", "abcdef", NUMBER_HANDLE, JUDGED_UNKNOWN},
        {"wa.me/message/ABCDEFG", "abcdefg", NUMBER_HANDLE, JUDGED_UNKNOWN},
        {"telegram: @Admin_Prakerja.", "admin_prakerja", NUMBER_HANDLE, JUDGED_UNKNOWN},
        {"@prakerja.go.id di instagram", "prakerja.go.id", NUMBER_HANDLE, JUDGED_UNKNOWN},
    };
    check(rows, COUNT_OF(rows));
}

static void none(void) {
    static const char *const texts[] = {"tanggal 9/2/2022 atau 2022-02-09 atau 08-12-2022 10.30",
                                        "31 08 2022 1111",
                                        "08.00-16.00, 08.15 - 10.30 - 12.00",
                                        "Rp 600.000 per bulan, 18-64 tahun",
                                        "Rp 81.234.567.890",
                                        "Rp81234567890",
                                        "$ 81234567890",
                                        "812.345.678 orang",
                                        "1500500 1500 500 1500 orang",
                                        "Rp 1500123",
                                        "hubungi 1500000",
                                        "11.400.000",
                                        "62.811.978.767",
                                        "NIK 3201234567890123",
                                        "3201 2345 6789 0123",
                                        "gelombang 12 kuota 500000",
                                        "satu dua tiga",
                                        "nomor satu",
                                        "order 0812345678901",
                                        "no. pesanan 081234567890",
                                        "resi: 081234567890",
                                        "INV081234567890",
                                        "#081234567890",
                                        "0812345678900813456789",
                                        "a@b.com",
                                        "081234567890@gmail.com",
                                        "https://liputan6.com/read/4475770/081234567890",
                                        "twitter.com/a/status/1494628123456789012",
                                        "0.812345678912",
                                        "-6.2146208, 106.8451300",
                                        "BCA 20220209",
                                        "dana tahun 2024-2025",
                                        "dana 20000000000",
                                        "dana Rp 1.000.000.000",
                                        "anggaran dana 12345678 rupiah",
                                        "1234567890",
                                        "@teman halo",
                                        "@teman pic.twitter.com/a",
                                        "abc@def",
                                        "0123456789",
                                        "+0",
                                        "+",
                                        "((((",
                                        "0811",
                                        "112",
                                        ""};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        check(&(struct row){texts[i], "", 0, 0}, 1);
    struct arena *a = arena_new(1 << 20);
    CHECK(number_normal(a, "12345") == NULL && number_normal(a, "") == NULL &&
          number_normal(a, "0811") == NULL);
    arena_free(a);
}

static void sequences(void) {
    static const struct {
        const char *text;
        size_t date, amount, identity, card;
    } rows[] = {{"9/2/2022", 3, 0, 0, 0},
                {"2022-02-09 10", 3, 0, 0, 0},
                {"9/2-2022", 0, 0, 0, 0},
                {"32/13/2022", 0, 0, 0, 0},
                {"600.000", 0, 2, 0, 0},
                {"1,500,000", 0, 3, 0, 0},
                {"600.0000", 0, 0, 0, 0},
                {"081.234", 0, 0, 0, 0},
                {"4111 1111 1111 1111", 0, 0, 4, 4},
                {"4111 1111 1111 1112", 0, 0, 4, 0},
                {"320123 450990 0123", 0, 0, 3, 0},
                {"3201234509900123", 0, 0, 1, 0}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct sequence s;
        CHECK(sequence_read(rows[i].text, rows[i].text + strlen(rows[i].text), &s));
        CHECK_INT(sequence_date(&s), rows[i].date);
        CHECK_INT(sequence_amount(&s, false), rows[i].amount);
        CHECK_INT(sequence_identity(&s), rows[i].identity);
        CHECK_INT(sequence_card(&s), rows[i].card);
    }
    CHECK(digits_are_nik("3201234509900123") && digits_are_nik("3201230509900123"));
    CHECK(!digits_are_nik("3201237209900123") && !digits_are_nik("3201230513900123") &&
          !digits_are_nik("4201230509900123"));
}

static void words(void) {
    static const struct {
        const char *word;
        enum word_kind kind;
        char digit;
    } rows[] = {{"Nol", WORD_DIGIT, '0'},  {"sembilan", WORD_DIGIT, '9'},
                {"BCA", WORD_ACCOUNT, 0},  {"rp", WORD_MONEY, 0},
                {"nik", WORD_IDENTITY, 0}, {"account", WORD_ACCOUNT, 0},
                {"zero", WORD_DIGIT, '0'}, {"kerja", WORD_OTHER, 0},
                {"a", WORD_OTHER, 0},      {"pertanggungjawaban", WORD_OTHER, 0}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char digit;
        CHECK_INT(number_word(rows[i].word, strlen(rows[i].word), &digit), rows[i].kind);
        CHECK_INT(digit, rows[i].digit);
    }
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

// 64 KiB of what could make a scan go back and forth; the bound is wide for sanitizers and slow machines.
static void linear(void) {
    static const char *const parts[] = {"0",      "0 ",     "08 ",          "(0",  "+",  "satu ",
                                        "satu1",  "nol,",   "plus ",        "a@",  "a.", "@a",
                                        "a.id/0", "wa.me/", "BCA 1234567 ", "8 1 "};
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        struct arena *a = arena_new(256 << 20);
        struct buf b;
        buf_init(&b, 1 << 17);
        while (b.len < 1 << 16)
            buf_puts(&b, parts[i]);
        struct span_walk w;
        struct span s;
        double start = seconds();
        span_walk_start(&w, buf_text(&b), &official, a);
        while (span_next(&w, &s))
            continue;
        if (seconds() - start > 0.5)
            fprintf(stderr, "%s: %.3f s\n", parts[i], seconds() - start);
        CHECK(seconds() - start < 0.5);
        buf_done(&b);
        arena_free(a);
    }
}

static const struct test tests[] = {
    {"officials", officials}, {"phones", phones}, {"accounts", accounts}, {"none", none},
    {"sequences", sequences}, {"words", words},   {"linear", linear}};
TEST_MAIN(tests)
