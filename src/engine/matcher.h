// SPDX-License-Identifier: Apache-2.0
// From a message's text to a match, in the order of DESIGN §4: normalise, intent, links and numbers, exact
// keyword or URL, variant, ranked search, decide, time. Pure: the day is given.
#ifndef ENGINE_MATCHER_H
#define ENGINE_MATCHER_H

#include "../base/mem.h"
#include "../model/match.h"
#include "knowledge.h"

struct ranking;
enum { MATCH_TEXT_MAX = 16384 }; // bytes looked at; what follows is left out

struct question {
    const char *text; // as it came
    int64_t today;    // days since 1970-01-01 in the hotline's zone
    bool has_at;      // --at: as of that day
    int64_t at;
    const char *lang; // of the reply when the text doesn't tell; NULL: the default
    bool is_explained;
    struct ranking *ranking; // gets the candidates that were looked at (rank.h); NULL: nobody asks
};

// Fills *ret_match (about 4 KB); its texts lie in `a`, its facts in `k`.
void matcher_run(const struct knowledge *k, const struct question *q, struct arena *a, struct match *ret_match);

#endif
