// SPDX-License-Identifier: Apache-2.0
// What the parts of the composer share: lines that are fitted into a reply, choices, titles. For compose*.c.
#ifndef ENGINE_COMPOSE_PARTS_H
#define ENGINE_COMPOSE_PARTS_H

#include "compose.h"

struct composing {
    const struct compose_in *in;
    struct arena *arena;
    const char *lang;
    struct reply *reply;
};

const char *compose_word(const struct composing *c, const char *key);
char *compose_filled(const struct composing *c, const char *key, const struct placeholder *values,
                     size_t count);
// One line: white space and control characters become single spaces, at most `runes` code points.
char *compose_line(struct arena *a, const char *text, size_t runes);
// The longest run of whole sentences of at most `runes` code points; cut at a word when even the first is
// longer.
char *compose_sentences(struct arena *a, const char *text, size_t runes);

// A reply is a few paragraphs. When they are too long together, those with the highest `drop` are left out
// first, then the body is shortened at a sentence; what has drop 0 stays.
struct paragraph {
    const char *text; // NULL: not there
    int drop;
    bool is_body, is_apart; // is_apart: an empty line before it
};
enum { BODY_MIN = 80 }; // code points that a body keeps before anything is left out
char *compose_fit(struct arena *a, struct paragraph *paragraphs, size_t count);

// The fact in the reply's language when there is one, else itself.
const struct fact *compose_in_lang(const struct composing *c, const struct fact *fact);
// Buttons that lead to intents; names of missing ones are passed over.
void compose_intents(struct composing *c, const char *const *names, size_t count);
void compose_choice(struct composing *c, const char *id, const char *title, const char *note);

void compose_answer(struct composing *c, const struct fact *fact);
void compose_told(struct composing *c, const struct fact *fact, const char *head); // head: a line before it, or NULL
void compose_echo(struct composing *c); // a text of ours came back
void compose_tip(struct composing *c);
void compose_offer(struct composing *c);
void compose_menu(struct composing *c);
void compose_latest(struct composing *c);
void compose_judged(struct composing *c);
// The worst link or number of the message; NULL when all are official, or when it is an unknown one that the
// told fact (may be NULL) is about.
char *compose_warning(const struct composing *c, const struct fact *told);
char *compose_foot(const struct composing *c); // the hotline's link, or NULL

#endif
