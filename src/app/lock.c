// SPDX-License-Identifier: Apache-2.0
// The words on the socket: the client sends `import LENGTH\n` and that many bytes of JSONL, the server answers
// one line: `done NEW CHANGED UNCHANGED` or `fail MESSAGE`. Or `account LENGTH\n` and a JSON object, answered by
// `STATUS LENGTH\n` and as many bytes.
#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "../base/clock.h"
#include "../base/log.h"
#include "../model/mail.h"
#include "account_wire.h"

enum { COMMAND_MAX = 64 * 1024 * 1024, HEAD_MAX = 64, ANSWER_MAX = 1024 * 1024, ACCOUNT_MAX = 64 * 1024, READ_TIMEOUT_S = 30, WAIT_ANSWER_S = 600 };

enum err lock_take(const char *base, int *ret_fd, struct fail *f) {
    char path[4096];
    snprintf(path, sizeof path, "%s.lock", base);
    *ret_fd = -1;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail_set(f, ERR_IO, path, "check the folder and its rights", "cannot be opened: %s", strerror(errno));
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        return fail_set(f, ERR_CONFLICT, path, "stop it first", "another lurus works on this base");
    }
    *ret_fd = fd;
    return OK;
}

void lock_release(int fd) {
    if (fd >= 0)
        close(fd);
}

static enum err address_of(const char *base, struct sockaddr_un *ret_address, struct fail *f) {
    *ret_address = (struct sockaddr_un){.sun_family = AF_UNIX};
    int len = snprintf(ret_address->sun_path, sizeof ret_address->sun_path, "%s.sock", base);
    if (len < 0 || (size_t)len >= sizeof ret_address->sun_path)
        return fail_set(f, ERR_INPUT, "store.path", "choose a shorter one", "the path is too long for a socket beside it");
    return OK;
}

// --- both sides

static bool read_whole(int fd, char *bytes, size_t len) {
    while (len) {
        ssize_t got = read(fd, bytes, len);
        if (got <= 0 && errno != EINTR)
            return false;
        bytes += got > 0 ? got : 0;
        len -= got > 0 ? (size_t)got : 0;
    }
    return true;
}

static bool write_whole(int fd, const char *bytes, size_t len) {
    while (len) {
        ssize_t put = send(fd, bytes, len, MSG_NOSIGNAL);
        if (put < 0 && errno != EINTR)
            return false;
        bytes += put > 0 ? put : 0;
        len -= put > 0 ? (size_t)put : 0;
    }
    return true;
}

static bool read_line(int fd, char *line, size_t size) {
    for (size_t at = 0; at + 1 < size; at++) {
        if (!read_whole(fd, line + at, 1))
            return false;
        if (line[at] == '\n') {
            line[at] = '\0';
            return true;
        }
    }
    return false;
}

static void set_timeout(int fd, int seconds) {
    struct timeval limit = {.tv_sec = seconds};
    if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) != 0)
        log_event(LOG_WARN, "doorway", "no_timeout", "errno=%d", errno);
}

// --- serve's side

struct doorway {
    pthread_t thread;
    int fd, stop[2];
    struct sockaddr_un address;
    struct queue *to_desk, *done, *told; // told: struct answer *
};

// The facts, and what they lie in, go to the desk; the mail comes back when it is through with them.
static struct mail *through_desk(struct doorway *d, struct fact_set *set, struct fail *f) {
    struct arena *a = set->arena;
    struct mail *mail = arena_alloc(a, sizeof *mail);
    struct import_call *call = arena_alloc(a, sizeof *call);
    struct fact *facts = arena_alloc(a, (set->count + 1) * sizeof *facts);
    for (size_t i = 0; i < set->count; i++)
        facts[i] = set->facts[i];
    *call = (struct import_call){.facts = facts, .count = set->count, .done = d->done};
    *mail = (struct mail){.kind = MAIL_COMMAND, .arena = a, .import = call};
    if (!queue_put(d->to_desk, mail)) {
        fail_set(f, ERR_BUSY, "serve", "try again", "it has no room for a command now");
        return NULL;
    }
    set->arena = NULL;
    void *back = NULL;
    if (!queue_take(d->done, &back, 1, -1))
        fail_set(f, ERR_BUSY, "serve", "try again", "it stops");
    return back;
}

