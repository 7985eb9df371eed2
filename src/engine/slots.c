// SPDX-License-Identifier: Apache-2.0
// Open addressing with linear probing; a key's home grows with its hash, so that the size may be any number. A
// removal shifts the followers back. A key of several facts leads to a list.
#include "slots.h"

#include <stdbool.h>
#include <stdlib.h>

#include "../base/mem.h"
#include "../base/text.h"

enum { SIZE_MIN = 16, LARGE = 4096 }; // a large table grows by a fifth, for room costs more than time
#define LIST_BIT 0x80000000u
#define EMPTY UINT32_MAX

struct list {
    uint32_t count, size;
    uint32_t *items;
};

struct slot_table {
    uint64_t *hashes;
    uint32_t *facts; // EMPTY, a fact, or LIST_BIT and the number of a list
    size_t size, count;
    struct list *lists;
    uint32_t list_count, free_list; // free_list: the first unused one, each names the next by its size
    size_t list_size;
};

static void table_make(struct slot_table *t, size_t size) {
    t->size = size;
    t->hashes = xmalloc(size * sizeof *t->hashes);
    t->facts = xmalloc(size * sizeof *t->facts);
    for (size_t i = 0; i < size; i++)
        t->facts[i] = EMPTY;
}

struct slot_table *slots_new(void) {
    struct slot_table *t = xcalloc(1, sizeof *t);
    table_make(t, SIZE_MIN);
    t->free_list = EMPTY;
    return t;
}

void slots_free(struct slot_table *t) {
    if (!t)
        return;
    for (uint32_t i = 0; i < t->list_count; i++)
        free(t->lists[i].items);
    free(t->lists);
    free(t->hashes);
    free(t->facts);
    free(t);
}

static size_t home_of(const struct slot_table *t, uint64_t hash) {
    return (size_t)((hash >> 32) * t->size >> 32);
}

static size_t after(const struct slot_table *t, size_t at) {
    return at + 1 == t->size ? 0 : at + 1;
}

static size_t find(const struct slot_table *t, uint64_t hash) {
    size_t i = home_of(t, hash);
    while (t->facts[i] != EMPTY && t->hashes[i] != hash)
        i = after(t, i);
    return i;
}

static void grow(struct slot_table *t) {
    struct slot_table old = *t;
    table_make(t, old.size + old.size / (old.size < LARGE ? 1 : 5));
    for (size_t i = 0; i < old.size; i++) {
        if (old.facts[i] == EMPTY)
            continue;
        size_t to = find(t, old.hashes[i]);
        t->hashes[to] = old.hashes[i];
        t->facts[to] = old.facts[i];
    }
    free(old.hashes);
    free(old.facts);
}

void slots_make_room(struct slot_table *t) {
    if (t->count * 10 > t->size * 7)
        grow(t);
}

static uint32_t take_list(struct slot_table *t) {
    uint32_t number = t->free_list;
    if (number != EMPTY) {
        t->free_list = t->lists[number].size;
    } else {
        if (t->list_count == t->list_size) {
            t->list_size = t->list_size ? t->list_size * 2 : 16;
            t->lists = xrealloc(t->lists, t->list_size * sizeof *t->lists);
        }
        number = t->list_count++;
    }
    t->lists[number] = (struct list){.size = 0};
    return number;
}

static void list_put(struct list *l, uint32_t fact) {
    for (uint32_t i = 0; i < l->count; i++)
        if (l->items[i] == fact)
            return;
    if (l->count == l->size) {
        l->size = l->size ? l->size * 2 : 2;
        l->items = xrealloc(l->items, l->size * sizeof *l->items);
    }
    l->items[l->count++] = fact;
}

void slots_put(struct slot_table *t, const char *key, size_t len, uint32_t fact) {
    if ((t->count + 1) * 10 > t->size * 8)
        grow(t);
    uint64_t hash = text_hash(key, len);
    size_t at = find(t, hash);
    uint32_t old = t->facts[at];
    if (old == EMPTY) {
        t->hashes[at] = hash;
        t->facts[at] = fact;
        t->count++;
    } else if (old & LIST_BIT) {
        list_put(&t->lists[old & ~LIST_BIT], fact);
    } else if (old != fact) {
        uint32_t number = take_list(t);
        list_put(&t->lists[number], old);
        list_put(&t->lists[number], fact);
        t->facts[at] = number | LIST_BIT;
    }
}

static void drop(struct slot_table *t, size_t hole) {
    for (size_t i = after(t, hole); t->facts[i] != EMPTY; i = after(t, i)) {
        size_t home = home_of(t, t->hashes[i]);
        bool is_between = hole < i ? home > hole && home <= i : home > hole || home <= i;
        if (is_between)
            continue;
        t->hashes[hole] = t->hashes[i];
        t->facts[hole] = t->facts[i];
        hole = i;
    }
    t->facts[hole] = EMPTY;
    t->count--;
}

static void list_remove(struct slot_table *t, size_t at, uint32_t fact) {
    uint32_t number = t->facts[at] & ~LIST_BIT, kept = 0;
    struct list *l = &t->lists[number];
    for (uint32_t i = 0; i < l->count; i++)
        if (l->items[i] != fact)
            l->items[kept++] = l->items[i];
    l->count = kept;
    if (kept > 1)
        return;
    t->facts[at] = l->items[0];
    free(l->items);
    *l = (struct list){.size = t->free_list};
    t->free_list = number;
}

void slots_remove(struct slot_table *t, const char *key, size_t len, uint32_t fact) {
    size_t at = find(t, text_hash(key, len));
    if (t->facts[at] == EMPTY)
        return;
    if (t->facts[at] & LIST_BIT)
        list_remove(t, at, fact);
    else if (t->facts[at] == fact)
        drop(t, at);
}

struct slots slots_get(const struct slot_table *t, const char *key, size_t len) {
    size_t at = find(t, text_hash(key, len));
    uint32_t fact = t->facts[at];
    if (fact == EMPTY)
        return (struct slots){0};
    if (!(fact & LIST_BIT))
        return (struct slots){1, &t->facts[at]};
    const struct list *l = &t->lists[fact & ~LIST_BIT];
    return (struct slots){l->count, l->items};
}

size_t slots_count(const struct slot_table *t) {
    return t->count;
}

size_t slots_bytes(const struct slot_table *t) {
    size_t bytes = t->size * (sizeof *t->hashes + sizeof *t->facts) + t->list_size * sizeof *t->lists;
    for (uint32_t i = 0; i < t->list_count; i++)
        bytes += t->lists[i].items ? t->lists[i].size * sizeof *t->lists[i].items : 0;
    return bytes;
}
