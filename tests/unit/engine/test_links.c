// SPDX-License-Identifier: Apache-2.0
#include "engine/links.h"

#include <stdlib.h>
#include <time.h>

#include "base/text.h"
#include "engine/hosts.h"
#include "engine/judge.h"

#include "test.h"

static const char *const domains[] = {"prakerja.go.id", "*.go.id", NULL}, *const numbers[] = {"+628119787670",
                                                                                              NULL};
static const struct official official = {domains, numbers};

static void judged(void) {
    static const struct {
        const char *host, *of;
        enum judgement judgement;
    } rows[] = {
        {"prakerja.go.id", "prakerja.go.id", JUDGED_OFFICIAL},
        {"www.prakerja.go.id", "prakerja.go.id", JUDGED_OFFICIAL},
        {"Dashboard.Prakerja.GO.ID.", "prakerja.go.id", JUDGED_OFFICIAL},
        {"kemnaker.go.id", "*.go.id", JUDGED_OFFICIAL},
        {"karirhub.kemnaker.go.id", "*.go.id", JUDGED_OFFICIAL},
        {"prakerja12.com", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"prakerja.vip", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"prakerja.co", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"prakerja.co.id", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"prakerja.id", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"dashboard.prakerja12.xyz", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"kartu-prakerja.com", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"kartuprakerja2022.com", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"pra-kerja.com", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"prakerja-go-id.com", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"prakerja.go.id.evil.com", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"pr4kerja.com", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"pr4k3rj4-daftar.top", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"prakeria.go-id.co", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"kartuprakeria.com", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"prakreja.com", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"prkrja.com", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"xn--prkerja-3fg.com", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"XN--PRKERJA-3FG.go.id.com", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"prаkerja.com", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"РRАKЕRJА.com", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"prakërja.com", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"prakerjạ.com", "prakerja.go.id", JUDGED_LOOK_ALIKE},
        {"kemnaker.go.id.evil.com", "*.go.id", JUDGED_LOOK_ALIKE},
        {"bantuan-go-id.com", "*.go.id", JUDGED_LOOK_ALIKE},
        {"bansos.go-id.co", "*.go.id", JUDGED_LOOK_ALIKE},
        {"kfcuk11.xyz", NULL, JUDGED_UNKNOWN},
        {"liputan6.com", NULL, JUDGED_UNKNOWN},
        {"logo.id", NULL, JUDGED_UNKNOWN},
        {"logo-id.com", NULL, JUDGED_UNKNOWN},
        {"go.id", NULL, JUDGED_UNKNOWN},
        {"notgo.id", NULL, JUDGED_UNKNOWN},
        {"pekerja.com", NULL, JUDGED_UNKNOWN},
        {"serikatpekerja.org", NULL, JUDGED_UNKNOWN},
        {"theprakarsa.org", NULL, JUDGED_UNKNOWN},
        {"kerja.id", NULL, JUDGED_UNKNOWN},
        {"jobstreet.co.id", NULL, JUDGED_UNKNOWN},
        {"192.168.1.1", NULL, JUDGED_UNKNOWN},
        {"xn--", NULL, JUDGED_UNKNOWN},
        {"xn--99999999999.com", NULL, JUDGED_UNKNOWN},
        {"", NULL, JUDGED_UNKNOWN},
    };
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *of = "";
        enum judgement got = link_judge(rows[i].host, &official, a, &of);
        if (got != rows[i].judgement)
            fprintf(stderr, "%s: %s\n", rows[i].host, judgement_name(got));
        CHECK_INT(got, rows[i].judgement);
        CHECK_TEXT(of, rows[i].of);
    }
    arena_free(a);
}

// A name of few letters is only found when it stands alone.
static void short_names(void) {
    static const char *const few[] = {"bkn.go.id", "pln.co.id", NULL}, *const nobody[] = {NULL};
    static const struct official those = {few, nobody};
    static const struct {
        const char *host;
        enum judgement judgement;
    } rows[] = {{"sso.bkn.go.id", JUDGED_OFFICIAL},      {"bkn.com", JUDGED_LOOK_ALIKE},
                {"cpns-bkn2024.com", JUDGED_LOOK_ALIKE}, {"bakn.com", JUDGED_UNKNOWN},
                {"abknx.com", JUDGED_UNKNOWN},           {"kemnaker.go.id", JUDGED_UNKNOWN},
                {"pln.id", JUDGED_LOOK_ALIKE},           {"bantuan.pln.co", JUDGED_LOOK_ALIKE}};
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *of;
        CHECK_INT(link_judge(rows[i].host, &those, a, &of), rows[i].judgement);
    }
    arena_free(a);
}