static void import_facts(struct doorway *d, const char *bytes, size_t len, struct buf *answer) {
    struct fact_set set;
    struct fail fail = {0};
    struct mail *mail = NULL;
    fact_set_init(&set);
    if (fact_set_read(&set, "the command", FORMAT_JSONL, bytes, len) != OK || set.bad)
        fail = set.first_bad;
    else
        mail = through_desk(d, &set, &fail);
    if (mail)
        fail = mail->import->fail;
    char line[800];
    fail_line(&fail, line, sizeof line);
    if (mail && !fail.what[0])
        buf_printf(answer, "done %zu %zu %zu\n", mail->import->added, mail->import->changed, mail->import->unchanged);
    else
        buf_printf(answer, "fail %s\n", line);
    if (mail)
        arena_free(mail->arena);
    fact_set_done(&set);
}

static struct answer *ask_desk(struct doorway *d, const char *bytes, size_t len) {
    struct arena *a = arena_new(ACCOUNT_MAX);
    struct mail *mail = arena_alloc(a, sizeof *mail);
    struct account_call *call = arena_alloc(a, sizeof *call);
    *mail = (struct mail){.kind = MAIL_ACCOUNT, .arena = a, .received_us = clock_mono_us(), .account = call, .told = d->told};
    void *back = NULL;
    if (account_wire_read(bytes, len, a, call) == OK && queue_put(d->to_desk, mail))
        return queue_take(d->told, &back, 1, -1) ? back : NULL;
    arena_free(a);
    return NULL;
}

static void account(struct doorway *d, const char *bytes, size_t len, struct buf *out) {
    struct answer *answer = ask_desk(d, bytes, len);
    buf_printf(out, "%d %zu\n", answer ? answer->status : 503, answer ? answer->body_len : 0);
    if (answer && answer->body)
        buf_put(out, answer->body, answer->body_len);
    if (answer)
        arena_free(answer->arena);
}

static const struct {
    const char *word;
    int64_t max;
    void (*serve)(struct doorway *d, const char *bytes, size_t len, struct buf *answer);
} words[] = {{"import ", COMMAND_MAX, import_facts}, {"account ", ACCOUNT_MAX / 4, account}};

static void serve_one(struct doorway *d, int fd) {
    char head[HEAD_MAX];
    int64_t len = 0;
    size_t word = 0;
    set_timeout(fd, READ_TIMEOUT_S);
    if (!read_line(fd, head, sizeof head))
        return;
    while (word < COUNT_OF(words) && !text_has_prefix(head, words[word].word))
        word++;
    if (word == COUNT_OF(words) || !text_number(head + strlen(words[word].word), 0, words[word].max, &len))
        return;
    char *bytes = xmalloc((size_t)len + 1);
    if (read_whole(fd, bytes, (size_t)len)) {
        struct buf answer;
        buf_init(&answer, ANSWER_MAX);
        words[word].serve(d, bytes, (size_t)len, &answer);
        if (!write_whole(fd, buf_text(&answer), answer.len))
            log_event(LOG_WARN, "doorway", "unheard", "%s", "");
        buf_done(&answer);
    }
    free(bytes);
    mem_trim(); // a large import leaves holes
}

static bool is_ours(int fd) {
    struct ucred peer;
    socklen_t len = sizeof peer;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) == 0 && (peer.uid == 0 || peer.uid == geteuid());
}

static void *doorway_run(void *arg) {
    struct doorway *d = arg;
    for (;;) {
        struct pollfd fds[2] = {{.fd = d->fd, .events = POLLIN}, {.fd = d->stop[0], .events = POLLIN}};
        if (poll(fds, 2, -1) < 0 && errno != EINTR)
            return NULL;
        if (fds[1].revents)
            return NULL;
        int fd = fds[0].revents ? accept4(d->fd, NULL, NULL, SOCK_CLOEXEC) : -1;
        if (fd < 0)
            continue;
        if (is_ours(fd))
            serve_one(d, fd);
        close(fd);
    }
}

static enum err listen_at(struct doorway *d, struct fail *f) {
    d->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    unlink(d->address.sun_path); // we hold the lock, so it is a leftover
    mode_t before = umask(0177);
    bool is_good = d->fd >= 0 && bind(d->fd, (struct sockaddr *)&d->address, sizeof d->address) == 0 && listen(d->fd, 4) == 0 &&
                   pipe2(d->stop, O_CLOEXEC) == 0;
    umask(before);
    return is_good ? OK : fail_set(f, ERR_IO, d->address.sun_path, "check the folder and its rights", "cannot listen: %s", strerror(errno));
}

