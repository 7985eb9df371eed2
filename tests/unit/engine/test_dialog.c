// SPDX-License-Identifier: Apache-2.0
#include "engine/dialog.h"

#include "engine/choose.h"
#include "engine/meaning.h"
#include "fixture.h"
#include "test.h"

enum { NOW = 1000 * 60 * 60 };

static struct intents *intents;
static struct knowledge *knowledge;
static struct arena *arena;

static const struct fact facts[] = {
    {.id = "lembaga",
     .kind = FACT_PROGRAMME,
     .state = FACT_PUBLISHED,
     .lang = "id",
     .title = "Jumlah lembaga pelatihan",
     .answer = "180 lembaga."},
    {.id = "kursus",
     .kind = FACT_PROGRAMME,
     .state = FACT_PUBLISHED,
     .lang = "id",
     .title = "Jumlah kursus",
     .answer = "700 kursus."},
    {.id = "syarat",
     .kind = FACT_FAQ,
     .state = FACT_PUBLISHED,
     .lang = "id",
     .title = "Syarat pendaftaran",
     .answer = "Minimal 18 tahun."},
};

static void begin(void) {
    intents = fixture_intents();
    knowledge = fixture_knowledge(intents, facts, COUNT_OF(facts));
    arena = arena_new(1 << 20);
}

static void end(void) {
    arena_free(arena);
    knowledge_free(knowledge);
    intents_free(intents);
}

static struct conversation talking(enum dialog_state state) {
    return (struct conversation){.dialog = state,
                                 .options = {"fact:lembaga", "fact:kursus"},
                                 .option_count = 2,
                                 .is_welcomed = true,
                                 .last_in_at = NOW - 1000};
}

static struct match matched(enum outcome outcome, const char *intent) {
    struct match m = {
        .outcome = outcome, .lang = "id", .normal = "kata", .intent = intent, .rule = RULE_RANKED};
    if (outcome == OUTCOME_ANSWER || outcome == OUTCOME_OFFER) {
        m.candidates[0].fact = knowledge_find(knowledge, "syarat");
        m.candidate_count = 1;
        m.offered = outcome == OUTCOME_OFFER;
    }
    return m;
}

static struct dialog_out step(const struct conversation *c, const struct inbound *inbound,
                              const struct match *m) {
    struct dialog_out out;
    struct dialog_in in = {.inbound = inbound,
                           .match = m,
                           .conversation = c,
                           .knowledge = knowledge,
                           .intents = intents,
                           .now = NOW};
    dialog_step(&in, arena, &out);
    return out;
}

static struct dialog_out say_text(const struct conversation *c, const char *text, enum outcome outcome,
                                  const char *intent) {
    struct inbound inbound = {.kind = MSG_TEXT, .text = text};
    struct match m = matched(outcome, intent);
    return step(c, &inbound, &m);
}

static struct dialog_out press(const struct conversation *c, const char *id) {
    struct inbound inbound = {.kind = MSG_CHOICE, .choice = id, .text = "judul"};
    struct match m = matched(OUTCOME_NONE, NULL);
    return step(c, &inbound, &m);
}

// An inbound that is this event, whatever the state.
static struct dialog_out fire(enum dialog_state state, const char *event) {
    struct conversation c = talking(state);
    struct inbound reaction = {.kind = MSG_REACTION, .text = "👍"}, image = {.kind = MSG_IMAGE},
                   emoji = {.kind = MSG_TEXT, .text = "👍"};
    struct match none = matched(OUTCOME_NONE, NULL), blank = {.lang = "id", .normal = ""};
    if (strcmp(event, "silent") == 0)
        return step(&c, &reaction, &none);
    if (strcmp(event, "unsupported") == 0)
        return step(&c, &image, &none);
    if (strcmp(event, "wordless") == 0)
        return step(&c, &emoji, &blank);
    if (strcmp(event, "rate") == 0) {
        struct dialog_out out;
        struct dialog_in in = {.inbound = &emoji,
                               .match = &blank,
                               .conversation = &c,
                               .knowledge = knowledge,
                               .intents = intents,
                               .now = NOW,
                               .is_over_rate = true};
        dialog_step(&in, arena, &out);
        return out;
    }
    if (strcmp(event, "choice") == 0)
        return press(&c, "fact:kursus");
    if (strcmp(event, "reject") == 0)
        return press(&c, "none");
    if (strcmp(event, "gone") == 0)
        return press(&c, "fact:dahulu");
    if (strcmp(event, "which") == 0)
        return say_text(&c, "9", OUTCOME_NONE, NULL);
    static const struct {
        const char *event;
        enum outcome outcome;
    } outcomes[] = {
        {"answer", OUTCOME_ANSWER}, {"offer", OUTCOME_OFFER}, {"link", OUTCOME_LINK}, {"none", OUTCOME_NONE}};
    for (size_t i = 0; i < COUNT_OF(outcomes); i++)
        if (strcmp(event, outcomes[i].event) == 0)
            return say_text(&c, "kata", outcomes[i].outcome, NULL);
    const char *intent = strcmp(event, "reply") == 0      ? "thanks"
                         : strcmp(event, "language") == 0 ? "language_en"
                                                          : event;
    return press(&c, arena_printf(arena, "intent:%s", intent));
}

