// SPDX-License-Identifier: Apache-2.0
#include "segment.h"

#include <stdlib.h>
#include <string.h>

#include "../base/mem.h"

enum { TABLE_MIN = 1024, LISTS_MIN = 256 };

struct open_list {
    uint32_t term, count, size;
    uint16_t *places; // the impacts follow
};

static uint8_t *impacts_of(const struct open_list *l) {
    return (uint8_t *)(l->places + l->size);
}

static struct segment *segment_new(uint32_t places) {
    struct segment *s = xcalloc(1, sizeof *s);
    s->numbers = xmalloc(places * sizeof *s->numbers);
    return s;
}

struct segment *segment_open(void) {
    struct segment *s = segment_new(SEGMENT_FACTS);
    s->list_size = LISTS_MIN;
    s->lists = xmalloc(s->list_size * sizeof *s->lists);
    s->table_size = TABLE_MIN;
    s->table = xcalloc(s->table_size, sizeof *s->table);
    return s;
}

void segment_free(struct segment *s) {
    if (!s)
        return;
    for (uint32_t i = 0; i < s->list_count; i++)
        free(s->lists[i].places);
    free(s->lists);
    free(s->table);
    free(s->numbers);
    free(s->gone);
    free(s->starts);
    free(s->places);
    free(s->impacts);
    free(s);
}

bool segment_is_sealed(const struct segment *s) {
    return !s->lists;
}

static uint32_t slot_of(const struct segment *s, uint32_t term) {
    uint32_t i = term * 2654435761u & (s->table_size - 1);
    while (s->table[i] && s->lists[s->table[i] - 1].term != term)
        i = (i + 1) & (s->table_size - 1);
    return i;
}

static void grow_table(struct segment *s) {
    s->table_size *= 2;
    free(s->table);
    s->table = xcalloc(s->table_size, sizeof *s->table);
    for (uint32_t i = 0; i < s->list_count; i++)
        s->table[slot_of(s, s->lists[i].term)] = i + 1;
}

static struct open_list *list_of(struct segment *s, uint32_t term) {
    uint32_t slot = slot_of(s, term);
    if (s->table[slot])
        return &s->lists[s->table[slot] - 1];
    if (s->list_count == s->list_size) {
        s->list_size *= 2;
        s->lists = xrealloc(s->lists, s->list_size * sizeof *s->lists);
    }
    s->lists[s->list_count++] = (struct open_list){.term = term};
    s->table[slot] = s->list_count;
    struct open_list *list = &s->lists[s->list_count - 1];
    if (s->list_count * 3 > s->table_size * 2)
        grow_table(s);
    return list;
}

static void list_put(struct segment *s, struct open_list *l, uint16_t place, uint8_t impact) {
    if (l->count == l->size) {
        uint32_t size = l->size ? l->size * 2 : 4;
        uint16_t *places = xmalloc(size * (sizeof *places + 1));
        if (l->count) {
            memcpy(places, l->places, l->count * sizeof *places);
            memcpy(places + size, impacts_of(l), l->count);
        }
        s->list_bytes += (size - l->size) * (sizeof *places + 1);
        free(l->places);
        l->places = places;
        l->size = size;
    }
    l->places[l->count] = place;
    impacts_of(l)[l->count++] = impact;
}

uint32_t segment_put(struct segment *s, uint32_t number, const struct posting *postings, size_t count) {
    uint32_t place = s->count++;
    s->numbers[place] = number;
    for (size_t i = 0; i < count; i++)
        list_put(s, list_of(s, postings[i].term), (uint16_t)place, postings[i].impact);
    return place;
}

void segment_remove(struct segment *s, uint32_t place) {
    if (!s->gone)
        s->gone = xcalloc(SEGMENT_FACTS / 64, sizeof *s->gone);
    s->gone[place / 64] |= 1ull << place % 64;
    s->gone_count++;
}

bool segment_is_gone(const struct segment *s, uint32_t place) {
    return s->gone && s->gone[place / 64] >> place % 64 & 1;
}

struct postings segment_find(const struct segment *s, uint32_t term) {
    if (segment_is_sealed(s)) {
        if (term >= s->terms)
            return (struct postings){0};
        uint32_t start = s->starts[term];
        return (struct postings){s->places + start, s->impacts + start, s->starts[term + 1] - start};
    }
    uint32_t list = s->table[slot_of(s, term)];
    if (!list)
        return (struct postings){0};
    const struct open_list *l = &s->lists[list - 1];
    return (struct postings){l->places, impacts_of(l), l->count};
}

void segment_expect(const struct segment *s, uint32_t term) {
    if (segment_is_sealed(s) && term < s->terms)
        __builtin_prefetch(&s->starts[term]);
}

