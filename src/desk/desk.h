// SPDX-License-Identifier: Apache-2.0
// The desk: the one thread on which everything is decided and the only writer of the base. It takes a batch of
// mails, begins, handles each in a savepoint, commits once, and only then answers, pushes and hands errands to
// send.
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include "../base/err.h"
#include "../base/queue.h"
#include "../engine/intents.h"
#include "../engine/knowledge.h"
#include "../model/config.h"
#include "../store/store.h"

struct desk;

struct desk_config {
    const struct config *config;
    struct store *store;         // the writer; the desk's own from now on
    struct knowledge *knowledge; // likewise
    const struct intents *intents;
    int zone_offset_s;           // of the hotline's days, east of UTC
    struct queue *mails;   // struct mail *, in
    struct queue *answers; // struct answer *, to net
    struct queue *errands; // struct errand *, to send
    struct queue *hashes;  // struct job *, to the pool: room for HASHES_MAX, and nobody else puts into it
};

MUST_CHECK enum err desk_start(const struct desk_config *c, struct desk **ret_desk, struct fail *f);
// Empties the queue (which must be closed for new mails), commits, joins; NULL is fine.
void desk_stop(struct desk *d);

#endif
