// SPDX-License-Identifier: Apache-2.0
// The links of a text one after the other, with their places. Inside of engine/ only. Pure; time linear in
// the text.
#ifndef ENGINE_LINKS_H
#define ENGINE_LINKS_H

#include "hosts.h"
#include "judge.h"

enum { E164_MAX = 16 }; // "+" and 15 digits, ITU-T E.164

struct link_walk {
    const char *text, *at, *end;
    const struct official *official;
    struct arena *arena;
};
struct link_span {
    const char *start, *end; // as written
    const char *host_end;    // what follows is port, path, query and fragment
    struct host host;
    enum judgement judgement;
    const char *of;
    char phone[E164_MAX + 1];        // of a link that opens a chat with a number, else ""
    const char *number, *number_end; // where that number stands
};

void link_walk_start(struct link_walk *w, const char *text, const struct official *official, struct arena *a);
bool link_next(struct link_walk *w, struct link_span *ret_link);

#endif
