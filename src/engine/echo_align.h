// SPDX-License-Identifier: Apache-2.0
// Two texts beside each other, atom by atom: the best local alignment (Smith and Waterman 1981). Inside of echo*.c
// only. Pure; time by the product of their lengths, which are bounded.
#ifndef ENGINE_ECHO_ALIGN_H
#define ENGINE_ECHO_ALIGN_H

#include "atoms.h"

enum { ALIGN_SLOT = 12 }; // score of a figure, date or link that matches

struct aligned {
    const struct atom *ours, *theirs;
    size_t n, m;       // of ours, of theirs
    uint16_t *path[2]; // places of ours and of theirs that match, in order
    size_t length;
    int score;
};
void align(const struct atoms *ours, const struct atoms *theirs, struct arena *a, struct aligned *ret);
// Whether it must not change when the text is passed on.
bool atom_is_slot(const struct atom *x);

#endif
