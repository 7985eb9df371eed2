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

// Best first; facts that the message must never match are left out.
size_t rank_find(const struct knowledge *k, const struct query *q, struct arena *a, struct ranked out[RANKED]);

#endif
