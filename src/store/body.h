// SPDX-License-Identifier: Apache-2.0
// A reply as the JSON that outbound.body holds. Pure.
#ifndef STORE_BODY_H
#define STORE_BODY_H

#include "../base/json.h"
#include "../model/message.h"

void outbound_body_put(struct buf *b, const struct reply *reply);
// ERR_INPUT when the text is gone or is none of ours.
MUST_CHECK enum err outbound_body_get(const char *body, struct arena *a, struct reply *ret_reply);

#endif
