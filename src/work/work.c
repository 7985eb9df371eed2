// SPDX-License-Identifier: Apache-2.0
#include "work.h"

#include <stdlib.h>

#include "inside.h"

static void (*const jobs[JOB_KINDS])(struct work *w, struct job *job) = {
    [JOB_WEBHOOK] = job_webhook,
};

static void *run(void *arg) {
    struct work *w = arg;
    void *item = NULL;
    for (;;) {
        if (queue_take(w->c.jobs, &item, 1, -1))
            jobs[((struct job *)item)->kind](w, item);
        else if (queue_is_closed(w->c.jobs))
            return NULL;
    }
}

enum err work_start(const struct work_config *c, struct work **ret_work, struct fail *f) {
    struct work *w = xcalloc(1, sizeof *w);
    w->c = *c;
    if (pthread_create(&w->thread, NULL, run, w) != 0) {
        free(w);
        return fail_set(f, ERR_BUSY, "work", "raise the limit of threads", "no thread could be made");
    }
    pthread_setname_np(w->thread, "work");
    *ret_work = w;
    return OK;
}

void work_stop(struct work *w) {
    if (!w)
        return;
    pthread_join(w->thread, NULL);
    free(w);
}
