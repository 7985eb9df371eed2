// SPDX-License-Identifier: Apache-2.0
#include "engine/echo.h"

#include "base/clock.h"
#include "engine/echo_align.h"
#include "engine/echo_check.h"
#include "engine/echo_compare.h"
#include "engine/echo_slips.h"
#include "engine/matcher.h"
#include "words.h"

#define TODAY 19100 // 18 April 2022
#define TOLD(ID, LANG, REVISION, TITLE, ...) {.id = ID, .state = FACT_PUBLISHED, .lang = LANG, .title = TITLE, .revision = REVISION, __VA_ARGS__}

static struct source liputan[] = {{"Liputan6.com", NULL, "https://www.liputan6.com/read/4882233", "2022-02-09"}};
static struct source mafindo[] = {{"MAFINDO (GFD-2025-28194)", NULL, "https://gfd.turnbackhoax.id", "2025"}};
static const struct fact facts[] = {
    TOLD("lembaga", "id", 1, "180 lembaga pelatihan per Februari 2022", .kind = FACT_PROGRAMME, .as_of = "2022-02-09", .supersedes = "lembaga-2021",
         .answer = "180 lembaga pelatihan tergabung dalam ekosistem Kartu Prakerja. Angka ini disampaikan dalam webinar tentang dampak program.",
         .sources = liputan, .source_count = 1),
    TOLD("lembaga-2021", "id", 1, "179 lembaga pelatihan per Juni 2021", .kind = FACT_PROGRAMME, .as_of = "2021-06-18",
         .answer = "179 lembaga pelatihan tergabung dalam ekosistem Kartu Prakerja."),
    TOLD("penerima-en", "en", 1, "More than 11.4 million recipients", .kind = FACT_PROGRAMME, .as_of = "2022-02-09",
         .answer = "More than 11.4 million people are recorded as recipients of Kartu Prakerja, after almost two years of the programme."),
    TOLD("vip", "id", 1, "Pendaftaran Prakerja di prakerja.vip", .verdict = "false", .as_of = "2020-10-23",
         .answer = "Alamat prakerja.vip tidak berakhiran go.id, jadi bukan alamat resmi. Alamat resminya www.prakerja.go.id. Jangan isi data Anda di sana.",
         .sources = liputan, .source_count = 1),
    TOLD("otp", "id", 1, "Jangan berikan OTP", .kind = FACT_TIP,
         .answer = "Jangan berikan kode OTP, PIN, atau sandi kepada siapa pun, dan jangan mentransfer uang karena sebuah pesan.", .sources = mafindo,
         .source_count = 1),
    TOLD("hotline", "id", 1, "Nomor hotline cek fakta", .kind = FACT_FAQ,
         .answer = "0811 9787 670 adalah nomor WhatsApp kami. Ketik kata kunci apa saja untuk mengetahui apakah kabar yang beredar itu benar."),
    TOLD("jadwal", "id", 1, "Gelombang 18 dibuka Jumat", .verdict = "false", .as_of = "2021-06-20",
         .answer = "Tanggal pembukaan gelombang 18 belum diumumkan saat kabar itu beredar. Pengumuman datang hari Jumat saja."),
};

static const struct fact former = TOLD("otp", "id", 0, "Jangan berikan OTP", .kind = FACT_TIP,
                                       .answer = "Jangan pernah menyebut OTP lewat telepon, walau penelepon mengaku petugas bank atau teman lama.");

static const char *show(const struct echo *e, struct arena *a) {
    if (!e->state)
        return "none";
    const char *line = arena_printf(a, "%s %s %lld", echo_state_name(e->state), e->fact->id, (long long)e->fact->revision);
    for (size_t i = 0; i < e->change_count; i++)
        line = arena_printf(a, "%s, %s %s for %s", line, echo_kind_name(e->changes[i].kind), e->changes[i].theirs, e->changes[i].ours);
    return line;
}