static void folded(void) {
    // The last three are samples of RFC 3492 §7.1 (L, and by its algorithm) and a label that is none.
    static const struct {
        const char *host, *folded;
    } rows[] = {{"xn--prkerja-3fg.com", "prakerja.com"},
                {"PRAKERJA.GO.ID", "prakerja.go.id"},
                {"ｐｒａｋｅｒｊａ.com", "prakerja.com"},
                {"ᴘʀᴀᴋᴇʀᴊᴀ.com", "prakerja.com"},
                {"pra\u200bkerja.com", "prakerja.com"},
                {"xn--bcher-kva.de", "bucher.de"},
                {"xn--3B-ww4c5e180e575a65lsy2b", "3年b組金八先生"},
                {"xn--99999999", "xn--99999999"}};
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        CHECK_TEXT(host_fold(a, rows[i].host), rows[i].folded);
    arena_free(a);
}

static void ends(void) {
    static const struct {
        const char *host;
        enum host_end end;
        size_t labels;
    } rows[] = {{"a.vip", END_SURE, 1},   {"a.ID", END_SURE, 1},    {"a.go.id", END_SURE, 2},
                {"go.id", END_SURE, 2},   {"a.my.id", END_SURE, 2}, {"a.ke", END_WORD, 1},
                {"a.co.ke", END_SURE, 2}, {"a.zip", END_WORD, 1},   {"a.dll", END_NONE, 0},
                {"a.pdf", END_NONE, 0},   {"a", END_NONE, 0},       {"a.xn--p1ai", END_SURE, 1}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        size_t labels;
        CHECK_INT(host_end(rows[i].host, &labels), rows[i].end);
        CHECK_INT(labels, rows[i].labels);
    }
}

static void found(void) {
    static const struct {
        const char *text, *urls, *hosts;
    } rows[] = {
        {"apa benar daftar di prakerja.vip?", "prakerja.vip", "prakerja.vip"},
        {"Klik HTTPS://WWW.Prakerja12.COM/?gelombang12 ya.", "HTTPS://WWW.Prakerja12.COM/?gelombang12",
         "www.prakerja12.com"},
        {"lihat (https://a.id/b), lalu c.com/x?y=1.", "https://a.id/b c.com/x?y=1", "a.id c.com"},
        {"https://id.wikipedia.org/wiki/Kartu_(program) itu", "https://id.wikipedia.org/wiki/Kartu_(program)",
         "id.wikipedia.org"},
        {"https://dashboard.prakerja12.xyz/?x=1", "https://dashboard.prakerja12.xyz/?x=1",
         "dashboard.prakerja12.xyz"},
        {"*prakerja.vip* _prakerja.top_ ~prakerja.icu~ \"prakerja.me\"",
         "prakerja.vip prakerja.top prakerja.icu prakerja.me",
         "prakerja.vip prakerja.top prakerja.icu prakerja.me"},
        {"“prakerja.vip” dan prakerja.xyz/a… 👉prakerja.com👈", "prakerja.vip prakerja.xyz/a prakerja.com",
         "prakerja.vip prakerja.xyz prakerja.com"},
        {"prakerja[.]vip dan prakerja(.)top serta prakerja (dot) icu",
         "prakerja[.]vip prakerja(.)top prakerja (dot) icu", "prakerja.vip prakerja.top prakerja.icu"},
        {"buka prakerja dot vip atau prakerja titik com", "prakerja dot vip prakerja titik com",
         "prakerja.vip prakerja.com"},
        {"cara dot com dan titik id", "", ""},
        {"hxxps://evil[.]com/a", "hxxps://evil[.]com/a", "evil.com"},
        {"http://user:pass@evil.com:8080/a", "http://user:pass@evil.com:8080/a", "evil.com"},
        {"https://prakerja.go.id@evil.com/a", "https://prakerja.go.id@evil.com/a", "evil.com"},
        {"https://evil.com\\@prakerja.go.id", "https://evil.com", "evil.com"},
        {"http://192.168.1.1/login http://[::1]:80/x", "http://192.168.1.1/login http://[::1]:80/x",
         "192.168.1.1 ::1"},
        {"http://3232235777/", "http://3232235777/", "3232235777"},
        {"http://prakerja.zz/daftar", "http://prakerja.zz/daftar", "prakerja.zz"},
        {"prakerja.com:8080/x evil.com:", "prakerja.com:8080/x evil.com", "prakerja.com evil.com"},
        {"prakerja.vip.Silakan daftar", "prakerja.vip", "prakerja.vip"},
        {"ｐｒａｋｅｒｊａ．ｖｉｐ", "ｐｒａｋｅｒｊａ．ｖｉｐ", "prakerja.vip"},
        {"PRА\u200bKERJA.VIP", "PRА\u200bKERJA.VIP", "prАkerja.vip"},
        {"wa.me/628119787670", "wa.me/628119787670", "wa.me"},
        {"bansos-2022.ke/x daftar.me", "bansos-2022.ke/x", "bansos-2022.ke"},
        {"www.daftar.ke", "www.daftar.ke", "www.daftar.ke"},
        {"KFCUK11.XYZ", "KFCUK11.XYZ", "kfcuk11.xyz"},
        {"harga 3.500 dll. p.s. Rp.600 Rp600.000,- a@b.com x.y@prakerja.vip file.pdf surat.docx 1.2.3.4 "
         "ok...",
         "", ""},
        {"halo.apa kabar, daftar.ke mana, data.zip, index.php, Budi S.Si, M.Si, S.Pd., Dr.Ir. Ani", "", ""},
        {"terima kasih.Info lebih lanjut, pukul 10.00.Info", "", ""},
        {"alamatnya berakhiran go.id, .go.id atau *.go.id; @prakerja.go.id", "", ""},
        {"a..b ... .com com. - _ @ :// http:// https:///x http://-", "", ""},
        {"PT.Bank, PT.ET/XI/2024, Yth.Ir. Joko, No.ID 5, DUNIA.Info", "", ""},
        {"klik123http://evil.com/x", "http://evil.com/x", "evil.com"},
        {"", "", ""},
    };
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct link_judged out[MATCH_LINKS];
        size_t count = links_find(rows[i].text, &official, a, out);
        char urls[400] = "", hosts[400] = "";
        for (size_t j = 0; j < count; j++) {
            snprintf(urls + strlen(urls), sizeof urls - strlen(urls), "%s%s", j ? " " : "", out[j].url);
            snprintf(hosts + strlen(hosts), sizeof hosts - strlen(hosts), "%s%s", j ? " " : "", out[j].host);
        }
        CHECK_TEXT(urls, rows[i].urls);
        CHECK_TEXT(hosts, rows[i].hosts);
    }
    arena_free(a);
}

