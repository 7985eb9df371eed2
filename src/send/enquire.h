// SPDX-License-Identifier: Apache-2.0
// Asks a gateway about our account, one question after another, waiting for each: for a command, not for the
// service.
#ifndef SEND_ENQUIRE_H
#define SEND_ENQUIRE_H

#include "../channel/channel.h"

enum { ENQUIRE_QUESTIONS_MAX = 8, ENQUIRE_ANSWER_MS = 10000 };

// Fills the remarks of p, whose arena is set. At most ENQUIRE_QUESTIONS_MAX questions, each answered within
// answer_ms or given up; the bounds of a call in http.h hold too. Redirects are not followed.
void enquire(const struct channel *channel, const struct config *c, int64_t answer_ms, struct probe *p);

#endif