static const struct {
    const char *text, *echo;
} rows[] = {
    // as it was sent, its answer alone, quoted, cut, retyped
    {"180 lembaga pelatihan tergabung dalam ekosistem Kartu Prakerja. Angka ini disampaikan dalam webinar tentang dampak program.", "same lembaga 1"},
    {"179 lembaga pelatihan tergabung dalam ekosistem Kartu Prakerja.", "former lembaga-2021 1"},
    {"apa benar ini? \"179 lembaga pelatihan tergabung dalam ekosistem Kartu Prakerja. Per 18 Juni 2021.\" mohon infonya", "former lembaga-2021 1"},
    {"179 lembaga pelatihan tergabung", "former lembaga-2021 1"},
    {"*Diteruskan* 180 lmbaga pelatihn tergabung dlm ekosistem Kartu. Angka ini disampaikan dlm webinar", "same lembaga 1"},
    {"SERATUS DELAPAN PULUH LEMBAGA PELATIHAN TERGABUNG DALAM EKOSISTEM KARTU PRAKERJA. PER 9/2/2022", "same lembaga 1"},
    {"lembaga pelatihan tergabung dalam ekosistem Kartu Prakerja. Per 18 Juni 2021.", "former lembaga-2021 1"},
    {"More than eleven people r recorded as recipients of Kartu Prakerja, after almost two years of the programme", "altered penerima-en 1, figure eleven for 11,4 million"},
    {"More than 11.4 ppl are recorded as recipients of Kartu Prakerja, after almost two years", "same penerima-en 1"},
    {"SALAH: Pendaftaran Prakerja di prakerja.vip\n\nAlamat prakerja.vip tidak berakhiran go.id, jadi bukan alamat resmi. Alamat resminya www.prakerja.go.id. "
     "Jangan isi data Anda di sana.\nPer 23 Oktober 2020.\n\nSumber: Liputan6.com\nhttps://www.liputan6.com/read/4882233\n\nCek kabar lain: "
     "https://wa.me/628119787670",
     "same vip 1"},
    {"Jangan pernah menyebut OTP lewat telepon, walau penelepon mengaku petugas bank", "former otp 0"},
    // changed
    {"181 lembaga pelatihan tergabung dalam ekosistem Kartu Prakerja. Angka ini disampaikan dalam webinar.", "altered lembaga 1, figure 181 for 180"},
    {"180 lembaga pelatihan tergabung dalam ekosistem Kartu Prakerja. Angka ini disampaikan dalam webinar. Per 9 Maret 2022",
     "altered lembaga 1, date maret for februari"},
    {"180 lembaga pelatihan tergabung dalam ekosistem Kartu Prakerja. Per 8 Februari 2022", "altered lembaga 1, date 8 for 9"},
    {"More than 12.4 million people are recorded as recipients of Kartu Prakerja", "altered penerima-en 1, figure 12,4 million for 11,4 million"},
    {"More than 11.4 thousand people are recorded as recipients of Kartu Prakerja", "altered penerima-en 1, figure 11,4 thousand for 11,4 million"},
    {"BENAR: Pendaftaran Prakerja di prakerja.vip. Alamat prakerja.vip tidak berakhiran go.id, jadi bukan alamat resmi", "altered vip 1, verdict BENAR for SALAH"},
    {"Alamat prakerja.go.id tidak berakhiran go.id, jadi bukan alamat resmi. Alamat resminya www.prakerja.go.id.",
     "altered vip 1, link prakerja.go.id for prakerja.vip"},
    {"Alamat prakerja.vip tidak berakhiran go.id, jadi bukan alamat resmi. Alamat resminya www.kartuprakerja.xyz. Jangan isi data Anda di sana.",
     "altered vip 1, link www.kartuprakerja.xyz for www.prakerja.go.id"},
    {"Alamat prakerja.vip tidak berakhiran go.id, jadi bukan alamat palsu. Alamat resminya www.prakerja.go.id.", "altered vip 1, verdict palsu for resmi"},
    {"180 lembaga pelatihan tergabung dalam ekosistem Kartu Prakerja. Angka ini tidak disampaikan dalam webinar tentang dampak program.",
     "altered lembaga 1, verdict tidak for "},
    {"0812 9787 670 adalah nomor WhatsApp kami. Ketik kata kunci apa saja untuk mengetahui", "altered hotline 1, number 08129787670 for 08119787670"},
    {"Tanggal pembukaan gelombang 18 belum diumumkan saat kabar itu beredar. Pengumuman datang hari Rabu saja.", "altered jadwal 1, date rabu for jumat"},
    {"Jangan berikan kode OTP, PIN, atau sandi kepada siapa pun, dan jangan mentransfer uang karena sebuah pesan.\nSumber: MAFINDO (GFD-2026-28194), 2025",
     "altered otp 1, date 2026 for 2025"},
    {"Alamat prakerja.vip tidak berakhiran go.id, jadi bukan alamat resmi. Alamat resminya www.prakerja.go.id. Jangan isi data Anda di sana. Per 23 "
     "Oktober 2020. Sumber: Liputan6.com https://www.liputan6.com/read/4882234",
     "altered vip 1, link https://www.liputan6.com/read/4882234 for https://www.liputan6.com/read/4882233"},
    {"Alamat prakerja.vip tidak berakhiran bit.ly/3xYz, jadi bukan alamat resmi. Alamat resminya www.prakerja.go.id. Jangan isi data Anda di sana.",
     "altered vip 1, link bit.ly/3xYz for go.id"},
    {"Tanggal pembukaan gelombang 18 belum diumumkan saat kabar itu beredar. Pengumuman datang hari Minggu saja.", "altered jadwal 1, date minggu for jumat"},
    {"0811 9787 670 adalah nomor WhatsApp kami. Ketik kata kunci apa saja untuk mengetahui apakah kabar yang beredar itu palsu.",
     "altered hotline 1, verdict palsu for benar"},
    {"0811 9787 670 adalah nomor WhatsApp kami. Ketik kata kunci apa saja untuk mengetahui apakah kabar yang beredar itu bohong gak ya",
     "altered hotline 1, verdict bohong for benar"},
    // slips of the finger
    {"180 lembaga pelatihan tergabung dalam ekosistem Kartu Prakerja. Angka ini disampaikan dalam webinar. Per 9 Februari 20222", "same lembaga 1"},
    {"180 lembaga pelatihan tergabung dalam ekosistem Kartu Prakerja. Angka ini disampaikan dalam webinar. Per 9 Februari 2202", "same lembaga 1"},
    {"0a11 9787 670 adalah nomor WhatsApp kami. Ketik kata kunci apa saja untuk mengetahui apakah kabar itu benar", "same hotline 1"},
    {"Alamat prakreja.vip tidak berakhiran go.id, jadi bukan alamat resmi. Alamat resminya www.prakerja.go.id. Jangan isi data Anda di sana. Per 23 "
     "Oktober 2020. Sumber: Liputna6.com https://www.liputan6.com/read/4882233",
     "same vip 1"},
    // nobody's
    {"berapa lembaga pelatihan tergabung dalam ekosistem kartu prakerja?", "none"},
    {"lembaga pelatihan", "none"},
    {"apakah prakerja.vip alamat resmi?", "none"},
    {"Pendaftaran Prakerja di prakerja.vip", "none"},
    {"jangan isi data di sana", "none"},
    {"berapa penerima kartu prakerja setelah dua tahun program berjalan", "none"},
    {"", "none"},
};

