// SPDX-License-Identifier: Apache-2.0
// What goes when, in slices; and what an erasure leaves.
#include "store/store.h"

#include "store/db.h"

#include "test.h"

static struct store *s;

static int64_t count(const char *sql) {
    int64_t value = -1;
    CHECK_INT(db_ask_int(s->db, sql, &value), OK);
    return value;
}

static int64_t last_inbound[3], last_outbound[3]; // by conversation

static void add(int64_t id, int64_t conversation, const char *payload) {
    char name[32];
    snprintf(name, sizeof name, "wamid.%lld", (long long)id);
    const struct inbound_row in = {.id = id, .conversation = conversation, .previous = last_inbound[conversation], .received_at = id * 1000, .key = {.channel = CHANNEL_WHATSAPP, .account = "1", .gateway_id = name, .sent_at = 5000}, .kind = "text",
                                   .masked = "halo", .normal = "halo", .outcome = "none", .payload = payload,
                                   .payload_len = payload ? strlen(payload) : 0, .answered_by = id};
    const struct outbound_row out = {.id = id, .conversation = conversation, .previous = last_outbound[conversation], .created_at = id * 1000, .due_at = id,
                                     .channel = CHANNEL_WHATSAPP, .account = "1", .state = id % 10 ? DELIVERY_SENT : DELIVERY_QUEUED, .reply_to = name,
                                     .body = "{}", .outcome = "none", .gateway_id = name};
    CHECK_INT(store_inbound_add(s, &in), OK);
    CHECK_INT(store_outbound_add(s, &out), OK);
    last_inbound[conversation] = last_outbound[conversation] = id;
}

static void fill(void) {
    s = NULL;
    memset(last_inbound, 0, sizeof last_inbound);
    memset(last_outbound, 0, sizeof last_outbound);
    CHECK_INT(store_open(":memory:", NULL, STORE_WRITE, &s, NULL), OK);
    for (int64_t id = 1; id <= 100; id++)
        add(id, 1 + id % 2, id % 25 ? NULL : "{\"raw\":1}");
    CHECK_INT(store_quarantine_add(s, CHANNEL_WHATSAPP, "bug", "{}", 2, 20000), OK);
}

// Payloads before 60, rows before 40, keys before 20: each by its own moment, never more than 10 rows a table at once.
static void moments(void) {
    fill();
    size_t rows = 10, steps = 0;
    while ((rows >= 10 || steps < 4) && steps++ < 50)
        CHECK_INT(store_retain(s, 60000, 40000, 20000, 10, &rows), OK);
    CHECK(steps > 3 && steps < 20);
    CHECK_INT(count("SELECT count(*) FROM inbound WHERE payload IS NOT NULL"), 2);  // of 75 and 100
    CHECK_INT(count("SELECT min(id) FROM inbound"), 40);
    CHECK_INT(count("SELECT min(at) FROM seen"), 20);
    CHECK_INT(count("SELECT count(*) FROM seen"), 81);
    CHECK_INT(count("SELECT min(id) FROM outbound WHERE state > 2"), 41); // 40 is queued: what waits stays
    CHECK_INT(count("SELECT count(*) FROM outbound WHERE state = 0"), 10);
    CHECK_INT(count("SELECT count(*) FROM quarantine"), 0);
    store_close(s);
}

// Old rows that still wait don't hold up those behind them.
static void stuck(void) {
    s = NULL;
    memset(last_inbound, 0, sizeof last_inbound);
    memset(last_outbound, 0, sizeof last_outbound);
    CHECK_INT(store_open(":memory:", NULL, STORE_WRITE, &s, NULL), OK);
    for (int64_t id = 1; id <= 20; id++)
        add(id * 10, 1, NULL);
    for (int64_t id = 201; id <= 209; id++)
        add(id, 1, NULL);
    size_t rows = 0;
    CHECK_INT(store_retain(s, 0, 1000000, 0, 10, &rows), OK);
    CHECK_INT(count("SELECT count(*) FROM outbound WHERE state > 2"), 0);
    CHECK_INT(count("SELECT count(*) FROM outbound"), 20);
    store_close(s);
}

static void erasure(void) {
    SCOPED(arena_freep) struct arena *a = arena_new(1 << 20);
    fill();
    for (int64_t id = 1; id <= 2; id++) {
        struct conversation c;
        CHECK_INT(store_conversation_load(s, CHANNEL_WHATSAPP, "1", id == 1 ? "628111" : "628222", a, &c), OK);
        CHECK_INT(c.id, id);
        c.last_inbound = last_inbound[id];
        c.last_outbound = last_outbound[id];
        CHECK_INT(store_conversation_save(s, &c), OK);
    }
    CHECK_INT(store_contact_erase(s, 1), OK); // even ids; those of tens still wait
    CHECK_INT(count("SELECT count(*) FROM inbound WHERE conversation_id = 1 AND (masked IS NOT NULL OR normal IS NOT NULL OR payload IS NOT NULL)"), 0);
    CHECK_INT(count("SELECT count(*) FROM outbound WHERE conversation_id = 1 AND reply_to IS NOT NULL"), 0);
    CHECK_INT(count("SELECT count(*) FROM outbound WHERE conversation_id = 1 AND (body IS NOT NULL OR gateway_id IS NOT NULL)"), 10);
    CHECK_INT(count("SELECT count(*) FROM inbound WHERE conversation_id = 2 AND masked IS NOT NULL"), 50);
    CHECK_INT(count("SELECT count(*) FROM outbound WHERE conversation_id = 2 AND body IS NOT NULL AND gateway_id IS NOT NULL"), 50);
    store_close(s);
}

static const struct test tests[] = {{"moments", moments}, {"stuck", stuck}, {"erasure", erasure}};
TEST_MAIN(tests)
