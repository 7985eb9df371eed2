// SPDX-License-Identifier: Apache-2.0
// A bounded queue of pointers between threads: many put, one takes. What is put belongs to the queue, then
// to the taker; a refused item stays with the putter.
#ifndef BASE_QUEUE_H
#define BASE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bell.h"
#include "err.h"

struct queue;

struct queue *queue_new(size_t capacity); // items
void queue_free(struct queue *q);         // must be empty; NULL is fine
// Rung after each put and at the close. When this returns, the former bell is rung no more.
void queue_set_bell(struct queue *q, struct bell bell);
MUST_CHECK bool queue_put(struct queue *q, void *item); // false: full or closed
// Puts as many of the items as fit, in order, and rings once; returns how many.
MUST_CHECK size_t queue_put_all(struct queue *q, void *const *items, size_t count);
// Takes up to max items at once; waits until there is one, the queue is closed, or wait_ms passed (0: does
// not wait, negative: for ever). Returns how many.
size_t queue_take(struct queue *q, void **items, size_t max, int64_t wait_ms);
void queue_close(struct queue *q); // puts are refused from now on, takers wake up
bool queue_is_closed(struct queue *q);
size_t queue_count(struct queue *q);

#endif
