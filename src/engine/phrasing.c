// SPDX-License-Identifier: Apache-2.0
#include "phrasing.h"

#include <stdlib.h>
#include <string.h>

#include "../base/text.h"

static uint32_t pair_of(uint64_t first, uint64_t second) {
    uint64_t x = (first ^ (second << 1 | second >> 63)) * 0x9e3779b97f4a7c15u;
    uint32_t pair = (uint32_t)(x >> 32);
    return pair ? pair : 1;
}

void phrasing_add(struct phrasing *p, const struct tokens *t, unsigned without) {
    uint64_t last = 0;
    bool has_last = false;
    for (size_t i = 0; i < t->count && p->count < PHRASING_PAIRS; i++) {
        if (t->items[i].flags & (without | TOKEN_EXTRA))
            continue;
        uint64_t word = text_hash(t->items[i].text, t->items[i].len);
        if (has_last)
            p->pairs[p->count++] = pair_of(last, word);
        last = word;
        has_last = true;
    }
}

static int by_value(const void *a, const void *b) {
    uint32_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x < y ? -1 : x > y;
}

void phrasing_settle(struct phrasing *p) {
    uint32_t kept = 0;
    if (p->count)
        qsort(p->pairs, p->count, sizeof *p->pairs, by_value);
    for (uint32_t i = 0; i < p->count; i++)
        if (!kept || p->pairs[kept - 1] != p->pairs[i])
            p->pairs[kept++] = p->pairs[i];
    p->count = kept;
}

void phrasing_set_make(const struct phrasing *p, struct arena *a, struct phrasing_set *ret_set) {
    size_t size = 16;
    while (size < 2 * p->count)
        size *= 2;
    *ret_set = (struct phrasing_set){arena_alloc(a, size * sizeof(uint32_t)), size, 0};
    for (uint32_t i = 0; i < p->count; i++) {
        size_t at = p->pairs[i] & (size - 1);
        while (ret_set->slots[at] && ret_set->slots[at] != p->pairs[i])
            at = (at + 1) & (size - 1);
        ret_set->count += !ret_set->slots[at];
        ret_set->slots[at] = p->pairs[i];
    }
}

size_t phrasing_common(const struct phrasing_set *s, const struct phrasing *p) {
    size_t common = 0;
    for (uint32_t i = 0; i < p->count; i++) {
        size_t at = p->pairs[i] & (s->size - 1);
        while (s->slots[at] && s->slots[at] != p->pairs[i])
            at = (at + 1) & (s->size - 1);
        common += s->slots[at] != 0;
    }
    return common;
}