size_t segment_bytes(const struct segment *s) {
    size_t bytes = sizeof *s + (s->gone ? SEGMENT_FACTS / 8 : 0);
    if (segment_is_sealed(s))
        return bytes + s->count * sizeof *s->numbers + (s->terms + 1) * sizeof *s->starts + s->starts[s->terms] * (size_t)3;
    return bytes + SEGMENT_FACTS * sizeof *s->numbers + s->list_bytes + s->list_size * sizeof *s->lists + s->table_size * sizeof *s->table;
}

static void seal_alloc(struct segment *s, uint32_t terms, size_t postings) {
    s->terms = terms;
    s->starts = xcalloc(terms + 1u, sizeof *s->starts);
    s->places = xmalloc(postings * sizeof *s->places);
    s->impacts = xmalloc(postings);
}

// A counting sort by term; within a term places stay in order.
struct segment *segment_seal(const struct sealing *all, uint32_t terms) {
    struct segment *s = segment_new(all->count);
    seal_alloc(s, terms, all->posting_count);
    memcpy(s->numbers, all->numbers, all->count * sizeof *all->numbers);
    s->count = all->count;
    for (uint32_t p = 0; p < all->posting_count; p++)
        s->starts[all->postings[p].term]++;
    uint32_t sum = 0;
    for (uint32_t t = 0; t <= terms; t++) {
        uint32_t count = s->starts[t];
        s->starts[t] = sum;
        sum += count;
    }
    uint32_t p = 0;
    for (uint32_t place = 0; place < all->count; place++)
        for (; p < all->ends[place]; p++) {
            uint32_t to = s->starts[all->postings[p].term]++;
            s->places[to] = (uint16_t)place;
            s->impacts[to] = all->postings[p].impact;
        }
    memmove(s->starts + 1, s->starts, terms * sizeof *s->starts);
    s->starts[0] = 0;
    return s;
}

static uint32_t move_places(struct merge *m, uint32_t which, uint32_t next) {
    const struct segment *from = m->from[which];
    m->moved[which] = xmalloc((from->count + 1) * sizeof *m->moved[which]);
    for (uint32_t place = 0; place < from->count; place++) {
        bool is_gone = segment_is_gone(from, place);
        m->moved[which][place] = is_gone ? PLACE_NONE : next;
        if (!is_gone)
            m->to->numbers[next++] = from->numbers[place];
    }
    return next;
}

void merge_begin(struct merge *m, struct segment *const from[2], uint32_t from_count, uint32_t terms) {
    *m = (struct merge){.from_count = from_count, .to = segment_new(SEGMENT_FACTS)};
    size_t postings = 0;
    for (uint32_t i = 0; i < from_count; i++) {
        m->from[i] = from[i];
        m->to->count = move_places(m, i, m->to->count);
        postings += segment_is_sealed(from[i]) ? from[i]->starts[from[i]->terms] : from[i]->list_bytes / 3;
    }
    seal_alloc(m->to, terms, postings);
}

static void move_postings(struct merge *m, uint32_t which) {
    struct postings p = segment_find(m->from[which], m->term);
    const uint32_t *moved = m->moved[which];
    for (uint32_t i = 0; i < p.count; i++) {
        uint32_t place = moved[p.places[i]];
        if (place == PLACE_NONE)
            continue;
        m->to->places[m->filled] = (uint16_t)place;
        m->to->impacts[m->filled++] = p.impacts[i];
    }
}

bool merge_step(struct merge *m, size_t postings) {
    struct segment *to = m->to;
    for (size_t done = 0; m->term < to->terms && done < postings; m->term++) {
        to->starts[m->term] = m->filled;
        for (uint32_t i = 0; i < m->from_count; i++)
            move_postings(m, i);
        done += m->filled - to->starts[m->term] + 1;
    }
    return m->term == to->terms;
}

void merge_remove(struct merge *m, const struct segment *from, uint32_t place) {
    for (uint32_t i = 0; i < m->from_count; i++)
        if (m->from[i] == from && m->moved[i][place] != PLACE_NONE)
            segment_remove(m->to, m->moved[i][place]);
}

struct segment *merge_end(struct merge *m) {
    struct segment *to = m->to;
    to->starts[to->terms] = m->filled;
    to->places = xrealloc(to->places, m->filled * sizeof *to->places);
    to->impacts = xrealloc(to->impacts, m->filled);
    to->numbers = xrealloc(to->numbers, to->count * sizeof *to->numbers);
    m->to = NULL;
    merge_drop(m);
    return to;
}

void merge_drop(struct merge *m) {
    for (uint32_t i = 0; i < m->from_count; i++)
        free(m->moved[i]);
    segment_free(m->to);
    *m = (struct merge){0};
}
