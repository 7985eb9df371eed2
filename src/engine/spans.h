// SPDX-License-Identifier: Apache-2.0
// What belongs to somebody in a text, one after the other with its place: phone numbers, accounts, addresses
// for chat, identity numbers, cards, e-mail. Inside of engine/ only. Pure; time linear in the text.
#ifndef ENGINE_SPANS_H
#define ENGINE_SPANS_H

#include "links.h"
#include "number_words.h"

enum { SPAN_DIGITS = 72, SPAN_WORDS = 3 };
enum span_kind { SPAN_PHONE, SPAN_ACCOUNT, SPAN_HANDLE, SPAN_IDENTITY, SPAN_CARD, SPAN_EMAIL };

struct span {
    enum span_kind kind;
    const char *start, *end;      // as written, "wa.me/628…" as a whole
    const char *hide, *hide_end;  // what a mask stands for
    char digits[SPAN_DIGITS + 1]; // E.164, the digits of an account, a handle in lower case; else ""
    enum judgement judgement;
    bool is_in_link; // digits of a link that does not open a chat with them
};

// What was read before the place in the text; whatever is masked ends it, so that a masked text reads the
// same.
struct span_context {
    enum word_kind words[SPAN_WORDS]; // the last first
    const char *account_at, *chat_at; // behind the last word of the kind, or NULL
};

struct span_walk {
    const char *text, *at, *end;
    const struct official *official;
    const char *tried; // until here no e-mail address starts
    const char *fresh; // behind the last span: what follows stands alone, as it will behind its tag
    struct link_walk links;
    struct link_span link; // the next one
    bool has_link;
    struct span_context context;
};

void span_walk_start(struct span_walk *w, const char *text, const struct official *official, struct arena *a);
bool span_next(struct span_walk *w, struct span *ret_span);

#endif
