// SPDX-License-Identifier: Apache-2.0
// The ranked search's candidates with their features, order and probability. Pure.
#ifndef ENGINE_RANK_H
#define ENGINE_RANK_H

#include "query.h"

enum { RANKED = 30 }; // candidates that are looked at closely

struct ranked {
    const struct record *record;
    const struct record *root; // see record_group
    double score, probability;
    double features[FEATURES];
    uint32_t places; // of the query's words that the fact holds
};

struct ranking {
    struct ranked items[RANKED];
    size_t count;
    double length; // of the message, 0…1: see weights_length
};

// Best first; facts that the message must never match are left out.
void rank_find(const struct knowledge *k, const struct query *q, struct arena *a, struct ranking *ret_ranking);

// What the sureness of one candidate depends on beside itself (FEATURE_RANK and further); the best first.
void rank_sureness(struct ranked *c, size_t count, size_t of);

#endif
