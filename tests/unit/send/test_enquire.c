// SPDX-License-Identifier: Apache-2.0
// A gateway of two functions asks a server of one thread.
#include "send/enquire.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "test.h"

enum { SERVED_MAX = 16, REQUEST_MAX = 4096 };

static char url[64];
static size_t asked, heard;
static struct channel_response last;
static char body[64];

static bool ask(const struct config *c, struct probe *p, struct channel_request *ret_request) {
    (void)c;
    (void)p;
    asked++;
    *ret_request = (struct channel_request){.method = "GET", .url = url, .authorization = "Bearer x"};
    return true; // it has always one more
}

static void hear(const struct config *c, struct probe *p, const struct channel_response *r) {
    (void)c;
    heard++;
    last = *r;
    snprintf(body, sizeof body, "%s", r->body);
    if (!r->status)
        probe_silence(p, r->silence, "test.base", url);
}

static const struct channel gateway = {.ask = ask, .hear = hear};

static struct probe enquire_within(int64_t ms) {
    static struct arena *a;
    arena_free(a);
    a = arena_new(1 << 16);
    struct probe p = {.a = a};
    asked = heard = 0;
    enquire(&gateway, NULL, ms, &p);
    return p;
}

static int listen_on(const char *scheme) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, len) || listen(fd, 8) || getsockname(fd, (struct sockaddr *)&at, &len))
        exit(1);
    snprintf(url, sizeof url, "%s://127.0.0.1:%d/v1", scheme, ntohs(at.sin_port));
    return fd;
}

struct server {
    int listener;
    const char *answer;
    char request[REQUEST_MAX];
};

static void *serve(void *arg) {
    struct server *s = arg;
    for (int i = 0; i < SERVED_MAX; i++) {
        int fd = accept(s->listener, NULL, NULL);
        if (fd < 0)
            return NULL;
        ssize_t len = read(fd, s->request, sizeof s->request - 1);
        s->request[len > 0 ? len : 0] = '\0';
        if (write(fd, s->answer, strlen(s->answer)) < 0)
            test_failures++;
        close(fd);
    }
    return NULL;
}

static struct probe with_server(struct server *s) {
    pthread_t thread;
    s->listener = listen_on("http");
    CHECK_INT(pthread_create(&thread, NULL, serve, s), 0);
    struct probe p = enquire_within(5000);
    shutdown(s->listener, SHUT_RDWR); // ends accept
    pthread_join(thread, NULL);
    close(s->listener);
    return p;
}

static void bounded(void) {
    struct server s = {.answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"};
    struct probe p = with_server(&s);
    CHECK_INT(asked, ENQUIRE_QUESTIONS_MAX);
    CHECK_INT(heard, ENQUIRE_QUESTIONS_MAX);
    CHECK_INT(last.status, 200);
    CHECK_INT(last.silence, SILENCE_NONE);
    CHECK_TEXT(body, "{}");
    CHECK_INT(p.count, 0);
    CHECK(strncmp(s.request, "GET /v1 HTTP/1.1\r\n", 18) == 0);
    CHECK(strstr(s.request, "\r\nAuthorization: Bearer x\r\n") != NULL && strstr(s.request, "Content-") == NULL);
}

static void refused(void) {
    struct server s = {.answer = "HTTP/1.1 429 No\r\nRetry-After: 7\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"};
    with_server(&s);
    CHECK_INT(last.status, 429);
    CHECK_INT(last.retry_after_s, 7);
}

// Half an answer counts as none.
static void broken_off(void) {
    struct server s = {.answer = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\nConnection: close\r\n\r\n{\"id\":"};
    struct probe p = with_server(&s);
    CHECK_INT(last.status, 0);
    CHECK_INT(last.silence, SILENCE_CUT);
    CHECK_INT(heard, 1);
    CHECK(p.is_over && p.count == 1 && p.remarks[0].is_finding);
}

static void late(void) {
    static const char *const schemes[] = {"http", "https"};
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        int deaf = listen_on(schemes[i]);
        int64_t before = clock_mono_ms();
        struct probe p = enquire_within(200);
        CHECK(clock_mono_ms() - before >= 200 && clock_mono_ms() - before < 5000);
        CHECK_INT(last.silence, SILENCE_LATE);
        CHECK(p.is_over && heard == 1);
        close(deaf);
    }
}

static const struct test tests[] = {{"bounded", bounded}, {"refused", refused}, {"broken off", broken_off}, {"late", late}};
TEST_MAIN(tests)
