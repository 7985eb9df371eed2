// SPDX-License-Identifier: Apache-2.0
#include "bucket.h"

#include <stdlib.h>

#include "crypto.h"
#include "mem.h"
#include "text.h"

static double tokens_at(const struct bucket *b, double per_second, double burst, int64_t now_ms) {
    if (b->filled_at == 0)
        return burst;
    int64_t passed = now_ms > b->filled_at ? now_ms - b->filled_at : 0;
    double tokens = b->tokens + (double)passed / 1000 * per_second;
    return tokens < burst ? tokens : burst;
}

// A refusal counts as use too: who was just refused is not forgotten before others.
bool bucket_take(struct bucket *b, double per_second, double burst, int64_t now_ms) {
    if (per_second <= 0)
        return true;
    double tokens = tokens_at(b, per_second, burst, now_ms);
    bool is_there = tokens >= 1;
    *b = (struct bucket){is_there ? tokens - 1 : tokens, now_ms ? now_ms : 1};
    return is_there;
}

int64_t bucket_wait_ms(const struct bucket *b, double per_second, double burst, int64_t now_ms) {
    if (per_second <= 0)
        return 0;
    double missing = 1 - tokens_at(b, per_second, burst, now_ms);
    return missing <= 0 ? 0 : (int64_t)(missing / per_second * 1000) + 1;
}

enum { WAYS = 4 };

struct place {
    struct bucket_key key;
    struct bucket bucket;
};

struct bucket_table {
    uint64_t sets, salt;
    struct place places[];
};

struct bucket_table *bucket_table_new(unsigned max_log2) {
    uint64_t places = 1ull << (max_log2 < 2 ? 2 : max_log2);
    struct bucket_table *t = xcalloc(1, sizeof *t + places * sizeof t->places[0]);
    t->sets = places / WAYS;
    crypto_random(&t->salt, sizeof t->salt);
    return t;
}

void bucket_table_free(struct bucket_table *t) {
    free(t);
}

struct bucket *bucket_table_of(struct bucket_table *t, struct bucket_key key) {
    const uint64_t salted[3] = {t->salt, key.high, key.low};
    struct place *first = &t->places[text_hash(salted, sizeof salted) % t->sets * WAYS], *oldest = first;
    for (struct place *p = first; p < first + WAYS; p++) {
        if (p->bucket.filled_at && p->key.high == key.high && p->key.low == key.low)
            return &p->bucket;
        if (p->bucket.filled_at < oldest->bucket.filled_at)
            oldest = p;
    }
    *oldest = (struct place){.key = key};
    return &oldest->bucket;
}

struct bucket *bucket_table_at(struct bucket_table *t, int64_t id) {
    return bucket_table_of(t, (struct bucket_key){0, (uint64_t)id});
}
