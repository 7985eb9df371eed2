// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/body.h"
#include "store/db.h"

#include "test.h"

static char folder[64], base[80], key[80];

static void fresh(void) {
    snprintf(folder, sizeof folder, "/tmp/lurus-store-XXXXXX");
    CHECK(mkdtemp(folder) != NULL);
    snprintf(base, sizeof base, "%s/b.db", folder);
    snprintf(key, sizeof key, "%s/b.key", folder);
}

static void gone(void) {
    static const char *const ends[] = {"b.db", "b.db-wal", "b.db-shm", "b.key"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char path[96];
        snprintf(path, sizeof path, "%s/%s", folder, ends[i]);
        unlink(path);
    }
    rmdir(folder);
}

static struct store *open_it(void) {
    struct store *s = NULL;
    struct fail f = {0};
    CHECK_INT(store_open(base, key, STORE_WRITE, &s, &f), OK);
    CHECK_TEXT(f.what, "");
    return s;
}

static void write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "we");
    CHECK(file && fputs(text, file) >= 0);
    if (file)
        fclose(file);
}

static void opening(void) {
    fresh();
    mode_t before = umask(0);
    struct store *s = open_it();
    umask(before);
    struct stat st;
    CHECK(stat(base, &st) == 0 && (st.st_mode & 0777) == 0600);
    CHECK(stat(key, &st) == 0 && (st.st_mode & 0777) == 0600);
    store_close(s);
    struct fail f;
    CHECK_INT(store_open(base, key, STORE_READ, &s, &f), OK);
    CHECK(store_begin(s) != OK || store_event_add(s, "x", 0, "", 1) != OK); // a reader can't write
    store_close(s);
    char *former = test_file(key, NULL);
    write_file(key, "0000000000000000000000000000000000000000000000000000000000000000\n");
    CHECK_INT(store_open(base, key, STORE_WRITE, &s, &f), ERR_AUTH);
    write_file(key, "short");
    CHECK_INT(store_open(base, key, STORE_WRITE, &s, &f), ERR_INPUT);
    write_file(key, former);
    free(former);
    CHECK_INT(store_open(base, key, STORE_WRITE, &s, &f), OK);
    store_close(s);
    gone();
}

static void missing_key(void) {
    fresh();
    struct store *s = open_it();
    struct arena *a = arena_new(1 << 20);
    struct conversation c;
    CHECK_INT(store_conversation_load(s, CHANNEL_WHATSAPP, "1", "628123", a, &c), OK);
    CHECK_INT(store_conversation_save(s, &c), OK);
    store_close(s);
    unlink(key);
    struct fail f;
    CHECK_INT(store_open(base, key, STORE_WRITE, &s, &f), ERR_NOTFOUND);
    CHECK(strstr(f.what, "1 contacts") != NULL);
    arena_free(a);
    gone();
}

static void refusals(void) {
    fresh();
    struct store *s = NULL;
    struct fail f;
    char text[4096];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    write_file(base, text);
    CHECK_INT(store_open(base, key, STORE_WRITE, &s, &f), ERR_DB);
    char *after = test_file(base, NULL);
    CHECK(strcmp(after, text) == 0);
    free(after);
    CHECK_INT(store_open("/nowhere/b.db", key, STORE_WRITE, &s, &f), ERR_DB);
    CHECK_INT(store_open("/tmp", key, STORE_WRITE, &s, &f), ERR_INPUT);
    gone();
}

