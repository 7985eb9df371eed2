// SPDX-License-Identifier: Apache-2.0
// The inside of the pool, shared by its own files only. A job owns its arena and frees it or hands it on.
#ifndef WORK_INSIDE_H
#define WORK_INSIDE_H

#include <pthread.h>

#include "../model/mail.h"
#include "work.h"

struct work {
    struct work_config c;
    pthread_t thread;
};

// webhook.c
void job_webhook(struct work *w, struct job *job);

#endif
