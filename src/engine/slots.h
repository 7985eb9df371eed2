// SPDX-License-Identifier: Apache-2.0
// From a key to the facts that have it, by their numbers. Keys are kept as 64-bit hashes only, so that a million
// cost 15 MB: two keys that share one are as good as impossible. One owner thread.
#ifndef ENGINE_SLOTS_H
#define ENGINE_SLOTS_H

#include <stddef.h>
#include <stdint.h>

struct slot_table;

struct slots {
    uint32_t count; // 0: none
    const uint32_t *items; // in the order in which they were put; until the table is changed
};

struct slot_table *slots_new(void);
void slots_free(struct slot_table *t); // NULL is fine
void slots_put(struct slot_table *t, const char *key, size_t len, uint32_t fact); // once, however often it is put
void slots_remove(struct slot_table *t, const char *key, size_t len, uint32_t fact);
struct slots slots_get(const struct slot_table *t, const char *key, size_t len);
size_t slots_count(const struct slot_table *t); // keys
size_t slots_bytes(const struct slot_table *t);
// Grows before it must, so that no put waits for it.
void slots_make_room(struct slot_table *t);

#endif