// A link that opens a chat is worth what its number is worth.
static void chats(void) {
    static const struct {
        const char *text;
        enum judgement judgement;
    } rows[] = {{"wa.me/628119787670", JUDGED_OFFICIAL},
                {"https://wa.me/+628119787670?text=halo", JUDGED_OFFICIAL},
                {"https://api.whatsapp.com/send?phone=628119787670&text=a", JUDGED_OFFICIAL},
                {"whatsapp://send?phone=%2B628119787670", JUDGED_OFFICIAL},
                {"https://wa.me/08119787670", JUDGED_OFFICIAL},
                {"wa.me/6281234567890", JUDGED_UNKNOWN},
                {"wa.me//628119787670", JUDGED_OFFICIAL},
                {"https://wa[dot]me/628119787670", JUDGED_OFFICIAL},
                {"wa.me/628119787670.evil.com", JUDGED_OFFICIAL},
                {"evil.com/628119787670", JUDGED_UNKNOWN},
                {"wa.me/c/628119787670", JUDGED_UNKNOWN}};
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct link_judged out[MATCH_LINKS];
        CHECK_INT(links_find(rows[i].text, &official, a, out), 1);
        CHECK_INT(out[0].judgement, rows[i].judgement);
    }
    arena_free(a);
}

static void normal(void) {
    static const struct {
        const char *url, *normal;
    } rows[] = {{"HTTPS://www.A.id/b/?utm_source=x&q=1&fbclid=2#z", "a.id/b?q=1"},
                {"a.id", "a.id"},
                {"a.id/", "a.id"},
                {"http://m.a.id/?ref=1", "a.id"},
                {"http://a.id:80/x", "a.id/x"},
                {"https://a.id:8443/x", "a.id:8443/x"},
                {"https://u:p@a.id./X", "a.id/X"},
                {"HTTP://BIT.LY/ABC", "bit.ly/abc"},
                {"https://bit.ly/AbC", "bit.ly/AbC"},
                {"prakerja[.]vip/a", "prakerja.vip/a"},
                {"prakerja dot vip", "prakerja.vip"},
                {"prakerja12.com/?gelombang12", "prakerja12.com?gelombang12"},
                {"http://[::1]/x", "[::1]/x"},
                {"m.id", "m.id"},
                {"", ""}};
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CHECK_TEXT(link_normal(a, rows[i].url), rows[i].normal);
        CHECK_TEXT(link_normal(a, rows[i].normal), rows[i].normal);
    }
    arena_free(a);
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

// 64 KiB of what could make a scan go back and forth; the bound is wide for sanitizers and slow machines.
static void linear(void) {
    static const char *const parts[] = {"a",      "a.",     "a,",        "a-",
                                        "a@",     "a.b@",   "http://",   "a://",
                                        "((",     "[.]",    "http://x/", "whatsapp://send/",
                                        "a://b@", "a dot ", "a.id/",     "xn--a.",
                                        "а",      "\u200b", "."};
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        struct arena *a = arena_new(256 << 20);
        struct buf b;
        buf_init(&b, 1 << 17);
        while (b.len < 1 << 16)
            buf_puts(&b, parts[i]);
        struct link_walk w;
        struct link_span l;
        double start = seconds();
        link_walk_start(&w, buf_text(&b), &official, a);
        while (link_next(&w, &l))
            continue;
        if (seconds() - start > 0.5)
            fprintf(stderr, "%s: %.3f s\n", parts[i], seconds() - start);
        CHECK(seconds() - start < 0.5);
        buf_done(&b);
        arena_free(a);
    }
}

static const struct test tests[] = {
    {"judged", judged}, {"short names", short_names}, {"folded", folded}, {"ends", ends}, {"found", found},
    {"chats", chats},   {"normal", normal},           {"linear", linear}};
TEST_MAIN(tests)
