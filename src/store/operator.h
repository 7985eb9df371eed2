// SPDX-License-Identifier: Apache-2.0
// Operators, their links and recovery codes. Writer: within the caller's transaction.
#ifndef STORE_OPERATOR_H
#define STORE_OPERATOR_H

#include "../model/operator.h"
#include "store.h"

struct operator_row {
    int64_t id, created_at, totp_step;
    const char *name;
    enum role role;
    const char *password; // PHC string, or NULL
    bool has_totp, has_new_totp, is_disabled;
};

// ERR_CONFLICT: the name is taken; ERR_LIMIT: OPERATORS_MAX are there.
MUST_CHECK enum err store_operator_add(struct store *s, const char *name, enum role role, int64_t now, int64_t *ret_id);
MUST_CHECK enum err store_operator_get(struct store *s, int64_t id, struct arena *a, struct operator_row *ret_row);
MUST_CHECK enum err store_operator_find(struct store *s, const char *name, struct arena *a, struct operator_row *ret_row); // whatever case
// All of them by name, in the arena.
MUST_CHECK enum err store_operator_list(struct store *s, struct arena *a, struct operator_row **ret_rows, size_t *ret_count);
MUST_CHECK enum err store_operator_change(struct store *s, int64_t id, enum role role, bool is_disabled);
MUST_CHECK enum err store_operator_password(struct store *s, int64_t id, const char *phc);
MUST_CHECK enum err store_operator_admins(struct store *s, int64_t *ret_count); // that are not disabled

// --- codes by time. ERR_NOTFOUND: there is none; ERR_AUTH: it was sealed with another key.
MUST_CHECK enum err store_totp_begin(struct store *s, int64_t id, const void *secret, size_t len);
MUST_CHECK enum err store_totp_secret(struct store *s, int64_t id, bool is_new, void *out, size_t len);
MUST_CHECK enum err store_totp_on(struct store *s, int64_t id, int64_t step); // the new one becomes the one in use
MUST_CHECK enum err store_totp_step(struct store *s, int64_t id, int64_t step);
MUST_CHECK enum err store_totp_off(struct store *s, int64_t id); // and no recovery code
MUST_CHECK enum err store_recovery_add(struct store *s, int64_t id, const char *code);
MUST_CHECK enum err store_recovery_use(struct store *s, int64_t id, const char *code); // ERR_NOTFOUND: none such
MUST_CHECK enum err store_recovery_count(struct store *s, int64_t id, int64_t *ret_count);

// --- one-time links, by the SHA-256 of their token
MUST_CHECK enum err store_link_add(struct store *s, const unsigned char hash[SESSION_HASH], int64_t operator_id, int64_t now);
MUST_CHECK enum err store_link_find(struct store *s, const unsigned char hash[SESSION_HASH], int64_t now, int64_t *ret_operator);
MUST_CHECK enum err store_link_clear(struct store *s, int64_t operator_id);

#endif
