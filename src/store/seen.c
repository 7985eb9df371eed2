// SPDX-License-Identifier: Apache-2.0
// A key is needed at once, but an index of keys that is written at once is written all over: at each commit as many
// pages as messages. So new keys stay in memory, where the rows of inbound bring them back after a start, and go to the
// table some thousand at a time, sorted; as they begin with the second of sending, they go to its end.
#include "seen.h"

#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "keys.h"

struct place { // what the setting `seen` holds
    int64_t until, moved;
};

void seen_hash(const struct store *s, struct inbound_key *k) {
    unsigned char mac[CRYPTO_MAC], *out = k->hash;
    if (k->is_hashed)
        return;
    keys_lookup(s, channel_name(k->channel), k->account, k->gateway_id, mac);
    uint32_t second = (uint32_t)(k->sent_at / 1000);
    for (int i = 0; i < 4; i++)
        out[i] = (unsigned char)(second >> (24 - 8 * i));
    memcpy(out + 4, mac, SEEN_KEY - 4);
    k->is_hashed = true;
}

static int64_t second_of(const unsigned char key[SEEN_KEY]) {
    return (int64_t)key[0] << 24 | key[1] << 16 | key[2] << 8 | key[3];
}

static struct seen_slot *slot_of(struct seen *seen, const unsigned char key[SEEN_KEY]) {
    static const unsigned char none[SEEN_KEY];
    uint32_t hash;
    memcpy(&hash, key + 4, sizeof hash);
    size_t i = hash % SEEN_SLOTS;
    while (memcmp(seen->slots[i].key, key, SEEN_KEY) != 0 && memcmp(seen->slots[i].key, none, SEEN_KEY) != 0)
        i = (i + 1) % SEEN_SLOTS;
    return &seen->slots[i];
}

static void put(struct seen *seen, const unsigned char key[SEEN_KEY], int64_t at) {
    struct seen_slot *slot = slot_of(seen, key);
    if (memcmp(slot->key, key, SEEN_KEY) == 0)
        return;
    memcpy(slot->key, key, SEEN_KEY);
    slot->at = at ? at : 1;
    seen->count++;
}

static void clear(struct seen *seen) {
    memset(seen->slots, 0, sizeof seen->slots);
    seen->count = 0;
}

void seen_forget(struct store *s) {
    s->seen->is_loaded = false;
}

static enum err read_place(struct store *s, struct place *ret_place) {
    *ret_place = (struct place){0};
    TRY(db_start(s->db, Q_SETTING_GET, "seen"));
    enum err err = db_next(s->db, Q_SETTING_GET);
    struct blob b = err == OK ? db_blob(s->db, Q_SETTING_GET, 0) : (struct blob){0};
    if (b.len == sizeof *ret_place)
        memcpy(ret_place, b.bytes, b.len);
    db_end(s->db, Q_SETTING_GET);
    return err == ERR_NOTFOUND ? OK : err;
}

enum err seen_last_id(struct store *s, int64_t *ret_id) {
    struct place place;
    TRY(read_place(s, &place));
    *ret_id = place.moved;
    return OK;
}

static enum err load(struct store *s) {
    struct seen *seen = s->seen;
    struct place place;
    if (seen->is_loaded)
        return OK;
    clear(seen);
    TRY(read_place(s, &place));
    seen->until = place.until;
    seen->moved = place.moved;
    TRY(db_start(s->db, Q_SEEN_SINCE, seen->moved));
    enum err err;
    while ((err = db_next(s->db, Q_SEEN_SINCE)) == OK && seen->count < SEEN_SLOTS / 2) {
        struct blob key = db_blob(s->db, Q_SEEN_SINCE, 0);
        if (key.len == SEEN_KEY)
            put(seen, key.bytes, db_int(s->db, Q_SEEN_SINCE, 1) / 1000);
    }
    db_end(s->db, Q_SEEN_SINCE);
    if (err != ERR_NOTFOUND)
        return err == OK ? ERR_BUG : err; // more than were ever kept back
    seen->is_loaded = true;
    return OK;
}

enum err store_seen(struct store *s, struct inbound_key *k, bool *ret_is_new) {
    const unsigned char *key = k->hash;
    int64_t one = 0;
    TRY(load(s));
    seen_hash(s, k);
    *ret_is_new = false;
    if (memcmp(slot_of(s->seen, key)->key, key, SEEN_KEY) == 0)
        return OK;
    *ret_is_new = true;
    if (second_of(key) > s->seen->until)
        return OK;
    enum err err = db_one(s->db, Q_SEEN, &one, (struct blob){key, SEEN_KEY});
    *ret_is_new = err == ERR_NOTFOUND;
    return err == ERR_NOTFOUND ? OK : err;
}

static int by_key(const void *a, const void *b) {
    return memcmp(a, b, SEEN_KEY); // the first member
}

static enum err write_all(struct store *s, struct seen_slot *keys, size_t count) {
    int64_t last = 0;
    for (size_t i = 0; i < count; i++) {
        TRY(db_run(s->db, Q_SEEN_ADD, (struct blob){keys[i].key, SEEN_KEY}, keys[i].at));
        last = second_of(keys[i].key);
    }
    struct place place = {last > s->seen->until ? last : s->seen->until, 0};
    TRY(db_one(s->db, Q_INBOUND_LAST, &place.moved));
    TRY(db_run(s->db, Q_SETTING_PUT, "seen", (struct blob){&place, sizeof place}));
    s->seen->until = place.until;
    s->seen->moved = place.moved;
    return OK;
}

enum err seen_move(struct store *s) {
    struct seen *seen = s->seen;
    TRY(load(s));
    if (!seen->count)
        return OK;
    struct seen_slot *keys = xmalloc(seen->count * sizeof *keys);
    size_t count = 0;
    for (size_t i = 0; i < SEEN_SLOTS; i++)
        if (seen->slots[i].at)
            keys[count++] = seen->slots[i];
    qsort(keys, count, sizeof *keys, by_key);
    enum err err = write_all(s, keys, count);
    free(keys);
    if (err == OK)
        clear(seen);
    return err;
}

enum err seen_add(struct store *s, const unsigned char key[SEEN_KEY], int64_t at) {
    TRY(load(s));
    if (s->seen->count >= SEEN_RECENT) // before the new row is there: its key stays in memory
        TRY(seen_move(s));
    put(s->seen, key, at);
    return OK;
}

enum err seen_retain(struct store *s, int64_t before, size_t max, size_t *rows) {
    static const unsigned char start[SEEN_KEY];
    struct seen *seen = s->seen;
    unsigned char end[SEEN_KEY];
    TRY(db_start(s->db, Q_SEEN_END, (struct blob){seen->cursor, SEEN_KEY}, (int64_t)max));
    enum err err = db_next(s->db, Q_SEEN_END);
    struct blob b = err == OK ? db_blob(s->db, Q_SEEN_END, 0) : (struct blob){0};
    bool is_end = b.len != SEEN_KEY;
    memcpy(end, is_end ? (const void *)start : b.bytes, SEEN_KEY);
    db_end(s->db, Q_SEEN_END);
    if (err != OK)
        return err;
    if (!is_end) {
        TRY(db_start(s->db, Q_SEEN_DROP, (struct blob){seen->cursor, SEEN_KEY}, (struct blob){end, SEEN_KEY}, before));
        while ((err = db_next(s->db, Q_SEEN_DROP)) == OK)
            ++*rows;
        db_end(s->db, Q_SEEN_DROP);
    }
    memcpy(seen->cursor, end, SEEN_KEY);
    return err == ERR_NOTFOUND ? OK : err;
}