static const char *say_of_action(const char *action) {
    static const char *const pairs[][2] = {
        {"nothing", "nothing"},
        {"say_rate_once", "rate"},
        {"say_unsupported_once", "unsupported"},
        {"answer", "answer"},
        {"answer_chosen", "answer"},
        {"reject", "rejected"},
        {"say_gone", "choice_gone"},
        {"ask_again", "again"},
        {"offer", "offer"},
        {"judge", "link"},
        {"say_none", "none"},
        {"reply", "intent"},
        {"show_menu", "menu"},
        {"show_latest", "latest"},
        {"give_tip", "tip"},
        {"switch_language", "intent"},
        {"stop", "intent"},
        {"resume", "intent"},
        {"call_person", "intent"},
        {"emergency", "intent"},
        {"ask_to_confirm", "intent"},
        {"erase", "erased"},
        {"keep", "kept"},
    };
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        if (strcmp(pairs[i][0], action) == 0)
            return pairs[i][1];
    return "?";
}

struct printed {
    char from[20], event[20], to[20], action[30];
};

static size_t printed_rows(void (*print)(struct buf *b), struct printed rows[100]) {
    struct buf b;
    buf_init(&b, 8192);
    print(&b);
    size_t count = 0;
    for (const char *at = buf_text(&b); *at && count < 100; at = strchr(at, '\n') + 1) {
        struct printed *r = &rows[count++];
        CHECK_INT(sscanf(at, "%19s %19s %19s %29s", r->from, r->event, r->to, r->action), 4);
    }
    buf_done(&b);
    return count;
}

// Every event in every state does what the first fitting row says; every row is the first for some state.
static void every_row_fires(void) {
    begin();
    struct printed rows[100];
    size_t count = printed_rows(dialog_print, rows);
    bool fired[100] = {false};
    for (int s = 0; s < DIALOG_STATES; s++)
        for (int e = 0; e < DIALOG_EVENTS; e++) {
            const char *state = dialog_name((enum dialog_state)s),
                       *event = dialog_event_name((enum dialog_event)e);
            size_t r = 0;
            while (r < count && (strcmp(rows[r].event, event) != 0 ||
                                 (strcmp(rows[r].from, "any") != 0 && strcmp(rows[r].from, state) != 0)))
                r++;
            CHECK(r < count);
            if (r == count)
                continue;
            fired[r] = true;
            struct dialog_out out = fire((enum dialog_state)s, event);
            CHECK_TEXT(say_name(out.say), say_of_action(rows[r].action));
            CHECK_TEXT(dialog_name(out.conversation.dialog),
                       strcmp(rows[r].to, "same") == 0 ? state : rows[r].to);
        }
    for (size_t r = 0; r < count; r++)
        CHECK(fired[r]);
    CHECK(count > 20);
    end();
}

static void every_custody_row_fires(void) {
    static const char *const events[CUSTODY_EVENTS] = {"wrote", "asked",    "right",
                                                       "taken", "released", "ended"};
    struct printed rows[100];
    size_t count = printed_rows(custody_print, rows);
    bool fired[100] = {false};
    for (int c = 0; c < CUSTODIES; c++)
        for (int e = 0; e < CUSTODY_EVENTS; e++) {
            size_t r = 0;
            while (r < count && (strcmp(rows[r].event, events[e]) != 0 ||
                                 (strcmp(rows[r].from, "any") != 0 &&
                                  strcmp(rows[r].from, custody_name((enum custody)c)) != 0)))
                r++;
            CHECK(r < count);
            if (r == count)
                continue;
            fired[r] = true;
            bool speaks = false;
            CHECK_TEXT(custody_name(custody_next((enum custody)c, (enum custody_event)e, &speaks)),
                       rows[r].to);
            CHECK_TEXT(speaks ? "speak" : "silent", rows[r].action);
        }
    for (size_t r = 0; r < count; r++)
        CHECK(fired[r]);
}

