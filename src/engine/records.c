// SPDX-License-Identifier: Apache-2.0
#include "records.h"

#include <stdlib.h>
#include <string.h>

#include "codec.h"
#include "inside.h"
#include "shelf.h"

enum {
    PAGE_BYTES = 256 * 1024,        // of unpacked records that are forgotten together
    UNPACKED_MOST = 16 * 1024 * 1024, // that compaction leaves
    PAGE_MAX = 64 * 1024 * 1024,    // of one page: one record of any size fits
    TABLE_MIN = 256,
    MOVES = 65536, // numbers that one step of compaction looks at
};

#define NO_NUMBER UINT32_MAX

struct page {
    struct arena *arena;
    uint32_t *numbers;
    uint32_t count, size;
};

struct unpacked {
    uint32_t number;
    struct record *record; // NULL: free, or forgotten
    bool is_used;
};

struct records {
    uint32_t *places; // by number, in the shelf; SHELF_NONE: free
    uint32_t count, size;
    uint32_t *free_numbers;
    uint32_t free_count, free_size;
    uint32_t *ids; // numbers by the hash of their ids: open addressing, NO_NUMBER is empty
    uint8_t *tags; // a byte of each hash, so that few ids of others are looked at
    uint32_t id_size, id_count;
    struct shelf *shelf;
    uint32_t emptying, cursor; // a chunk of the shelf, and the number up to which its blocks were moved
    struct page *pages; // the last one is being filled
    size_t page_count, page_size, unpacked_bytes;
    struct unpacked *table; // open addressing
    uint32_t table_size, table_count;
};

// --- ids

static void ids_make(struct records *r, uint32_t size) {
    r->id_size = size;
    r->ids = xmalloc(size * sizeof *r->ids);
    memset(r->ids, 0xff, size * sizeof *r->ids);
    r->tags = xmalloc(size);
}

static uint64_t id_hash(const struct head *head) {
    return text_hash(head->id, head->id_len);
}

static uint32_t id_home(const struct records *r, uint64_t hash) {
    return (uint32_t)((hash >> 32) * r->id_size >> 32);
}

static uint32_t id_after(const struct records *r, uint32_t at) {
    return at + 1 == r->id_size ? 0 : at + 1;
}

static uint32_t id_slot(const struct records *r, const struct head *head) {
    uint64_t hash = id_hash(head);
    uint32_t i = id_home(r, hash);
    for (; r->ids[i] != NO_NUMBER; i = id_after(r, i)) {
        if (r->tags[i] != (uint8_t)hash)
            continue;
        struct head other = pack_head(records_packed(r, r->ids[i]));
        if (other.id_len == head->id_len && memcmp(other.id, head->id, head->id_len) == 0)
            break;
    }
    return i;
}

static void id_set(struct records *r, uint32_t at, uint32_t number, uint64_t hash) {
    r->ids[at] = number;
    r->tags[at] = (uint8_t)hash;
}

static void ids_grow(struct records *r) {
    uint32_t *old = r->ids, size = r->id_size;
    free(r->tags);
    ids_make(r, size + size / 2);
    for (uint32_t i = 0; i < size; i++) {
        if (old[i] == NO_NUMBER)
            continue;
        struct head head = pack_head(records_packed(r, old[i]));
        uint64_t hash = id_hash(&head);
        uint32_t at = id_home(r, hash);
        while (r->ids[at] != NO_NUMBER)
            at = id_after(r, at);
        id_set(r, at, old[i], hash);
    }
    free(old);
}

static void id_put(struct records *r, uint32_t number) {
    if ((r->id_count + 1) * 5ull > r->id_size * 4ull)
        ids_grow(r);
    struct head head = pack_head(records_packed(r, number));
    id_set(r, id_slot(r, &head), number, id_hash(&head));
    r->id_count++;
}

// Followers move back into the hole, so that no search ends before it finds them.
static void id_remove(struct records *r, uint32_t number) {
    struct head head = pack_head(records_packed(r, number));
    uint32_t hole = id_slot(r, &head);
    for (uint32_t i = id_after(r, hole); r->ids[i] != NO_NUMBER; i = id_after(r, i)) {
        head = pack_head(records_packed(r, r->ids[i]));
        uint32_t home = id_home(r, id_hash(&head));
        bool is_between = hole < i ? home > hole && home <= i : home > hole || home <= i;
        if (is_between)
            continue;
        id_set(r, hole, r->ids[i], r->tags[i]);
        hole = i;
    }
    r->ids[hole] = NO_NUMBER;
    r->id_count--;
}

