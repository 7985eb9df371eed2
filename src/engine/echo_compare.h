// SPDX-License-Identifier: Apache-2.0
// One known text beside a message: how much of it came back, and what was changed. Inside of echo*.c only. Pure.
#ifndef ENGINE_ECHO_COMPARE_H
#define ENGINE_ECHO_COMPARE_H

#include "../model/match.h"
#include "atoms.h"

// A fact as it is told: title, answer, date, one after the other.
struct told_text {
    struct atoms atoms;
    size_t answer, answer_end; // the answer's part of them
    size_t slots;              // figures and the like in the answer
};

enum { ECHO_CHANGE_COST = 4 }; // of one change, taken from the score

struct compared {
    int score;
    size_t held;        // atoms of the answer that came back
    size_t held_slots;  // figures and the like among them
    size_t matched;     // atoms of all parts
    size_t first;       // of our atoms that came back
    size_t from, to;    // of the message's atoms; to: behind the last one
    size_t own;         // of the message's atoms: those that say something, without the rest of our reply
    bool asks;          // a question word stands in it that is not ours
    bool is_begun;      // the answer's beginning came back
    bool is_whole;      // the answer's end came back
    bool is_dated;      // and the date behind it
    struct echo_change changes[ECHO_CHANGES];
    size_t change_count;
    struct arena *arena; // of the changes' texts
};

// date: as it is told, or NULL.
void told_read(const struct knowledge *k, const struct fact *fact, const char *date, struct arena *a, struct told_text *ret_told);
void compare(const struct told_text *told, const struct atoms *message, struct arena *a, struct compared *ret);
void compared_change(struct compared *c, enum echo_kind kind, const char *ours, const char *theirs);

#endif
