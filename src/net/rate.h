// SPDX-License-Identifier: Apache-2.0
// What an address may do: a rate and a burst, kept in a table of fixed size. Times are monotonic milliseconds.
#ifndef NET_RATE_H
#define NET_RATE_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#include "../base/bucket.h"

struct rate;
struct rate *rate_new(double per_second, double burst);
void rate_free(struct rate *r); // NULL is fine
bool rate_take(struct rate *r, const struct in6_addr *address, int64_t now);

#endif
