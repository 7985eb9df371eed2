// SPDX-License-Identifier: Apache-2.0
// One conversation of a case: what the person sends goes through matcher, dialog and composer as on the desk,
// with a clock that only the script moves.
#ifndef CASES_TALK_H
#define CASES_TALK_H

#include "base/mem.h"
#include "engine/compose.h"
#include "engine/dialog.h"
#include "engine/intents.h"
#include "engine/knowledge.h"
#include "engine/matcher.h"

struct talk {
    struct arena *arena;
    const struct intents *intents;
    const struct knowledge *knowledge;
    struct conversation conversation;
    int64_t now;           // ms
    bool is_over_rate;     // for the next message only
    const char *page_lang; // what the web page says, or NULL
    // of the last message:
    struct match match;
    struct dialog_out said;
    struct reply reply; // of the last message that was answered
    bool has_reply;
};

void talk_send(struct talk *t, struct inbound inbound);

#endif