// Another program's file is refused byte for byte as it is, by writers and readers; a newer schema too.
static void foreign(void) {
    fresh();
    struct store *s = NULL;
    struct db *db = NULL;
    struct fail f;
    size_t before_len = 0, after_len = 0;
    CHECK_INT(db_open(base, true, &db, &f), OK);
    CHECK_INT(db_script(db, "CREATE TABLE other (a); INSERT INTO other VALUES (1)"), OK);
    db_close(db);
    char *before = test_file(base, &before_len);
    CHECK_INT(store_open(base, key, STORE_WRITE, &s, &f), ERR_DB);
    CHECK_TEXT(f.what, "is the database of another program");
    CHECK_INT(store_open(base, key, STORE_READ, &s, &f), ERR_DB);
    CHECK_TEXT(f.what, "is the database of another program");
    char *after = test_file(base, &after_len);
    CHECK(before_len == after_len && memcmp(before, after, before_len) == 0 && access(key, F_OK) != 0);
    free(before);
    free(after);
    unlink(base);
    s = open_it();
    CHECK_INT(db_script(s->db, "PRAGMA user_version = 3"), OK);
    store_close(s);
    CHECK_INT(store_open(base, key, STORE_WRITE, &s, &f), ERR_DB);
    CHECK_TEXT(f.what, "has the newer schema 3; this lurus knows 2");
    CHECK_INT(store_open(base, key, STORE_READ, &s, &f), ERR_DB);
    gone();
}

static void people(void) {
    fresh();
    struct store *s = open_it();
    struct arena *a = arena_new(1 << 20);
    struct conversation c, again, found;
    CHECK_INT(store_conversation_load(s, CHANNEL_WHATSAPP, "1", "628123", a, &c), OK);
    c.lang = "id";
    c.is_welcomed = true;
    c.is_stopped = true;
    c.dialog = DIALOG_CHOOSING;
    c.custody = CUSTODY_WAITING;
    c.options[0] = "fact:a";
    c.options[1] = "intent:menu";
    c.option_count = 2;
    c.out_seq = 7;
    CHECK_INT(store_conversation_save(s, &c), OK);
    CHECK_INT(store_conversation_load(s, CHANNEL_WHATSAPP, "1", "628123", a, &again), OK);
    CHECK(again.id == c.id && again.is_welcomed && again.is_stopped && !again.is_lang_chosen && again.option_count == 2 && again.out_seq == 7);
    CHECK_TEXT(again.options[1], "intent:menu");
    CHECK_INT(again.custody, CUSTODY_WAITING);
    CHECK_INT(store_conversation_find(s, CHANNEL_WEB, "1", "628123", a, &found), ERR_NOTFOUND);
    const char *address = NULL;
    CHECK_INT(store_contact_address(s, c.id, a, &address), OK);
    CHECK_TEXT(address, "628123");
    CHECK_INT(store_contact_erase(s, c.id), OK);
    CHECK_INT(store_contact_address(s, c.id, a, &address), ERR_NOTFOUND);
    CHECK_INT(store_conversation_find(s, CHANNEL_WHATSAPP, "1", "628123", a, &found), ERR_NOTFOUND);
    arena_free(a);
    store_close(s);
    gone();
}

static struct inbound_row inbound(int64_t id, const char *gateway_id) {
    return (struct inbound_row){.id = id, .conversation = 1, .received_at = id, .key = {.channel = CHANNEL_WHATSAPP, .account = "1", .gateway_id = gateway_id, .sent_at = 5000},
                                .kind = "text", .masked = "halo", .outcome = "none", .rule = "none"};
}

static void seeing(void) {
    struct store *s = NULL;
    CHECK_INT(store_open(":memory:", NULL, STORE_WRITE, &s, NULL), OK);
    bool is_new = false;
    struct inbound_row row = inbound(1, "wamid.1");
    struct inbound_key other = {.channel = CHANNEL_WHATSAPP, .account = "2", .gateway_id = "wamid.1", .sent_at = 5000};
    CHECK(store_seen(s, &row.key, &is_new) == OK && is_new);
    CHECK_INT(store_inbound_add(s, &row), OK);
    CHECK(store_seen(s, &row.key, &is_new) == OK && !is_new);
    CHECK(store_seen(s, &other, &is_new) == OK && is_new);
    size_t rows = 0;
    CHECK_INT(store_retain(s, 100, 100, 1, 10, &rows), OK);
    CHECK(store_seen(s, &row.key, &is_new) == OK && !is_new); // the key outlives the row
    int64_t inbounds = -1, outbounds = 0;
    CHECK_INT(store_last_ids(s, &inbounds, &outbounds), OK);
    CHECK_INT(inbounds, 1); // and its id is not given again
    CHECK_INT(store_retain(s, 100, 100, 2000, 10, &rows), OK); // the key has come to the end of the table
    CHECK_INT(store_retain(s, 100, 100, 2000, 10, &rows), OK);
    CHECK(store_seen(s, &row.key, &is_new) == OK && is_new);
    store_close(s);
}

