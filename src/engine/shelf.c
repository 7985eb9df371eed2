// SPDX-License-Identifier: Apache-2.0
#include "shelf.h"

#include <stdlib.h>
#include <string.h>

#include "../base/mem.h"

// A place is a chunk's number and the units of UNIT bytes within it. A block that is larger than a chunk has one of
// its own.
enum { UNIT = 4, CHUNK_BITS = 16, CHUNK_BYTES = UNIT << CHUNK_BITS, SPARSE_SHARE = 2 };

struct chunk {
    unsigned char *bytes; // NULL: free
    size_t size, used, live;
};

struct shelf {
    struct chunk *chunks;
    uint32_t count, size, filling; // filling: the chunk that takes the next block
    size_t bytes;
};

struct shelf *shelf_new(void) {
    struct shelf *s = xcalloc(1, sizeof *s);
    s->filling = SHELF_NONE;
    return s;
}

void shelf_free(struct shelf *s) {
    if (!s)
        return;
    for (uint32_t c = 0; c < s->count; c++)
        free(s->chunks[c].bytes);
    free(s->chunks);
    free(s);
}

static size_t rounded(size_t len) {
    return (len + UNIT - 1) / UNIT * UNIT;
}

static uint32_t new_chunk(struct shelf *s, size_t size) {
    uint32_t at = 0;
    while (at < s->count && s->chunks[at].bytes)
        at++;
    if (at == s->count) {
        if (s->count == s->size) {
            s->size = s->size ? s->size * 2 : 16;
            s->chunks = xrealloc(s->chunks, s->size * sizeof *s->chunks);
        }
        s->count++;
    }
    s->chunks[at] = (struct chunk){xmalloc(size), size, 0, 0};
    s->bytes += size;
    return at;
}

uint32_t shelf_put(struct shelf *s, const void *bytes, size_t len) {
    size_t need = rounded(len);
    uint32_t at = s->filling;
    if (need > CHUNK_BYTES) {
        at = new_chunk(s, need);
    } else if (at == SHELF_NONE || s->chunks[at].size - s->chunks[at].used < need) {
        at = new_chunk(s, CHUNK_BYTES);
        s->filling = at;
    }
    struct chunk *c = &s->chunks[at];
    uint32_t place = at << CHUNK_BITS | (uint32_t)(c->used / UNIT);
    memcpy(c->bytes + c->used, bytes, len);
    c->used += need;
    c->live += need;
    return place;
}

const unsigned char *shelf_get(const struct shelf *s, uint32_t place) {
    return s->chunks[place >> CHUNK_BITS].bytes + (size_t)(place & ((1u << CHUNK_BITS) - 1)) * UNIT;
}

void shelf_drop(struct shelf *s, uint32_t place, size_t len) {
    uint32_t at = place >> CHUNK_BITS;
    struct chunk *c = &s->chunks[at];
    c->live -= rounded(len);
    if (c->live)
        return;
    if (at == s->filling) {
        c->used = 0;
        return;
    }
    s->bytes -= c->size;
    free(c->bytes);
    c->bytes = NULL;
}

size_t shelf_bytes(const struct shelf *s) {
    return s->bytes + s->size * sizeof *s->chunks;
}

uint32_t shelf_sparse(const struct shelf *s) {
    for (uint32_t c = 0; c < s->count; c++)
        if (s->chunks[c].bytes && c != s->filling && s->chunks[c].live * SPARSE_SHARE < s->chunks[c].size)
            return c;
    return SHELF_NONE;
}

bool shelf_is_in(const struct shelf *s, uint32_t place, uint32_t chunk) {
    (void)s;
    return place >> CHUNK_BITS == chunk;
}
