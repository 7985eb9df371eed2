// SPDX-License-Identifier: Apache-2.0
// From what is to be said to the words: one message, verdict or figure first, date in words, source and link,
// at most REPLY_TEXT_MAX code points, in one language, ended by the hotline's own link when it is an answer.
// Keeps every channel's limits on titles and counts. Pure.
#ifndef ENGINE_COMPOSE_H
#define ENGINE_COMPOSE_H

#include "../base/mem.h"
#include "../model/message.h"
#include "dialog.h"

struct compose_in {
    const struct dialog_out *said;
    const struct match *match;
    const struct knowledge *knowledge;
    const struct intents *intents;
    const char *hotline_name; // may be NULL
    const char *hotline_link; // may be NULL
    int64_t today;
    int retain_days; // privacy.retain_messages_days, named in the privacy text; 0: not named
};

// Choice ids: "fact:ID", "intent:NAME". SAY_NOTHING must not be composed.
void compose_reply(const struct compose_in *in, struct arena *a, struct reply *ret_reply);
// "9 Februari 2022", "Februari 2022", "2022" / "9 February 2022".
char *compose_date(const struct intents *i, struct arena *a, const char *iso, const char *lang);
// The one line of a verdict: "SALAH", "FALSE", …; the code itself when the scale has no label for it.
const char *compose_verdict(const struct intents *i, const char *code, const char *lang);

#endif
