// SPDX-License-Identifier: Apache-2.0
// Token buckets, in memory, on the desk's thread: of a number, of a pair (a person and our number), of a
// contact's messages a minute. Times are monotonic milliseconds.
#ifndef DESK_LIMITS_H
#define DESK_LIMITS_H

#include <stdbool.h>
#include <stdint.h>

struct bucket {
    double tokens;
    int64_t filled_at; // 0: never used, counts as full
};

// A rate of `per_second` up to `burst`; per_second 0 has no limit.
bool bucket_take(struct bucket *b, double per_second, double burst, int64_t now_ms);
void bucket_give_back(struct bucket *b, double burst);
// How long until one token is there, in ms; 0 when it is.
int64_t bucket_wait_ms(const struct bucket *b, double per_second, double burst, int64_t now_ms);

// Buckets by id (a conversation), at most `max` of them; full ones are forgotten first.
struct bucket_table;
struct bucket_table *bucket_table_new(unsigned max_log2); // 2^max_log2 places, the oldest of a place gives way
void bucket_table_free(struct bucket_table *t);
struct bucket *bucket_table_at(struct bucket_table *t, int64_t id);

#endif
