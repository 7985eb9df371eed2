// SPDX-License-Identifier: Apache-2.0
#include "base/queue.h"

#include <pthread.h>

#include "base/clock.h"

#include "test.h"

static void bounds(void) {
    struct queue *q = queue_new(2);
    int a, b, c;
    void *out[3];
    CHECK(queue_put(q, &a) && queue_put(q, &b) && !queue_put(q, &c));
    CHECK_INT(queue_take(q, out, 3, 0), 2);
    CHECK(out[0] == &a && out[1] == &b);
    CHECK_INT(queue_take(q, out, 3, 10), 0);
    queue_close(q);
    CHECK(!queue_put(q, &a) && queue_is_closed(q));
    CHECK_INT(queue_take(q, out, 3, -1), 0);
    queue_free(q);
}

enum { PUTTERS = 4, EACH = 5000 };

static void *put_many(void *arg) {
    static int item;
    for (int i = 0; i < EACH;)
        i += queue_put(arg, &item);
    return NULL;
}

static void threads(void) {
    struct queue *q = queue_new(16);
    pthread_t putters[PUTTERS];
    for (int i = 0; i < PUTTERS; i++)
        CHECK_INT(pthread_create(&putters[i], NULL, put_many, q), 0);
    size_t taken = 0;
    void *out[8];
    for (int64_t until = clock_mono_ms() + 30000; taken < PUTTERS * EACH && clock_mono_ms() < until;)
        taken += queue_take(q, out, 8, 100);
    CHECK_INT(taken, PUTTERS * EACH);
    for (int i = 0; i < PUTTERS; i++)
        pthread_join(putters[i], NULL);
    CHECK_INT(queue_count(q), 0);
    queue_free(q);
}

static void ring(void *arg) {
    ++*(int *)arg;
}

static void bells(void) {
    struct queue *q = queue_new(1);
    int rings = 0, item = 0;
    void *out = NULL;
    queue_set_bell(q, (struct bell){ring, &rings});
    CHECK(queue_put(q, &item) && !queue_put(q, &item));
    CHECK_INT(rings, 1); // not for what was refused
    CHECK_INT(queue_take(q, &out, 1, 0), 1);
    queue_set_bell(q, (struct bell){0});
    CHECK(queue_put(q, &item));
    CHECK_INT(rings, 1);
    queue_set_bell(q, (struct bell){ring, &rings});
    queue_close(q);
    CHECK_INT(rings, 2);
    queue_free(q);
}

static const struct test tests[] = {{"bounds", bounds}, {"threads", threads}, {"bells", bells}};
TEST_MAIN(tests)
