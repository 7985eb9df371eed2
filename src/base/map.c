// SPDX-License-Identifier: Apache-2.0
// Open addressing with linear probing; a removal shifts the followers back, so there are no tombstones.
#include "map.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

struct slot {
    uint64_t hash;
    char *key;
    size_t len;
    void *value;
};

struct map {
    struct slot *slots;
    size_t size, count;
};

struct map *map_new(void) {
    struct map *m = xcalloc(1, sizeof *m);
    m->size = 16;
    m->slots = xcalloc(m->size, sizeof m->slots[0]);
    return m;
}

void map_free(struct map *m) {
    if (!m)
        return;
    for (size_t i = 0; i < m->size; i++)
        free(m->slots[i].key);
    free(m->slots);
    free(m);
}

static size_t find(const struct map *m, const char *key, size_t len, uint64_t hash) {
    size_t i = hash & (m->size - 1);
    while (m->slots[i].key && !(m->slots[i].hash == hash && m->slots[i].len == len && memcmp(m->slots[i].key, key, len) == 0))
        i = (i + 1) & (m->size - 1);
    return i;
}

void *map_get(const struct map *m, const char *key, size_t len) {
    return m->slots[find(m, key, len, text_hash(key, len))].value;
}

static void grow(struct map *m) {
    struct slot *old = m->slots;
    size_t old_size = m->size;
    m->size *= 2;
    m->slots = xcalloc(m->size, sizeof m->slots[0]);
    for (size_t i = 0; i < old_size; i++)
        if (old[i].key)
            m->slots[find(m, old[i].key, old[i].len, old[i].hash)] = old[i];
    free(old);
}

void map_put(struct map *m, const char *key, size_t len, void *value) {
    if ((m->count + 1) * 10 > m->size * 7)
        grow(m);
    uint64_t hash = text_hash(key, len);
    struct slot *slot = &m->slots[find(m, key, len, hash)];
    if (!slot->key) {
        *slot = (struct slot){hash, xstrndup(key, len), len, NULL};
        m->count++;
    }
    slot->value = value;
}

void *map_remove(struct map *m, const char *key, size_t len) {
    size_t hole = find(m, key, len, text_hash(key, len)), mask = m->size - 1;
    void *value = m->slots[hole].value;
    if (!m->slots[hole].key)
        return NULL;
    free(m->slots[hole].key);
    for (size_t i = (hole + 1) & mask; m->slots[i].key; i = (i + 1) & mask) {
        size_t home = m->slots[i].hash & mask;
        if (((i - home) & mask) < ((i - hole) & mask))
            continue;
        m->slots[hole] = m->slots[i];
        hole = i;
    }
    m->slots[hole] = (struct slot){0};
    m->count--;
    return value;
}

size_t map_count(const struct map *m) {
    return m->count;
}

int map_each(const struct map *m, size_t *at, const char **ret_key, void **ret_value) {
    while (*at < m->size && !m->slots[*at].key)
        (*at)++;
    if (*at >= m->size)
        return 0;
    *ret_key = m->slots[*at].key;
    *ret_value = m->slots[(*at)++].value;
    return 1;
}
