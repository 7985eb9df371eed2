// SPDX-License-Identifier: Apache-2.0
#include "engine/compose.h"

#include "base/clock.h"
#include "engine/compose_parts.h"
#include "fixture.h"
#include "test.h"

#define LINK "https://wa.me/628119787670"

static struct intents *intents;
static struct knowledge *knowledge;
static struct arena *arena;
static int64_t today;

static struct source liputan[] = {{"Liputan6.com", "Prakerja", "https://www.liputan6.com", "2022-02-09"}};
static struct source kompas[] = {{"Kompas.com", NULL, "https://www.kompas.com/x", "2020-10-23"}};
static const struct fact facts[] = {
    {.id = "lembaga-2021",
     .kind = FACT_PROGRAMME,
     .state = FACT_PUBLISHED,
     .lang = "id",
     .title = "Jumlah lembaga pelatihan Prakerja (2021)",
     .answer = "Ada 179 lembaga pelatihan di ekosistem Prakerja.",
     .as_of = "2021-06",
     .sources = kompas,
     .source_count = 1},
    {.id = "lembaga",
     .kind = FACT_PROGRAMME,
     .state = FACT_PUBLISHED,
     .lang = "id",
     .title = "Jumlah lembaga pelatihan Prakerja",
     .answer = "Ada 180 lembaga pelatihan di ekosistem Prakerja. Jumlahnya berubah tiap tahun.",
     .as_of = "2022-02-09",
     .supersedes = "lembaga-2021",
     .sources = liputan,
     .source_count = 1,
     .revision = 3},
    {.id = "lembaga-en",
     .kind = FACT_PROGRAMME,
     .state = FACT_PUBLISHED,
     .lang = "en",
     .title = "Number of training providers",
     .answer = "There are 180 training providers in the ecosystem.",
     .as_of = "2022-02-09",
     .translation_of = "lembaga",
     .sources = liputan,
     .source_count = 1},
    {.id = "kursus",
     .kind = FACT_PROGRAMME,
     .state = FACT_PUBLISHED,
     .lang = "id",
     .title = "Jumlah kursus Prakerja",
     .answer = "700",
     .as_of = "2022-02-09",
     .sources = liputan,
     .source_count = 1},
    {.id = "vip",
     .kind = FACT_CLAIM,
     .state = FACT_PUBLISHED,
     .lang = "id",
     .title = "Pendaftaran Prakerja di prakerja.vip",
     .answer = "Alamat itu bukan go.id.",
     .verdict = "false",
     .sources = kompas,
     .source_count = 1},
    {.id = "sendiri",
     .kind = FACT_CLAIM,
     .state = FACT_PUBLISHED,
     .lang = "id",
     .title = "Klaim lain",
     .answer = "Begini.",
     .verdict = "own",
     .sources = kompas,
     .source_count = 1},
    {.id = "insentif-lama",
     .kind = FACT_PROGRAMME,
     .state = FACT_PUBLISHED,
     .lang = "id",
     .title = "Insentif",
     .answer = "Insentif Rp 600.000 per bulan selama empat bulan.",
     .valid_from = "2020-04-01",
     .valid_until = "2022-12-31",
     .sources = liputan,
     .source_count = 1},
    {.id = "insentif",
     .kind = FACT_PROGRAMME,
     .state = FACT_PUBLISHED,
     .lang = "id",
     .title = "Insentif",
     .answer = "Insentif Rp 700.000 sekali. Tanyakan rinciannya.",
     .as_of = "2023-01-10",
     .supersedes = "insentif-lama",
     .sources = liputan,
     .source_count = 1},
    {.id = "habis",
     .kind = FACT_PROGRAMME,
     .state = FACT_PUBLISHED,
     .lang = "id",
     .title = "Gelombang dibuka",
     .answer = "Gelombang 23 sedang dibuka untuk umum sekarang.",
     .valid_until = "2022-03",
     .sources = liputan,
     .source_count = 1},
    {.id = "nanti",
     .kind = FACT_PROGRAMME,
     .state = FACT_PUBLISHED,
     .lang = "id",
     .title = "Aturan baru",
     .answer = "Aturan baru berlaku bagi semua penerima.",
     .valid_from = "2030",
     .sources = liputan,
     .source_count = 1},
    {.id = "tip-1",
     .kind = FACT_TIP,
     .state = FACT_PUBLISHED,
     .lang = "id",
     .title = "Tip",
     .answer = "Periksa alamatnya.",
     .sources = kompas,
     .source_count = 1},
};

