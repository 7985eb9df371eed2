// SPDX-License-Identifier: Apache-2.0
// Argon2id for the desk: checks a password, hashes a new one. A name that is nobody's takes as long as one that is.
#include <string.h>

#include "../base/clock.h"
#include "../base/crypto.h"
#include "inside.h"

static const char *hash(struct arena *a, const char *password) {
    char phc[CRYPTO_PHC];
    return crypto_password_hash(password, strlen(password), phc) == OK ? arena_strdup(a, phc) : NULL;
}

static void check(struct arena *a, struct account_call *call) {
    if (!call->phc) {
        hash(a, call->password);
        return;
    }
    call->is_right = crypto_password_check(call->phc, call->password, strlen(call->password)) == OK;
    if (call->is_right && !call->fresh && crypto_password_is_old(call->phc))
        call->fresh_phc = hash(a, call->password);
}

void job_password(struct work *w, struct job *job) {
    struct account_call *call = job->account;
    if (call->password)
        check(job->arena, call);
    if (call->fresh && (call->is_right || !call->password))
        call->fresh_phc = hash(job->arena, call->fresh);
    call->is_hashed = true;
    struct mail *mail = arena_alloc(job->arena, sizeof *mail); // lies in the job's arena, and goes with it
    *mail = (struct mail){.kind = MAIL_ACCOUNT, .arena = job->arena, .ticket = job->ticket, .received_us = clock_mono_us(), .account = call};
    if (queue_put(w->c.mails, mail))
        return;
    account_wipe(call);
    answer_status(w, job, 503);
    arena_free(job->arena);
}
