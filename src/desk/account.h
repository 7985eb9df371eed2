// SPDX-License-Identifier: Apache-2.0
// What is asked about operators and sessions, decided within the caller's transaction: rows, and an audit row for each
// change. The desk runs it in its batch; `lurus user` runs it alone when no desk does. Argon2 is never run here: a call
// that needs it comes back from the pool with is_hashed.
#ifndef DESK_ACCOUNT_H
#define DESK_ACCOUNT_H

#include "../model/account.h"
#include "../store/operator.h"
#include "../store/session.h"
#include "../store/store.h"

enum { ACCOUNT_NOTES = 64, ACCOUNT_ARENA = 4 * 1024 * 1024, ACCOUNT_BODY = 512 * 1024 };

struct account {
    // --- in
    struct store *store;
    struct arena *arena;
    int64_t now;         // ms
    const char *service; // hotline.name, of which no password is made; may be NULL
    bool is_pool_full;
    const struct account_call *call;
    // --- of the run
    struct operator_row who;    // who asks; id 0: nobody that is signed in
    struct session_row session; // likewise
    // --- out
    int status; // of HTTP; 0: the pool must hash first, and `next` comes back after that
    struct account_call next;
    struct buf body;    // JSON, or a problem; freed by account_done
    const char *cookie; // to be set; "": to be taken back; NULL: neither
    struct session_note notes[ACCOUNT_NOTES];
    size_t note_count;
};

// An error is the base's: nothing of the call may stay. What the asker did wrong is a status and a problem.
MUST_CHECK enum err account_run(struct account *x);
void account_done(struct account *x);
// Tells net of a session.
struct session_note account_note(const struct session_row *session, const struct operator_row *who);

#endif
