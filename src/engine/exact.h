// SPDX-License-Identifier: Apache-2.0
// The exact ways to a fact: a keyword, a link, a number, a text that circulates. Pure.
#ifndef ENGINE_EXACT_H
#define ENGINE_EXACT_H

#include "../model/match.h"
#include "query.h"

struct exact {
    enum rule rule; // RULE_NONE: no exact way
    struct slots facts;
    const char *by; // the keyword, link or number in its normal form
};

// Judges links and numbers further by the facts: reported, or the fact about them. Returns the way by them, if any.
struct exact exact_links(const struct knowledge *k, struct match *m, struct arena *a);
struct exact exact_numbers(const struct knowledge *k, struct match *m);
// A keyword that is the whole message, or stands in a short one whose other words say nothing about the subject.
struct exact exact_keyword(const struct knowledge *k, const struct query *q, struct arena *a);
struct exact exact_variant(const struct knowledge *k, const struct tokens *t, struct arena *a);

#endif