uint32_t records_find(const struct records *r, const char *id) {
    struct head head = {.id = id, .id_len = strlen(id)};
    return r->ids[id_slot(r, &head)];
}

// --- numbers

struct records *records_new(void) {
    struct records *r = xcalloc(1, sizeof *r);
    r->shelf = shelf_new();
    r->emptying = SHELF_NONE;
    r->table_size = TABLE_MIN;
    r->table = xcalloc(r->table_size, sizeof *r->table);
    ids_make(r, TABLE_MIN);
    return r;
}

static void page_done(struct page *p) {
    arena_free(p->arena);
    free(p->numbers);
}

void records_free(struct records *r) {
    if (!r)
        return;
    for (size_t p = 0; p < r->page_count; p++)
        page_done(&r->pages[p]);
    free(r->pages);
    free(r->table);
    free(r->places);
    free(r->free_numbers);
    free(r->ids);
    free(r->tags);
    shelf_free(r->shelf);
    free(r);
}

static uint32_t take_number(struct records *r) {
    if (r->free_count)
        return r->free_numbers[--r->free_count];
    if (r->count == r->size) {
        r->size = r->size ? r->size + r->size / 4 : 64;
        r->places = xrealloc(r->places, r->size * sizeof *r->places);
    }
    return r->count++;
}

// A block starts with its length.
uint32_t records_put(struct records *r, const struct buf *packed) {
    struct buf block;
    buf_init(&block, SHELF_BLOCK_MAX);
    codec_put_number(&block, packed->len);
    buf_put(&block, packed->bytes, packed->len);
    uint32_t number = take_number(r);
    r->places[number] = shelf_put(r->shelf, block.bytes, block.len);
    buf_done(&block);
    id_put(r, number);
    return number;
}

const unsigned char *records_packed(const struct records *r, uint32_t number) {
    const unsigned char *block = shelf_get(r->shelf, r->places[number]);
    codec_number(&block);
    return block;
}

static size_t block_len(const unsigned char *block) {
    const unsigned char *at = block;
    size_t len = (size_t)codec_number(&at);
    return len + (size_t)(at - block);
}

static struct unpacked *slot_of(const struct records *r, uint32_t number) {
    uint32_t i = number * 2654435761u & (r->table_size - 1);
    while (r->table[i].is_used && r->table[i].number != number)
        i = (i + 1) & (r->table_size - 1);
    return &r->table[i];
}

void records_remove(struct records *r, uint32_t number) {
    id_remove(r, number);
    slot_of(r, number)->record = NULL;
    shelf_drop(r->shelf, r->places[number], block_len(shelf_get(r->shelf, r->places[number])));
    r->places[number] = SHELF_NONE;
    if (r->free_count == r->free_size) {
        r->free_size = r->free_size ? r->free_size * 2 : 64;
        r->free_numbers = xrealloc(r->free_numbers, r->free_size * sizeof *r->free_numbers);
    }
    r->free_numbers[r->free_count++] = number;
}

size_t records_numbers(const struct records *r) {
    return r->count;
}

bool records_has(const struct records *r, uint32_t number) {
    return r->places[number] != SHELF_NONE;
}

size_t records_bytes(const struct records *r) {
    return shelf_bytes(r->shelf) + (r->size * sizeof *r->places) + r->id_size * (sizeof *r->ids + 1) + r->unpacked_bytes + r->table_size * sizeof *r->table;
}

// A table of at least twice the unpacked records that are left.
static void remake_table(struct records *r) {
    struct unpacked *old = r->table;
    uint32_t old_size = r->table_size, left = 0;
    for (uint32_t i = 0; i < old_size; i++)
        left += old[i].record != NULL;
    r->table_size = TABLE_MIN;
    while (r->table_size < left * 4)
        r->table_size *= 2;
    r->table = xcalloc(r->table_size, sizeof *r->table);
    for (uint32_t i = 0; i < old_size; i++)
        if (old[i].record)
            *slot_of(r, old[i].number) = old[i];
    r->table_count = left;
    free(old);
}

static void forget_page(struct records *r, const struct page *p) {
    for (uint32_t i = 0; i < p->count; i++) {
        struct unpacked *u = slot_of(r, p->numbers[i]);
        if (u->record && u->record->arena == p->arena)
            u->record = NULL;
    }
}

