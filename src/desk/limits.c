// SPDX-License-Identifier: Apache-2.0
#include "limits.h"

#include <stdlib.h>

#include "../base/mem.h"

static double tokens_at(const struct bucket *b, double per_second, double burst, int64_t now_ms) {
    if (b->filled_at == 0)
        return burst;
    double tokens = b->tokens + (double)(now_ms - b->filled_at) / 1000 * per_second;
    return tokens < burst ? tokens : burst;
}

bool bucket_take(struct bucket *b, double per_second, double burst, int64_t now_ms) {
    if (per_second <= 0)
        return true;
    double tokens = tokens_at(b, per_second, burst, now_ms);
    if (tokens < 1)
        return false;
    *b = (struct bucket){tokens - 1, now_ms};
    return true;
}

void bucket_give_back(struct bucket *b, double burst) {
    b->tokens = b->tokens + 1 < burst ? b->tokens + 1 : burst;
}

int64_t bucket_wait_ms(const struct bucket *b, double per_second, double burst, int64_t now_ms) {
    if (per_second <= 0)
        return 0;
    double missing = 1 - tokens_at(b, per_second, burst, now_ms);
    return missing <= 0 ? 0 : (int64_t)(missing / per_second * 1000) + 1;
}

enum { WAYS = 4 };

struct place {
    int64_t id;
    struct bucket bucket;
};

struct bucket_table {
    uint64_t sets;
    struct place places[];
};

struct bucket_table *bucket_table_new(unsigned max_log2) {
    uint64_t places = 1ull << max_log2;
    struct bucket_table *t = xcalloc(1, sizeof *t + places * sizeof t->places[0]);
    t->sets = places / WAYS;
    return t;
}

void bucket_table_free(struct bucket_table *t) {
    free(t);
}

struct bucket *bucket_table_at(struct bucket_table *t, int64_t id) {
    uint64_t set = (uint64_t)id * 0x9e3779b97f4a7c15u % t->sets;
    struct place *first = &t->places[set * WAYS], *oldest = first;
    for (struct place *p = first; p < first + WAYS; p++) {
        if (p->id == id)
            return &p->bucket;
        if (p->bucket.filled_at < oldest->bucket.filled_at)
            oldest = p;
    }
    *oldest = (struct place){.id = id};
    return &oldest->bucket;
}