static void begin(void) {
    struct date d;
    if (!date_parse("2026-11-24", &d))
        abort();
    today = date_first_day(d);
    intents = fixture_intents();
    knowledge = fixture_knowledge(intents, facts, COUNT_OF(facts));
    arena = arena_new(1 << 22);
}

static void end(void) {
    arena_free(arena);
    knowledge_free(knowledge);
    intents_free(intents);
}

static int64_t day(const char *iso) {
    struct date d;
    return date_parse(iso, &d) ? date_last_day(d) : -1;
}

// What holds for every reply, whatever it says.
static void check_limits(const struct reply *r) {
    static const size_t max[] = {0, REPLY_BUTTONS, REPLY_ROWS};
    CHECK(r->text && *r->text && utf8_length(r->text) <= REPLY_TEXT_MAX);
    CHECK(utf8_is_valid(r->text, strlen(r->text)));
    CHECK(r->choice_count <= max[r->kind] && (r->choice_count > 0) == (r->kind != REPLY_TEXT));
    CHECK(!strchr(r->text, '{'));
    CHECK((r->list_button != NULL) == (r->kind == REPLY_WITH_LIST));
    for (size_t i = 0; i < r->choice_count; i++) {
        const struct reply_choice *c = &r->choices[i];
        size_t title = utf8_length(c->title);
        CHECK(title > 0 && title <= (r->kind == REPLY_WITH_LIST ? REPLY_ROW_TITLE : REPLY_BUTTON_TITLE));
        CHECK(!c->note || (r->kind == REPLY_WITH_LIST && utf8_length(c->note) <= REPLY_ROW_NOTE));
        CHECK(strlen(c->id) > 0 && strlen(c->id) <= REPLY_CHOICE_ID && c->id[0] != ' ' &&
              !text_has_suffix(c->id, " "));
        for (size_t n = 0; n < i; n++)
            CHECK(strcmp(r->choices[n].title, c->title) != 0 && strcmp(r->choices[n].id, c->id) != 0);
    }
}

static struct reply compose(const struct dialog_out *said, const struct match *m) {
    struct reply r;
    struct compose_in in = {.said = said,
                            .match = m,
                            .knowledge = knowledge,
                            .intents = intents,
                            .hotline_name = "Halo Fakta",
                            .hotline_link = LINK,
                            .today = today,
                            .retain_days = 90};
    compose_reply(&in, arena, &r);
    check_limits(&r);
    return r;
}

static struct reply answer_of(const struct fact *fact, const char *lang, const char *asked) {
    struct match m = {.outcome = OUTCOME_ANSWER, .lang = lang, .candidate_count = 1};
    m.candidates[0].fact = fact;
    m.has_asked_day = asked != NULL;
    m.asked_day = asked ? day(asked) : 0;
    struct dialog_out said = {.say = SAY_ANSWER, .lang = lang};
    return compose(&said, &m);
}

static struct reply answer(const char *id, const char *lang, const char *asked) {
    return answer_of(knowledge_find(knowledge, id), lang, asked);
}

static void figures(void) {
    begin();
    struct reply r = answer("lembaga", "id", NULL);
    CHECK_TEXT(r.text,
               "Ada 180 lembaga pelatihan di ekosistem Prakerja. Jumlahnya berubah tiap tahun.\n"
               "Per 9 Februari 2022, data terbaru yang kami miliki; keadaan sekarang bisa berbeda.\n\n"
               "Sumber: Liputan6.com\nhttps://www.liputan6.com\n\nCek kabar lain: " LINK);
    CHECK_TEXT(r.fact, "lembaga");
    CHECK_INT(r.fact_revision, 3);
    CHECK_TEXT(r.source_title, "Prakerja");
    CHECK_TEXT(r.source_date, "2022-02-09");
    CHECK_TEXT(r.lang, "id");
    today = day("2022-06-01"); // within the year
    CHECK(strstr(answer("lembaga", "id", NULL).text, "\nPer 9 Februari 2022.\n") != NULL);
    CHECK(text_has_prefix(answer("kursus", "id", NULL).text,
                          "700\nJumlah kursus Prakerja\nPer 9 Februari 2022."));
    end();
}

