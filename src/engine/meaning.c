// SPDX-License-Identifier: Apache-2.0
#include "meaning.h"

#include <ctype.h>
#include <string.h>

#include "choose.h"

static const char *const events[ON_INTENT] = {"silent", "wordless", "rate", "unsupported",
                                              "choice", "reject",   "gone", "which",
                                              "answer", "offer",    "link", "none"};

const char *dialog_event_name(enum dialog_event event) {
    return event < ON_INTENT ? events[event] : intent_action_name((enum intent_action)(event - ON_INTENT));
}

static void mean_intent(struct meaning *m, const struct intent *intent) {
    m->intent = intent;
    m->event = (enum dialog_event)(ON_INTENT + (int)intent->action);
}

// A button's id. An old button still works as long as what it names is there.
static void mean_choice(const struct dialog_in *in, const char *id, struct meaning *m) {
    m->event = ON_GONE;
    if (text_has_prefix(id, "fact:")) {
        m->fact = knowledge_find(in->knowledge, id + strlen("fact:"));
        m->event = m->fact ? ON_CHOICE : ON_GONE;
    } else if (text_has_prefix(id, "intent:")) {
        const struct intent *intent = intents_find(in->intents, id + strlen("intent:"));
        if (intent)
            mean_intent(m, intent);
    } else if (strcmp(id, "none") == 0) {
        m->event = ON_REJECT;
    }
}

static bool is_our_choice(const char *id) {
    return id && (text_has_prefix(id, "fact:") || text_has_prefix(id, "intent:") || strcmp(id, "none") == 0);
}

// Numbers count while a list of ours is open; without one they are words, unless nothing else is known of
// them.
static bool mean_number(const struct dialog_in *in, const struct conversation *c, struct meaning *m) {
    bool is_word = in->match->outcome == OUTCOME_ANSWER;
    if (is_word && !c->option_count)
        return false;
    int number = choose_number(in->intents, in->inbound->text);
    if (number == 0)
        return false;
    if ((size_t)number <= c->option_count) {
        mean_choice(in, c->options[number - 1], m);
        return true;
    }
    if (is_word)
        return false;
    m->event = c->option_count ? ON_WHICH : ON_GONE;
    return true;
}

// "Yes" to an offer of one thing chooses it; to several it doesn't tell which.
static bool mean_yes(const struct dialog_in *in, const struct conversation *c, struct meaning *m) {
    if (c->dialog != DIALOG_CHOOSING || m->event != ON_INTENT + (int)ACTION_YES)
        return false;
    const char *only = NULL;
    size_t facts = 0;
    for (size_t n = 0; n < c->option_count; n++)
        if (text_has_prefix(c->options[n], "fact:")) {
            only = c->options[n];
            facts++;
        }
    if (facts == 1)
        mean_choice(in, only, m);
    else
        m->event = ON_WHICH;
    return true;
}

static bool mean_word(const struct dialog_in *in, const struct conversation *c, struct meaning *m) {
    const char *titles[DIALOG_OPTIONS] = {0};
    const char *lang = c->lang ? c->lang : in->match->lang;
    bool is_certain = in->match->outcome == OUTCOME_ANSWER && in->match->rule != RULE_RANKED &&
                      in->match->rule != RULE_SHORT;
    if (c->dialog != DIALOG_CHOOSING || is_certain || in->match->outcome == OUTCOME_LINK)
        return false;
    for (size_t n = 0; n < c->option_count; n++) {
        struct meaning option = {0};
        mean_choice(in, c->options[n], &option);
        if (option.fact)
            titles[n] = option.fact->title;
        else if (option.intent)
            titles[n] = option.intent->title[intent_lang_index(lang)];
        else if (option.event == ON_REJECT)
            titles[n] = intents_wording(in->intents, "offer.none_button", lang);
    }
    size_t chosen = choose_word(in->intents, in->inbound->text, titles, c->option_count);
    if (chosen)
        mean_choice(in, c->options[chosen - 1], m);
    return chosen > 0;
}

// Nothing is left of the text: emoji only, or words that only address the machine ("apakah benar?").
static void mean_blank(const struct dialog_in *in, const struct conversation *c, struct meaning *m) {
    bool has_sign = strchr(in->inbound->text, '?') != NULL;
    for (const char *at = in->inbound->text; *at && !has_sign; at++)
        has_sign = isalnum((unsigned char)*at) != 0;
    if (has_sign)
        mean_intent(m, intents_find(in->intents, "help"));
    else if (!c->is_welcomed)
        mean_intent(m, intents_find(in->intents, "greeting"));
    else
        m->event = ON_WORDLESS;
}

static void mean_outcome(const struct dialog_in *in, const struct conversation *c, struct meaning *m) {
    static const enum dialog_event by_outcome[OUTCOMES] = {[OUTCOME_NONE] = ON_NONE,
                                                           [OUTCOME_ANSWER] = ON_ANSWER,
                                                           [OUTCOME_OFFER] = ON_OFFER,
                                                           [OUTCOME_LINK] = ON_LINK,
                                                           [OUTCOME_INTENT] = ON_NONE};
    m->event = by_outcome[in->match->outcome];
    if (m->event == ON_NONE && text_is_blank(in->match->normal))
        mean_blank(in, c, m);
}

static void mean_text(const struct dialog_in *in, const struct conversation *c, struct meaning *m) {
    if (mean_number(in, c, m))
        return;
    if (m->intent && in->match->outcome == OUTCOME_INTENT) {
        mean_intent(m, m->intent);
        mean_yes(in, c, m);
        return;
    }
    if (!mean_word(in, c, m))
        mean_outcome(in, c, m);
}

static bool is_silent(enum message_kind kind) {
    return kind == MSG_REACTION || kind == MSG_SYSTEM || kind == MSG_REVOKE;
}

void meaning_find(const struct dialog_in *in, const struct conversation *c, struct meaning *ret_meaning) {
    const struct inbound *inbound = in->inbound;
    struct meaning m = {.event = ON_SILENT};
    if (in->match->intent)
        m.intent = intents_find(in->intents, in->match->intent);
    bool is_choice = inbound->kind == MSG_CHOICE && is_our_choice(inbound->choice);
    m.is_danger = !is_choice && m.intent && m.intent->action == ACTION_DANGER;
    bool is_stop = m.intent && m.intent->action == ACTION_STOP && in->match->outcome == OUTCOME_INTENT;
    if (is_silent(inbound->kind))
        m.is_danger = false;
    else if (m.is_danger)
        mean_intent(&m, m.intent);
    else if (in->is_over_rate && !is_stop)
        m.event = ON_RATE;
    else if (inbound->kind == MSG_WELCOME)
        mean_intent(&m, intents_find(in->intents, "greeting"));
    else if (is_choice)
        mean_choice(in, inbound->choice, &m);
    else if (text_is_blank(inbound->text))
        m.event = inbound->kind == MSG_CHOICE ? ON_GONE : ON_UNSUPPORTED;
    else
        mean_text(in, c, &m);
    if (m.event < ON_INTENT)
        m.intent = NULL;
    *ret_meaning = m;
}
