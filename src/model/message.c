// SPDX-License-Identifier: Apache-2.0
#include "message.h"

#include <string.h>

static const char *const channels[CHANNELS] = {"web", "whatsapp"};
static const char *const kinds[MESSAGE_KINDS] = {
    "text",     "choice", "image",  "video", "audio",  "document", "sticker", "location",
    "contacts", "reaction", "order", "system", "edit", "revoke",   "welcome", "unsupported"};
static const char *const deliveries[DELIVERIES] = {"queued",    "sending", "in_doubt", "sent",   "delivered",
                                                   "read",      "failed",  "held",     "expired"};
static const char *const classes[SEND_CLASSES] = {"ok",        "retry",       "in_doubt",  "permanent",   "needs_template",
                                                  "hold_pair", "hold_number", "slow_down", "stop_channel"};

const char *channel_name(enum channel_id id) {
    return channels[id];
}

const char *message_kind_name(enum message_kind kind) {
    return kinds[kind];
}

const char *delivery_name(enum delivery delivery) {
    return deliveries[delivery];
}

bool delivery_of(const char *name, enum delivery *ret_delivery) {
    for (int i = 0; i < DELIVERIES; i++) {
        if (strcmp(deliveries[i], name) == 0) {
            *ret_delivery = (enum delivery)i;
            return true;
        }
    }
    return false;
}

const char *send_class_name(enum send_class class) {
    return classes[class];
}
