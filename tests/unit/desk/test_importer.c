// SPDX-License-Identifier: Apache-2.0
// On a base in memory, with the importer driven by hand as the desk does it.
#include "desk/importer.h"

#include "store/db.h"
#include "test.h"

enum { FACTS = 2000, STEPS_MAX = 100000 }; // more than two slices of a fast machine

static char ids[FACTS][16], titles[FACTS][40];
static struct fact facts[FACTS];
static struct source source = {"Uji", "Laman", "https://contoh.id/uji", "2022-02-09"};

static void make_facts(const char *word) {
    for (size_t i = 0; i < FACTS; i++) {
        snprintf(ids[i], sizeof ids[i], "f%zu", i);
        snprintf(titles[i], sizeof titles[i], "%s nomor%zuz", word, i);
        facts[i] = (struct fact){.id = ids[i],
                                 .kind = FACT_FAQ,
                                 .state = FACT_PUBLISHED,
                                 .lang = "id",
                                 .title = titles[i],
                                 .answer = "Isi.",
                                 .as_of = "2022-02-09",
                                 .sources = &source,
                                 .source_count = 1};
    }
}

struct setting {
    struct store *store;
    struct knowledge *knowledge;
    struct importer *importer;
    struct import_call call;
};

static void setting_begin(struct setting *s) {
    static const struct knowledge_config config = {.default_lang = "id", .answer_threshold = -1, .offer_threshold = -1};
    *s = (struct setting){0};
    struct fail f = {0};
    CHECK_INT(store_open(":memory:", NULL, STORE_WRITE, &s->store, &f), OK);
    CHECK_INT(knowledge_new(&config, NULL, 0, NULL, &s->knowledge, &f), OK);
    knowledge_settle(s->knowledge);
    s->importer = importer_new(s->store, s->knowledge);
    CHECK_INT(importer_recover(s->importer), OK);
    CHECK_INT(importer_state(s->importer), IMPORTER_IDLE);
    s->call = (struct import_call){.facts = facts, .count = FACTS};
}

static void setting_end(struct setting *s) {
    importer_free(s->importer);
    knowledge_free(s->knowledge);
    store_close(s->store);
}

// Steps while it is in this state.
static enum err steps(struct setting *s, enum importer_state state) {
    enum err err = OK;
    for (int i = 0; i < STEPS_MAX && err == OK && importer_state(s->importer) == state; i++)
        err = importer_step(s->importer, 1000);
    return err;
}

static int64_t number(struct setting *s, const char *sql) {
    int64_t value = -1;
    CHECK_INT(db_ask_int(s->store->db, sql, &value), OK);
    return value;
}

static void finding(void *arg, const char *what) {
    (void)arg;
    test_failures++;
    fprintf(stderr, "%s\n", what);
}

static void all_there(struct setting *s) {
    CHECK_INT(importer_state(s->importer), IMPORTER_IDLE);
    CHECK_INT(number(s, "SELECT count(*) FROM fact"), FACTS);
    CHECK_INT(number(s, "SELECT count(*) FROM import_line") + number(s, "SELECT count(*) FROM import"), 0);
    CHECK_INT(knowledge_count(s->knowledge), FACTS);
    const struct fact *last = knowledge_find(s->knowledge, ids[FACTS - 1]);
    CHECK_TEXT(last ? last->title : NULL, titles[FACTS - 1]);
    CHECK_INT(store_check(s->store, finding, NULL), OK);
}

static void whole(struct setting *s, size_t added, size_t changed, size_t unchanged) {
    importer_begin(s->importer, &s->call);
    CHECK_INT(steps(s, IMPORTER_STAGING), OK);
    CHECK_INT(importer_state(s->importer), IMPORTER_APPLYING);
    CHECK_INT(number(s, "SELECT count(*) FROM import"), 1);
    CHECK_INT(steps(s, IMPORTER_APPLYING), OK);
    CHECK_INT(steps(s, IMPORTER_SETTLING), OK);
    CHECK(s->call.added == added && s->call.changed == changed && s->call.unchanged == unchanged && !s->call.fail.what[0]);
    all_there(s);
}

static void again(void) {
    struct setting s;
    setting_begin(&s);
    make_facts("judul");
    whole(&s, FACTS, 0, 0);
    whole(&s, 0, 0, FACTS);
    make_facts("lain");
    whole(&s, 0, FACTS, 0);
    CHECK_INT(knowledge_find(s.knowledge, ids[3])->revision, 2);
    s.call.count = 0; // no line at all
    importer_begin(s.importer, &s.call);
    CHECK(steps(&s, IMPORTER_STAGING) == OK && steps(&s, IMPORTER_APPLYING) == OK && steps(&s, IMPORTER_SETTLING) == OK);
    all_there(&s);
    setting_end(&s);
}