static struct outbound_row outbound(int64_t id, int64_t conversation, enum delivery state, int64_t due) {
    return (struct outbound_row){.id = id, .conversation = conversation, .created_at = 1, .due_at = due,
                                 .channel = CHANNEL_WHATSAPP, .account = "1", .state = state, .body = "{}", .outcome = "answer"};
}

static void waiting(void) {
    struct store *s = NULL;
    CHECK_INT(store_open(":memory:", NULL, STORE_WRITE, &s, NULL), OK);
    struct arena *a = arena_new(1 << 22);
    const struct outbound_row put[] = {outbound(1, 1, DELIVERY_IN_DOUBT, 1000), outbound(2, 1, DELIVERY_QUEUED, 10), outbound(3, 2, DELIVERY_QUEUED, 20),
                                       outbound(4, 3, DELIVERY_QUEUED, 5), outbound(5, 4, DELIVERY_SENT, 1)};
    for (size_t i = 0; i < sizeof put / sizeof put[0]; i++)
        CHECK_INT(store_outbound_add(s, &put[i]), OK);
    struct outbound_row *rows = NULL;
    size_t count = 0;
    CHECK_INT(store_outbound_due(s, CHANNEL_WHATSAPP, DELIVERY_QUEUED, 15, 10, a, &rows, &count), OK);
    CHECK(count == 1 && rows[0].id == 4); // 2 waits for 1, which is in doubt; 3 is not due
    int64_t queued = 0, at = 0, recovered = 0, counts[CHANNELS][DELIVERIES];
    bool is_in_doubt = false;
    CHECK_INT(store_outbound_pending(s, 1, &queued, &is_in_doubt), OK);
    CHECK(queued == 2 && is_in_doubt);
    struct outbound_row flying = outbound(6, 5, DELIVERY_SENDING, 0);
    CHECK_INT(store_outbound_add(s, &flying), OK);
    CHECK_INT(store_outbound_recover(s, 99, &recovered), OK);
    CHECK_INT(recovered, 1);
    CHECK_INT(store_outbound_counts(s, counts), OK);
    CHECK(counts[CHANNEL_WHATSAPP][DELIVERY_QUEUED] == 3 && counts[CHANNEL_WHATSAPP][DELIVERY_IN_DOUBT] == 2);
    CHECK_INT(store_outbound_next_due(s, &at), OK);
    CHECK_INT(at, 5);
    struct outbound_row row;
    CHECK_INT(store_outbound_get(s, 3, a, &row), OK);
    row.state = DELIVERY_SENT;
    row.gateway_id = "wamid.R";
    CHECK_INT(store_outbound_state(s, &row), OK);
    int64_t id = 0;
    CHECK_INT(store_outbound_find(s, CHANNEL_WHATSAPP, "wamid.R", &id), ERR_NOTFOUND); // it echoes our id instead
    arena_free(a);
    store_close(s);
}

