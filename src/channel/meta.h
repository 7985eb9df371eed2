// SPDX-License-Identifier: Apache-2.0
// What Meta's gateways (WhatsApp, Messenger, Instagram) share: the subscription handshake and the signature.
// Pure, any thread.
#ifndef CHANNEL_META_H
#define CHANNEL_META_H

#include "../base/err.h"
#include "../base/text.h"
#include "channel.h"

enum { META_CHALLENGE_MAX = 256 }; // bytes; Meta sends a number of about ten digits

// GET ?hub.mode=subscribe&hub.challenge=…&hub.verify_token=…: the challenge when the token is ours, else ERR_AUTH.
MUST_CHECK enum err meta_hello(const char *verify_token, const struct hook_request *r, struct buf *challenge);
// X-Hub-Signature-256: "sha256=" and 64 hex digits of HMAC-SHA256(app secret, raw body). Two secrets are valid while
// one replaces the other; previous may be NULL.
MUST_CHECK enum err meta_verify(const char *secret, const char *previous, const struct hook_request *r);

#endif
