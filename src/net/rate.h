// SPDX-License-Identifier: Apache-2.0
// Token buckets per address, in a table of fixed size: four places for each hash, of which the one that was
// used longest ago gives way. Times are monotonic milliseconds.
#ifndef NET_RATE_H
#define NET_RATE_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

struct tokens {
    double left;
    int64_t filled_at; // 0: never used, counts as full
};

// A rate of `per_second` up to `burst`.
bool tokens_take(struct tokens *t, double per_second, double burst, int64_t now);

struct rate;
struct rate *rate_new(double per_second, double burst);
void rate_free(struct rate *r); // NULL is fine
bool rate_take(struct rate *r, const struct in6_addr *address, int64_t now);

#endif
