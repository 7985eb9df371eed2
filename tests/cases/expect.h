// SPDX-License-Identifier: Apache-2.0
// The lines of a case that look at what was said: `out ~TEXT`, `say NAME`, `expect no out` …
#ifndef CASES_EXPECT_H
#define CASES_EXPECT_H

#include "talk.h"

// The word is the line's first ("out"), rest what follows it. Writes into why (size bytes) what is wrong, ""
// when all is well; false: there is no such word.
bool expect_line(const struct talk *t, const char *word, const char *rest, char *why, size_t size);
// What holds for every reply: lengths, counts, one language. "" or what is wrong.
void expect_limits(const struct talk *t, char *why, size_t size);

#endif
