// SPDX-License-Identifier: Apache-2.0
// A text as what must not be changed in it and the words between: figures by their value ("11,4 juta", "sebelas
// juta"), dates in one order ("9/2/2022", "February 9, 2022"), links in their one form, words that judge. For the
// comparison of a text with one of ours. Pure.
#ifndef ENGINE_ATOMS_H
#define ENGINE_ATOMS_H

#include "inside.h"

enum { ATOMS_MAX = 400 }; // of one text; what follows is left out

enum atom_kind {
    ATOM_WORD,
    ATOM_NUMBER,  // text: its value in digits; a year or a phone number's part as it stands
    ATOM_MIXED,   // letters and digits, "kfcuk11"
    ATOM_MONTH,   // text: "1" … "12"
    ATOM_WEEKDAY, // text: "1" … "7"
    ATOM_LINK,    // text: its normal form
    ATOM_VERDICT, // text: "+" true, official, "-" false, fake
    ATOM_ANSWER,  // text: "+" yes, "-" no, not
    ATOM_KINDS
};

struct atom {
    const char *text;  // what it is compared by
    const char *shown; // as it is named to people
    uint32_t key;      // of kind and text
    unsigned len;
    enum atom_kind kind;
    enum judgement judgement; // of a link's host
    bool is_idle;     // speaks to the bot, or says nothing: no part of a quoted text
    bool is_question; // "berapa", "when"
};

struct atoms {
    struct atom *items;
    size_t count;
};

// At most max bytes of the text are looked at.
void atoms_read(const struct knowledge *k, const char *text, size_t max, struct arena *a, struct atoms *ret_atoms);
bool atom_is_equal(const struct atom *x, const struct atom *y);
// The same, or a word that differs by a slip of the finger.
bool atom_is_alike(const struct atom *x, const struct atom *y);

#endif
