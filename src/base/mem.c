// SPDX-License-Identifier: Apache-2.0
#include "mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_FIRST = 4096, ALIGN = 16 };

static _Noreturn void out_of_memory(void) {
    static const char text[] = "lurus: memory: out of memory; give the service more\n";
    fputs(text, stderr);
    abort();
}

void *xmalloc(size_t size) {
    void *ptr = malloc(size ? size : 1);
    if (!ptr)
        out_of_memory();
    return ptr;
}

void *xcalloc(size_t count, size_t size) {
    void *ptr = calloc(count ? count : 1, size ? size : 1);
    if (!ptr)
        out_of_memory();
    return ptr;
}

void *xrealloc(void *ptr, size_t size) {
    void *grown = realloc(ptr, size ? size : 1);
    if (!grown)
        out_of_memory();
    return grown;
}

char *xstrndup(const char *text, size_t len) {
    char *copy = xmalloc(len + 1);
    memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

char *xstrdup(const char *text) {
    return xstrndup(text, strlen(text));
}

struct chunk {
    struct chunk *next;
    size_t size, used;
    _Alignas(16) unsigned char bytes[];
};

struct arena {
    struct chunk *head;
    size_t used, max;
};

struct arena *arena_new(size_t max) {
    struct arena *a = xcalloc(1, sizeof *a);
    a->max = max;
    return a;
}

void arena_reset(struct arena *a) {
    while (a->head) {
        struct chunk *next = a->head->next;
        free(a->head);
        a->head = next;
    }
    a->used = 0;
}

void arena_free(struct arena *a) {
    if (!a)
        return;
    arena_reset(a);
    free(a);
}

static void chunk_add(struct arena *a, size_t need) {
    size_t size = a->head ? a->head->size * 2 : CHUNK_FIRST;
    if (size > (1u << 20))
        size = 1u << 20;
    if (size < need)
        size = need;
    struct chunk *c = xmalloc(sizeof *c + size);
    *c = (struct chunk){.next = a->head, .size = size};
    a->head = c;
}

void *arena_alloc(struct arena *a, size_t size) {
    size_t need = (size + ALIGN - 1) / ALIGN * ALIGN;
    if (need < size || a->used + need > a->max)
        out_of_memory();
    if (!a->head || a->head->size - a->head->used < need)
        chunk_add(a, need);
    void *ptr = a->head->bytes + a->head->used;
    a->head->used += need;
    a->used += need;
    memset(ptr, 0, need);
    return ptr;
}

char *arena_strndup(struct arena *a, const char *text, size_t len) {
    char *copy = arena_alloc(a, len + 1);
    memcpy(copy, text, len);
    return copy;
}

char *arena_strdup(struct arena *a, const char *text) {
    return text ? arena_strndup(a, text, strlen(text)) : NULL;
}

char *arena_printf(struct arena *a, const char *fmt, ...) {
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *text = arena_alloc(a, (size_t)(len < 0 ? 0 : len) + 1);
    if (len > 0)
        vsnprintf(text, (size_t)len + 1, fmt, again);
    va_end(again);
    return text;
}

size_t arena_used(const struct arena *a) {
    return a->used;
}

void freep(void *ptr_to_ptr) {
    void *ptr;
    memcpy(&ptr, ptr_to_ptr, sizeof ptr);
    free(ptr);
}

void arena_freep(struct arena **a) {
    arena_free(*a);
}
