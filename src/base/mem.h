// SPDX-License-Identifier: Apache-2.0
// Memory: running out of it ends the process, so no caller checks; every growable thing has a cap instead.
// An arena belongs to one event (a webhook, a message, a request) and is freed as a whole. One owner thread
// at a time; it may travel through a queue with the event.
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

#include "err.h"

void *xmalloc(size_t size) __attribute__((malloc, returns_nonnull));
void *xcalloc(size_t count, size_t size) __attribute__((malloc, returns_nonnull));
void *xrealloc(void *ptr, size_t size) __attribute__((returns_nonnull));
char *xstrdup(const char *text) __attribute__((malloc, returns_nonnull));
char *xstrndup(const char *text, size_t len) __attribute__((malloc, returns_nonnull));

// Gives free memory back to the system, after an event that took much: the C library keeps what lies between used blocks.
// Takes milliseconds; any thread.
void mem_trim(void);

struct arena;
// max: bytes that may be taken before arena_alloc aborts; a caller that takes sizes from outside bounds
// them before it asks.
struct arena *arena_new(size_t max);
void arena_free(struct arena *a); // NULL is fine
void arena_reset(struct arena *a);
void *arena_alloc(struct arena *a, size_t size) __attribute__((returns_nonnull)); // zeroed, 16-aligned
char *arena_strdup(struct arena *a, const char *text);                            // NULL gives NULL
char *arena_strndup(struct arena *a, const char *text, size_t len) __attribute__((returns_nonnull));
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF(2, 3) __attribute__((returns_nonnull));
size_t arena_used(const struct arena *a);

void freep(void *ptr_to_ptr); // for SCOPED
void arena_freep(struct arena **a);
#define SCOPED(fn) __attribute__((cleanup(fn)))

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
