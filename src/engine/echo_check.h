// SPDX-License-Identifier: Apache-2.0
// What stands around an answer in a reply: the label of the verdict before it, dates, source and link behind it.
// Inside of echo*.c only. Pure.
#ifndef ENGINE_ECHO_CHECK_H
#define ENGINE_ECHO_CHECK_H

#include "echo_compare.h"

enum { ECHO_TEXT_MAX = 6000 }; // bytes of a message that are looked at; a reply of ours has 700 code points

struct checking {
    const struct knowledge *knowledge;
    const struct atoms *message;
    struct arena *arena;
    const char *text; // the message's
    const struct fact *fact;
    int64_t today;
    struct compared *compared; // what was changed is added here
};
void echo_check(const struct checking *c);
const char *echo_date(const struct fact *fact); // that is told with it: its own, or its source's; or NULL

#endif
