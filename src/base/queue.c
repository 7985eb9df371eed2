// SPDX-License-Identifier: Apache-2.0
#include "queue.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "mem.h"

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    struct bell bell;
    size_t capacity, head, count;
    bool is_closed;
    atomic_int ringing; // puts that are at the bell now
    void *items[];
};

struct queue *queue_new(size_t capacity) {
    struct queue *q = xcalloc(1, sizeof *q + capacity * sizeof q->items[0]);
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&q->filled, &attr);
    pthread_condattr_destroy(&attr);
    pthread_mutex_init(&q->lock, NULL);
    q->capacity = capacity;
    return q;
}

void queue_free(struct queue *q) {
    if (!q)
        return;
    pthread_mutex_destroy(&q->lock);
    pthread_cond_destroy(&q->filled);
    free(q);
}

void queue_set_bell(struct queue *q, struct bell bell) {
    pthread_mutex_lock(&q->lock);
    q->bell = bell;
    pthread_mutex_unlock(&q->lock);
    while (atomic_load(&q->ringing))
        sched_yield();
}

// Locked: what to ring after the unlocking.
static struct bell bell_of(struct queue *q) {
    atomic_fetch_add(&q->ringing, 1);
    return q->bell;
}

static void unlock_and_ring(struct queue *q, struct bell bell) {
    pthread_mutex_unlock(&q->lock);
    bell_ring(bell);
    atomic_fetch_sub(&q->ringing, 1);
}

size_t queue_put_all(struct queue *q, void *const *items, size_t count) {
    pthread_mutex_lock(&q->lock);
    size_t taken = 0;
    for (; !q->is_closed && taken < count && q->count < q->capacity; taken++)
        q->items[(q->head + q->count++) % q->capacity] = items[taken];
    if (taken)
        pthread_cond_signal(&q->filled);
    struct bell bell = bell_of(q);
    unlock_and_ring(q, taken ? bell : (struct bell){0});
    return taken;
}

bool queue_put(struct queue *q, void *item) {
    return queue_put_all(q, &item, 1) == 1;
}

static void wait_filled(struct queue *q, int64_t wait_ms) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += wait_ms / 1000;
    until.tv_nsec += wait_ms % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    int rc = 0;
    while (!q->count && !q->is_closed && rc == 0)
        rc = wait_ms < 0 ? pthread_cond_wait(&q->filled, &q->lock)
                         : pthread_cond_timedwait(&q->filled, &q->lock, &until);
}

size_t queue_take(struct queue *q, void **items, size_t max, int64_t wait_ms) {
    pthread_mutex_lock(&q->lock);
    if (!q->count && wait_ms)
        wait_filled(q, wait_ms);
    size_t taken = 0;
    for (; taken < max && q->count; taken++, q->count--) {
        items[taken] = q->items[q->head];
        q->head = (q->head + 1) % q->capacity;
    }
    pthread_mutex_unlock(&q->lock);
    return taken;
}

void queue_close(struct queue *q) {
    pthread_mutex_lock(&q->lock);
    q->is_closed = true;
    pthread_cond_broadcast(&q->filled);
    unlock_and_ring(q, bell_of(q));
}

bool queue_is_closed(struct queue *q) {
    pthread_mutex_lock(&q->lock);
    bool is_closed = q->is_closed;
    pthread_mutex_unlock(&q->lock);
    return is_closed;
}

size_t queue_count(struct queue *q) {
    pthread_mutex_lock(&q->lock);
    size_t count = q->count;
    pthread_mutex_unlock(&q->lock);
    return count;
}