static void finds(void) {
    struct intents *intents = fixture_intents();
    struct knowledge *k = words_knowledge(intents, facts, COUNT_OF(facts));
    knowledge_put_revision(k, &former);
    struct match *m = xmalloc(sizeof *m);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct arena *a = arena_new(1 << 26);
        struct question q = {.text = rows[i].text, .today = TODAY};
        matcher_run(k, &q, a, m);
        CHECK_TEXT(show(&m->echo, a), rows[i].echo);
        CHECK(!m->echo.state || (m->outcome == OUTCOME_ANSWER && m->rule == RULE_VARIANT && strcmp(m->candidates[0].fact->id, m->echo.fact->id) == 0));
        arena_free(a);
    }
    free(m);
    knowledge_free(k);
    intents_free(intents);
}

static const char *found(const struct knowledge *k, const char *text, struct arena *a) {
    struct match *m = arena_alloc(a, sizeof *m);
    struct question q = {.text = text, .today = TODAY};
    matcher_run(k, &q, a, m);
    return show(&m->echo, a);
}

// A former revision stays known when the fact changes, and when it is withdrawn.
static void revises(void) {
    static const char text[] = "Angsuran pertama dibayarkan tiga hari sesudah ujian akhir selesai dinilai.";
    struct knowledge *k = words_knowledge(NULL, NULL, 0);
    struct arena *a = arena_new(1 << 26);
    struct fact fact = FACT("angsuran", "id", "Angsuran pertama", .kind = FACT_FAQ);
    fact.answer = text;
    knowledge_put(k, &fact);
    CHECK_TEXT(found(k, text, a), "same angsuran 1");
    fact.revision = 2;
    fact.answer = "Angsuran pertama dibayarkan lima hari sesudah ujian akhir selesai dinilai.";
    knowledge_put(k, &fact);
    CHECK_TEXT(found(k, text, a), "former angsuran 1");
    CHECK_TEXT(found(k, fact.answer, a), "same angsuran 2");
    CHECK_TEXT(found(k, "Angsuran pertama dibayarkan enam hari sesudah ujian akhir selesai dinilai.", a), "altered angsuran 2, figure enam for lima");
    fact.revision = 3;
    fact.state = FACT_WITHDRAWN;
    knowledge_put(k, &fact);
    CHECK_TEXT(found(k, text, a), "former angsuran 1");
    CHECK_TEXT(found(k, "Angsuran pertama dibayarkan lima hari sesudah ujian akhir selesai dinilai.", a), "former angsuran 2");
    knowledge_remove(k, "angsuran");
    knowledge_remove(k, "angsuran");
    arena_free(a);
    knowledge_free(k);
}

