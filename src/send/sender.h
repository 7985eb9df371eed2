// SPDX-License-Identifier: Apache-2.0
// The send thread: takes errands, builds each channel's request, keeps up to in_flight of them running with
// libcurl's multi interface over kept connections, classifies the answers, and posts MAIL_SENT (results and
// free slots) to the desk. Never holds more than it was given credit for.
#ifndef SEND_SENDER_H
#define SEND_SENDER_H

#include "../base/err.h"
#include "../base/queue.h"
#include "../model/config.h"

struct sender;

struct sender_config {
    const struct config *config;
    struct queue *errands; // struct errand *: the sender sets its bell (curl_multi_wakeup)
    struct queue *to_desk; // struct mail *
};

MUST_CHECK enum err sender_start(const struct sender_config *c, struct sender **ret_sender, struct fail *f);
// Finishes what runs (at most deadline_ms), posts the results, joins the thread, frees; NULL is fine.
void sender_stop(struct sender *s, int deadline_ms);

#endif
