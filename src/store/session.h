// SPDX-License-Identifier: Apache-2.0
// Sessions by the SHA-256 of their cookie, and the tries of signing in. Writer: within the caller's transaction.
#ifndef STORE_SESSION_H
#define STORE_SESSION_H

#include "../model/operator.h"
#include "store.h"

struct session_row {
    int64_t id, operator_id, created_at, seen_at, expires_at;
    unsigned char hash[SESSION_HASH];
    const char *address, *agent;
};

MUST_CHECK enum err store_session_add(struct store *s, const struct session_row *row, int64_t *ret_id);
// The live one of this id; ERR_NOTFOUND else.
MUST_CHECK enum err store_session_get(struct store *s, int64_t id, int64_t now, struct arena *a, struct session_row *ret_row);
// Live ones of an operator (0: of all), the oldest first.
MUST_CHECK enum err store_session_list(struct store *s, int64_t operator_id, int64_t now, struct arena *a, struct session_row **ret_rows,
                                       size_t *ret_count);
MUST_CHECK enum err store_session_count(struct store *s, int64_t *ret_count); // of rows, also of what is over
MUST_CHECK enum err store_session_seen(struct store *s, int64_t id, int64_t now);
MUST_CHECK enum err store_session_end(struct store *s, int64_t id);
// What is over: sessions, links and tries.
MUST_CHECK enum err store_session_purge(struct store *s, int64_t now);

// --- tries. The key is made of what is counted ("name" or "address") and its value.
enum { TRY_KEY = 16, TRIES_KEPT = 20000 };
void store_try_key(const struct store *s, const char *what, const char *value, unsigned char out[TRY_KEY]);
MUST_CHECK enum err store_try_count(struct store *s, const unsigned char key[TRY_KEY], int64_t now, int64_t *ret_count);
// Of all of them TRIES_KEPT stay at most.
MUST_CHECK enum err store_try_add(struct store *s, const unsigned char key[TRY_KEY], int64_t now, int64_t *ret_id);
MUST_CHECK enum err store_try_drop(struct store *s, int64_t id);
MUST_CHECK enum err store_try_clear(struct store *s, const unsigned char key[TRY_KEY]);

#endif
