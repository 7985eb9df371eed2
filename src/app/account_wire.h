// SPDX-License-Identifier: Apache-2.0
// A call of `lurus user` as it goes through the doorway: one JSON object.
#ifndef APP_ACCOUNT_WIRE_H
#define APP_ACCOUNT_WIRE_H

#include "../base/text.h"
#include "../model/account.h"

void account_wire_put(struct buf *b, const struct account_call *call);
// ERR_INPUT: not one of those that the command line has. Texts lie in the arena.
MUST_CHECK enum err account_wire_read(const char *bytes, size_t len, struct arena *a, struct account_call *ret_call);

#endif
