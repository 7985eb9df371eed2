// SPDX-License-Identifier: Apache-2.0
// Builds the threads and the queues between them, waits for a signal, and takes them down in reverse: no new
// connections, the pool's and the desk's queue emptied, sends finished, the base closed.
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "../base/clock.h"
#include "../base/log.h"
#include "../desk/desk.h"
#include "../desk/import.h"
#include "../model/mail.h"
#include "../model/metrics.h"
#include "../net/net.h"
#include "../send/sender.h"
#include "../work/work.h"
#include "app.h"
#include "facts.h"
#include "lock.h"

enum { ANSWERS_EXTRA = 65536, DRAIN_MS = 20000, FDS_WANTED = 16384 };

struct service {
    struct app app;
    int lock;
    struct queue *mails, *answers, *errands, *jobs, *hashes;
    struct desk *desk;
    struct sender *sender;
    struct work *work;
    struct net *net;
    struct doorway *doorway;
};

// Tells systemd (sd_notify(3)): one datagram to $NOTIFY_SOCKET.
static void notify(const char *state) {
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    if (!path || strlen(path) >= sizeof to.sun_path)
        return;
    memcpy(to.sun_path, path, strlen(path));
    if (path[0] == '@')
        to.sun_path[0] = '\0';
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    socklen_t len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
    if (fd < 0 || sendto(fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&to, len) < 0)
        log_event(LOG_WARN, "serve", "notify_failed", "errno=%d", errno);
    if (fd >= 0)
        close(fd);
}

static void harden_process(void) {
    struct rlimit none = {0, 0}, files;
    if (setrlimit(RLIMIT_CORE, &none) != 0)
        log_event(LOG_WARN, "serve", "core_dumps_on", "errno=%d", errno);
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < FDS_WANTED) {
        files.rlim_cur = files.rlim_max < FDS_WANTED ? files.rlim_max : FDS_WANTED;
        if (setrlimit(RLIMIT_NOFILE, &files) != 0)
            log_event(LOG_WARN, "serve", "few_files", "errno=%d", errno);
    }
}

static void block_signals(sigset_t *ret_set) {
    sigemptyset(ret_set);
    sigaddset(ret_set, SIGTERM);
    sigaddset(ret_set, SIGINT);
    pthread_sigmask(SIG_BLOCK, ret_set, NULL);
}

static enum err start_threads(struct service *s, const char **ret_address, struct fail *f) {
    const struct config *config = s->app.config;
    const struct desk_config desk = {.config = config,
                                     .store = s->app.store,
                                     .knowledge = s->app.knowledge,
                                     .intents = s->app.intents,
                                     .zone_offset_s = config_zone_offset(config, clock_wall_ms()),
                                     .mails = s->mails,
                                     .answers = s->answers,
                                     .errands = s->errands,
                                     .hashes = s->hashes};
    const struct sender_config sender = {config, s->errands, s->mails};
    const struct net_config net = {config, s->mails, s->jobs, s->answers, LURUS_VERSION};
    const struct work_config work = {config, s->jobs, s->mails, s->answers, s->hashes};
    // The sender first: it sets the bell of a queue that the desk puts into.
    TRY(sender_start(&sender, &s->sender, f));
    TRY(work_start(&work, &s->work, f));
    TRY(doorway_open(config->store.path, s->mails, &s->doorway, f));
    TRY(net_start(&net, &s->net, ret_address, f));
    return desk_start(&desk, &s->desk, f);
}

// What no thread took any more: answers of sockets that are gone, errands whose rows stay `sending`.
static void drain_queues(struct service *s) {
    void *item = NULL;
    while (s->mails && queue_take(s->mails, &item, 1, 0))
        arena_free(((struct mail *)item)->arena);
    while (s->answers && queue_take(s->answers, &item, 1, 0))
        arena_free(((struct answer *)item)->arena);
    while (s->errands && queue_take(s->errands, &item, 1, 0))
        arena_free(((struct errand *)item)->arena);
    while (s->jobs && queue_take(s->jobs, &item, 1, 0))
        arena_free(((struct job *)item)->arena);
    while (s->hashes && queue_take(s->hashes, &item, 1, 0))
        arena_free(((struct job *)item)->arena);
}

// Lets the desk empty its queue before the sender is stopped, so that nothing acknowledged waits in memory.
static void wait_empty(struct queue *q) {
    const struct timespec pause = {0, 5 * 1000 * 1000};
    for (int64_t until = clock_mono_ms() + DRAIN_MS / 4; q && queue_count(q) && clock_mono_ms() < until;)
        nanosleep(&pause, NULL);
}

static void stop_all(struct service *s) {
    atomic_store(&metrics.readiness, READY_DRAINING);
    if (s->net)
        net_drain(s->net);
    if (s->jobs)
        queue_close(s->jobs);
    if (s->hashes)
        queue_close(s->hashes);
    work_stop(s->work); // what it was given goes to the desk
    if (s->desk)
        wait_empty(s->mails);
    sender_stop(s->sender, DRAIN_MS);
    if (s->mails)
        queue_close(s->mails);
    desk_stop(s->desk);
    doorway_close(s->doorway); // who waits for the desk has its answer now
    net_stop(s->net);
    drain_queues(s);
    for (size_t i = 0; i < 5; i++)
        queue_free((struct queue *[]){s->mails, s->answers, s->errands, s->jobs, s->hashes}[i]);
    app_close(&s->app);
    lock_release(s->lock);
}

static enum err start(struct service *s, const char **ret_address, struct fail *f) {
    struct config *config = NULL;
    TRY(config_load(option_config, &config, f));
    enum err err = lock_take(config->store.path, &s->lock, f);
    config_free(config);
    if (err == OK)
        err = app_open(&s->app, APP_STORE_WRITE, f);
    if (err != OK)
        return err;
    size_t room = (size_t)s->app.config->limits.queue;
    s->mails = queue_new(room);
    s->answers = queue_new(2 * room + ANSWERS_EXTRA);
    s->errands = queue_new(4096);
    s->jobs = queue_new(JOBS_MAX);
    s->hashes = queue_new(HASHES_MAX);
    atomic_store(&metrics.facts, (int64_t)knowledge_count(s->app.knowledge));
    atomic_store(&metrics.index_bytes, (int64_t)knowledge_bytes(s->app.knowledge));
    return start_threads(s, ret_address, f);
}

int cmd_serve(int argc, char **argv) {
    (void)argv;
    if (argc > 1)
        return usage_error("serve", "takes no argument");
    harden_process();
    sigset_t signals;
    block_signals(&signals);
    struct service s = {.lock = -1};
    struct fail fail;
    const char *address = NULL;
    enum err err = start(&s, &address, &fail);
    if (err == OK) {
        atomic_store(&metrics.readiness, READY_YES);
        fprintf(stderr, "ready on %s\n", address);
        notify("READY=1");
        int number = 0;
        sigwait(&signals, &number);
        notify("STOPPING=1");
        log_event(LOG_INFO, "serve", "stopping", "signal=%d", number);
    }
    stop_all(&s);
    return err == OK ? EXIT_DONE : say_fail(&fail);
}
