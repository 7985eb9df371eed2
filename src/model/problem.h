// SPDX-License-Identifier: Apache-2.0
// application/problem+json (RFC 9457). Pure, any thread.
#ifndef MODEL_PROBLEM_H
#define MODEL_PROBLEM_H

#include "../base/text.h"

enum { PROBLEM_MAX = 2048 };
#define PROBLEM_TYPE "application/problem+json"

// `code` is stable, `detail` is for people.
void problem_put(struct buf *b, int status, const char *code, const char *detail);

#endif
