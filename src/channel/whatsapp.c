// SPDX-License-Identifier: Apache-2.0
#include "whatsapp.h"

#include "meta.h"

static bool is_on(const struct config *c) {
    return c->whatsapp.is_on;
}

static enum err hello(const struct config *c, const struct hook_request *r, struct buf *challenge) {
    return meta_hello(c->whatsapp.verify_token, r, challenge);
}

static enum err verify(const struct config *c, const struct hook_request *r) {
    return meta_verify(c->whatsapp.app_secret, c->whatsapp.app_secret_previous, r);
}

// Rates: GATEWAYS §1.7. The number's own rate is the operator's, for Meta raises it on request.
static void limits(const struct config *c, struct channel_limits *ret_limits) {
    *ret_limits = (struct channel_limits){
        .per_second = c->whatsapp.messages_per_second,
        .pair_interval_s = 6,
        .pair_burst = 45,
        .window_ms = INT64_C(24) * 3600 * 1000,
        .has_echo = true,
    };
}

const struct channel channel_whatsapp = {
    .id = CHANNEL_WHATSAPP,
    .signature_header = "x-hub-signature-256:",
    .is_on = is_on,
    .hello = hello,
    .verify = verify,
    .parse = whatsapp_parse,
    .build = whatsapp_build,
    .classify = whatsapp_classify,
    .limits = limits,
    .ask = whatsapp_ask,
    .hear = whatsapp_hear,
};