// One at a time of a conversation, the older first; what is in doubt goes before what waits behind it.
static void order(void) {
    static const struct {
        enum delivery first, second, asked;
        int64_t due;
    } rows[] = {
        {DELIVERY_QUEUED, DELIVERY_QUEUED, DELIVERY_QUEUED, 1},      {DELIVERY_IN_DOUBT, DELIVERY_QUEUED, DELIVERY_QUEUED, 0},
        {DELIVERY_IN_DOUBT, DELIVERY_QUEUED, DELIVERY_IN_DOUBT, 1},  {DELIVERY_IN_DOUBT, DELIVERY_IN_DOUBT, DELIVERY_IN_DOUBT, 1},
        {DELIVERY_QUEUED, DELIVERY_IN_DOUBT, DELIVERY_IN_DOUBT, 2},  {DELIVERY_QUEUED, DELIVERY_IN_DOUBT, DELIVERY_QUEUED, 0},
        {DELIVERY_SENT, DELIVERY_QUEUED, DELIVERY_QUEUED, 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct store *s = NULL;
        CHECK_INT(store_open(":memory:", NULL, STORE_WRITE, &s, NULL), OK);
        int64_t at = 0;
        CHECK_INT(store_outbound_next_due(s, &at), OK);
        CHECK_INT(at, -1);
        struct arena *a = arena_new(1 << 20);
        struct outbound_row first = outbound(1, 1, rows[i].first, 20), second = outbound(2, 1, rows[i].second, 10), *due = NULL;
        size_t count = 0;
        CHECK(store_outbound_add(s, &first) == OK && store_outbound_add(s, &second) == OK);
        CHECK_INT(store_outbound_due(s, CHANNEL_WHATSAPP, rows[i].asked, 30, 10, a, &due, &count), OK);
        CHECK_INT(count ? due[0].id : 0, rows[i].due);
        CHECK(count <= 1);
        CHECK(store_outbound_next_due(s, &at) == OK && at == 10);
        arena_free(a);
        store_close(s);
    }
}

static void transactions(void) {
    struct store *s = NULL;
    int64_t count = 0;
    CHECK_INT(store_open(":memory:", NULL, STORE_WRITE, &s, NULL), OK);
    CHECK_INT(store_begin(s), OK);
    CHECK_INT(store_event_add(s, "kept", 0, "", 1), OK);
    CHECK_INT(store_savepoint(s), OK);
    CHECK_INT(store_event_add(s, "undone", 0, "", 1), OK);
    store_undo(s);
    CHECK_INT(store_release(s), OK);
    CHECK_INT(store_commit(s), OK);
    CHECK(store_event_count(s, "kept", &count) == OK && count == 1);
    CHECK(store_event_count(s, "undone", &count) == OK && count == 0);
    CHECK_INT(store_begin(s), OK);
    CHECK_INT(store_event_add(s, "kept", 0, "", 1), OK);
    store_rollback(s);
    CHECK(store_event_count(s, "kept", &count) == OK && count == 1);
    CHECK(store_question_add(s, "n", "m", "id", 1, 1, 1) == OK && store_question_add(s, "n", "m", "id", 2, 2, 2) == OK);
    store_close(s);
}

static void bodies(void) {
    struct reply r = {.kind = REPLY_WITH_BUTTONS, .text = "halo \"dunia\"\n", .choices = {{"fact:a", "Satu", NULL}, {"intent:menu", "Menu", "isi"}},
                      .choice_count = 2, .fact = "a", .fact_revision = 3, .verdict = "false", .source_url = "https://x.id", .lang = "id"};
    struct buf b;
    buf_init(&b, 4096);
    outbound_body_put(&b, &r);
    struct arena *a = arena_new(1 << 16);
    struct reply got;
    CHECK_INT(outbound_body_get(buf_text(&b), a, &got), OK);
    CHECK_TEXT(got.text, r.text);
    CHECK(got.kind == r.kind && got.choice_count == 2 && got.fact_revision == 3);
    CHECK_TEXT(got.choices[1].note, "isi");
    CHECK_TEXT(got.verdict, "false");
    CHECK_INT(outbound_body_get(NULL, a, &got), ERR_INPUT);
    CHECK_INT(outbound_body_get("{\"text\":\"x\",\"kind\":9}", a, &got), ERR_INPUT);
    buf_done(&b);
    arena_free(a);
}

static const struct test tests[] = {{"opening", opening}, {"missing_key", missing_key}, {"refusals", refusals}, {"foreign", foreign}, {"order", order}, {"people", people}, {"seeing", seeing},
                                    {"waiting", waiting}, {"transactions", transactions}, {"bodies", bodies}};
TEST_MAIN(tests)
