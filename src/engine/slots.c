// SPDX-License-Identifier: Apache-2.0
#include "slots.h"

#include <stdlib.h>
#include <string.h>

#include "../base/mem.h"

void slots_put(struct map *m, const char *key, size_t len, uint32_t fact) {
    struct slots *s = map_get(m, key, len);
    if (!s) {
        s = xcalloc(1, sizeof *s);
        map_put(m, key, len, s);
    }
    for (uint32_t i = 0; i < s->count; i++)
        if (s->items[i] == fact)
            return;
    if (s->count == s->size) {
        s->size = s->size ? s->size * 2 : 1;
        s->items = xrealloc(s->items, s->size * sizeof *s->items);
    }
    s->items[s->count++] = fact;
}

static void slots_done(struct slots *s) {
    free(s->items);
    free(s);
}

void slots_remove(struct map *m, const char *key, size_t len, uint32_t fact) {
    struct slots *s = map_get(m, key, len);
    if (!s)
        return;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->count; i++)
        if (s->items[i] != fact)
            s->items[kept++] = s->items[i];
    s->count = kept;
    if (!kept)
        slots_done(map_remove(m, key, len));
}

const struct slots *slots_get(const struct map *m, const char *key, size_t len) {
    return map_get(m, key, len);
}

void slots_free(struct map *m) {
    size_t at = 0;
    const char *key;
    void *value;
    while (m && map_each(m, &at, &key, &value))
        slots_done(value);
    map_free(m);
}
