// SPDX-License-Identifier: Apache-2.0
// What is asked of the desk about operators and their sessions: by the console through net, by `lurus user` through the
// doorway or alone. Texts lie in the arena of whoever made the call.
#ifndef MODEL_ACCOUNT_H
#define MODEL_ACCOUNT_H

#include "../base/mem.h"
#include "operator.h"

enum account_kind {
    ACCOUNT_SIGN_IN,      // name, password, code?
    ACCOUNT_SIGN_OUT,
    ACCOUNT_LINK,         // token, fresh: the first password, or a new one
    ACCOUNT_SEEN,         // the session was used
    ACCOUNT_PASSWORD,     // password, fresh
    ACCOUNT_TOTP_BEGIN,
    ACCOUNT_TOTP_CONFIRM, // code
    ACCOUNT_TOTP_OFF,
    ACCOUNT_SESSIONS,     // one's own
    ACCOUNT_SESSION_END,  // id
    ACCOUNT_OTHERS_END,   // all of one's own but this one
    ACCOUNT_OPERATORS,
    ACCOUNT_ADD,          // name, role
    ACCOUNT_CHANGE,       // id or name; role?, is_disabled?
    ACCOUNT_RELINK,       // id or name; is_totp_off
    ACCOUNT_KINDS
};

struct account_call {
    enum account_kind kind;
    // --- who asks
    bool is_local;       // the command line: may do everything
    int64_t session;     // id, 0: none
    const char *address; // without its last part
    const char *origin;  // by which tries are counted: the address, of IPv6 its /64
    const char *agent;
    // --- what is asked
    const char *name, *password, *fresh, *code, *token; // NULL: not said
    int64_t id;
    enum role role;
    bool has_role, has_disabled, is_disabled, is_totp_off;
    // --- what the pool made of the passwords
    bool is_hashed, is_right;
    const char *phc;       // that password was checked against; NULL: nobody's
    const char *fresh_phc; // of fresh, or of password when its former costs are old; NULL: none
    int64_t tries[2];      // rows that count this as wrong until it is right
};

// A copy with its texts.
struct account_call *account_copy(struct arena *a, const struct account_call *call);
void account_wipe(struct account_call *call); // the passwords, codes and the token

// What net is told of sessions, so that it need not ask.
enum session_change {
    SESSION_PUT,   // a new one, or one whose operator has changed
    SESSION_END,   // hash only
    SESSION_READY, // all that live were told
};
struct session_note {
    enum session_change change;
    unsigned char hash[SESSION_HASH];
    int64_t id, operator_id, seen_at, expires_at;
    enum role role;
    bool has_totp;
    char name[OPERATOR_NAME_MAX + 1];
};

#endif