// Only the newest former revisions of a fact are kept.
static void forgets(void) {
    struct knowledge *k = words_knowledge(NULL, NULL, 0);
    struct arena *a = arena_new(1 << 26);
    for (int64_t i = 1; i <= ECHO_FORMERS + 10; i++) {
        struct fact fact = FACT("panjang", "id", "Sebuah fakta", .kind = FACT_FAQ);
        fact.revision = i;
        fact.answer = arena_printf(a, "Catatan keberapa kali ini ditulis ulang oleh redaksi untuk pembaca setia: %lld.", 1000 + (long long)i);
        knowledge_put_revision(k, &fact);
        knowledge_put_revision(k, &fact);
    }
    CHECK_TEXT(found(k, "Catatan keberapa kali ini ditulis ulang oleh redaksi untuk pembaca setia: 1074.", a), "former panjang 74");
    CHECK_TEXT(found(k, "Catatan keberapa kali ini ditulis ulang oleh redaksi untuk pembaca setia: 1011.", a), "former panjang 11");
    CHECK(strncmp(found(k, "Catatan keberapa kali ini ditulis ulang oleh redaksi untuk pembaca setia: 1010.", a), "altered", 7) == 0);
    arena_free(a);
    knowledge_free(k);
}

static void compares(void) {
    struct knowledge *k = words_knowledge(NULL, facts, 1);
    struct arena *a = arena_new(1 << 24);
    struct told_text told;
    struct atoms message;
    struct compared c;
    told_read(k, &facts[0], echo_date(&facts[0]), a, &told);
    CHECK_INT(told.answer, 0);
    CHECK_INT(told.atoms.count - told.answer_end, 3); // the date
    atoms_read(k, "kata orang 180 lembaga tergabung", 100, a, &message);
    compare(&told, &message, a, &c);
    CHECK(c.held == 3 && c.held_slots == 1 && c.from == 2 && c.to == 5 && !c.change_count && c.is_begun && !c.is_whole && !c.is_dated);
    atoms_read(k, "", 100, a, &message);
    compare(&told, &message, a, &c);
    CHECK(!c.held && !c.matched && !c.own);
    CHECK_TEXT(echo_date(&facts[4]), NULL); // a tip has none
    CHECK_TEXT(echo_date(&facts[3]), "2020-10-23");
    arena_free(a);
    knowledge_free(k);
}

// Places of ours and of theirs that match.
static const char *path(const struct knowledge *k, const char *ours, const char *theirs, struct arena *a) {
    struct atoms x, y;
    struct aligned g;
    atoms_read(k, ours, 1000, a, &x);
    atoms_read(k, theirs, 1000, a, &y);
    align(&x, &y, a, &g);
    const char *line = "";
    for (size_t i = 0; i < g.length; i++)
        line = arena_printf(a, "%s%s%d-%d", line, i ? " " : "", g.path[0][i], g.path[1][i]);
    return line;
}

