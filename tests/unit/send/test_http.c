// SPDX-License-Identifier: Apache-2.0
// What the sender's test can't reach: calls that never get to a request.
#include "send/http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "test.h"

// A listener that never accepts: connections are made by the kernel, nothing is answered.
static int listen_deaf(int *ret_port) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, len) || listen(fd, 8) || getsockname(fd, (struct sockaddr *)&at, &len))
        exit(1);
    *ret_port = ntohs(at.sin_port);
    return fd;
}

static struct http_call *run(struct http *h, const char *url, int64_t wait_ms) {
    const struct http_request r = {.url = url, .content_type = "text/plain", .body = "x", .body_len = 1};
    struct http_call *call = NULL;
    http_start(h, &r, h);
    for (int64_t until = clock_mono_ms() + wait_ms; !call && clock_mono_ms() < until;) {
        http_turn(h, 50);
        call = http_finished(h);
    }
    return call;
}

static void never_reached(void) {
    int port = 0, free_port = 0;
    int deaf = listen_deaf(&port);
    close(listen_deaf(&free_port));
    char refused[64];
    snprintf(refused, sizeof refused, "http://127.0.0.1:%d/", free_port);
    const struct {
        const char *url;
        enum silence silence;
    } cases[] = {{refused, SILENCE_UNREACHED},
                 {"file:///etc/passwd", SILENCE_ADDRESS},
                 {"not a url", SILENCE_ADDRESS},
                 {"http://", SILENCE_ADDRESS},
                 {"https://127.0.0.1.invalid/", SILENCE_NAME}};
    struct http *h = http_new(2, "lurus/0");
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct http_call *call = run(h, cases[i].url, 5000);
        CHECK(call != NULL);
        if (!call)
            continue;
        CHECK(call->owner == h && call->status == 0 && !call->is_written && call->body_len == 0);
        CHECK_INT(call->silence, cases[i].silence);
        CHECK_INT(call->retry_after_s, -1);
        http_release(h, call);
    }
    CHECK(http_cut(h) == NULL);
    http_free(h);
    close(deaf);
}

static void cut(void) {
    int port = 0, deaf = listen_deaf(&port);
    struct {
        const char *scheme;
        bool is_written;
    } cases[] = {{"http", true}, {"https", false}}; // a handshake without an answer has sent nothing of the request
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char url[64];
        snprintf(url, sizeof url, "%s://127.0.0.1:%d/", cases[i].scheme, port);
        struct http *h = http_new(1, "lurus/0");
        CHECK(run(h, url, 200) == NULL);
        struct http_call *call = http_cut(h);
        CHECK(call != NULL && call->status == 0 && call->is_written == cases[i].is_written &&
              call->silence == SILENCE_LATE);
        CHECK(http_cut(h) == NULL && http_finished(h) == NULL);
        if (call)
            http_release(h, call);
        http_free(h);
    }
    close(deaf);
}

static void *wake_later(void *arg) {
    usleep(50000);
    http_wake(arg);
    return NULL;
}

static void wake(void) {
    struct http *h = http_new(1, "lurus/0");
    pthread_t thread;
    int64_t before = clock_mono_ms();
    CHECK_INT(pthread_create(&thread, NULL, wake_later, h), 0);
    http_turn(h, 10000);
    CHECK(clock_mono_ms() - before < 5000);
    pthread_join(thread, NULL);
    http_wake(h);
    http_wake(h);
    before = clock_mono_ms();
    http_turn(h, 10000);
    CHECK(clock_mono_ms() - before < 5000);
    before = clock_mono_ms();
    http_turn(h, 60); // the rings are used up
    CHECK(clock_mono_ms() - before >= 50);
    http_free(h);
}

static const struct test tests[] = {{"never reached", never_reached}, {"cut", cut}, {"wake", wake}};
TEST_MAIN(tests)
