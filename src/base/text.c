// SPDX-License-Identifier: Apache-2.0
#include "text.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_init(struct buf *b, size_t max) {
    *b = (struct buf){.max = max};
}

void buf_done(struct buf *b) {
    free(b->bytes);
    *b = (struct buf){.max = b->max};
}

void buf_clear(struct buf *b) {
    b->len = 0;
    b->is_full = false;
    if (b->bytes)
        b->bytes[0] = '\0';
}

static bool buf_reserve(struct buf *b, size_t more) {
    if (b->is_full || more > b->max - b->len) {
        b->is_full = true;
        return false;
    }
    size_t need = b->len + more + 1;
    if (need <= b->size)
        return true;
    size_t size = b->size ? b->size : 256;
    while (size < need)
        size *= 2;
    b->bytes = xrealloc(b->bytes, size);
    b->size = size;
    return true;
}

void buf_put(struct buf *b, const void *bytes, size_t len) {
    if (!buf_reserve(b, len))
        return;
    if (len)
        memcpy(b->bytes + b->len, bytes, len);
    b->len += len;
    b->bytes[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *text) {
    buf_put(b, text, strlen(text));
}

void buf_putc(struct buf *b, char c) {
    if (b->len + 1 < b->size && b->len < b->max && !b->is_full) {
        b->bytes[b->len++] = c;
        b->bytes[b->len] = '\0';
        return;
    }
    buf_put(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...) {
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    size_t room = b->is_full || !b->bytes ? 0 : b->size - b->len; // most fit, and are written at once
    int len = vsnprintf(room ? b->bytes + b->len : NULL, room, fmt, args);
    va_end(args);
    bool is_written = len >= 0 && (size_t)len < room && (size_t)len <= b->max - b->len;
    if (len >= 0 && !is_written && buf_reserve(b, (size_t)len)) {
        vsnprintf(b->bytes + b->len, (size_t)len + 1, fmt, again);
        is_written = true;
    }
    va_end(again);
    if (is_written)
        b->len += (size_t)len;
    else if (room)
        b->bytes[b->len] = '\0';
}

void buf_put_rune(struct buf *b, uint32_t rune) {
    char bytes[4];
    buf_put(b, bytes, utf8_put(rune, bytes));
}

const char *buf_text(const struct buf *b) {
    return b->bytes ? b->bytes : "";
}

char *buf_take(struct buf *b) {
    char *bytes = b->bytes ? b->bytes : xstrdup("");
    *b = (struct buf){.max = b->max};
    return bytes;
}

// --- small helpers

bool text_is_equal(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

bool text_has_prefix(const char *text, const char *prefix) {
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_has_suffix(const char *text, const char *suffix) {
    size_t len = strlen(text), tail = strlen(suffix);
    return len >= tail && memcmp(text + len - tail, suffix, tail) == 0;
}

bool text_is_blank(const char *text) {
    return !text || text[strspn(text, " \t\r\n\v\f")] == '\0';
}

int text_case_compare(const char *a, const char *b) {
    for (;; a++, b++) {
        int x = tolower((unsigned char)*a), y = tolower((unsigned char)*b);
        if (x != y || !x)
            return x - y;
    }
}

enum { DISTANCE_MAX_LEN = 255 };

static unsigned least(unsigned a, unsigned b) {
    return a < b ? a : b;
}

// One row of the alignment: prev2 and prev are the two rows above, row is filled. Returns its least value.
static unsigned distance_row(const char *a, size_t i, const char *b, size_t blen, const unsigned *prev2,
                             const unsigned *prev, unsigned *row) {
    unsigned low = row[0] = (unsigned)i;
    for (size_t j = 1; j <= blen; j++) {
        unsigned cost = a[i - 1] != b[j - 1];
        unsigned best = least(least(prev[j] + 1, row[j - 1] + 1), prev[j - 1] + cost);
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            best = least(best, prev2[j - 2] + 1);
        row[j] = best;
        low = least(low, best);
    }
    return low;
}

unsigned text_distance(const char *a, size_t alen, const char *b, size_t blen, unsigned max) {
    size_t gap = alen > blen ? alen - blen : blen - alen;
    if (gap > max || alen > DISTANCE_MAX_LEN || blen > DISTANCE_MAX_LEN)
        return max + 1;
    unsigned rows[3][DISTANCE_MAX_LEN + 1];
    for (size_t j = 0; j <= blen; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= alen; i++)
        if (distance_row(a, i, b, blen, rows[(i + 1) % 3], rows[(i - 1) % 3], rows[i % 3]) > max)
            return max + 1;
    return least(rows[alen % 3][blen], max + 1);
}

const char *text_nearest(const char *word, const char *const *names, size_t count) {
    const char *nearest = NULL;
    unsigned least_seen = 4;
    for (size_t i = 0; i < count; i++) {
        unsigned d = text_distance(word, strlen(word), names[i], strlen(names[i]), 3);
        if (d < least_seen) {
            least_seen = d;
            nearest = names[i];
        }
    }
    return nearest;
}

// A multiply-and-rotate mix over 8-byte words; the finisher is that of splitmix64 (Steele, Lea, Flood 2014).
uint64_t text_hash(const void *bytes, size_t len) {
    const unsigned char *at = bytes;
    uint64_t h = 0x9e3779b97f4a7c15u ^ (uint64_t)len;
    for (; len >= 8; at += 8, len -= 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        h = (h ^ word) * 0xbf58476d1ce4e5b9u;
        h = h << 29 | h >> 35;
    }
    uint64_t tail = 0;
    if (len)
        memcpy(&tail, at, len);
    h = (h ^ tail) * 0xbf58476d1ce4e5b9u;
    h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9u;
    h = (h ^ h >> 27) * 0x94d049bb133111ebu;
    return h ^ h >> 31;
}

bool text_number(const char *text, int64_t min, int64_t max, int64_t *ret_value) {
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (end == text || *end || errno || value < min || value > max || isspace((unsigned char)text[0]))
        return false;
    *ret_value = value;
    return true;
}
