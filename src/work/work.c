// SPDX-License-Identifier: Apache-2.0
#include "work.h"

#include <stdlib.h>
#include <sys/resource.h>

#include "../base/log.h"
#include "inside.h"

enum { ANSWER_MAX = 1024, HASHER_NICE = 10 };

static void (*const jobs[JOB_KINDS])(struct work *w, struct job *job) = {
    [JOB_WEBHOOK] = job_webhook,
    [JOB_PASSWORD] = job_password,
};

void answer_status(struct work *w, const struct job *job, int status) {
    struct arena *a = arena_new(ANSWER_MAX);
    struct answer *out = arena_alloc(a, sizeof *out);
    *out = (struct answer){
        .kind = ANSWER_HTTP, .arena = a, .ticket = job->ticket, .status = status, .received_us = job->received_us};
    if (!queue_put(w->c.answers, out))
        arena_free(a); // only while stopping
}

static void *do_all(struct work *w, struct queue *queue) {
    void *item = NULL;
    for (;;) {
        if (queue_take(queue, &item, 1, -1))
            jobs[((struct job *)item)->kind](w, item);
        else if (queue_is_closed(queue))
            return NULL;
    }
}

static void *run(void *arg) {
    struct work *w = arg;
    return do_all(w, w->c.jobs);
}

// Who signs in can wait; a citizen's message goes first. A hardened unit may refuse it (@resources): then the kernel shares
// the time fairly, and this is one thread.
static void *run_hasher(void *arg) {
    struct work *w = arg;
    if (setpriority(PRIO_PROCESS, 0, HASHER_NICE) != 0) // of this thread alone, on Linux
        log_event(LOG_DEBUG, "work", "no_nice", "%s", "");
    return do_all(w, w->c.hashes);
}

enum err work_start(const struct work_config *c, struct work **ret_work, struct fail *f) {
    struct work *w = xcalloc(1, sizeof *w);
    w->c = *c;
    if (pthread_create(&w->thread, NULL, run, w) != 0) {
        free(w);
        return fail_set(f, ERR_BUSY, "work", "raise the limit of threads", "no thread could be made");
    }
    pthread_setname_np(w->thread, "work");
    *ret_work = w; // from here on work_stop ends it
    if (pthread_create(&w->hasher, NULL, run_hasher, w) != 0) {
        w->hasher = 0;
        return fail_set(f, ERR_BUSY, "work", "raise the limit of threads", "no thread could be made");
    }
    pthread_setname_np(w->hasher, "hasher");
    return OK;
}

void work_stop(struct work *w) {
    if (!w)
        return;
    pthread_join(w->thread, NULL);
    if (w->hasher)
        pthread_join(w->hasher, NULL);
    free(w);
}
