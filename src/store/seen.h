// SPDX-License-Identifier: Apache-2.0
// Which messages were seen: exact, on disk, at least 8 days. Inside of store/ only.
#ifndef STORE_SEEN_H
#define STORE_SEEN_H

#include "store.h"

enum {
    SEEN_KEY = INBOUND_HASH,
    SEEN_RECENT = 4096, // keys that wait in memory at most
    SEEN_SLOTS = 4 * SEEN_RECENT,
};

// Keys of inbounds that are on disk, but not in the table yet.
struct seen {
    struct seen_slot {
        unsigned char key[SEEN_KEY]; // all 0: free
        int64_t at;
    } slots[SEEN_SLOTS];
    size_t count;
    int64_t until;   // the latest second in the table: a later one is not looked for there
    int64_t moved;   // inbounds up to this id are in the table
    bool is_loaded;  // false at start and after a rollback: read again from the base
    unsigned char cursor[SEEN_KEY]; // retention has come so far
};

void seen_hash(const struct store *s, struct inbound_key *k); // fills k->hash
// Remembers the key of the inbound whose row is added in the same transaction.
MUST_CHECK enum err seen_add(struct store *s, const unsigned char key[SEEN_KEY], int64_t at);
// Moves what is in memory to the table, within the caller's transaction.
MUST_CHECK enum err seen_move(struct store *s);
// The last inbound that the table knows of: ids go on behind it, also when its row is gone.
MUST_CHECK enum err seen_last_id(struct store *s, int64_t *ret_id);
void seen_forget(struct store *s); // after a rollback
// Drops keys received before the second: looks at `max` rows from where the last call ended.
MUST_CHECK enum err seen_retain(struct store *s, int64_t before, size_t max, size_t *rows);

#endif