static void aligns(void) {
    static const struct {
        const char *ours, *theirs, *path;
    } pairs[] = {
        {"", "", ""},
        {"satu kota besar", "", ""},
        {"kota besar sekali", "kota besar sekali", "0-0 1-1 2-2"},
        {"kota besar sekali", "kabar dari kota besar sekali lagi", "0-2 1-3 2-4"},
        {"kota besar yang indah sekali", "kota besar sekali", "0-0 1-1 4-2"},
        {"kota besar sekali", "kota yang besar sekali", "0-0 1-2 2-3"},
        {"kota besar sekali", "kota bsear sekali", "0-0 1-1 2-2"},
        {"kota besar 180 lembaga pelatihan", "kota besar 190 lembaga pelatihan", "0-0 1-1 3-3 4-4"},
        {"harga cabai naik", "telur rebus sembuh", ""},
    };
    struct knowledge *k = words_knowledge(NULL, NULL, 0);
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        struct arena *a = arena_new(1 << 22);
        CHECK_TEXT(path(k, pairs[i].ours, pairs[i].theirs, a), pairs[i].path);
        arena_free(a);
    }
    knowledge_free(k);
}

static void slips(void) {
    static const struct {
        const char *ours, *theirs;
        bool is_year, is_phone;
    } numbers[] = {{"2022", "2202", true, false}, {"2022", "20222", true, false}, {"2022", "222", true, false}, {"2022", "2023", false, false},
                   {"2022", "2822", false, false}, {"2021", "2012", false, false}, {"180", "1880", false, false},
                   {"08119787670", "9787670", false, true}, {"08119787670", "0811", false, true}, {"08119787670", "08119787671", false, false},
                   {"600000000000", "6000", false, false}};
    static const struct {
        const char *ours, *theirs;
        bool is_last, is_same;
    } links[] = {{"https://www.liputan6.com/read/1234", "https://www.liputan6.com/read/1234", false, true},
                 {"https://www.liputan6.com/read/1234", "https://www.liptuan6.com/read/1234", false, true},
                 {"https://www.liputan6.com/read/1234", "https://www.liputtan6.com/read/1234", false, true},
                 {"https://www.liputan6.com/read/1234", "https://www.liputan6.com/raed/1234", false, true},
                 {"https://www.liputan6.com/read/1234", "https://www.liputan6.com", false, true},
                 {"https://www.liputan6.com/read/1234", "https://www.liputan6.com/re", true, true},
                 {"https://www.liputan6.com/read/1234", "https://www.liputan7.com/read/1234", false, false},
                 {"https://www.liputan6.com/read/1234", "https://www.liputan6.com/read/1235", false, false},
                 {"https://www.liputan6.com/read/1234", "https://www.liputan6.co/read/1234", false, false},
                 {"https://www.liputan6.com/read/1234", "https://bit.ly/1234", false, false},
                 {"www.prakerja.go.id", "www.prakreja.go.id", false, true}, // still below go.id
                 {"www.prakerja.go.id", "www.prakreja.com", false, false},
                 {"prakerja.vip", "prakreja.vip", false, true}, // neither is official
                 {"prakerja.vip", "prakerja.vipp", false, false},
                 {"contoh-satu.com", "contohsatu.com", false, false}};
    struct knowledge *k = words_knowledge(NULL, NULL, 0);
    struct arena *a = arena_new(1 << 22);
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        CHECK(year_is_slip(numbers[i].ours, numbers[i].theirs) == numbers[i].is_year);
        CHECK(phone_is_part(numbers[i].ours, numbers[i].theirs) == numbers[i].is_phone);
    }
    for (size_t i = 0; i < COUNT_OF(links); i++) {
        struct atoms x, y;
        atoms_read(k, links[i].ours, 200, a, &x);
        atoms_read(k, links[i].theirs, 200, a, &y);
        bool is_same = x.count == 1 && y.count == 1 && link_is_same(&x.items[0], &y.items[0], links[i].is_last);
        if (is_same != links[i].is_same)
            fprintf(stderr, "%s, %s\n", links[i].ours, links[i].theirs);
        CHECK(is_same == links[i].is_same);
    }
    arena_free(a);
    knowledge_free(k);
}

static const struct test tests[] = {{"finds", finds}, {"revises", revises}, {"forgets", forgets}, {"compares", compares}, {"aligns", aligns}, {"slips", slips}};
TEST_MAIN(tests)
