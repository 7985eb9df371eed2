// SPDX-License-Identifier: Apache-2.0
#include "mem.h"

#include <malloc.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = 16, SHORT = 256 };

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

void mem_trim(void) {
    malloc_trim(0);
}

struct chunk {
    struct chunk *next;
    size_t size, used;
    _Alignas(16) unsigned char bytes[];
};

struct arena { // lies at the start of its first chunk
    struct chunk *head;
    size_t used, max;
};

// Events begin on one thread and end on another, which malloc makes slow: so chunks of the usual size are kept and
// handed round, at most POOL_MAX of them. Under AddressSanitizer nothing is kept, so that it sees every use after the
// end.
enum { CHUNK_SIZE = 8192 - sizeof(struct chunk), CHUNK_MAX = 1 << 20, POOL_MAX = 512 };

#if defined(__SANITIZE_ADDRESS__)
#define POOL_IS_ON 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POOL_IS_ON 0
#endif
#endif
#ifndef POOL_IS_ON
#define POOL_IS_ON 1
#endif

static struct {
    pthread_mutex_t lock;
    struct chunk *head;
    size_t count;
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER};

static struct chunk *chunk_new(size_t size) {
    struct chunk *c = NULL;
    if (POOL_IS_ON && size == CHUNK_SIZE) {
        pthread_mutex_lock(&pool.lock);
        c = pool.head;
        if (c) {
            pool.head = c->next;
            pool.count--;
        }
        pthread_mutex_unlock(&pool.lock);
    }
    if (!c)
        c = xmalloc(sizeof *c + size);
    c->next = NULL;
    c->size = size;
    c->used = 0;
    return c;
}

static void chunk_free(struct chunk *c) {
    bool is_kept = false;
    if (POOL_IS_ON && c->size == CHUNK_SIZE) {
        pthread_mutex_lock(&pool.lock);
        is_kept = pool.count < POOL_MAX;
        if (is_kept) {
            c->next = pool.head;
            pool.head = c;
            pool.count++;
        }
        pthread_mutex_unlock(&pool.lock);
    }
    if (!is_kept)
        free(c);
}

struct arena *arena_new(size_t max) {
    struct chunk *first = chunk_new(CHUNK_SIZE);
    struct arena *a = (struct arena *)(void *)first->bytes;
    first->used = (sizeof *a + ALIGN - 1) / ALIGN * ALIGN;
    *a = (struct arena){.head = first, .max = max};
    return a;
}

// All chunks but the first, in which the arena itself lies.
static void drop_further(struct arena *a) {
    while (a->head->next) {
        struct chunk *next = a->head->next;
        chunk_free(a->head);
        a->head = next;
    }
}

void arena_reset(struct arena *a) {
    drop_further(a);
    a->head->used = (sizeof *a + ALIGN - 1) / ALIGN * ALIGN;
    a->used = 0;
}

void arena_free(struct arena *a) {
    if (!a)
        return;
    drop_further(a);
    chunk_free(a->head);
}

static void chunk_add(struct arena *a, size_t need) {
    size_t size = CHUNK_SIZE;
    while (size < need || (a->used > 4 * size && size < CHUNK_MAX))
        size *= 2;
    struct chunk *c = chunk_new(size);
    c->next = a->head;
    a->head = c;
}

void *arena_alloc(struct arena *a, size_t size) {
    size_t need = (size + ALIGN - 1) / ALIGN * ALIGN;
    if (need < size || a->used + need > a->max)
        out_of_memory();
    if (a->head->size - a->head->used < need)
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
    char first[SHORT]; // most fit, and are written once
    int len = vsnprintf(first, sizeof first, fmt, args);
    va_end(args);
    char *text = arena_alloc(a, (size_t)(len < 0 ? 0 : len) + 1);
    if (len >= SHORT)
        vsnprintf(text, (size_t)len + 1, fmt, again);
    else if (len > 0)
        memcpy(text, first, (size_t)len);
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
