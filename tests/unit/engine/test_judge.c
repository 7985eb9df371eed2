// SPDX-License-Identifier: Apache-2.0
#include "engine/judge.h"

#include "engine/hosts.h"
#include "engine/mask.h"
#include "engine/spans.h"

#include "test.h"

static const char *const domains[] = {"prakerja.go.id", "*.go.id", NULL}, *const numbers[] = {"+628119787670", NULL};
static const struct official official = {domains, numbers};

static void hosts(void) {
    static const struct {
        const char *host;
        enum judgement judgement;
    } rows[] = {
        {"prakerja.go.id", JUDGED_OFFICIAL},       {"www.prakerja.go.id", JUDGED_OFFICIAL},   {"dashboard.prakerja.go.id", JUDGED_OFFICIAL},
        {"kemnaker.go.id", JUDGED_OFFICIAL},       {"prakerja12.com", JUDGED_LOOK_ALIKE},     {"prakerja.vip", JUDGED_LOOK_ALIKE},
        {"dashboard.prakerja12.xyz", JUDGED_LOOK_ALIKE}, {"kartu-prakerja.com", JUDGED_LOOK_ALIKE}, {"prakerja-go-id.com", JUDGED_LOOK_ALIKE},
        {"prakerja.go.id.evil.com", JUDGED_LOOK_ALIKE}, {"pr4kerja.com", JUDGED_LOOK_ALIKE}, {"prakeria.co", JUDGED_LOOK_ALIKE},
        {"prakreja.com", JUDGED_LOOK_ALIKE},       {"prakerja.co.id", JUDGED_LOOK_ALIKE},     {"kemnaker.go.id.evil.com", JUDGED_LOOK_ALIKE},
        {"bantuan-go-id.com", JUDGED_LOOK_ALIKE},  {"xn--prkerja-3fg.com", JUDGED_LOOK_ALIKE}, {"prаkerja.com", JUDGED_LOOK_ALIKE},
        {"kfcuk11.xyz", JUDGED_UNKNOWN},           {"liputan6.com", JUDGED_UNKNOWN},          {"logo.id", JUDGED_UNKNOWN},
        {"pekerja.com", JUDGED_LOOK_ALIKE},        {"kerja.id", JUDGED_UNKNOWN},              {"go.id", JUDGED_UNKNOWN},
    };
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *of = NULL;
        enum judgement got = link_judge(rows[i].host, &official, a, &of);
        if (got != rows[i].judgement)
            fprintf(stderr, "%s: %s\n", rows[i].host, judgement_name(got));
        CHECK_INT(got, rows[i].judgement);
        CHECK_INT(of != NULL, rows[i].judgement != JUDGED_UNKNOWN);
    }
    CHECK_TEXT(host_fold(a, "xn--prkerja-3fg.com"), "prakerja.com");
    CHECK(host_has_known_end("a.vip") && host_has_known_end("a.ID") && !host_has_known_end("a.dll") && !host_has_known_end("a"));
    arena_free(a);
}

static void links(void) {
    static const struct {
        const char *text, *hosts;
    } rows[] = {
        {"apa benar daftar di prakerja.vip?", "prakerja.vip"},
        {"Klik HTTPS://WWW.Prakerja12.COM/?gelombang12 ya.", "www.prakerja12.com"},
        {"lihat (https://a.id/b), lalu c.com/x?y=1.", "a.id c.com"},
        {"prakerja[.]vip dan prakerja(.)top", "prakerja.vip prakerja.top"},
        {"http://user:pass@evil.com:8080/a", "evil.com"},
        {"http://192.168.1.1/login", "192.168.1.1"},
        {"harga 3.500 dll. p.s. Rp.600 a@b.com file.pdf 1.2.3.4 ok...", ""},
        {"halo.apa kabar", ""},
    };
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct link_judged out[MATCH_LINKS];
        size_t count = links_find(rows[i].text, &official, a, out);
        char got[400] = "";
        for (size_t j = 0; j < count; j++)
            snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s", j ? " " : "", out[j].host);
        CHECK_TEXT(got, rows[i].hosts);
    }
    CHECK_TEXT(link_normal(a, "HTTPS://www.A.id/b/?utm_source=x&q=1&fbclid=2#z"), "a.id/b?q=1");
    CHECK_TEXT(link_normal(a, "a.id"), "a.id");
    CHECK_TEXT(link_normal(a, "http://m.a.id/?ref=1"), "a.id");
    arena_free(a);
}

