// SPDX-License-Identifier: Apache-2.0
// The pool: a thread for whatever takes more than 1 ms and changes nothing, so that neither net nor the desk waits for
// it. It takes jobs from its bounded queue, one after the other in their order, and hands what comes out to the desk or
// back to net. Its first job is the parsing of webhook bodies over 256 KiB: 3 MB of JSON may take half a second. Passwords
// have a queue and a thread of their own, so that neither waits for the other and one hash at most takes its 19 MiB.
#ifndef WORK_WORK_H
#define WORK_WORK_H

#include "../base/err.h"
#include "../base/queue.h"
#include "../model/config.h"

struct work;

struct work_config {
    const struct config *config;
    struct queue *jobs;    // struct job *, in; who puts answers 503 when it is full
    struct queue *mails;   // struct mail *, to the desk
    struct queue *answers; // struct answer *, to net
    struct queue *hashes;  // struct job *, in: passwords, of the desk
};

MUST_CHECK enum err work_start(const struct work_config *c, struct work **ret_work, struct fail *f);
void work_stop(struct work *w); // does what waits in the two queues, which must be closed; joins; NULL is fine

#endif
