// SPDX-License-Identifier: Apache-2.0
#include "engine/mask.h"

#include "engine/spans.h"

#include "test.h"

static const char *const domains[] = {"prakerja.go.id", NULL}, *const numbers[] = {"+628119787670", NULL};
static const struct official official = {domains, numbers};

static void masked(void) {
    static const struct {
        const char *text, *masked;
    } rows[] = {
        {"hubungi 0812-3456-7890 atau +62 811 9787 670", "hubungi [telepon] atau +62 811 9787 670"},
        {"nol delapan satu satu sembilan tujuh delapan tujuh enam tujuh nol",
         "nol delapan satu satu sembilan tujuh delapan tujuh enam tujuh nol"},
        {"nol delapan satu dua tiga empat lima enam tujuh delapan", "[telepon]"},
        {"wa zero eight one two 3456 7890!", "wa [telepon]!"},
        {"(081234567890) (0812) 3456789", "([telepon]) [telepon]"},
        {"aku081234567890 WA081234567890", "aku[telepon] WA[telepon]"},
        {"081234567890 081345678901", "[telepon] [telepon]"},
        {"0️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣ ya", "[telepon] ya"},
        {"0811 9787 671", "[telepon]"},
        {"NIK saya 3201234509900123, KK 3171 0141 0290 0001", "NIK saya [nik], KK [nik]"},
        {"nik: 3201234567890123", "nik: [nik]"},
        {"3201230509900123", "[nik]"},
        {"3201234567890123", "3201234567890123"},
        {"surel ada.b+c@contoh.co.id, terima kasih", "surel [surel], terima kasih"},
        {"081234567890@gmail.com. josé@contoh.id", "[surel]. [surel]"},
        {"kartu 4111 1111 1111 1111", "kartu [kartu]"},
        {"rekening BCA 1234567890 a/n Ada", "rekening BCA [rekening] a/n Ada"},
        {"1234567890 (BCA)", "[rekening] (BCA)"},
        {"norek 1234567890, 9876543210", "norek [rekening], [rekening]"},
        {"wa.me/6281234567890?text=x wa.me/628119787670", "wa.me/[telepon]?text=x wa.me/628119787670"},
        {"https://evil.com/?hp=081234567890&e=a@b.id&nik=3201230509900123",
         "https://evil.com/?hp=[telepon]&e=[surel]&nik=[nik]"},
        {"https://kompas.com/read/2022/02/18/150537882 detik.com/d-6281234567890",
         "https://kompas.com/read/2022/02/18/150537882 detik.com/d-6281234567890"},
        {"facebook.com/story?id=3201230509900123", "facebook.com/story?id=3201230509900123"},
        {"telegram @admin_prakerja", "telegram @admin_prakerja"},
        {"0812345678900813456789", "0812345678900813456789"},
        {"tanggal 2022-02-09, 9/2/2022, 31 08 2022 1111, 08.00-16.00",
         "tanggal 2022-02-09, 9/2/2022, 31 08 2022 1111, 08.00-16.00"},
        {"Rp 600.000, Rp81234567890, 11.400.000 orang, gelombang 12, dana 1.000.000.000",
         "Rp 600.000, Rp81234567890, 11.400.000 orang, gelombang 12, dana 1.000.000.000"},
        {"[telepon] [nik] [surel] [kartu] [rekening]", "[telepon] [nik] [surel] [kartu] [rekening]"},
        {"@ @b a@ a@b", "@ @b a@ a@b"},
        {"\xff\xfe 081234567890 \x80", "\xff\xfe [telepon] \x80"},
        {"", ""},
    };
    struct arena *a = arena_new(4 << 20);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char *once = mask_text(a, rows[i].text, &official);
        CHECK_TEXT(once, rows[i].masked);
        CHECK_TEXT(mask_text(a, once, &official), rows[i].masked);
    }
    arena_free(a);
}

// What is masked must not make something else look different the second time.
static void twice(void) {
    static const char *const texts[] = {"rek 123456789012345 ini dan itu dan juga yang lain lagi 9876543210",
                                        "rek budi.santoso.yang.panjang.sekali@contoh.co.id lalu 1234567890",
                                        "BCA 081234567890 1234567890",
                                        "1234567890 budi@bca.co.id",
                                        "rek https://x.id/?hp=081234567890 1234567890",
                                        "12 081234567890 34567890123",
                                        "08123456789 1234 5678 9012 3456",
                                        "wa 08123456789 812 3456 7890",
                                        "0812 3456 7890 0813 4567 8901 BRI 1234 5678 90 0812345678",
                                        "nik 1234567890123456 1234567890123456 1234567890123456",
                                        "Rp 1.000 081234567890 500.000",
                                        "kode 123 081234567890 a@b.co 081234567890"};
    struct arena *a = arena_new(4 << 20);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        const char *once = mask_text(a, texts[i], &official);
        CHECK(strchr(once, '[') != NULL);
        CHECK_TEXT(mask_text(a, once, &official), once);
    }
    arena_free(a);
}

static void spans(void) {
    static const char text[] = "hub (0812) 3456789 atau a@b.id";
    struct arena *a = arena_new(1 << 20);
    struct span_walk w;
    struct span s;
    span_walk_start(&w, text, &official, a);
    CHECK(span_next(&w, &s) && s.kind == SPAN_PHONE && s.start == text + 4 && s.end == text + 18);
    CHECK_TEXT(s.digits, "+628123456789");
    CHECK(span_next(&w, &s) && s.kind == SPAN_EMAIL && s.hide == text + 24 && *s.hide_end == '\0');
    CHECK(!span_next(&w, &s));
    arena_free(a);
}

static const struct test tests[] = {{"masked", masked}, {"twice", twice}, {"spans", spans}};
TEST_MAIN(tests)
