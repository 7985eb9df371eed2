// SPDX-License-Identifier: Apache-2.0
// The sessions that live, by the SHA-256 of their cookie, as the desk tells of them: so that no request asks the base who
// sends it. Net thread only.
#ifndef NET_SESSION_H
#define NET_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "../model/account.h"

enum { CSRF_TOKEN = 43 };

struct sessions;

struct sessions *sessions_new(void); // with a key of its own for the tokens
void sessions_free(struct sessions *s); // NULL is fine
void sessions_apply(struct sessions *s, const struct session_note *note);
bool sessions_is_ready(const struct sessions *s); // the desk has told of all that live
// NULL: none, idle for too long, or over. now: wall ms. The use is noted; *ret_is_news: the base should hear of it.
const struct session_note *sessions_find(struct sessions *s, const char *cookie, int64_t now, bool *ret_is_news);
// The token that each write must bring in its header: an HMAC of the session under the key of this process.
void sessions_csrf(const struct sessions *s, const struct session_note *session, char out[CSRF_TOKEN + 2]);
bool sessions_csrf_is(const struct sessions *s, const struct session_note *session, const char *token);

#endif
