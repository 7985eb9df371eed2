// SPDX-License-Identifier: Apache-2.0
// Who works in the console: names, roles, and the bounds of what they have. Plain data; any thread.
#ifndef MODEL_OPERATOR_H
#define MODEL_OPERATOR_H

#include <stdbool.h>
#include <stdint.h>

// Each may do what those before it may.
enum role { ROLE_VIEWER, ROLE_OPERATOR, ROLE_EDITOR, ROLE_ADMIN, ROLES };

const char *role_name(enum role role); // "viewer" …
bool role_of(const char *name, enum role *ret_role);

enum {
    OPERATOR_NAME_MAX = 64, // bytes
    OPERATORS_MAX = 1000,
    SESSION_HASH = 32,         // SHA-256 of the cookie
    SESSION_TOKEN = 43,        // characters of a cookie or of a link's token: 32 bytes in base64url
    SESSIONS_MAX = 1000,       // alive at once; the oldest give way
    SESSIONS_PER_OPERATOR = 20,
    SESSION_IDLE_MS = 30 * 60 * 1000,
    SESSION_MAX_MS = 12 * 60 * 60 * 1000,
    SESSION_SEEN_MS = 60 * 1000, // how exactly the base knows when a session was last used
    LINK_MS = 24 * 60 * 60 * 1000,
    TRIES_MAX = 5, // wrong ones within TRIES_MS, for an account and for an address; the next one waits
    TRIES_MS = 15 * 60 * 1000,
    RECOVERY_CODES = 10,
    RECOVERY_CODE = 11, // "ABCDE-FGHIJ"
};

// Letters, digits and . _ @ -, of which the first is a letter or digit. Case is kept, and does not tell two apart.
bool operator_name_is_good(const char *name);

#endif
