// SPDX-License-Identifier: Apache-2.0
#include "engine/strip.h"

#include "test.h"

static void strips(void) {
    static const struct {
        const char *text, *rest;
    } rows[] = {
        {"Halo dunia", "Halo dunia"},
        // links and addresses
        {"lihat https://a.b/c?d=e ya", "lihat  ya"},
        {"lihatHTTPS://a.b/c", "lihat"},
        {"hxxps://jahat.id/x www.contoh.com", " "},
        {"surel a.b@c.id", "surel "},
        {"pic.twitter.com/abc prakerja.vip", " prakerja.vip"},
        {"V@KS1N km/jam 10/2", "V@KS1N km/jam 10/2"},
        // tags
        {"#CekFakta #KartuPrakerja2022", "#Cek Fakta #Kartu Prakerja2022"},
        {"#HOAXVaksin #cekfakta #", "#HOAX Vaksin #cekfakta #"},
        {"@JoeBiden, tulis @budi.S ke nama@contoh.id", "@Joe Biden, tulis @budi.S ke "},
        {"PraKerja", "PraKerja"},
        // copied chats
        {"[10/2 08.14] Budi: halo", " halo"},
        {"[10/02/2021, 8:14:05 PM] Bu Ani: halo\n[10/02/2021, 8:15:05 PM] Pak RT: hai", " halo\n hai"},
        {"[08.14, 10/2/2021] +62 811-9787-670: halo", " halo"},
        {"\xe2\x80\x8e[10/2/21 08.14.23] Budi: halo", " halo"},
        {"10/02/21 08.14 - Budi: halo", " halo"},
        {"10/02/21, 8:14\xe2\x80\xafPM - Budi: halo", " halo"},
        {"[10/2 08.14] halo", "halo"},
        {"[10/2] Budi: halo", "[10/2] Budi: halo"},
        {"[penting] Budi: halo", "[penting] Budi: halo"},
        {"10/2 jam 08.14 - Budi: halo", "10/2 jam 08.14 - Budi: halo"},
        {"Budi: halo", "Budi: halo"},
        {"08.14 - Budi: halo", "08.14 - Budi: halo"},
        {"[10/2 08.14", "[10/2 08.14"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[512];
        bool is_ascii;
        char *end = strip_text(out, rows[i].text, strlen(rows[i].text), &is_ascii);
        *end = '\0';
        CHECK_TEXT(out, rows[i].rest);
    }
}

static void tells_ascii(void) {
    char out[64];
    bool is_ascii;
    strip_text(out, "abc", 3, &is_ascii);
    CHECK(is_ascii);
    strip_text(out, "ab\xc3\xa9", 4, &is_ascii);
    CHECK(!is_ascii);
}

static const struct test tests[] = {{"strips", strips}, {"tells_ascii", tells_ascii}};
TEST_MAIN(tests)
