// SPDX-License-Identifier: Apache-2.0
// What one inbound means to the dialog: its event. Looks at the kind, the choice, the match and the choices
// of our last reply; changes nothing. Pure.
#ifndef ENGINE_MEANING_H
#define ENGINE_MEANING_H

#include "dialog.h"

enum dialog_event {
    ON_SILENT,      // a reaction, a system message, a taken-back message
    ON_WORDLESS,    // emoji only
    ON_RATE,        // too many in a minute
    ON_UNSUPPORTED, // a picture or the like without words
    ON_CHOICE,      // a fact of a list of ours
    ON_REJECT,      // none of the list
    ON_GONE,        // a choice that no list has
    ON_WHICH,       // a number that the list does not have, or "yes" to several
    ON_ANSWER,
    ON_OFFER,
    ON_LINK,
    ON_NONE,
    ON_INTENT, // + enum intent_action
    DIALOG_EVENTS = ON_INTENT + INTENT_ACTIONS
};
const char *dialog_event_name(enum dialog_event event);

struct meaning {
    enum dialog_event event;
    const struct intent *intent; // ON_INTENT + …
    const struct fact *fact;     // ON_CHOICE
    bool is_danger;
};

// `c` is the conversation after idling was looked at.
void meaning_find(const struct dialog_in *in, const struct conversation *c, struct meaning *ret_meaning);

#endif
