// SPDX-License-Identifier: Apache-2.0
// Token buckets, and tables of them in fixed memory. Times are monotonic milliseconds. One owner thread each.
#ifndef BASE_BUCKET_H
#define BASE_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

struct bucket {
    double tokens;
    int64_t filled_at; // 0: never used, counts as full
};

// A rate of `per_second` up to `burst`; per_second 0 has no limit. False: no token is there.
bool bucket_take(struct bucket *b, double per_second, double burst, int64_t now_ms);
// How long until one token is there, in ms; 0 when it is.
int64_t bucket_wait_ms(const struct bucket *b, double per_second, double burst, int64_t now_ms);

// Buckets by what they limit (a conversation, an address): four places for each hash, of which the one that was used
// longest ago gives way. The hash is salted, so that nobody can choose keys that share their places.
struct bucket_table;
struct bucket_key {
    uint64_t high, low;
};
struct bucket_table *bucket_table_new(unsigned max_log2); // 2^max_log2 places, at least 4
void bucket_table_free(struct bucket_table *t);           // NULL is fine
// Never NULL; the bucket is good until the next call.
struct bucket *bucket_table_at(struct bucket_table *t, int64_t id);
struct bucket *bucket_table_of(struct bucket_table *t, struct bucket_key key);

#endif
