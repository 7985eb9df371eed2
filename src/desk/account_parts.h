// SPDX-License-Identifier: Apache-2.0
// Shared by account*.c only.
#ifndef DESK_ACCOUNT_PARTS_H
#define DESK_ACCOUNT_PARTS_H

#include "../base/json.h"
#include "account.h"

// Each answers and returns OK.
enum err account_refuse(struct account *x, int status, const char *code, const char *detail);
enum err account_nothing(struct account *x); // 204
void account_begin_body(struct account *x, int status);
enum err account_end_body(struct account *x);

void account_put_operator(struct buf *b, const struct operator_row *o);
void account_put_time(struct buf *b, const char *name, int64_t at);
const char *account_subject(struct account *x, int64_t operator_id); // "operator:7"
// before, after: JSON or NULL.
MUST_CHECK enum err account_audit(struct account *x, const char *action, int64_t operator_id, const char *before, const char *after);
MUST_CHECK enum err account_open_session(struct account *x, const struct operator_row *o);
MUST_CHECK enum err account_end_session(struct account *x, const struct session_row *session);
MUST_CHECK enum err account_end_sessions(struct account *x, int64_t operator_id, int64_t but); // but: id, 0: none
MUST_CHECK enum err account_tell_sessions(struct account *x, int64_t operator_id); // its operator has changed
void account_hash_token(const char *token, unsigned char out[SESSION_HASH]);
// A new link in place of the former ones: its path and token.
MUST_CHECK enum err account_new_link(struct account *x, int64_t operator_id, const char **ret_path);

// --- tries (account_tries.c). False: answered with 429 or 503.
MUST_CHECK enum err account_try_begin(struct account *x, const char *name, bool *ret_is_free);
MUST_CHECK enum err account_try_right(struct account *x, const char *name); // the name starts anew
MUST_CHECK enum err account_try_void(struct account *x);                    // this one does not count
// Judges the new password; false: answered.
bool account_is_password_good(struct account *x, const char *name);

enum err account_sign_in(struct account *x);
enum err account_sign_out(struct account *x);
enum err account_link(struct account *x);
enum err account_seen(struct account *x);
enum err account_password(struct account *x);
enum err account_totp_begin(struct account *x);
enum err account_totp_confirm(struct account *x);
enum err account_totp_off(struct account *x);
enum err account_sessions(struct account *x);
enum err account_session_end(struct account *x);
enum err account_others_end(struct account *x);
enum err account_operators(struct account *x);
enum err account_add(struct account *x);
enum err account_change(struct account *x);
enum err account_relink(struct account *x);

#endif