static void languages(void) {
    begin();
    struct reply r = answer("lembaga", "en", NULL);
    CHECK_TEXT(r.fact, "lembaga-en");
    CHECK(text_has_prefix(
        r.text, "There are 180 training providers in the ecosystem.\nAs of 9 February 2022, the newest"));
    CHECK(strstr(r.text, "Sumber") == NULL && strstr(r.text, "Source: Liputan6.com") != NULL);
    r = answer("vip", "en", NULL);
    CHECK(text_has_prefix(
        r.text,
        "FALSE: Pendaftaran Prakerja di prakerja.vip\nThis text is only available in Indonesian:\n\nAlamat"));
    end();
}

static void claims(void) {
    begin();
    struct reply r = answer("vip", "id", NULL);
    CHECK_TEXT(r.text,
               "SALAH: Pendaftaran Prakerja di prakerja.vip\n\nAlamat itu bukan go.id.\n\n"
               "Sumber: Kompas.com, 23 Oktober 2020\nhttps://www.kompas.com/x\n\nCek kabar lain: " LINK);
    CHECK_TEXT(r.verdict, "false");
    CHECK_TEXT(r.source_title, "Kompas.com");
    CHECK(text_has_prefix(answer("sendiri", "id", NULL).text, "own: Klaim lain"));
    CHECK_TEXT(compose_verdict(intents, "scam", "en"), "SCAM");
    end();
}

static void validity(void) {
    begin();
    struct reply r = answer("insentif-lama", "id", NULL);
    CHECK(text_has_prefix(r.text,
                          "SUDAH TIDAK BERLAKU: ini berlaku sampai 31 Desember 2022.\nInsentif Rp 600.000"));
    CHECK(strstr(r.text,
                 "Yang diketahui sekarang (per 10 Januari 2023): Insentif Rp 700.000 sekali. Tanyakan") !=
          NULL);
    r = answer("insentif-lama", "id", "2021-06"); // it held then
    CHECK(text_has_prefix(r.text, "Insentif Rp 600.000"));
    CHECK(strstr(r.text, "Data terbaru (per 10 Januari 2023): Insentif Rp 700.000") != NULL);
    r = answer("habis", "id", NULL);
    CHECK(text_has_prefix(r.text, "SUDAH TIDAK BERLAKU: ini berlaku sampai Maret 2022."));
    CHECK(strstr(r.text, "Kami belum punya keterangan yang lebih baru.") != NULL);
    CHECK(strstr(r.text, "data terbaru yang kami miliki") == NULL);
    CHECK(text_has_prefix(answer("nanti", "id", NULL).text, "BELUM BERLAKU: ini berlaku mulai 2030."));
    end();
}

static void history(void) {
    begin();
    struct reply r = answer("lembaga-2021", "id", "2021-06");
    CHECK(text_has_prefix(r.text, "Ada 179 lembaga pelatihan di ekosistem Prakerja.\nPer Juni 2021.\n\nData "
                                  "terbaru (per 9 Februari 2022): Ada 180 lembaga"));
    r = answer("lembaga-2021", "id", "2019"); // before all that is known
    CHECK(strstr(r.text, "Data tertua yang kami miliki adalah per Juni 2021.") != NULL);
    struct match m = {.lang = "id", .has_asked_day = true, .asked_day = day("2019")};
    struct dialog_out said = {
        .say = SAY_ANSWER, .lang = "id", .fact = knowledge_find(knowledge, "lembaga-2021")};
    r = compose(&said, &m); // chosen from a list: the date of the message is not about it
    CHECK(strstr(r.text, "Per Juni 2021.") != NULL && strstr(r.text, "Data terbaru (per") != NULL);
    end();
}

