// SPDX-License-Identifier: Apache-2.0
// A map from a key to several facts, by their numbers. One owner thread.
#ifndef ENGINE_SLOTS_H
#define ENGINE_SLOTS_H

#include <stddef.h>
#include <stdint.h>

#include "../base/map.h"

struct slots {
    uint32_t count, size;
    uint32_t *items; // in the order in which they were put
};

void slots_put(struct map *m, const char *key, size_t len, uint32_t fact); // once, however often it is put
void slots_remove(struct map *m, const char *key, size_t len, uint32_t fact);
const struct slots *slots_get(const struct map *m, const char *key, size_t len); // NULL: none
void slots_free(struct map *m); // and the map

#endif
