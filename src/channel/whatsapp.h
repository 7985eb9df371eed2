// SPDX-License-Identifier: Apache-2.0
// The parts of the WhatsApp Cloud API adapter (GATEWAYS §1), joined to one row in whatsapp.c. Pure, any thread.
#ifndef CHANNEL_WHATSAPP_H
#define CHANNEL_WHATSAPP_H

#include "../base/json.h"
#include "channel.h"

enum {
    WHATSAPP_UPDATES_MAX = 1000, // messages and statuses of one body; Meta's own bound
    WHATSAPP_ID_MAX = 256,       // bytes
    WHATSAPP_TEXT_MAX = 4096,    // code points
    WHATSAPP_BODY_MAX = 1024,    // code points of an interactive message's text
};

MUST_CHECK enum err whatsapp_parse(const struct config *c, const struct hook_request *r, struct arena *a,
                                   struct parsed *ret_parsed, struct fail *f);
// ERR_LIMIT when the reply breaks a bound of the API: the composer is to blame.
MUST_CHECK enum err whatsapp_build(const struct config *c, const struct outbound *o, struct arena *a,
                                   struct channel_request *ret_request);
void whatsapp_classify(const struct outbound *o, const struct channel_response *r, struct arena *a,
                       struct send_result *ret_result);
// What Meta's support asks for: an id of at most 64 letters and digits, or "none".
const char *whatsapp_trace(const struct json *error);
// The greatest estimated_time_to_regain_access of X-Business-Use-Case-Usage, at most a day; 0: none.
int64_t whatsapp_usage_ms(const char *header);

// The token, the number, whether it may send, the webhook's address and subscription, the app secret.
bool whatsapp_ask(const struct config *c, struct probe *p, struct channel_request *ret_request);
void whatsapp_hear(const struct config *c, struct probe *p, const struct channel_response *r);

#endif
