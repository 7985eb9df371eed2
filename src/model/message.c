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

void reply_copy(struct arena *a, const struct reply *from, struct reply *ret_to) {
    *ret_to = *from;
    const char **const texts[] = {&ret_to->text,         &ret_to->list_button, &ret_to->fact,        &ret_to->verdict,
                                  &ret_to->source_title, &ret_to->source_url,  &ret_to->source_date, &ret_to->lang};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *texts[i] = arena_strdup(a, *texts[i]);
    for (size_t i = 0; i < ret_to->choice_count; i++) {
        struct reply_choice *c = &ret_to->choices[i];
        *c = (struct reply_choice){arena_strdup(a, c->id), arena_strdup(a, c->title), arena_strdup(a, c->note)};
    }
}
