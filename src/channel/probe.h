// SPDX-License-Identifier: Apache-2.0
// What a gateway says of our account when it is asked (`lurus check --online`): remarks, gathered answer by
// answer. Texts live in the arena of the probe and hold no secret. Pure, any thread.
#ifndef CHANNEL_PROBE_H
#define CHANNEL_PROBE_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/mem.h"
#include "../model/config.h"

enum {
    PROBE_REMARKS_MAX = 24,
    PROBE_TEXT_MAX = 120, // code points of a text from outside
    PROBE_URL_MAX = 240,
};

// Why there is no answer, or not all of it.
enum silence {
    SILENCE_NONE,
    SILENCE_ADDRESS,   // not a URL that can be called
    SILENCE_NAME,      // the host's name is not found
    SILENCE_UNREACHED, // refused, or no way there
    SILENCE_TLS,       // no trusted https
    SILENCE_LATE,      // the time was up
    SILENCE_LONG,      // the answer is longer than our bound
    SILENCE_CUT,       // the connection ended
};

struct remark {
    bool is_finding;                 // else what was found to be right, or is good to know
    const char *where, *what, *todo; // todo: NULL for a note
};

struct probe {
    struct arena *a;
    struct remark remarks[PROBE_REMARKS_MAX];
    size_t count;
    int step;                  // the gateway's own: the question that is asked or comes next
    bool is_over;              // nothing more is worth asking
    const char *account, *app; // ids learnt on the way, or NULL
};

void probe_note(struct probe *p, const char *where, const char *fmt, ...) PRINTF(3, 4);
void probe_find(struct probe *p, const char *where, const char *todo, const char *fmt, ...) PRINTF(4, 5);
// No answer from the prefix `base`, which `where` names: one finding, and the end of the probe.
void probe_silence(struct probe *p, enum silence silence, const char *where, const char *base);
// Compares the webhook's address that the gateway has (NULL or "": none) with server.public_url and
// /hook/NAME. `setting` says where it is set there, for the reader.
void probe_webhook(struct probe *p, const struct config *c, const char *name, const char *url,
                   const char *setting);

// A text from outside, fit for a terminal: no control or direction characters, at most PROBE_TEXT_MAX code
// points.
const char *probe_text(struct probe *p, const char *text);
// The same of an address, without a user, a password or a query, which may hold secrets.
const char *probe_url(struct probe *p, const char *url);

#endif