static void forget(struct records *r) {
    size_t dropped = 0;
    for (; r->unpacked_bytes > UNPACKED_MOST / 4 * 3 && dropped + 1 < r->page_count; dropped++) {
        struct page *p = &r->pages[dropped];
        forget_page(r, p);
        r->unpacked_bytes -= arena_used(p->arena);
        page_done(p);
    }
    r->page_count -= dropped;
    memmove(r->pages, r->pages + dropped, r->page_count * sizeof *r->pages);
    remake_table(r);
}

static void move_blocks(struct records *r) {
    uint32_t end = r->count - r->cursor > MOVES ? r->cursor + MOVES : r->count;
    for (; r->cursor < end; r->cursor++) {
        uint32_t place = r->places[r->cursor];
        if (place == SHELF_NONE || !shelf_is_in(r->shelf, place, r->emptying))
            continue;
        const unsigned char *block = shelf_get(r->shelf, place);
        size_t len = block_len(block);
        r->places[r->cursor] = shelf_put(r->shelf, block, len);
        shelf_drop(r->shelf, place, len);
    }
    if (r->cursor == r->count)
        r->emptying = SHELF_NONE;
}

bool records_compact(struct records *r) {
    if (r->id_count * 10ull > r->id_size * 7ull) // before a put must wait for it
        ids_grow(r);
    if (r->unpacked_bytes > UNPACKED_MOST)
        forget(r);
    if (r->emptying == SHELF_NONE) {
        r->emptying = shelf_sparse(r->shelf);
        r->cursor = 0;
    }
    if (r->emptying == SHELF_NONE)
        return false;
    move_blocks(r);
    return true;
}

static struct page *page_for_one(struct records *r) {
    struct page *last = r->page_count ? &r->pages[r->page_count - 1] : NULL;
    if (last && arena_used(last->arena) < PAGE_BYTES)
        return last;
    if (r->page_count == r->page_size) {
        r->page_size = r->page_size ? r->page_size * 2 : 16;
        r->pages = xrealloc(r->pages, r->page_size * sizeof *r->pages);
    }
    r->pages[r->page_count] = (struct page){.arena = arena_new(PAGE_MAX)};
    return &r->pages[r->page_count++];
}

static void page_put(struct page *p, uint32_t number) {
    if (p->count == p->size) {
        p->size = p->size ? p->size * 2 : 64;
        p->numbers = xrealloc(p->numbers, p->size * sizeof *p->numbers);
    }
    p->numbers[p->count++] = number;
}

// Words weigh otherwise after every change of the facts.
static const struct record *weighed(const struct knowledge *k, struct record *r) {
    uint64_t changes = index_changes(k->index);
    if (r->weighed == changes)
        return r;
    for (size_t i = 0; i < r->phrase_count; i++)
        for (uint32_t t = 0; t < r->phrases[i].count; t++)
            r->phrases[i].idfs[t] = index_idf(k->index, vocabulary_facts(k->vocabulary, r->phrases[i].terms[t]));
    r->weighed = changes;
    return r;
}

const struct record *records_get(struct records *r, const struct knowledge *k, uint32_t number) {
    struct unpacked *u = slot_of(r, number);
    if (u->record)
        return weighed(k, u->record);
    struct page *page = page_for_one(r);
    size_t before = arena_used(page->arena);
    struct record *record = unpack(k, records_packed(r, number), page->arena);
    record->number = number;
    record_prepare(k, record);
    r->unpacked_bytes += arena_used(page->arena) - before;
    page_put(page, number);
    if (!u->is_used && (++r->table_count) * 3 > r->table_size * 2) {
        remake_table(r);
        r->table_count++;
        u = slot_of(r, number);
    }
    *u = (struct unpacked){number, record, true};
    return weighed(k, record);
}

void records_expect(const struct records *r, uint32_t number) {
    const unsigned char *block = shelf_get(r->shelf, r->places[number]);
    __builtin_prefetch(block);
    __builtin_prefetch(block + 64);
}

void records_expect_words(const struct records *r, const struct knowledge *k, uint32_t number) {
    if (slot_of(r, number)->record)
        return;
    struct head head = pack_head(records_packed(r, number));
    codec_expect((const unsigned char *)head.id + head.id_len, k->vocabulary); // the title follows the id
}
