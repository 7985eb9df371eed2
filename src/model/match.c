// SPDX-License-Identifier: Apache-2.0
#include "match.h"

static const char *const outcomes[OUTCOMES] = {"none", "answer", "offer", "intent", "link"};
static const char *const rules[RULES] = {"none",    "intent", "link",    "number", "keyword",
                                         "url",     "variant", "ranked", "short"};
static const char *const judgements[JUDGEMENTS] = {"unknown", "official", "look_alike", "reported"};
static const char *const number_kinds[NUMBER_KINDS] = {"phone", "account", "handle"};

static const char *const echo_states[ECHO_STATES] = {"none", "same", "former", "altered"};
static const char *const echo_kinds[ECHO_KINDS] = {"figure", "date", "verdict", "link", "number"};

const char *outcome_name(enum outcome outcome) {
    return outcomes[outcome];
}

const char *rule_name(enum rule rule) {
    return rules[rule];
}

const char *judgement_name(enum judgement judgement) {
    return judgements[judgement];
}

const char *number_kind_name(enum number_kind kind) {
    return number_kinds[kind];
}

const char *echo_state_name(enum echo_state state) {
    return echo_states[state];
}

const char *echo_kind_name(enum echo_kind kind) {
    return echo_kinds[kind];
}