// Long texts are shortened at a sentence; date, verdict, source and link stay.
static void long_texts(void) {
    begin();
    char text[FACT_ANSWER_MAX + 1] = "", title[FACT_TITLE_MAX + 1], url[FACT_URL_MAX];
    while (strlen(text) + 30 < sizeof text)
        snprintf(text + strlen(text), sizeof text - strlen(text), "Kalimat nomor %zu ada. ", strlen(text));
    memset(title, 'j', sizeof title - 1);
    title[sizeof title - 1] = '\0';
    memset(url, 'u', sizeof url - 1);
    url[230] = '\0';
    struct source source = {title, NULL, url, "2022-02-09"};
    for (int kind = 0; kind < FACT_KINDS; kind++) {
        struct fact fact = {.id = "panjang",
                            .kind = (enum fact_kind)kind,
                            .state = FACT_PUBLISHED,
                            .lang = "id",
                            .title = title,
                            .answer = text,
                            .verdict = kind == FACT_CLAIM ? "partly_true" : NULL,
                            .as_of = "2022-02-09",
                            .valid_until = "2022-12-31",
                            .sources = &source,
                            .source_count = 1};
        struct reply r = answer_of(&fact, "en", NULL);
        CHECK(strstr(r.text, "9 February 2022") && strstr(r.text, "Source: jjj") && strstr(r.text, "uuuu"));
        CHECK(strstr(r.text, "NO LONGER VALID: this held until 31 December 2022") != NULL);
        CHECK((kind == FACT_CLAIM) == text_has_prefix(r.text, "PARTLY TRUE: "));
        CHECK(strstr(r.text, " ada.\n") != NULL);
        CHECK(utf8_length(r.text) > 600);
    }
    memset(url, 'u', sizeof url - 1);
    url[sizeof url - 1] = '\0';
    struct fact fact = {.id = "panjang",
                        .kind = FACT_PROGRAMME,
                        .lang = "id",
                        .title = title,
                        .answer = title,
                        .as_of = "2022-02-09",
                        .sources = &source,
                        .source_count = 1};
    CHECK(strstr(answer_of(&fact, "id", NULL).text, "uuuu") == NULL); // half a link is worse than none
    CHECK_TEXT(compose_sentences(arena, "Satu. Dua tiga. Empat", 16), "Satu. Dua tiga.");
    CHECK_TEXT(compose_sentences(arena, "Rp 600.000 per bulan penuh", 20), "Rp 600.000 per…");
    CHECK_TEXT(compose_sentences(arena, "Ini Rp. 600.000 dan itu.", 20), "Ini Rp. 600.000 dan…");
    CHECK_TEXT(compose_sentences(arena, "Ya. Kalimat kedua panjang sekali", 25), "Ya. Kalimat kedua…");
    CHECK_TEXT(compose_line(arena, " a\n\tb  c ", 20), "a b c");
    end();
}

static void offers(void) {
    begin();
    struct match m = {.outcome = OUTCOME_OFFER, .lang = "id", .candidate_count = 3, .offered = 2};
    m.candidates[0].fact = knowledge_find(knowledge, "vip");
    m.candidates[1].fact = knowledge_find(knowledge, "kursus");
    m.candidates[2].fact = knowledge_find(knowledge, "insentif");
    struct dialog_out said = {.say = SAY_OFFER, .lang = "id"};
    struct reply r = compose(&said, &m);
    CHECK_TEXT(
        r.text,
        "Maksud Anda yang mana?\n1. Pendaftaran Prakerja di prakerja.vip\n2. Jumlah kursus Prakerja\n\n"
        "Balas dengan nomornya, atau TIDAK bila bukan ini.");
    CHECK_INT(r.kind, REPLY_WITH_BUTTONS);
    CHECK_INT(r.choice_count, 3);
    CHECK_TEXT(r.choices[0].id, "fact:vip");
    CHECK_TEXT(r.choices[2].id, "none");
    m.offered = 3;
    r = compose(&said, &m);
    CHECK_INT(r.choice_count, 3);
    CHECK_TEXT(r.choices[2].id, "fact:insentif");
    m.offered = 1;
    CHECK(text_has_prefix(compose(&said, &m).text, "Apakah ini yang Anda maksud?\n1. Pend"));
    m.candidates[0].fact = knowledge_find(knowledge, "lembaga");
    m.candidates[1].fact = knowledge_find(knowledge, "lembaga-2021");
    m.offered = 2;
    r = compose(&said, &m); // the same when cut to a button
    CHECK_INT(r.kind, REPLY_WITH_LIST);
    CHECK(text_has_prefix(r.choices[0].title, "1. Jumlah lembaga"));
    CHECK_TEXT(r.choices[1].note, "Jumlah lembaga pelatihan Prakerja (2021)");
    CHECK_TEXT(r.choices[2].id, "none");
    m.candidates[1].fact = knowledge_find(knowledge, "lembaga-en");
    r = compose(&said, &m); // the translation of the first is no second choice
    CHECK_INT(r.choice_count, 2);
    end();
}

