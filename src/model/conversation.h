// SPDX-License-Identifier: Apache-2.0
// Contact × channel account, with what was asked last (dialog) and who has it (custody).
#ifndef MODEL_CONVERSATION_H
#define MODEL_CONVERSATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "message.h"

enum dialog_state { DIALOG_IDLE, DIALOG_CHOOSING, DIALOG_CONFIRMING, DIALOG_FEEDBACK, DIALOG_STATES };
enum custody { CUSTODY_BOT, CUSTODY_WAITING, CUSTODY_HUMAN, CUSTODY_CLOSED, CUSTODIES };
const char *dialog_name(enum dialog_state state);
const char *custody_name(enum custody custody);

enum { DIALOG_OPTIONS = 10, DIALOG_IDLE_MS = 15 * 60 * 1000 };

struct conversation {
    int64_t id;
    int64_t last_inbound, last_outbound; // 0: none
    enum channel_id channel;
    const char *account;
    enum dialog_state dialog;
    enum custody custody;
    // The choices of our last reply, by position: what "2" means. Ids of buttons ("fact:ID", "intent:NAME").
    const char *options[DIALOG_OPTIONS];
    size_t option_count;
    const char *lang;  // chosen or detected, NULL: not yet
    bool is_lang_chosen;
    bool is_stopped;   // said BERHENTI: nothing that we start
    bool is_welcomed;  // has seen the greeting and the privacy line
    bool was_told_unsupported, was_told_rate; // said once until the next idle
    int64_t last_in_at, last_out_at; // ms
    int64_t out_seq;   // of the web chat's replies
    const unsigned char *new_lookup; // of one that has no row yet
    const char *new_address;
};

#endif
