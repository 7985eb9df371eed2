// SPDX-License-Identifier: Apache-2.0
// The sender against a gateway on loopback: a thread that answers by what the message's text says.
#include "send/sender.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "model/mail.h"
#include "test.h"

// --- the gateway

enum { PEERS = 80, REQUEST_MAX = 32768 };

struct peer {
    char bytes[REQUEST_MAX + 1];
    size_t len;
    bool is_doomed; // ends without an answer at the second request
};

struct gateway {
    int listener, port;
    pthread_t thread;
    atomic_bool is_ending;
    atomic_int connections, requests, most_open;
    char last[REQUEST_MAX + 1]; // of the last request; read it after the answer
};

static const struct {
    const char *word; // in the text of the message
    int status;
    const char *headers, *body;
} answers[] = {
    {"code-131056", 400, "", "{\"error\":{\"code\":131056}}"},
    {"code-190", 401, "", "{\"error\":{\"code\":190}}"},
    {"retry-after", 500, "Retry-After: 30\r\n", "{\"error\":{\"code\":131016}}"},
    {"usage", 400, "x-business-use-case-usage: {\"1\":[{\"estimated_time_to_regain_access\":5}]}\r\n", "{\"error\":{\"code\":4}}"},
    {"bad-gateway", 502, "", "<html>"},
    {"garbage", 200, "", "\x01garbage"},
    {"redirect", 302, "Location: /elsewhere\r\n", ""},
    {"", 200, "", "{\"messages\":[{\"id\":\"wamid.OK\"}]}"},
};

static bool send_all(int fd, const char *bytes, size_t len) {
    while (len) {
        ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

static bool answer(int fd, const char *request) {
    size_t i = 0;
    while (!strstr(request, answers[i].word))
        i++;
    char head[1024];
    int len = snprintf(head, sizeof head, "HTTP/1.1 %d X\r\n%sContent-Length: %zu\r\n\r\n%s", answers[i].status,
                       answers[i].headers, strlen(answers[i].body), answers[i].body);
    return send_all(fd, head, (size_t)len);
}

// 100 KiB in one body: more than may be taken.
static void answer_long(int fd) {
    char block[1024];
    memset(block, ' ', sizeof block);
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Length: 102400\r\n\r\n";
    bool is_open = send_all(fd, head, sizeof head - 1);
    for (int i = 0; i < 100 && is_open; i++)
        is_open = send_all(fd, block, sizeof block);
}

// False: the connection is to be closed.
static bool serve(struct gateway *g, int fd, struct peer *p) {
    const char *body = strstr(p->bytes, "\r\n\r\n");
    const char *length = strstr(p->bytes, "Content-Length: ");
    if (!body || !length)
        return true;
    size_t want = (size_t)(body + 4 - p->bytes) + strtoul(length + 16, NULL, 10);
    if (p->len < want)
        return true;
    memcpy(g->last, p->bytes, p->len + 1);
    atomic_fetch_add(&g->requests, 1);
    p->len = 0;
    if (strstr(g->last, "drop") || p->is_doomed)
        return false;
    if (strstr(g->last, "silent"))
        return true;
    p->is_doomed = strstr(g->last, "then-close") != NULL;
    if (strstr(g->last, "slow"))
        usleep(300000);
    if (strstr(g->last, "long")) {
        answer_long(fd);
        return false;
    }
    return answer(fd, g->last);
}

static void *gateway_run(void *arg) {
    struct gateway *g = arg;
    static struct peer peers[PEERS];
    struct pollfd fds[PEERS] = {{.fd = g->listener, .events = POLLIN}};
    nfds_t count = 1;
    while (!atomic_load(&g->is_ending)) {
        poll(fds, count, 20);
        for (nfds_t i = 1; i < count; i++) {
            struct peer *p = &peers[i];
            if (!fds[i].revents)
                continue;
            ssize_t n = recv(fds[i].fd, p->bytes + p->len, REQUEST_MAX - p->len, 0);
            p->len += n > 0 ? (size_t)n : 0;
            p->bytes[p->len] = '\0';
            if (n > 0 && serve(g, fds[i].fd, p))
                continue;
            close(fds[i].fd);
            count--;
            fds[i] = fds[count];
            peers[i] = peers[count];
            i--;
        }
        if (fds[0].revents && count < PEERS) {
            fds[count] = (struct pollfd){.fd = accept(g->listener, NULL, NULL), .events = POLLIN};
            peers[count] = (struct peer){.len = 0};
            count++;
            atomic_fetch_add(&g->connections, 1);
            if ((int)count - 1 > atomic_load(&g->most_open))
                atomic_store(&g->most_open, (int)count - 1);
        }
    }
    while (count > 1)
        close(fds[--count].fd);
    return NULL;
}

static int listen_somewhere(int *ret_port) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, len) || listen(fd, 128) || getsockname(fd, (struct sockaddr *)&at, &len))
        exit(1);
    *ret_port = ntohs(at.sin_port);
    return fd;
}