static void lists(void) {
    begin();
    struct match m = {.lang = "id"};
    struct dialog_out said = {.say = SAY_MENU, .lang = "id", .intent = intents_find(intents, "menu")};
    struct reply r = compose(&said, &m);
    CHECK_INT(r.kind, REPLY_WITH_LIST);
    CHECK_TEXT(r.choices[0].id, "intent:latest");
    CHECK(strstr(r.text, "\n1. Fakta terbaru\n2. Tips") != NULL);
    CHECK(strstr(r.text, "English") != NULL && strstr(r.text, "Bahasa Indonesia") == NULL);
    said = (struct dialog_out){.say = SAY_LATEST, .lang = "id"};
    r = compose(&said, &m);
    CHECK_INT(r.choice_count, 5);
    CHECK_TEXT(r.choices[0].id, "fact:insentif"); // 10 January 2023
    for (size_t i = 0; i < r.choice_count; i++) {
        CHECK(strcmp(r.choices[i].id, "fact:lembaga-2021") != 0 &&
              strcmp(r.choices[i].id, "fact:lembaga-en") != 0);
        CHECK(strcmp(r.choices[i].id, "fact:tip-1") != 0 && strcmp(r.choices[i].id, "fact:habis") != 0);
    }
    said.say = SAY_TIP;
    r = compose(&said, &m);
    CHECK(text_has_prefix(r.text, "TIPS: Periksa alamatnya.\n\nSumber: Kompas.com"));
    CHECK_TEXT(r.fact, "tip-1");
    said.lang = "en"; // none is known in English: the intent's own words
    CHECK(text_has_prefix(compose(&said, &m).text, "TIP: Do not forward in a hurry."));
    struct knowledge *kept = knowledge;
    knowledge = fixture_knowledge(intents, NULL, 0);
    said.say = SAY_LATEST;
    CHECK_TEXT(compose(&said, &m).text, "There are no facts here yet.");
    knowledge_free(knowledge);
    knowledge = kept;
    end();
}

// By the update, its time too; of one update by the claim's date; ids last.
static void latest_of_one_day(void) {
    static const struct fact same_day[] = {
        {.id = "a", .state = FACT_PUBLISHED, .lang = "id", .title = "A", .answer = "A", .updated = "2024-05-02"},
        {.id = "b", .state = FACT_PUBLISHED, .lang = "id", .title = "B", .answer = "B", .updated = "2024-05-02T07:30:00Z"},
        {.id = "c", .state = FACT_PUBLISHED, .lang = "id", .title = "C", .answer = "C", .updated = "2024-05-02", .claim_date = "2024-05-01"},
        {.id = "d", .state = FACT_PUBLISHED, .lang = "id", .title = "D", .answer = "D", .updated = "2024-05-02T09:00:00Z"},
        {.id = "e", .state = FACT_PUBLISHED, .lang = "id", .title = "E", .answer = "E", .claim_date = "2024-05-03"}};
    begin();
    struct knowledge *kept = knowledge;
    knowledge = fixture_knowledge(intents, same_day, COUNT_OF(same_day));
    struct match m = {.lang = "id"};
    struct dialog_out said = {.say = SAY_LATEST, .lang = "id"};
    struct reply r = compose(&said, &m);
    static const char *const order[] = {"fact:e", "fact:d", "fact:b", "fact:c", "fact:a"};
    CHECK_INT(r.choice_count, COUNT_OF(order));
    for (size_t i = 0; i < r.choice_count && i < COUNT_OF(order); i++)
        CHECK_TEXT(r.choices[i].id, order[i]);
    knowledge_free(knowledge);
    knowledge = kept;
    end();
}

