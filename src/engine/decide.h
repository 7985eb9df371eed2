// SPDX-License-Identifier: Apache-2.0
// Fills the match's candidates and decides: answer, offer up to three, or none. Pure.
#ifndef ENGINE_DECIDE_H
#define ENGINE_DECIDE_H

#include "exact.h"
#include "matcher.h"
#include "rank.h"

struct deciding {
    const struct knowledge *k;
    const struct question *question;
    const struct query *query;
    struct arena *arena;
    struct match *match;
};

// The exact way found: its facts come first. True when it answers or offers.
bool decide_exact(const struct deciding *d, const struct exact *way);
void decide_ranked(const struct deciding *d, const struct ranking *ranking);

#endif
