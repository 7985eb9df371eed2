// SPDX-License-Identifier: Apache-2.0
#include "rate.h"

#include <stdlib.h>
#include <string.h>

#include "../base/mem.h"

enum { ADDRESSES_LOG2 = 13 };

struct rate {
    double per_second, burst;
    struct bucket_table *table;
};

struct rate *rate_new(double per_second, double burst) {
    struct rate *r = xcalloc(1, sizeof *r);
    *r = (struct rate){per_second, burst, bucket_table_new(ADDRESSES_LOG2)};
    return r;
}

void rate_free(struct rate *r) {
    if (!r)
        return;
    bucket_table_free(r->table);
    free(r);
}

bool rate_take(struct rate *r, const struct in6_addr *address, int64_t now) {
    struct bucket_key key;
    _Static_assert(sizeof key == sizeof *address, "an address is a key");
    memcpy(&key, address, sizeof key);
    return bucket_take(bucket_table_of(r->table, key), r->per_second, r->burst, now);
}