enum err doorway_open(const char *base, struct queue *to_desk, struct doorway **ret_d, struct fail *f) {
    struct doorway *d = xcalloc(1, sizeof *d);
    d->fd = d->stop[0] = d->stop[1] = -1;
    d->to_desk = to_desk;
    d->done = queue_new(4);
    d->told = queue_new(4);
    enum err err = address_of(base, &d->address, f);
    if (err == OK)
        err = listen_at(d, f);
    if (err == OK && pthread_create(&d->thread, NULL, doorway_run, d) != 0)
        err = fail_set(f, ERR_BUSY, "doorway", "raise the limit of threads", "no thread could be made");
    if (err != OK) {
        d->thread = 0;
        doorway_close(d);
        return err;
    }
    *ret_d = d;
    return OK;
}

void doorway_close(struct doorway *d) {
    if (!d)
        return;
    queue_close(d->done);
    queue_close(d->told);
    if (d->thread && write(d->stop[1], "x", 1) == 1)
        pthread_join(d->thread, NULL);
    if (d->fd >= 0)
        unlink(d->address.sun_path);
    for (int i = 0; i < 3; i++) {
        int fd = i < 2 ? d->stop[i] : d->fd;
        if (fd >= 0)
            close(fd);
    }
    queue_free(d->done);
    queue_free(d->told);
    free(d);
}

// --- the other process's side

static enum err read_answer(int fd, size_t ret_counts[3], struct fail *f) {
    char line[1024];
    set_timeout(fd, WAIT_ANSWER_S);
    if (!read_line(fd, line, sizeof line))
        return fail_set(f, ERR_NET, "serve", "see its log", "the running service gave no answer");
    if (sscanf(line, "done %zu %zu %zu", &ret_counts[0], &ret_counts[1], &ret_counts[2]) == 3)
        return OK;
    return fail_set(f, ERR_REMOTE, "", "", "%s", text_has_prefix(line, "fail ") ? line + 5 : line);
}

static enum err connect_to(const char *base, int *ret_fd, struct fail *f) {
    struct sockaddr_un address;
    TRY(address_of(base, &address, f));
    *ret_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (*ret_fd >= 0 && connect(*ret_fd, (struct sockaddr *)&address, sizeof address) == 0)
        return OK;
    return fail_set(f, ERR_NET, address.sun_path, "see the log of the service", "the running service cannot be reached: %s", strerror(errno));
}

static enum err send_command(int fd, const char *word, const struct buf *body, struct fail *f) {
    char head[HEAD_MAX];
    snprintf(head, sizeof head, "%s %zu\n", word, body->len);
    if (write_whole(fd, head, strlen(head)) && write_whole(fd, buf_text(body), body->len))
        return OK;
    return fail_set(f, ERR_NET, "serve", "see its log", "the running service does not listen: %s", strerror(errno));
}

enum err doorway_import(const char *base, const struct fact_set *set, size_t ret_counts[3], struct fail *f) {
    struct buf body;
    buf_init(&body, COMMAND_MAX);
    for (size_t i = 0; i < set->count; i++)
        exchange_write_fact(FORMAT_JSONL, &set->facts[i], &body);
    int fd = -1;
    enum err err = body.is_full ? fail_set(f, ERR_LIMIT, "import", "split the file", "more than 64 MiB for a running service") : OK;
    if (err == OK)
        err = connect_to(base, &fd, f);
    if (err == OK)
        err = send_command(fd, "import", &body, f);
    if (err == OK)
        err = read_answer(fd, ret_counts, f);
    if (fd >= 0)
        close(fd);
    buf_done(&body);
    return err;
}

static enum err read_account(int fd, int *ret_status, char **ret_body, struct fail *f) {
    char line[HEAD_MAX];
    size_t len = 0;
    set_timeout(fd, WAIT_ANSWER_S);
    if (!read_line(fd, line, sizeof line) || sscanf(line, "%d %zu", ret_status, &len) != 2 || len > ANSWER_MAX)
        return fail_set(f, ERR_NET, "serve", "see its log", "the running service gave no answer");
    char *body = xcalloc(1, len + 1);
    if (read_whole(fd, body, len)) {
        *ret_body = body;
        return OK;
    }
    free(body);
    return fail_set(f, ERR_NET, "serve", "see its log", "the running service did not finish its answer");
}

enum err doorway_account(const char *base, const struct account_call *call, int *ret_status, char **ret_body, struct fail *f) {
    struct buf body;
    buf_init(&body, ACCOUNT_MAX);
    account_wire_put(&body, call);
    int fd = -1;
    enum err err = connect_to(base, &fd, f);
    if (err == OK)
        err = send_command(fd, "account", &body, f);
    if (err == OK)
        err = read_account(fd, ret_status, ret_body, f);
    if (fd >= 0)
        close(fd);
    buf_done(&body);
    return err;
}
