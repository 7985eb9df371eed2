// SPDX-License-Identifier: Apache-2.0
// The loop: libwebsockets' context, connections and their places, the sweep that ends what is too slow, and
// the answers that come back. The listening socket is our own, so that a missing file descriptor, a full
// house and the drain are decided here. The loop is libev's (epoll): with 4,000 idle chats it serves 62,000
// requests a second where libwebsockets' own poll() serves 22,000, and as many without them.
#include <errno.h>
#include <ev.h>
#include <fcntl.h>
#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../base/clock.h"
#include "../base/log.h"
#include "../base/mem.h"
#include "inside.h"

enum { ACCEPT_AT_ONCE = 64, ANSWERS_AT_ONCE = 128, SERVE_BUFFER = 32 * 1024, FLUSH_MS = 1000 };

struct sweeper {
    lws_sorted_usec_list_t sul;
    struct net *n;
};

struct net *net_of(const struct lws *wsi) {
    return lws_context_user(lws_get_context(wsi));
}

// --- connections

struct conn *conn_find(struct net *n, uint64_t ticket) {
    struct conn *c = n->places[ticket % CONNECTIONS_MAX].conn;
    return c && c->ticket == ticket && c->wsi ? c : NULL;
}

static struct conn *conn_new(struct net *n, const struct in6_addr *peer) {
    while (n->places[n->next_place].conn)
        n->next_place = (n->next_place + 1) % CONNECTIONS_MAX;
    struct place *p = &n->places[n->next_place];
    struct conn *c = xcalloc(1, sizeof *c);
    c->ticket = ++p->generation * CONNECTIONS_MAX + n->next_place;
    c->peer = c->address = *peer;
    c->deadline = n->now + REQUEST_MS;
    p->conn = c;
    n->conn_count++;
    return c;
}

static void conn_free(struct net *n, struct conn *c) {
    n->places[c->ticket % CONNECTIONS_MAX].conn = NULL;
    n->conn_count--;
    chat_free(c);
    free(c);
}

// The socket is gone; the place stays taken until the desk has heard that a chat is over.
static void conn_gone(struct net *n, struct conn *c) {
    c->wsi = NULL;
    c->state = CONN_CLOSING;
    if (c->chat)
        buf_done(&c->body);
    else
        http_forget_body(n, c);
    if (chat_tell_gone(n, c))
        conn_free(n, c);
}