// --- the bench: a sender between two queues

struct bench {
    struct gateway gateway;
    struct config config;
    char base[64], number[8], token[8];
    struct queue *errands, *mails;
    struct sender *sender;
};

static void bench_open(struct bench *b, int in_flight, size_t mails) {
    *b = (struct bench){.number = "1065", .token = "t0ken"};
    b->gateway.listener = listen_somewhere(&b->gateway.port);
    CHECK_INT(pthread_create(&b->gateway.thread, NULL, gateway_run, &b->gateway), 0);
    snprintf(b->base, sizeof b->base, "http://127.0.0.1:%d/v23.0", b->gateway.port);
    b->config.delivery.in_flight = in_flight;
    b->config.whatsapp.is_on = true;
    b->config.whatsapp.api_base = b->base;
    b->config.whatsapp.phone_number_id = b->number;
    b->config.whatsapp.access_token = b->token;
    b->errands = queue_new(4096);
    b->mails = queue_new(mails);
    const struct sender_config c = {&b->config, b->errands, b->mails};
    struct fail f;
    CHECK_INT(sender_start(&c, &b->sender, &f), OK);
}

static void gateway_stop(struct gateway *g) {
    atomic_store(&g->is_ending, true);
    pthread_join(g->thread, NULL);
    close(g->listener);
}

static void drain(struct queue *q) {
    void *item = NULL;
    while (queue_take(q, &item, 1, 0))
        arena_free(*(struct arena **)item);
}

static void bench_close(struct bench *b) {
    sender_stop(b->sender, 0);
    gateway_stop(&b->gateway);
    struct mail *mail = NULL;
    while (queue_take(b->mails, (void **)&mail, 1, 0))
        arena_free(mail->arena);
    CHECK_INT(queue_count(b->errands), 0);
    drain(b->errands);
    queue_free(b->errands);
    queue_free(b->mails);
}

static bool put(struct bench *b, int64_t id, const char *text) {
    struct arena *a = arena_new(64 * 1024);
    struct errand *e = arena_alloc(a, sizeof *e);
    e->arena = a;
    e->outbound = (struct outbound){.id = id, .channel = CHANNEL_WHATSAPP, .address = "62811", .attempt = 1};
    e->outbound.reply.text = arena_strdup(a, text);
    if (queue_put(b->errands, e))
        return true;
    arena_free(a);
    return false;
}

struct seen {
    size_t results, mails;
    size_t by_class[SEND_CLASSES];
    struct send_result last;
    char gateway_id[64];
    size_t free_slots;
};