static void numbers(void) {
    begin();
    static const struct {
        const char *text;
        int number;
    } rows[] = {
        {"2", 2},
        {"2.", 2},
        {" 1 ", 1},
        {"no 2", 2},
        {"nomor dua", 2},
        {"Dua", 2},
        {"yang kedua", 2},
        {"yg ke 3 ya", 3},
        {"number two", 2},
        {"the second one", 2},
        {"one", 1},
        {"first", 1},
        {"pilihan 10", 10},
        {"2️⃣", 2},
        {"12", 12},
        {"2022", 0},
        {"gelombang 2", 0},
        {"1 2", 0},
        {"", 0},
        {"halo", 0},
        {"nomor", 0},
        {"0", 0},
        {"yang mau saya pilih itu nomor 2 ya", 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (choose_number(intents, rows[i].text) == rows[i].number)
            continue;
        fprintf(stderr, "\"%s\": %d, want %d\n", rows[i].text, choose_number(intents, rows[i].text),
                rows[i].number);
        test_failures++;
    }
    end();
}

static void words(void) {
    begin();
    static const char *const titles[] = {"Jumlah lembaga pelatihan", "Jumlah kursus", NULL, "Bukan ini"};
    CHECK_INT(choose_word(intents, "lembaga", titles, 4), 1);
    CHECK_INT(choose_word(intents, "yang Kursus ya", titles, 4), 2);
    CHECK_INT(choose_word(intents, "bukan ini", titles, 4), 4);
    CHECK_INT(choose_word(intents, "jumlah", titles, 4), 0);
    CHECK_INT(choose_word(intents, "harga kursus", titles, 4), 0);
    CHECK_INT(choose_word(intents, "ini", titles, 4), 4);
    CHECK_INT(choose_word(intents, "ya", titles, 4), 0);
    CHECK_INT(choose_word(intents, "jumlah lembaga pelatihan prakerja sekarang", titles, 4), 0);
    end();
}

static void choices(void) {
    begin();
    struct conversation c = talking(DIALOG_CHOOSING);
    struct dialog_out out = say_text(&c, "nomor dua", OUTCOME_NONE, NULL);
    CHECK_INT(out.say, SAY_ANSWER);
    CHECK_TEXT(out.fact->id, "kursus");
    CHECK_INT(out.conversation.option_count, 2); // the other one can still be meant
    out = say_text(&out.conversation, "1", OUTCOME_NONE, NULL);
    CHECK_TEXT(out.fact->id, "lembaga");
    out = say_text(&c, "kursus", OUTCOME_OFFER, NULL);
    CHECK_TEXT(out.fact->id, "kursus");
    out = say_text(&c, "ya", OUTCOME_INTENT, "yes");
    CHECK_INT(out.say, SAY_AGAIN);
    CHECK_INT(out.conversation.option_count, 2);
    c.option_count = 1;
    out = say_text(&c, "ya", OUTCOME_INTENT, "yes");
    CHECK_TEXT(out.fact->id, "lembaga");
    out = say_text(&c, "bukan", OUTCOME_INTENT, "no");
    CHECK_INT(out.say, SAY_REJECTED);
    CHECK(!out.is_question);
    out = say_text(&c, "kata", OUTCOME_ANSWER, NULL);
    CHECK_INT(out.conversation.option_count, 0);
    CHECK(out.fact == NULL);
    out = say_text(&out.conversation, "1", OUTCOME_NONE, NULL);
    CHECK_INT(out.say, SAY_CHOICE_GONE);
    out = say_text(&out.conversation, "18", OUTCOME_ANSWER, NULL); // a number that finds a fact
    CHECK_INT(out.say, SAY_ANSWER);
    out = press(&c, "template_payload"); // not ours: its title is read
    CHECK_INT(out.say, SAY_NONE);
    end();
}

static void idle(void) {
    begin();
    struct conversation c = talking(DIALOG_CONFIRMING);
    c.was_told_unsupported = true;
    c.last_in_at = NOW - DIALOG_IDLE_MS;
    CHECK_INT(say_text(&c, "ya", OUTCOME_INTENT, "yes").say, SAY_ERASED);
    c.last_in_at--;
    struct dialog_out out = say_text(&c, "ya", OUTCOME_INTENT, "yes");
    CHECK_INT(out.say, SAY_INTENT);
    CHECK(!out.is_erase && !out.conversation.was_told_unsupported);
    CHECK_INT(out.conversation.option_count, 0);
    CHECK_INT(out.conversation.last_in_at, NOW);
    end();
}

static void language(void) {
    begin();
    struct conversation c = talking(DIALOG_IDLE);
    struct inbound inbound = {.kind = MSG_TEXT, .text = "x", .lang = "en"};
    struct match m = matched(OUTCOME_NONE, NULL);
    CHECK_TEXT(step(&c, &inbound, &m).lang, "en"); // the page's, as nothing else tells
    m.is_lang_sure = true;
    struct dialog_out out = step(&c, &inbound, &m);
    CHECK_TEXT(out.lang, "id");
    CHECK_TEXT(out.conversation.lang, "id");
    out = press(&c, "intent:language_en");
    CHECK_TEXT(out.lang, "en");
    CHECK(out.conversation.is_lang_chosen);
    out = step(&out.conversation, &inbound, &m); // chosen: the text no longer changes it
    CHECK_TEXT(out.lang, "en");
    struct dialog_in in = {.inbound = &inbound,
                           .match = &m,
                           .conversation = &out.conversation,
                           .knowledge = knowledge,
                           .intents = intents,
                           .now = NOW,
                           .fixed_lang = "id"};
    dialog_step(&in, arena, &out);
    CHECK_TEXT(out.lang, "id");
    end();
}

static void stop_and_human(void) {
    begin();
    struct conversation c = talking(DIALOG_IDLE);
    struct dialog_out out = say_text(&c, "berhenti", OUTCOME_INTENT, "stop");
    CHECK(out.conversation.is_stopped);
    out = say_text(&out.conversation, "kata", OUTCOME_ANSWER, NULL);
    CHECK_INT(out.say, SAY_ANSWER); // a direct question is answered
    CHECK(out.conversation.is_stopped);
    out = say_text(&out.conversation, "lanjut", OUTCOME_INTENT, "resume");
    CHECK(!out.conversation.is_stopped);
    out = say_text(&out.conversation, "admin", OUTCOME_INTENT, "human");
    CHECK_INT(out.say, SAY_INTENT);
    CHECK_INT(out.conversation.custody, CUSTODY_WAITING);
    out = say_text(&out.conversation, "kata", OUTCOME_ANSWER, NULL);
    CHECK_INT(out.say, SAY_ANSWER); // the machine still helps while they wait
    c.custody = CUSTODY_HUMAN;
    out = say_text(&c, "kata", OUTCOME_NONE, NULL);
    CHECK_INT(out.say, SAY_NOTHING);
    CHECK(!out.is_question);
    out = say_text(&c, "mau bunuh diri", OUTCOME_INTENT, "danger");
    CHECK_INT(out.say, SAY_NOTHING);
    CHECK(out.is_danger);
    out = say_text(&c, "berhenti", OUTCOME_INTENT, "stop");
    CHECK_INT(out.say, SAY_INTENT);
    CHECK(out.conversation.is_stopped);
    CHECK_INT(out.conversation.custody, CUSTODY_HUMAN);
    c.custody = CUSTODY_CLOSED;
    out = say_text(&c, "kata", OUTCOME_ANSWER, NULL);
    CHECK_INT(out.conversation.custody, CUSTODY_BOT);
    end();
}

static void danger(void) {
    begin();
    struct conversation c = talking(DIALOG_IDLE);
    struct dialog_out out = say_text(&c, "saya sudah transfer ke prakerja12.com", OUTCOME_LINK, "danger");
    CHECK(out.is_danger);
    CHECK_TEXT(out.intent->name, "danger");
    CHECK_INT(out.say, SAY_INTENT);
    struct inbound inbound = {.kind = MSG_IMAGE, .text = "saya sudah kirim OTP"};
    struct match m = matched(OUTCOME_INTENT, "danger");
    struct dialog_in in = {.inbound = &inbound,
                           .match = &m,
                           .conversation = &c,
                           .knowledge = knowledge,
                           .intents = intents,
                           .now = NOW,
                           .is_over_rate = true};
    dialog_step(&in, arena, &out); // not held back by the rate
    CHECK_INT(out.say, SAY_INTENT);
    out = say_text(&c, "kata", OUTCOME_ANSWER, NULL);
    CHECK(!out.is_danger);
    end();
}

static void erase(void) {
    begin();
    struct conversation c = talking(DIALOG_IDLE);
    struct dialog_out out = say_text(&c, "hapus", OUTCOME_INTENT, "erase");
    CHECK(!out.is_erase);
    CHECK_INT(out.conversation.dialog, DIALOG_CONFIRMING);
    CHECK(say_text(&out.conversation, "ya", OUTCOME_INTENT, "yes").is_erase);
    CHECK(press(&out.conversation, "intent:yes").is_erase);
    CHECK_INT(say_text(&out.conversation, "tidak", OUTCOME_INTENT, "no").say, SAY_KEPT);
    out = say_text(&out.conversation, "kata", OUTCOME_ANSWER, NULL); // anything else lets it drop
    CHECK(!say_text(&out.conversation, "ya", OUTCOME_INTENT, "yes").is_erase);
    end();
}

static void once(void) {
    begin();
    struct conversation c = talking(DIALOG_IDLE);
    struct inbound image = {.kind = MSG_IMAGE}, caption = {.kind = MSG_IMAGE, .text = "berapa lembaga"};
    struct match m = matched(OUTCOME_NONE, NULL), answer = matched(OUTCOME_ANSWER, NULL);
    struct dialog_out out = step(&c, &image, &m);
    CHECK_INT(out.say, SAY_UNSUPPORTED);
    CHECK_INT(out.kind, MSG_IMAGE);
    CHECK_INT(step(&out.conversation, &image, &m).say, SAY_NOTHING);
    CHECK_INT(step(&out.conversation, &caption, &answer).say, SAY_ANSWER);
    struct dialog_in in = {.inbound = &caption,
                           .match = &m,
                           .conversation = &c,
                           .knowledge = knowledge,
                           .intents = intents,
                           .now = NOW,
                           .is_over_rate = true};
    dialog_step(&in, arena, &out);
    CHECK_INT(out.say, SAY_RATE);
    in.conversation = &out.conversation;
    struct dialog_out again;
    dialog_step(&in, arena, &again);
    CHECK_INT(again.say, SAY_NOTHING);
    end();
}

static void welcome_and_questions(void) {
    begin();
    struct conversation c = talking(DIALOG_IDLE);
    c.is_welcomed = false;
    struct dialog_out out = say_text(&c, "kata", OUTCOME_NONE, NULL);
    CHECK(out.is_question && !out.is_welcome && !out.conversation.is_welcomed);
    out = say_text(&out.conversation, "halo", OUTCOME_INTENT, "greeting");
    CHECK(out.is_welcome && out.conversation.is_welcomed && !out.is_question);
    out = say_text(&out.conversation, "halo", OUTCOME_INTENT, "greeting");
    CHECK(!out.is_welcome);
    struct inbound emoji = {.kind = MSG_TEXT, .text = "👋"},
                   asking = {.kind = MSG_TEXT, .text = "apakah benar?"};
    struct match blank = {.lang = "id", .normal = ""};
    CHECK_TEXT(step(&c, &emoji, &blank).intent->name, "greeting");
    CHECK_TEXT(step(&c, &asking, &blank).intent->name, "help");
    struct match link = matched(OUTCOME_LINK, NULL);
    link.link_count = 1;
    link.links[0].judgement = JUDGED_UNKNOWN;
    struct inbound inbound = {.kind = MSG_TEXT, .text = "apa ini.com"};
    CHECK(step(&c, &inbound, &link).is_question);
    link.links[0].judgement = JUDGED_LOOK_ALIKE;
    CHECK(!step(&c, &inbound, &link).is_question);
    struct inbound hello = {.kind = MSG_WELCOME};
    CHECK(step(&c, &hello, &blank).is_welcome);
    end();
}

static const struct test tests[] = {
    {"every_row_fires", every_row_fires},
    {"every_custody_row_fires", every_custody_row_fires},
    {"numbers", numbers},
    {"words", words},
    {"choices", choices},
    {"idle", idle},
    {"language", language},
    {"stop_and_human", stop_and_human},
    {"danger", danger},
    {"erase", erase},
    {"once", once},
    {"welcome_and_questions", welcome_and_questions},
};
TEST_MAIN(tests)