void conn_kill(struct conn *c) {
    c->state = CONN_CLOSING;
    c->deadline = 0;
    if (c->wsi)
        lws_set_timeout(c->wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
}

static void adopt(struct net *n, int fd, const struct in6_addr *peer) {
    struct conn *c = conn_new(n, peer);
    uint64_t ticket = c->ticket;
    int type = LWS_ADOPT_SOCKET | LWS_ADOPT_HTTP | (n->config->server.tls_cert ? LWS_ADOPT_ALLOW_SSL : 0);
    lws_adopt_desc_t desc = {.vh = n->vhost, .type = (lws_adoption_type)type, .fd.sockfd = fd, .opaque = c};
    struct lws *wsi = lws_adopt_descriptor_vhost_via_info(&desc);
    if (!wsi && n->places[ticket % CONNECTIONS_MAX].conn == c)
        conn_free(n, c);
}

// No file is left: give up the spare one to take the connection and end it, else the loop would turn on it.
static void accept_without_file(struct net *n) {
    struct in6_addr peer;
    close(n->spare_fd);
    int fd = listener_accept(&n->listener, &peer);
    if (fd >= 0)
        close(fd);
    n->spare_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (n->now - n->told_no_files > 1000)
        log_event(LOG_ERROR, "net", "no_files", "connections=%zu", n->conn_count);
    n->told_no_files = n->now;
}

static void accept_some(struct net *n) {
    struct in6_addr peer;
    for (int i = 0; i < ACCEPT_AT_ONCE; i++) {
        int fd = listener_accept(&n->listener, &peer);
        if (fd < 0 && (errno == EMFILE || errno == ENFILE))
            accept_without_file(n);
        if (fd < 0)
            return;
        if (n->conn_count >= CONNECTIONS_MAX || atomic_load(&n->is_draining))
            close(fd);
        else
            adopt(n, fd, &peer);
    }
}

// --- time

static void tell_time(struct net *n) {
    time_t now = (time_t)(clock_wall_ms() / 1000);
    struct tm tm;
    gmtime_r(&now, &tm);
    strftime(n->date, sizeof n->date, "%a, %d %b %Y %H:%M:%S GMT", &tm);
}

static void sweep_one(struct net *n, struct conn *c) {
    if (!c->wsi) {
        if (chat_tell_gone(n, c))
            conn_free(n, c);
        return;
    }
    if (c->state == CONN_CHAT)
        chat_sweep(n, c);
    else if (c->deadline && n->now > c->deadline)
        conn_kill(c);
}

static void sweep(lws_sorted_usec_list_t *sul) {
    struct sweeper *s = lws_container_of(sul, struct sweeper, sul);
    struct net *n = s->n;
    n->now = clock_mono_ms();
    tell_time(n);
    for (size_t i = 0; i < CONNECTIONS_MAX; i++)
        if (n->places[i].conn)
            sweep_one(n, n->places[i].conn);
    lws_sul_schedule(n->context, 0, &s->sul, sweep, SWEEP_MS * LWS_US_PER_MS);
}

// --- other threads

void server_wake(struct net *n) {
    // One cancel is enough for all that is put until the loop has come round.
    if (!atomic_exchange(&n->is_rung, true))
        lws_cancel_service(n->context);
}

static void ring(void *arg) {
    server_wake(arg);
}

static void give_answer(struct net *n, struct answer *a) {
    if (a->kind == ANSWER_SESSION)
        sessions_apply(n->sessions, a->session);
    struct conn *c = conn_find(n, a->ticket);
    if (c && a->kind == ANSWER_HTTP)
        http_answer(n, c, a);
    if (c && a->kind == ANSWER_PUSH)
        chat_push(n, c, a);
    arena_free(a->arena);
}

static void take_answers(struct net *n) {
    void *items[ANSWERS_AT_ONCE];
    size_t count;
    do {
        count = queue_take(n->c.answers, items, ANSWERS_AT_ONCE, 0);
        for (size_t i = 0; i < count; i++)
            give_answer(n, items[i]);
    } while (count == ANSWERS_AT_ONCE);
}

static void drain(struct net *n) {
    if (!n->listening)
        return;
    lws_set_timeout(n->listening, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
    n->listening = NULL;
    for (size_t i = 0; i < CONNECTIONS_MAX; i++)
        if (n->places[i].conn && n->places[i].conn->state == CONN_IDLE)
            conn_kill(n->places[i].conn);
}

static void on_wake(struct net *n) {
    n->now = clock_mono_ms();
    atomic_store(&n->is_rung, false);
    if (atomic_load(&n->is_draining))
        drain(n);
    take_answers(n);
    if (n->loop && atomic_load(&n->is_stopping))
        ev_break(n->loop, EVBREAK_ALL);
}

// --- callbacks

static int on_http(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t len) {
    struct net *n = net_of(wsi);
    (void)user;
    if (reason == LWS_CALLBACK_EVENT_WAIT_CANCELLED) {
        on_wake(n);
        return 0;
    }
    struct conn *c = n && wsi ? lws_get_opaque_user_data(wsi) : NULL;
    if (!c)
        return reason == LWS_CALLBACK_ESTABLISHED || reason == LWS_CALLBACK_RAW_ADOPT ? -1 : 0;
    switch ((int)reason) {
    case LWS_CALLBACK_SERVER_NEW_CLIENT_INSTANTIATED:
        c->wsi = wsi;
        return 0;
    case LWS_CALLBACK_HTTP:
        n->now = clock_mono_ms();
        return http_request(n, c, in, len);
    case LWS_CALLBACK_HTTP_BODY:
        return http_body(n, c, in, len);
    case LWS_CALLBACK_HTTP_BODY_COMPLETION:
        return http_body_end(n, c);
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
        n->now = clock_mono_ms();
        return chat_upgrade(n, c, in);
    case LWS_CALLBACK_WSI_DESTROY:
        conn_gone(n, c);
        return 0;
    case LWS_CALLBACK_RAW_ADOPT: // CONNECT, and what is no HTTP
    case LWS_CALLBACK_RAW_RX:
    case LWS_CALLBACK_ESTABLISHED:
        return -1;
    default:
        return 0;
    }
}

static int on_chat(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t len) {
    struct net *n = net_of(wsi);
    struct conn *c = n && wsi ? lws_get_opaque_user_data(wsi) : NULL;
    (void)user;
    switch ((int)reason) {
    case LWS_CALLBACK_ESTABLISHED:
        return chat_opened(n, c);
    case LWS_CALLBACK_RECEIVE:
        n->now = clock_mono_ms();
        return chat_received(n, c, in, len);
    case LWS_CALLBACK_RECEIVE_PONG:
        return chat_received_pong(n, c);
    case LWS_CALLBACK_SERVER_WRITEABLE:
        return chat_writable(n, c);
    default:
        return 0;
    }
}

static int on_listen(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t len) {
    (void)user, (void)in, (void)len;
    if (reason == LWS_CALLBACK_RAW_RX_FILE)
        accept_some(net_of(wsi));
    return 0;
}

// Names that no client can ask for as a subprotocol, but for the chat's.
static const struct lws_protocols protocols[] = {
    {.name = "http/1", .callback = on_http, .rx_buffer_size = 0, .tx_packet_size = SERVE_BUFFER},
    {.name = "lurus-chat", .callback = on_chat, .rx_buffer_size = 4096, .tx_packet_size = SERVE_BUFFER},
    {.name = "listen/1", .callback = on_listen},
    {.name = NULL},
};

// Its own errors, most of which strangers can cause: at most one line a second.
static void on_log(int level, const char *line) {
    static _Atomic int64_t last;
    int64_t now = clock_mono_ms();
    (void)level;
    if (now - atomic_load(&last) < 1000)
        return;
    atomic_store(&last, now);
    log_event(LOG_WARN, "net", "libwebsockets", "text=\"%.*s\"", (int)strcspn(line, "\n\""), line);
}

// --- life

static enum err open_vhost(struct net *n, struct fail *f) {
    static const lws_retry_bo_t no_validity = {0}; // our sweep asks the chats; see respond() for why
    const struct config *c = n->config;
    struct lws_context_creation_info info = {.port = CONTEXT_PORT_NO_LISTEN_SERVER,
                                             .protocols = protocols,
                                             .vhost_name = "lurus",
                                             .alpn = "http/1.1",
                                             .keepalive_timeout = IDLE_MS / 1000,
                                             .timeout_secs_ah_idle = REQUEST_MS / 1000,
                                             .retry_and_idle_policy = &no_validity};
    if (c->server.tls_cert) {
        info.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
        info.ssl_cert_filepath = c->server.tls_cert;
        info.ssl_private_key_filepath = c->server.tls_key;
        info.ssl_options_set = SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1;
    }
    n->vhost = lws_create_vhost(n->context, &info);
    return n->vhost ? OK
                    : fail_set(f, ERR_INPUT, "server.tls_cert", "give a PEM certificate and its key",
                               "'%s' cannot be used", c->server.tls_cert ? c->server.tls_cert : "");
}

static enum err open_context(struct net *n, struct fail *f) {
    struct lws_context_creation_info info = {.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
                                                        LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT,
                                             .gid = -1,
                                             .uid = -1,
                                             .user = n,
                                             .max_http_header_data2 = HEADERS_MAX,
                                             .pt_serv_buf_size = SERVE_BUFFER,
                                             .timeout_secs = REQUEST_MS / 1000};
    void *loops[1] = {n->loop = ev_loop_new(EVFLAG_NOENV | EVBACKEND_EPOLL)};
    lws_set_log_level(LLL_ERR, on_log);
    if (n->loop) {
        info.options |= LWS_SERVER_OPTION_LIBEV;
        info.foreign_loops = loops;
        n->context = lws_create_context(&info);
    }
    if (!n->context && n->loop) { // Debian packs the plugin apart: libwebsockets-evlib-ev
        log_event(LOG_WARN, "net", "no_libev", "%s", "loop=poll");
        ev_loop_destroy(n->loop);
        n->loop = NULL;
        info.options &= ~(uint64_t)LWS_SERVER_OPTION_LIBEV;
        info.foreign_loops = NULL;
    }
    if (!n->context)
        n->context = lws_create_context(&info);
    return n->context ? OK
                      : fail_set(f, ERR_IO, "server", "raise the limit of open files",
                                 "libwebsockets does not start");
}

enum err server_open(struct net *n, struct fail *f) {
    TRY(listener_open(&n->listener, n->config->server.listen, f));
    n->spare_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    n->now = clock_mono_ms();
    tell_time(n);
    TRY(open_context(n, f));
    TRY(open_vhost(n, f));
    lws_adopt_desc_t desc = {.vh = n->vhost,
                             .type = LWS_ADOPT_RAW_FILE_DESC,
                             .fd.filefd = n->listener.fd,
                             .vh_prot_name = "listen/1"};
    n->listening = lws_adopt_descriptor_vhost_via_info(&desc);
    if (!n->listening)
        return fail_set(f, ERR_IO, "server.listen", "raise the limit of open files",
                        "the socket cannot be served");
    struct sweeper *s = xcalloc(1, sizeof *s);
    s->n = n;
    n->sweeper = s;
    lws_sul_schedule(n->context, 0, &s->sul, sweep, SWEEP_MS * LWS_US_PER_MS);
    queue_set_bell(n->c.answers, (struct bell){ring, n});
    return OK;
}

static bool is_flushed(const struct net *n) {
    for (size_t i = 0; i < CONNECTIONS_MAX; i++)
        if (n->places[i].conn && n->places[i].conn->wsi && !chat_is_flushed(n->places[i].conn))
            return false;
    return true;
}

// The last answers of the desk go out before the sockets close.
static void flush(struct net *n) {
    int64_t until = clock_mono_ms() + FLUSH_MS;
    take_answers(n);
    do {
        lws_cancel_service(n->context);
        if (n->loop)
            ev_run(n->loop, EVRUN_ONCE);
        else
            lws_service(n->context, 0);
    } while (!is_flushed(n) && clock_mono_ms() < until);
}

void server_run(struct net *n) {
    if (n->loop)
        ev_run(n->loop, 0);
    while (!atomic_load(&n->is_stopping))
        if (lws_service(n->context, 0) < 0)
            break;
    flush(n);
}

void server_close(struct net *n) {
    queue_set_bell(n->c.answers, (struct bell){0});
    if (n->context)
        lws_context_destroy(n->context);
    if (n->loop)
        ev_loop_destroy(n->loop);
    for (size_t i = 0; i < CONNECTIONS_MAX; i++)
        if (n->places[i].conn)
            conn_free(n, n->places[i].conn);
    if (n->sweeper) // it was adopted, and closed by libwebsockets
        n->listener.fd = -1;
    listener_close(&n->listener);
    if (n->spare_fd >= 0)
        close(n->spare_fd);
    free(n->sweeper);
}
