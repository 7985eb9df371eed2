// SPDX-License-Identifier: Apache-2.0
#include "match.h"

static const char *const outcomes[OUTCOMES] = {"none", "answer", "offer", "intent", "link"};
static const char *const rules[RULES] = {"none",    "intent", "link",    "number", "keyword",
                                         "url",     "variant", "ranked", "short"};
static const char *const judgements[JUDGEMENTS] = {"unknown", "official", "look_alike", "reported"};
static const char *const number_kinds[NUMBER_KINDS] = {"phone", "account", "handle"};

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
