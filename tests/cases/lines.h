// SPDX-License-Identifier: Apache-2.0
// The must-match and must-not-match lines of every intent, through the matcher.
#ifndef CASES_LINES_H
#define CASES_LINES_H

#include <stdbool.h>

#include "engine/intents.h"
#include "engine/knowledge.h"

// Prints `ok case/intent_NAME` or `FAILED …` an intent; the knowledge is one with facts, so that an intent
// has to hold against them.
bool lines_run(const struct intents *intents, const struct knowledge *k);

#endif
