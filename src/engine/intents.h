// SPDX-License-Identifier: Apache-2.0
// The intents: what the hotline understands and says besides facts, one file each (intents/NAME.json), and
// all further wordings of replies. Read once, then never changed; shared by any threads.
#ifndef ENGINE_INTENTS_H
#define ENGINE_INTENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/err.h"
#include "../base/json.h"
#include "../base/mem.h"

enum { INTENT_LANGS = 2 }; // "id", "en", in this order
int intent_lang_index(const char *lang); // 0 for unknown ones

// What the dialog does when an intent is recognised.
enum intent_action {
    ACTION_REPLY,    // says replies[lang]
    ACTION_MENU,     // the menu, as a list
    ACTION_LATEST,   // the newest facts
    ACTION_TIPS,     // a tip
    ACTION_LANGUAGE, // switches to intent.value
    ACTION_STOP,
    ACTION_RESUME,
    ACTION_HUMAN,
    ACTION_DANGER,
    ACTION_DATA,   // what is stored about me
    ACTION_ERASE,  // after one confirmation
    ACTION_YES,
    ACTION_NO,
    INTENT_ACTIONS
};
const char *intent_action_name(enum intent_action action);

struct intent {
    const char *name;
    enum intent_action action;
    const char *value; // ACTION_LANGUAGE: "id" or "en"
    const char *title[INTENT_LANGS]; // on a button, at most 20 code points; NULL: never on one
    const char *note[INTENT_LANGS];  // below the title in the menu, at most 72 code points; may be NULL
    struct texts exact[INTENT_LANGS], examples[INTENT_LANGS];
    const char *reply[INTENT_LANGS]; // placeholders {name} {link} {days} {language} {notices}
    struct texts match[INTENT_LANGS], no_match[INTENT_LANGS]; // run by check and the tests
    struct texts buttons; // names of intents offered under the reply: ≤ 3, of the menu ≤ 10
};

struct intents;
struct intent_file {
    const char *name; // "greeting.json"; folders before it are ignored
    const char *bytes;
    size_t len;
};

MUST_CHECK enum err intents_new(const struct intent_file *files, size_t count, struct intents **ret_intents,
                                struct fail *f);
void intents_free(struct intents *i); // NULL is fine
size_t intents_count(const struct intents *i);
const struct intent *intents_at(const struct intents *i, size_t index);
const struct intent *intents_find(const struct intents *i, const char *name); // NULL: unknown
// A wording of `wordings.json` by key ("none", "expired", "as_of"); never NULL: a missing key was refused by
// intents_new (wording_keys in wordings.h is the list).
const char *intents_wording(const struct intents *i, const char *key, const char *lang);
// The same for keys that may be missing, as the labels of an instance's own verdicts: NULL then.
const char *intents_wording_find(const struct intents *i, const char *key, const char *lang);
// Fills {name} placeholders of a text; a line with one that has no value is left out.
struct placeholder {
    const char *name, *value; // value NULL: none
};
char *wording_fill(struct arena *a, const char *text, const struct placeholder *values, size_t count);

#endif
