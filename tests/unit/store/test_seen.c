// SPDX-License-Identifier: Apache-2.0
// Known again: from memory, from the table, after a rollback, and after a crash at any of these points.
#include "store/seen.h"

#include <stdio.h>
#include <unistd.h>

#include "store/db.h"

#include "test.h"

enum { MANY = 3 * SEEN_RECENT + 100 };

static char base[64], key_file[64];
static struct store *s;

static void open_it(void) {
    struct fail f = {0};
    s = NULL;
    CHECK_INT(store_open(base, key_file, STORE_WRITE, &s, &f), OK);
}

static void fresh(void) {
    snprintf(base, sizeof base, "/tmp/lurus-seen-%d.db", (int)getpid());
    snprintf(key_file, sizeof key_file, "/tmp/lurus-seen-%d.key", (int)getpid());
    unlink(base);
    unlink(key_file);
    open_it();
}

static void gone(void) {
    char name[80];
    store_close(s);
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s%s", base, ends[i]);
        unlink(name);
    }
    unlink(key_file);
}

static struct inbound_key key_of(int64_t id, char name[32]) {
    snprintf(name, 32, "wamid.%lld", (long long)id);
    return (struct inbound_key){.channel = CHANNEL_WHATSAPP, .account = "1", .gateway_id = name, .sent_at = (1000 + id / 500) * 1000};
}

static bool is_new(int64_t id) {
    char name[32];
    struct inbound_key k = key_of(id, name);
    bool is_so = false;
    CHECK_INT(store_seen(s, &k, &is_so), OK);
    return is_so;
}

static void add(int64_t id) {
    char name[32];
    const struct inbound_row row = {.id = id, .conversation = 1, .received_at = 1000 * (2000 + id), .key = key_of(id, name), .kind = "text", .outcome = "none"};
    CHECK_INT(store_inbound_add(s, &row), OK);
}

static size_t wrong(int64_t until) {
    size_t count = 0;
    for (int64_t id = 1; id <= MANY; id++)
        count += is_new(id) != (id > until);
    return count;
}

// Some thousand of them, so that keys move to the table on the way.
static void through_time(void) {
    fresh();
    CHECK_INT(store_begin(s), OK);
    for (int64_t id = 1; id <= MANY - 50; id++)
        add(id);
    CHECK_INT(store_commit(s), OK);
    CHECK(s->seen->until > 0 && s->seen->count > 0 && s->seen->count <= SEEN_RECENT);
    CHECK_INT(wrong(MANY - 50), 0);
    store_close(s); // as after a crash: what is in memory only is not written at the end
    open_it();
    CHECK_INT(wrong(MANY - 50), 0);
    CHECK_INT(store_begin(s), OK);
    CHECK_INT(seen_move(s), OK);
    CHECK_INT(store_commit(s), OK);
    CHECK_INT(s->seen->count, 0);
    CHECK_INT(wrong(MANY - 50), 0);
    gone();
}

// What a failed batch has put into memory, or moved to the table, is not taken for seen.
static void rolled_back(void) {
    fresh();
    CHECK_INT(store_begin(s), OK);
    add(1);
    CHECK_INT(store_commit(s), OK);
    CHECK_INT(store_begin(s), OK);
    for (int64_t id = 2; id <= SEEN_RECENT + 100; id++)
        add(id);
    CHECK(s->seen->moved > 0);
    store_rollback(s);
    CHECK_INT(wrong(1), 0);
    CHECK_INT(store_begin(s), OK);
    add(2);
    CHECK_INT(store_savepoint(s), OK);
    add(3);
    store_undo(s);
    CHECK(!is_new(2) && is_new(3));
    CHECK_INT(store_release(s), OK);
    CHECK_INT(store_commit(s), OK);
    CHECK_INT(wrong(2), 0);
    gone();
}

static const struct test tests[] = {{"through_time", through_time}, {"rolled_back", rolled_back}};
TEST_MAIN(tests)