static void found_numbers(void) {
    static const struct {
        const char *text, *digits;
        enum judgement judgement;
    } rows[] = {
        {"apakah 0811 9787 670 nomor resmi?", "+628119787670", JUDGED_OFFICIAL},
        {"+62 811-9787-670", "+628119787670", JUDGED_OFFICIAL},
        {"62811.9787.670", "+628119787670", JUDGED_OFFICIAL},
        {"(0811) 9787670", "+628119787670", JUDGED_OFFICIAL},
        {"+62 (0)811 9787 670", "+628119787670", JUDGED_OFFICIAL},
        {"wa.me/628119787670", "+628119787670", JUDGED_OFFICIAL},
        {"nol delapan satu satu sembilan tujuh delapan tujuh enam tujuh nol", "+628119787670", JUDGED_OFFICIAL},
        {"zero eight one one nine seven eight seven six seven zero", "+628119787670", JUDGED_OFFICIAL},
        {"kosong delapan satu dua tiga empat lima enam tujuh delapan", "+62812345678", JUDGED_UNKNOWN},
        {"hubungi 081234567890 ya", "+6281234567890", JUDGED_UNKNOWN},
        {"+1 650 555 1234", "+16505551234", JUDGED_UNKNOWN},
        {"transfer ke BCA 1234567890", "1234567890", JUDGED_UNKNOWN},
        {"gabung t.me/Prakerja_Cair", "prakerja_cair", JUDGED_UNKNOWN},
        {"tanggal 9/2/2022 atau 2022-02-09", NULL, 0},
        {"Rp 600.000 per bulan, 18-64 tahun", NULL, 0},
        {"NIK 3201234567890123", NULL, 0},
        {"gelombang 12 kuota 500000", NULL, 0},
        {"satu dua tiga", NULL, 0},
    };
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct number_judged out[MATCH_NUMBERS];
        size_t count = numbers_find(rows[i].text, &official, a, out);
        if (count != (rows[i].digits != NULL))
            fprintf(stderr, "in: %s\n", rows[i].text);
        CHECK_INT(count, rows[i].digits != NULL);
        if (count && rows[i].digits) {
            CHECK_TEXT(out[0].digits, rows[i].digits);
            CHECK_INT(out[0].judgement, rows[i].judgement);
        }
    }
    CHECK_TEXT(number_normal(a, "0811-9787-670"), "+628119787670");
    CHECK(number_normal(a, "12345") == NULL);
    struct span s = {.digits = "4111111111111111", .count = 16};
    CHECK(span_is_card(&s) && !span_is_nik(&s));
    arena_free(a);
}

static void masks(void) {
    static const struct {
        const char *text, *masked;
    } rows[] = {
        {"hubungi 0812-3456-7890 atau +62 811 9787 670", "hubungi [telepon] atau +62 811 9787 670"},
        {"NIK saya 3201234509900123, KK 3171 0141 0290 0001", "NIK saya [nik], KK [nik]"},
        {"surel ada.b+c@contoh.co.id, terima kasih", "surel [surel], terima kasih"},
        {"kartu 4111 1111 1111 1111", "kartu [kartu]"},
        {"rekening BCA 1234567890 a/n Ada", "rekening BCA [rekening] a/n Ada"},
        {"nol delapan satu dua tiga empat lima enam tujuh delapan", "[telepon]"},
        {"0812345678900813456789", "0812345678900813456789"},
        {"081234567890 081345678901", "[telepon] [telepon]"},
        {"tanggal 2022-02-09, Rp 600.000, 11.400.000 orang, gelombang 12", "tanggal 2022-02-09, Rp 600.000, 11.400.000 orang, gelombang 12"},
        {"@ @b a@ a@b", "@ @b a@ a@b"},
        {"", ""},
    };
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *once = mask_text(a, rows[i].text, &official);
        CHECK_TEXT(once, rows[i].masked);
        CHECK_TEXT(mask_text(a, once, &official), rows[i].masked);
    }
    arena_free(a);
}

static const struct test tests[] = {{"hosts", hosts}, {"links", links}, {"numbers", found_numbers}, {"masks", masks}};
TEST_MAIN(tests)
