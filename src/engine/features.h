// SPDX-License-Identifier: Apache-2.0
// How well one candidate fits the query, in numbers. Pure.
#ifndef ENGINE_FEATURES_H
#define ENGINE_FEATURES_H

#include "query.h"

// All but those from FEATURE_RANK on, which need the other candidates.
void features_fill(const struct knowledge *k, const struct query *q, const struct record *r, const struct index_hit *hit,
                   double ret_features[FEATURES]);

#endif
