// SPDX-License-Identifier: Apache-2.0
#include "conversation.h"

static const char *const dialogs[DIALOG_STATES] = {"idle", "choosing", "confirming", "feedback"};
static const char *const custodies[CUSTODIES] = {"bot", "waiting", "human", "closed"};

const char *dialog_name(enum dialog_state state) {
    return dialogs[state];
}

const char *custody_name(enum custody custody) {
    return custodies[custody];
}
