// SPDX-License-Identifier: Apache-2.0
// The inside of the pool, shared by its own files only. A job owns its arena and frees it or hands it on.
#ifndef WORK_INSIDE_H
#define WORK_INSIDE_H

#include <pthread.h>

#include "../model/mail.h"
#include "work.h"

struct work {
    struct work_config c;
    pthread_t thread, hasher; // hasher: of the passwords; 0: not started
};

// work.c: what never reaches the desk is answered from here; net has the words for the status
void answer_status(struct work *w, const struct job *job, int status);
// webhook.c
void job_webhook(struct work *w, struct job *job);
// password.c
void job_password(struct work *w, struct job *job);

#endif
