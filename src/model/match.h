// SPDX-License-Identifier: Apache-2.0
// The matcher's result. Facts point into the knowledge base and live as long as it is not changed or
// compacted; all else lies in the arena of the call.
#ifndef MODEL_MATCH_H
#define MODEL_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fact.h"

enum outcome { OUTCOME_NONE, OUTCOME_ANSWER, OUTCOME_OFFER, OUTCOME_INTENT, OUTCOME_LINK, OUTCOMES };
enum rule {
    RULE_NONE,
    RULE_INTENT,
    RULE_LINK,
    RULE_NUMBER,
    RULE_KEYWORD,
    RULE_URL,
    RULE_VARIANT,
    RULE_RANKED,
    RULE_SHORT,
    RULES
};
enum judgement { JUDGED_UNKNOWN, JUDGED_OFFICIAL, JUDGED_LOOK_ALIKE, JUDGED_REPORTED, JUDGEMENTS };
enum number_kind { NUMBER_PHONE, NUMBER_ACCOUNT, NUMBER_HANDLE, NUMBER_KINDS }; // handle: wa.me/…, t.me/…, @name

struct link_judged {
    const char *url;  // as it was written
    const char *host; // lower case, IDNA form as written
    enum judgement judgement;
    const char *of;   // the official domain that it resembles or belongs to, or NULL
    const char *fact; // id of a fact whose keyword, variant or link it is, or NULL
};

struct number_judged {
    const char *text;   // as it was written
    const char *digits; // normalised: "+628119787670", or the handle in lower case
    enum number_kind kind;
    enum judgement judgement;
    const char *fact; // id of the fact about it, or NULL
};

enum { MATCH_CANDIDATES = 20, MATCH_OFFER = 3, MATCH_LINKS = 8, MATCH_NUMBERS = 8, MATCH_REASONS = 6 };

struct feature {
    const char *name;
    double value;
};

struct candidate {
    const struct fact *fact;
    double score;       // BM25 sum plus re-ranking
    double probability; // calibrated, 0…1
    bool is_expired;    // valid_until lies before the day asked about
    const char *reasons[MATCH_REASONS]; // "keyword", "title", "variant", "typo:pelatihn→pelatihan", …
    size_t reason_count;
    const struct feature *features; // only when explained
    size_t feature_count;
};

// A text of ours that came back.
enum echo_state { ECHO_NONE, ECHO_SAME, ECHO_FORMER, ECHO_ALTERED, ECHO_STATES };
enum echo_kind { ECHO_FIGURE, ECHO_DATE, ECHO_VERDICT, ECHO_LINK, ECHO_NUMBER, ECHO_KINDS }; // number: a phone's
struct echo_change {
    enum echo_kind kind;
    const char *ours, *theirs; // as they are written
};
enum { ECHO_CHANGES = 4 }; // that are named
struct echo {
    enum echo_state state;
    const struct fact *fact; // as it was told: a former revision may say other than the fact of that id does now
    const struct fact *now;  // what is told today; NULL: the fact was withdrawn
    double held;             // the share of the answer that came back
    double own;              // the share of the message that it is
    struct echo_change changes[ECHO_CHANGES];
    size_t change_count;
};

struct match_step {
    const char *step, *from, *to;
};

struct match {
    enum outcome outcome;
    enum rule rule;
    const char *lang;   // of the reply: "id" or "en"
    bool is_lang_sure;  // the text itself told its language
    const char *intent; // name, when outcome is OUTCOME_INTENT (or danger beside another outcome), else NULL
    struct candidate candidates[MATCH_CANDIDATES]; // [0] answers; the first `offered` are offered
    size_t candidate_count, offered;
    struct link_judged links[MATCH_LINKS];
    size_t link_count;
    struct number_judged numbers[MATCH_NUMBERS];
    size_t number_count;
    int64_t asked_day;  // days since 1970 of the date that the question names, or of --at; see has_asked_day
    bool has_asked_day;
    const char *asked_text; // the date as it was written, "juni 2021", or NULL
    const char *normal;     // the normalised text
    struct echo echo;
    struct match_step *steps; // only when explained
    size_t step_count;
};

const char *outcome_name(enum outcome outcome);
const char *rule_name(enum rule rule);
const char *judgement_name(enum judgement judgement);
const char *number_kind_name(enum number_kind kind);
const char *echo_state_name(enum echo_state state);
const char *echo_kind_name(enum echo_kind kind);

#endif