static void judged(void) {
    begin();
    struct match m = {.outcome = OUTCOME_LINK, .lang = "id", .link_count = 2, .number_count = 1};
    m.links[0] =
        (struct link_judged){"prakerja.go.id", "prakerja.go.id", JUDGED_OFFICIAL, "prakerja.go.id", NULL};
    m.links[1] =
        (struct link_judged){"prakerja.vip/x", "prakerja.vip", JUDGED_LOOK_ALIKE, "prakerja.go.id", NULL};
    m.numbers[0] = (struct number_judged){"0812 111", "+62812111", NUMBER_PHONE, JUDGED_UNKNOWN, NULL};
    struct dialog_out said = {.say = SAY_LINK, .lang = "id"};
    struct reply r = compose(&said, &m);
    CHECK(
        text_has_prefix(r.text, "AWAS: prakerja.vip BUKAN alamat resmi. Alamat ini meniru prakerja.go.id."));
    CHECK(strstr(r.text, "BELUM DIKENAL: 0812 111") < strstr(r.text, "RESMI: prakerja.go.id"));
    CHECK(strstr(r.text, "tidak pernah meminta OTP, PIN, kata sandi, atau transfer") != NULL);
    CHECK(text_has_suffix(r.text, LINK));
    m.link_count = 1;
    m.number_count = 0;
    r = compose(&said, &m);
    CHECK(text_has_prefix(r.text, "RESMI: prakerja.go.id adalah alamat resmi") && !strstr(r.text, "OTP"));
    char host[260];
    memset(host, 'a', 250);
    memcpy(host + 230, ".prakerja-bantuan.xyz", 22);
    m.link_count = MATCH_LINKS;
    for (size_t i = 0; i < MATCH_LINKS; i++)
        m.links[i] = (struct link_judged){host, arena_printf(arena, "%zu%s", i, host), JUDGED_LOOK_ALIKE,
                                          "prakerja.go.id", NULL};
    r = compose(&said, &m);
    CHECK(strstr(r.text, "aa.prakerja-bantuan.xyz BUKAN") != NULL);
    CHECK(strstr(r.text, "… dan 5 lagi") != NULL);
    m.number_count = 1;
    m.link_count = 0;
    m.numbers[0] = (struct number_judged){"BCA 123456", "123456", NUMBER_ACCOUNT, JUDGED_UNKNOWN, NULL};
    CHECK(text_has_prefix(compose(&said, &m).text, "BELUM DIKENAL: rekening BCA 123456"));
    m.link_count = 1; // a chat is said once, by its number
    m.links[0] = (struct link_judged){"wa.me/628111", "wa.me", JUDGED_UNKNOWN, NULL, NULL};
    m.numbers[0] = (struct number_judged){"wa.me/628111", "+628111", NUMBER_PHONE, JUDGED_UNKNOWN, NULL};
    r = compose(&said, &m);
    CHECK(text_has_prefix(r.text, "BELUM DIKENAL: wa.me/628111 tidak") && !strstr(r.text, "wa.me tidak"));
    m.links[0] =
        (struct link_judged){host, arena_printf(arena, "0%s", host), JUDGED_LOOK_ALIKE, "prakerja.go.id", NULL};
    m.numbers[0] = (struct number_judged){"BCA 123456", "123456", NUMBER_ACCOUNT, JUDGED_UNKNOWN, NULL};
    m.outcome = OUTCOME_ANSWER; // a fact answers: the warning stands below it
    m.candidates[0].fact = knowledge_find(knowledge, "kursus");
    m.candidate_count = m.link_count = 1;
    said.say = SAY_ANSWER;
    r = compose(&said, &m);
    CHECK(text_has_prefix(r.text, "700\n") && strstr(r.text, "AWAS: …") != NULL);
    end();
}

// An unknown link or number is never passed over in silence, whatever else is said.
static void warning_beside(void) {
    begin();
    char title[FACT_TITLE_MAX + 1], ids[MATCH_OFFER][8];
    struct fact many[MATCH_OFFER];
    struct match m = {
        .outcome = OUTCOME_OFFER, .lang = "en", .candidate_count = 3, .offered = 3, .number_count = 1};
    memset(title, 'j', sizeof title - 1);
    title[sizeof title - 1] = '\0';
    for (size_t i = 0; i < MATCH_OFFER; i++) {
        snprintf(ids[i], sizeof ids[i], "j%zu", i);
        many[i] = (struct fact){.id = ids[i], .lang = "en", .title = title, .answer = title};
        m.candidates[i].fact = &many[i];
    }
    m.numbers[0] =
        (struct number_judged){"0812-3456-7890", "+6281234567890", NUMBER_PHONE, JUDGED_UNKNOWN, NULL};
    struct dialog_out said = {.say = SAY_OFFER, .lang = "en"};
    struct reply r = compose(&said, &m);
    CHECK(text_has_prefix(r.text, "UNKNOWN: 0812-3456-7890") && strstr(r.text, "never ask for an OTP"));
    CHECK(strstr(r.text, "\n3. jjj") != NULL && strstr(r.text, "Reply with the number") != NULL);
    said.say = SAY_ANSWER;
    m.candidates[0].fact = knowledge_find(knowledge, "lembaga-en");
    CHECK(strstr(compose(&said, &m).text, "UNKNOWN: 0812-3456-7890") != NULL);
    m.numbers[0].fact = "lembaga-en"; // the answer is about it
    CHECK(strstr(compose(&said, &m).text, "UNKNOWN") == NULL);
    m.numbers[0].judgement = JUDGED_OFFICIAL;
    m.numbers[0].fact = NULL;
    CHECK(strstr(compose(&said, &m).text, "OFFICIAL") == NULL);
    end();
}

