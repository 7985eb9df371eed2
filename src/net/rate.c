// SPDX-License-Identifier: Apache-2.0
#include "rate.h"

#include <stdlib.h>
#include <string.h>

#include "../base/crypto.h"
#include "../base/mem.h"
#include "../base/text.h"

enum { WAYS = 4, SETS = 2048 };

struct rate {
    double per_second, burst;
    uint64_t salt; // so that nobody can choose addresses that share a set
    struct {
        struct in6_addr address;
        struct tokens tokens;
    } places[SETS][WAYS];
};

bool tokens_take(struct tokens *t, double per_second, double burst, int64_t now) {
    double left = t->filled_at ? t->left + (double)(now - t->filled_at) / 1000 * per_second : burst;
    t->left = left > burst ? burst : left;
    t->filled_at = now ? now : 1;
    if (t->left < 1)
        return false;
    t->left -= 1;
    return true;
}

struct rate *rate_new(double per_second, double burst) {
    struct rate *r = xcalloc(1, sizeof *r);
    r->per_second = per_second;
    r->burst = burst;
    crypto_random(&r->salt, sizeof r->salt);
    return r;
}

void rate_free(struct rate *r) {
    free(r);
}

bool rate_take(struct rate *r, const struct in6_addr *address, int64_t now) {
    struct {
        uint64_t salt;
        struct in6_addr address;
    } key = {r->salt, *address};
    size_t set = text_hash(&key, sizeof key) % SETS, oldest = 0;
    for (size_t i = 0; i < WAYS; i++) {
        struct tokens *t = &r->places[set][i].tokens;
        if (t->filled_at && memcmp(&r->places[set][i].address, address, sizeof *address) == 0)
            return tokens_take(t, r->per_second, r->burst, now);
        if (t->filled_at < r->places[set][oldest].tokens.filled_at)
            oldest = i;
    }
    r->places[set][oldest].address = *address;
    r->places[set][oldest].tokens = (struct tokens){0};
    return tokens_take(&r->places[set][oldest].tokens, r->per_second, r->burst, now);
}