// A new importer on the same base stands for the next start.
static void resumed(void) {
    struct setting s;
    setting_begin(&s);
    make_facts("judul");
    importer_begin(s.importer, &s.call);
    CHECK_INT(steps(&s, IMPORTER_STAGING), OK);
    for (int i = 0; i < 2; i++)
        CHECK_INT(importer_step(s.importer, 1000), OK);
    int64_t left = number(&s, "SELECT count(*) FROM import_line");
    CHECK_INT(number(&s, "SELECT count(*) FROM fact") + left, FACTS);
    CHECK(left > 0);
    importer_free(s.importer);
    s.importer = importer_new(s.store, s.knowledge);
    CHECK_INT(importer_recover(s.importer), OK);
    CHECK_INT(importer_state(s.importer), IMPORTER_APPLYING);
    CHECK(steps(&s, IMPORTER_APPLYING) == OK && steps(&s, IMPORTER_SETTLING) == OK);
    all_there(&s);
    setting_end(&s);
}

static void finished_without_a_desk(void) {
    struct setting s;
    setting_begin(&s);
    make_facts("judul");
    importer_begin(s.importer, &s.call);
    CHECK_INT(steps(&s, IMPORTER_STAGING), OK);
    struct fail f = {0};
    CHECK_INT(importer_finish(s.store, s.knowledge, 1000, &f), OK);
    importer_free(s.importer);
    s.importer = importer_new(s.store, s.knowledge);
    CHECK_INT(importer_recover(s.importer), OK);
    all_there(&s);
    setting_end(&s);
}

// Nothing of what was staged and not accepted is left.
static void not_accepted(void) {
    struct setting s;
    setting_begin(&s);
    make_facts("judul");
    CHECK(store_import_stage(s.store, 1, "{}") == OK && store_import_stage(s.store, 2, "{}") == OK);
    CHECK_INT(importer_recover(s.importer), OK);
    CHECK_INT(importer_state(s.importer), IMPORTER_IDLE);
    CHECK_INT(number(&s, "SELECT count(*) FROM import_line"), 0);
    setting_end(&s);
}

static void refused_while_staging(void) {
    struct setting s;
    setting_begin(&s);
    make_facts("judul");
    CHECK_INT(db_script(s.store->db, "CREATE TRIGGER full BEFORE INSERT ON import_line WHEN NEW.place = 200 BEGIN SELECT RAISE(ABORT, 'full'); END"), OK);
    importer_begin(s.importer, &s.call);
    CHECK_INT(steps(&s, IMPORTER_STAGING), ERR_DB);
    CHECK_INT(importer_state(s.importer), IMPORTER_IDLE);
    CHECK_TEXT(s.call.fail.what, "the base refused: full");
    CHECK_TEXT(s.call.fail.todo, "nothing was changed; see the log");
    CHECK_INT(number(&s, "SELECT count(*) FROM import_line") + number(&s, "SELECT count(*) FROM fact"), 0);
    CHECK_INT(db_script(s.store->db, "DROP TRIGGER full"), OK);
    s.call.fail = (struct fail){0};
    whole(&s, FACTS, 0, 0);
    setting_end(&s);
}

// A slice that fails is undone, memory and counts included, and goes on when the base takes it.
static void refused_while_applying(void) {
    struct setting s;
    setting_begin(&s);
    make_facts("judul");
    importer_begin(s.importer, &s.call);
    CHECK_INT(steps(&s, IMPORTER_STAGING), OK);
    CHECK_INT(db_script(s.store->db, "CREATE TRIGGER full BEFORE INSERT ON fact WHEN NEW.id = 'f7' BEGIN SELECT RAISE(ABORT, 'full'); END"), OK);
    for (int i = 0; i < 3; i++)
        CHECK_INT(steps(&s, IMPORTER_APPLYING), ERR_DB);
    CHECK_TEXT(importer_cause(s.importer), "full");
    CHECK_INT(importer_state(s.importer), IMPORTER_APPLYING);
    CHECK_INT((int64_t)knowledge_count(s.knowledge), number(&s, "SELECT count(*) FROM fact"));
    CHECK(!knowledge_find(s.knowledge, "f7"));
    CHECK_INT(db_script(s.store->db, "DROP TRIGGER full"), OK);
    CHECK(steps(&s, IMPORTER_APPLYING) == OK && steps(&s, IMPORTER_SETTLING) == OK);
    CHECK_INT(s.call.added, FACTS);
    all_there(&s);
    setting_end(&s);
}

static const struct test tests[] = {{"again", again},
                                    {"resumed", resumed},
                                    {"finished_without_a_desk", finished_without_a_desk},
                                    {"not_accepted", not_accepted},
                                    {"refused_while_staging", refused_while_staging},
                                    {"refused_while_applying", refused_while_applying}};
TEST_MAIN(tests)
