// SPDX-License-Identifier: Apache-2.0
// Delivery reports come in any order and more than once (GATEWAYS §1.5). Pure, any thread.
#ifndef CHANNEL_STATUS_H
#define CHANNEL_STATUS_H

#include "../model/message.h"

// The delivery state after a report `state` ("sent" "delivered" "read" "played" "failed"): the best of both;
// "failed" counts only where nothing better is known, and a later "delivered" beats it, for a person may have
// several devices. Words that we don't know, and NULL, change nothing.
enum delivery status_apply(enum delivery now, const char *state);

#endif
