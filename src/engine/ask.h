// SPDX-License-Identifier: Apache-2.0
// What a citizen would be told: a question through matcher, dialog and compose with a conversation that starts
// afresh, and the JSON object of it. Pure.
#ifndef ENGINE_ASK_H
#define ENGINE_ASK_H

#include "../base/text.h"
#include "../model/message.h"
#include "compose.h"
#include "matcher.h"

struct ask_context {
    const struct knowledge *knowledge;
    const struct intents *intents;
    const char *hotline_name, *hotline_link; // may be NULL
    const char *fixed_lang; // language.reply when it is a code; NULL: the asker's
    int retain_days;        // privacy.retain_messages_days
};

void ask_run(const struct ask_context *c, const struct question *q, struct arena *a, struct match *ret_match,
             struct reply *ret_reply);
// One line of JSON, without a line break.
void ask_json(struct buf *b, const struct question *q, const struct match *m, const struct reply *r);

#endif