static void every_say_and_intent(void) {
    begin();
    for (size_t l = 0; l < INTENT_LANGS; l++) {
        const char *lang = l ? "en" : "id";
        struct match m = {.lang = lang, .link_count = 1, .candidate_count = 1, .offered = 1};
        m.links[0] =
            (struct link_judged){"prakerja.vip", "prakerja.vip", JUDGED_LOOK_ALIKE, "prakerja.go.id", NULL};
        m.candidates[0].fact = knowledge_find(knowledge, "vip");
        for (size_t n = 0; n < intents_count(intents); n++) {
            struct dialog_out said = {.say = SAY_INTENT,
                                      .lang = lang,
                                      .intent = intents_at(intents, n),
                                      .is_welcome = true,
                                      .is_danger = true};
            compose(&said, &m);
        }
        for (int say = SAY_INTENT; say < SAYS; say++)
            for (int kind = 0; kind < MESSAGE_KINDS; kind++) {
                struct dialog_out said = {.say = (enum say)say,
                                          .lang = lang,
                                          .kind = (enum message_kind)kind,
                                          .intent = intents_find(intents, "help"),
                                          .is_question = kind % 2};
                compose(&said, &m);
            }
    }
    end();
}

static void intent_texts(void) {
    begin();
    struct match m = {.lang = "id"};
    struct dialog_out said = {
        .say = SAY_INTENT, .lang = "id", .intent = intents_find(intents, "greeting"), .is_welcome = true};
    struct reply r = compose(&said, &m);
    CHECK(text_has_prefix(r.text, "Halo, ini Halo Fakta.") && strstr(r.text, "Ketik PRIVASI") != NULL);
    CHECK_INT(r.choice_count, 3);
    said.is_welcome = false;
    CHECK(strstr(compose(&said, &m).text, "PRIVASI") == NULL);
    said.intent = intents_find(intents, "data");
    said.conversation.is_stopped = true;
    r = compose(&said, &m);
    CHECK(strstr(r.text, "Bahasa: Indonesia\n") && strstr(r.text, "kabar: tidak\n") &&
          strstr(r.text, "90 hari"));
    said = (struct dialog_out){.say = SAY_NONE, .lang = "id", .is_question = true};
    CHECK(strstr(compose(&said, &m).text, "sudah dicatat untuk redaksi") != NULL);
    said.is_question = false;
    CHECK(strstr(compose(&said, &m).text, "dicatat") == NULL);
    struct compose_in bare = {
        .said = &said, .match = &m, .knowledge = knowledge, .intents = intents, .today = today};
    said = (struct dialog_out){.say = SAY_INTENT, .lang = "en", .intent = intents_find(intents, "about")};
    compose_reply(&bare, arena, &r); // no name, no link, no days: their lines fall away
    CHECK(text_has_prefix(r.text, "Fact Check Service checks") && strstr(r.text, "Share") == NULL &&
          strstr(r.text, "{") == NULL);
    end();
}

static void dates(void) {
    begin();
    static const char *const rows[][3] = {{"2022-02-09", "9 Februari 2022", "9 February 2022"},
                                          {"2021-06", "Juni 2021", "June 2021"},
                                          {"2020", "2020", "2020"},
                                          {"kemarin", "kemarin", "kemarin"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        CHECK_TEXT(compose_date(intents, arena, rows[i][0], "id"), rows[i][1]);
        CHECK_TEXT(compose_date(intents, arena, rows[i][0], "en"), rows[i][2]);
    }
    end();
}

static const struct test tests[] = {
    {"figures", figures},
    {"languages", languages},
    {"claims", claims},
    {"validity", validity},
    {"history", history},
    {"long_texts", long_texts},
    {"offers", offers},
    {"lists", lists},
                                    {"latest_of_one_day", latest_of_one_day},
    {"judged", judged},
    {"warning_beside", warning_beside},
    {"every_say_and_intent", every_say_and_intent},
    {"intent_texts", intent_texts},
    {"dates", dates},
};
TEST_MAIN(tests)