// Takes results until there are `want`, or 5 s passed.
static struct seen take(struct bench *b, size_t want) {
    struct seen seen = {0};
    int64_t until = clock_mono_ms() + 5000;
    while (seen.results < want && clock_mono_ms() < until) {
        struct mail *mail = NULL;
        if (!queue_take(b->mails, (void **)&mail, 1, 100))
            continue;
        CHECK_INT(mail->kind, MAIL_SENT);
        CHECK(mail->result_count > 0);
        for (size_t i = 0; i < mail->result_count; i++) {
            seen.by_class[mail->results[i].class]++;
            CHECK(mail->results[i].ended_us >= mail->results[i].started_us && mail->results[i].started_us > 0);
        }
        seen.results += mail->result_count;
        seen.mails++;
        seen.free_slots = mail->free_slots;
        seen.last = mail->results[mail->result_count - 1];
        snprintf(seen.gateway_id, sizeof seen.gateway_id, "%s", seen.last.gateway_id ? seen.last.gateway_id : "");
        arena_free(mail->arena);
    }
    CHECK_INT(seen.results, want);
    return seen;
}

// --- tests

static void one_message(void) {
    struct bench b;
    bench_open(&b, 4, 16);
    CHECK(put(&b, 17, "halo"));
    struct seen seen = take(&b, 1);
    CHECK_INT(seen.last.class, SEND_OK);
    CHECK_INT(seen.last.outbound, 17);
    CHECK_INT(seen.free_slots, 4);
    CHECK_TEXT(seen.gateway_id, "wamid.OK");
    CHECK(text_has_prefix(b.gateway.last, "POST /v23.0/1065/messages HTTP/1.1\r\n"));
    CHECK(strstr(b.gateway.last, "\r\nAuthorization: Bearer t0ken\r\n") != NULL);
    CHECK(strstr(b.gateway.last, "\r\nContent-Type: application/json\r\n") != NULL);
    CHECK(strstr(b.gateway.last, "\r\nUser-Agent: lurus/") != NULL);
    CHECK(strstr(b.gateway.last, "Expect") == NULL);
    CHECK(strstr(b.gateway.last, "\"biz_opaque_callback_data\":\"lurus-17\"") != NULL);
    bench_close(&b);
}

static void classes(void) {
    static const struct {
        const char *text;
        enum send_class class;
        int status;
        int64_t after_ms;
    } cases[] = {
        {"code-131056", SEND_HOLD_PAIR, 400, 1000}, {"code-190", SEND_STOP_CHANNEL, 401, 0},
        {"retry-after", SEND_RETRY, 500, 30000},    {"usage", SEND_RETRY, 400, 300000},
        {"bad-gateway", SEND_IN_DOUBT, 502, 0},     {"garbage", SEND_IN_DOUBT, 200, 0},
        {"redirect", SEND_RETRY, 302, 1000},        {"drop", SEND_IN_DOUBT, 0, 0},
        {"long", SEND_IN_DOUBT, 200, 0},            {"", SEND_PERMANENT, 0, 0},
        {"fine", SEND_OK, 200, 0},
    };
    struct bench b;
    bench_open(&b, 4, 16);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CHECK(put(&b, 1, cases[i].text));
        struct seen seen = take(&b, 1);
        CHECK_TEXT(send_class_name(seen.last.class), send_class_name(cases[i].class));
        CHECK_INT(seen.last.http_status, cases[i].status);
        CHECK_INT(seen.last.after_ms, cases[i].after_ms);
    }
    bench_close(&b);
}

// A kept connection that ends before the answer: libcurl would send again by itself, and the person might get it twice.
static void no_second_try_behind_our_back(void) {
    struct bench b;
    bench_open(&b, 1, 16);
    CHECK(put(&b, 1, "then-close"));
    CHECK_INT(take(&b, 1).last.class, SEND_OK);
    CHECK(put(&b, 2, "halo"));
    CHECK_INT(take(&b, 1).last.class, SEND_IN_DOUBT);
    CHECK_INT(atomic_load(&b.gateway.requests), 2);
    CHECK(put(&b, 3, "halo"));
    CHECK_INT(take(&b, 1).last.class, SEND_OK);
    bench_close(&b);
}

