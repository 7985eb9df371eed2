// SPDX-License-Identifier: Apache-2.0
// The dialog and custody machines: what one inbound does to a conversation, and what is to be said. Each
// machine is one table of {from, event, to, action}. Pure: the time is given.
#ifndef ENGINE_DIALOG_H
#define ENGINE_DIALOG_H

#include "../base/mem.h"
#include "../base/text.h"
#include "../model/conversation.h"
#include "../model/match.h"
#include "intents.h"
#include "knowledge.h"

// What to say; compose_reply turns it into words.
enum say {
    SAY_NOTHING,     // no reply at all (a reaction, a human has it, stopped…)
    SAY_INTENT,      // the intent's own reply
    SAY_MENU,
    SAY_LATEST,
    SAY_TIP,
    SAY_ANSWER,      // match.candidates[0]
    SAY_OFFER,       // did you mean
    SAY_LINK,        // a link or number was judged and no fact answers
    SAY_NONE,        // nothing is known yet
    SAY_UNSUPPORTED, // a picture, a voice note, … without text
    SAY_CHOICE_GONE, // a choice of an older list
    SAY_RATE,        // too many messages in a minute: said once
    SAY_AGAIN,       // which of them? The choices stay
    SAY_REJECTED,    // none of what was offered
    SAY_ERASED,      // the person's data are erased
    SAY_KEPT,        // nothing was erased
    SAYS
};
const char *say_name(enum say say);

struct dialog_in {
    const struct inbound *inbound;
    const struct match *match; // of inbound->text, or of nothing (outcome NONE) without text
    const struct conversation *conversation;
    const struct knowledge *knowledge;
    const struct intents *intents;
    int64_t now;   // ms
    int64_t today; // day
    bool is_over_rate;
    const char *fixed_lang; // language.reply when it is a code; NULL: the asker's
};

struct dialog_out {
    struct conversation conversation; // as it is afterwards (dialog, custody, lang, flags, options are set by
                                      // compose_reply through reply choices)
    enum say say;
    const struct intent *intent;  // SAY_INTENT, SAY_MENU, SAY_LATEST, SAY_TIP
    const struct fact *fact;      // chosen by a number, button or word: answer this one (SAY_ANSWER)
    const char *lang;             // of the reply
    enum message_kind kind;       // of the inbound, for SAY_UNSUPPORTED
    bool is_question;   // nobody has answered this yet: a question row is made
    bool is_danger;     // marked for the operators; true even when a person has the conversation
    bool is_erase;      // the person is to be erased
    bool is_welcome;    // the first words of this person: the privacy line belongs to the reply
};

// Choices of an older reply stay in ret_out->conversation.options only while they can still be meant; a reply
// with choices of its own replaces them.
void dialog_step(const struct dialog_in *in, struct arena *a, struct dialog_out *ret_out);

// Custody: who has the conversation, and whether the machine speaks.
enum custody_event {
    CUSTODY_WROTE,    // the person wrote
    CUSTODY_ASKED,    // the person wants somebody
    CUSTODY_RIGHT,    // BERHENTI, HAPUS and their confirmation: answered whoever has the conversation
    CUSTODY_TAKEN,    // an operator takes it
    CUSTODY_RELEASED, // and gives it back
    CUSTODY_ENDED,    // and ends it
    CUSTODY_EVENTS
};
enum custody custody_next(enum custody from, enum custody_event event, bool *ret_speaks);

// For the docs and the tests: the tables as text, one `from event to action` a line.
void dialog_print(struct buf *b);
void custody_print(struct buf *b);

#endif