static void nobody_listens(void) {
    struct bench b;
    bench_open(&b, 2, 16);
    CHECK(put(&b, 1, "then-close"));
    CHECK_INT(take(&b, 1).last.class, SEND_OK);
    gateway_stop(&b.gateway);
    CHECK(put(&b, 2, "halo"));
    struct seen seen = take(&b, 1);
    CHECK_INT(seen.last.class, SEND_RETRY); // not a byte left, so it isn't in doubt
    CHECK_INT(seen.last.http_status, 0);
    b.gateway.listener = listen_somewhere(&b.gateway.port);
    atomic_store(&b.gateway.is_ending, false);
    CHECK_INT(pthread_create(&b.gateway.thread, NULL, gateway_run, &b.gateway), 0);
    bench_close(&b);
}

static void many_over_kept_connections(void) {
    enum { MANY = 2000 };
    struct bench b;
    bench_open(&b, 16, 4096);
    for (int i = 0; i < MANY; i++)
        CHECK(put(&b, i + 1, "halo"));
    struct seen seen = take(&b, MANY);
    CHECK_INT(seen.by_class[SEND_OK], MANY);
    CHECK_INT(seen.free_slots, 16);
    CHECK_INT(atomic_load(&b.gateway.requests), MANY);
    CHECK(atomic_load(&b.gateway.connections) <= 16);
    CHECK(atomic_load(&b.gateway.most_open) > 1);
    bench_close(&b);
}

static void results_wait_for_a_full_desk(void) {
    enum { MANY = 100 };
    struct bench b;
    bench_open(&b, 2, 1);
    for (int i = 0; i < MANY; i++)
        CHECK(put(&b, i + 1, "halo"));
    usleep(100000); // the queue of one is full meanwhile
    CHECK_INT(take(&b, MANY).by_class[SEND_OK], MANY);
    bench_close(&b);
}

static void stop_finishes_what_runs(void) {
    struct bench b;
    bench_open(&b, 2, 64);
    for (int i = 0; i < 4; i++)
        CHECK(put(&b, i + 1, "halo"));
    CHECK(put(&b, 9, "slow"));
    sender_stop(b.sender, 1000); // nobody takes the results yet, so it waits that long
    b.sender = NULL;
    CHECK(!put(&b, 10, "too late"));
    CHECK_INT(take(&b, 5).by_class[SEND_OK], 5);
    bench_close(&b);
}

static void stop_cuts_at_the_deadline(void) {
    struct bench b;
    bench_open(&b, 2, 64);
    for (int i = 0; i < 5; i++)
        CHECK(put(&b, i + 1, "silent"));
    while (atomic_load(&b.gateway.requests) < 2)
        usleep(1000);
    int64_t before = clock_mono_ms();
    sender_stop(b.sender, 200);
    b.sender = NULL;
    CHECK(clock_mono_ms() - before < 1500);
    struct seen seen = take(&b, 5);
    CHECK_INT(seen.by_class[SEND_IN_DOUBT], 2); // were under way
    CHECK_INT(seen.by_class[SEND_RETRY], 3);    // never left
    bench_close(&b);
}

static void stop_with_a_dead_desk(void) {
    struct bench b;
    bench_open(&b, 2, 1);
    for (int i = 0; i < 6; i++)
        CHECK(put(&b, i + 1, "halo"));
    int64_t before = clock_mono_ms();
    sender_stop(b.sender, 100);
    b.sender = NULL;
    CHECK(clock_mono_ms() - before < 3000);
    bench_close(&b);
}

static const struct test tests[] = {
    {"one message", one_message},
    {"classes", classes},
    {"no second try behind our back", no_second_try_behind_our_back},
    {"nobody listens", nobody_listens},
    {"many over kept connections", many_over_kept_connections},
    {"results wait for a full desk", results_wait_for_a_full_desk},
    {"stop finishes what runs", stop_finishes_what_runs},
    {"stop cuts at the deadline", stop_cuts_at_the_deadline},
    {"stop with a dead desk", stop_with_a_dead_desk},
};
TEST_MAIN(tests)
