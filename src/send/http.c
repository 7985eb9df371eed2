// SPDX-License-Identifier: Apache-2.0
// libcurl's multi interface driven by epoll: curl_multi_perform walks, and polls, every running call at each turn,
// which costs most of the CPU of a busy sender. Handles, headers and epoll registrations are kept between calls.
#include "http.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "../base/clock.h"
#include "../base/mem.h"
#include "../base/text.h"

enum { EVENTS = 64 };

// One for each pair of authorization and content type: as many as there are channels.
struct headers {
    struct headers *next;
    char *authorization, *content_type;
    struct curl_slist *list;
};

struct call {
    struct http_call result; // first: the caller holds a pointer to it
    struct http *http;
    CURL *easy;
    struct call *next; // free or finished
    size_t at;         // in http.running
    char *url;         // as the handle has it
    const struct headers *headers;
    struct buf body;
};

// What epoll knows of a file descriptor. A connection that idles between two calls stays registered.
struct watch {
    uint32_t wanted, registered;
    bool is_connection; // opened and closed through our functions
};

struct http {
    CURLM *multi;
    int epoll, bell;
    int64_t timer_at; // monotonic ms, -1: none
    struct watch *watches;
    size_t watch_count;
    struct call *calls, *free, *finished, **finished_end;
    struct call **running;
    size_t call_count, running_count;
    struct headers *headers;
};

static void must(bool is_good) {
    if (!is_good)
        abort(); // out of memory or descriptors at start, or a wrong use of libcurl
}

// --- sockets

static struct watch *watch_of(struct http *h, int fd) {
    size_t at = (size_t)fd;
    if (at >= h->watch_count) {
        size_t count = at + 64;
        h->watches = xrealloc(h->watches, count * sizeof h->watches[0]);
        memset(h->watches + h->watch_count, 0, (count - h->watch_count) * sizeof h->watches[0]);
        h->watch_count = count;
    }
    return &h->watches[at];
}

static bool watch_register(struct http *h, int fd, uint32_t events) {
    struct watch *w = watch_of(h, fd);
    if (w->registered == events)
        return true;
    struct epoll_event e = {.events = events, .data.fd = fd};
    int how = !events ? EPOLL_CTL_DEL : w->registered ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    bool is_done = epoll_ctl(h->epoll, how, fd, &e) == 0;
    if (!is_done && how == EPOLL_CTL_MOD) // it was closed behind our back, and is another one now
        is_done = epoll_ctl(h->epoll, EPOLL_CTL_ADD, fd, &e) == 0;
    w->registered = is_done ? events : 0;
    return is_done || !events;
}

static int socket_wanted(CURL *easy, curl_socket_t fd, int what, void *arg, void *socket_arg) {
    static const uint32_t events[] = {[CURL_POLL_NONE] = 0, [CURL_POLL_IN] = EPOLLIN, [CURL_POLL_OUT] = EPOLLOUT,
                                      [CURL_POLL_INOUT] = EPOLLIN | EPOLLOUT, [CURL_POLL_REMOVE] = 0};
    (void)easy;
    (void)socket_arg;
    struct watch *w = watch_of(arg, fd);
    w->wanted = events[what];
    if (!w->wanted && w->is_connection)
        return 0;
    return watch_register(arg, fd, w->wanted) ? 0 : -1;
}

static curl_socket_t socket_open(void *arg, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)purpose;
    int fd = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (fd < 0)
        return CURL_SOCKET_BAD;
    *watch_of(arg, fd) = (struct watch){.is_connection = true};
    return fd;
}

static int socket_close(void *arg, curl_socket_t fd) {
    *watch_of(arg, fd) = (struct watch){0}; // epoll forgets a descriptor when it is closed
    return close(fd);
}

static int timer_wanted(CURLM *multi, long ms, void *arg) {
    (void)multi;
    struct http *h = arg;
    h->timer_at = ms < 0 ? -1 : clock_mono_ms() + ms;
    return 0;
}

// --- calls

// libcurl sends a request again by itself when a kept connection ends before any answer. The gateway may have taken
// the first one, so that is for the desk to decide.
static int before_request(void *arg, char *to, char *from, int to_port, int from_port) {
    struct call *call = arg;
    (void)to;
    (void)from;
    (void)to_port;
    (void)from_port;
    long written = 0;
    curl_easy_getinfo(call->easy, CURLINFO_REQUEST_SIZE, &written);
    return written ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

static size_t body_arrived(char *bytes, size_t one, size_t len, void *arg) {
    struct call *call = arg;
    (void)one;
    buf_put(&call->body, bytes, len);
    return call->body.is_full ? 0 : len; // 0 breaks off
}

static bool has_proxy(void) {
    static const char *const names[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (!text_is_blank(getenv(names[i])))
            return true;
    return false;
}

static void call_init(struct http *h, struct call *call, const char *agent) {
    CURL *e = curl_easy_init();
    must(e != NULL);
    *call = (struct call){.http = h, .easy = e};
    buf_init(&call->body, HTTP_BODY_MAX);
    curl_easy_setopt(e, CURLOPT_PRIVATE, (void *)call);
    curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(e, CURLOPT_USERAGENT, agent);
    curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(e, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(e, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)HTTP_CONNECT_MS);
    curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)HTTP_TOTAL_MS);
    curl_easy_setopt(e, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(e, CURLOPT_QUICK_EXIT, 1L); // a stop doesn't wait for a name server
    curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, body_arrived);
    curl_easy_setopt(e, CURLOPT_WRITEDATA, (void *)call);
    curl_easy_setopt(e, CURLOPT_PREREQFUNCTION, before_request);
    curl_easy_setopt(e, CURLOPT_PREREQDATA, (void *)call);
    curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, socket_open);
    curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, (void *)h);
    curl_easy_setopt(e, CURLOPT_CLOSESOCKETFUNCTION, socket_close);
    curl_easy_setopt(e, CURLOPT_CLOSESOCKETDATA, (void *)h);
    if (!has_proxy()) // else libcurl looks for one in the environment at each call
        curl_easy_setopt(e, CURLOPT_PROXY, "");
}

static const struct headers *headers_for(struct http *h, const struct http_request *r) {
    for (const struct headers *at = h->headers; at; at = at->next)
        if (text_is_equal(at->authorization, r->authorization) && text_is_equal(at->content_type, r->content_type))
            return at;
    struct headers *new = xcalloc(1, sizeof *new);
    struct buf line;
    buf_init(&line, 16 * 1024);
    new->list = curl_slist_append(NULL, "Expect:");
    if (r->content_type) {
        buf_printf(&line, "Content-Type: %s", r->content_type);
        new->list = curl_slist_append(new->list, buf_text(&line));
        buf_clear(&line);
    }
    if (r->authorization) {
        buf_printf(&line, "Authorization: %s", r->authorization);
        new->list = curl_slist_append(new->list, buf_text(&line));
    }
    buf_done(&line);
    new->authorization = r->authorization ? xstrdup(r->authorization) : NULL;
    new->content_type = r->content_type ? xstrdup(r->content_type) : NULL;
    new->next = h->headers;
    h->headers = new;
    return new;
}

void http_start(struct http *h, const struct http_request *r, void *owner) {
    struct call *call = h->free;
    must(call != NULL);
    h->free = call->next;
    const struct headers *headers = headers_for(h, r);
    if (!text_is_equal(call->url, r->url)) {
        free(call->url);
        call->url = xstrdup(r->url);
        curl_easy_setopt(call->easy, CURLOPT_URL, call->url);
    }
    if (call->headers != headers)
        curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, headers->list);
    call->headers = headers;
    if (r->body) {
        curl_easy_setopt(call->easy, CURLOPT_POSTFIELDSIZE, (long)r->body_len);
        curl_easy_setopt(call->easy, CURLOPT_POSTFIELDS, r->body);
    } else {
        curl_easy_setopt(call->easy, CURLOPT_HTTPGET, 1L);
    }
    buf_clear(&call->body);
    call->result = (struct http_call){.owner = owner, .retry_after_s = -1};
    call->at = h->running_count;
    h->running[h->running_count++] = call;
    must(curl_multi_add_handle(h->multi, call->easy) == CURLM_OK);
}

static void read_headers(struct call *call) {
    struct curl_header *usage = NULL;
    if (curl_easy_header(call->easy, "X-Business-Use-Case-Usage", 0, CURLH_HEADER, -1, &usage) == CURLHE_OK)
        call->result.usage = usage->value;
    curl_off_t wait = 0;
    curl_easy_getinfo(call->easy, CURLINFO_RETRY_AFTER, &wait);
    if (wait > 0)
        call->result.retry_after_s = wait;
}

static void call_end(struct call *call) {
    struct http *h = call->http;
    long status = 0, written = 0;
    curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(call->easy, CURLINFO_REQUEST_SIZE, &written);
    call->result.status = status >= 200 ? (int)status : 0;
    call->result.is_written = written > 0;
    call->result.body = buf_text(&call->body);
    call->result.body_len = call->body.len;
    if (status >= 400)
        read_headers(call);
    curl_multi_remove_handle(h->multi, call->easy);
    struct call *last = h->running[--h->running_count];
    h->running[call->at] = last;
    last->at = call->at;
}

static enum silence silence_of(CURLcode code) {
    static const struct {
        CURLcode code;
        enum silence silence;
    } rows[] = {
        {CURLE_OK, SILENCE_NONE},
        {CURLE_URL_MALFORMAT, SILENCE_ADDRESS},
        {CURLE_UNSUPPORTED_PROTOCOL, SILENCE_ADDRESS},
        {CURLE_COULDNT_RESOLVE_HOST, SILENCE_NAME},
        {CURLE_COULDNT_RESOLVE_PROXY, SILENCE_NAME},
        {CURLE_COULDNT_CONNECT, SILENCE_UNREACHED},
        {CURLE_SSL_CONNECT_ERROR, SILENCE_TLS},
        {CURLE_PEER_FAILED_VERIFICATION, SILENCE_TLS},
        {CURLE_SSL_CACERT_BADFILE, SILENCE_TLS},
        {CURLE_OPERATION_TIMEDOUT, SILENCE_LATE},
        {CURLE_WRITE_ERROR, SILENCE_LONG}, // body_arrived broke off
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].code == code)
            return rows[i].silence;
    return SILENCE_CUT;
}

static void collect(struct http *h) {
    int left = 0;
    for (CURLMsg *m = curl_multi_info_read(h->multi, &left); m; m = curl_multi_info_read(h->multi, &left)) {
        char *call_ptr = NULL;
        curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &call_ptr);
        struct call *call = (struct call *)(void *)call_ptr;
        CURLcode code = m->data.result; // m is gone once the handle is taken out
        call_end(call);
        call->result.silence = silence_of(code);
        call->next = NULL;
        *h->finished_end = call;
        h->finished_end = &call->next;
    }
}

struct http_call *http_finished(struct http *h) {
    struct call *call = h->finished;
    if (!call)
        return NULL;
    h->finished = call->next;
    if (!h->finished)
        h->finished_end = &h->finished;
    return &call->result;
}

struct http_call *http_cut(struct http *h) {
    if (!h->running_count)
        return NULL;
    struct call *call = h->running[h->running_count - 1];
    call_end(call);
    call->result.status = 0; // a beginning of an answer says nothing
    call->result.silence = SILENCE_LATE;
    return &call->result;
}

void http_release(struct http *h, struct http_call *result) {
    struct call *call = (struct call *)(void *)result;
    call->next = h->free;
    h->free = call;
}

// --- the loop

static void run_timer(struct http *h) {
    int running = 0;
    if (h->timer_at < 0 || h->timer_at > clock_mono_ms())
        return;
    h->timer_at = -1;
    curl_multi_socket_action(h->multi, CURL_SOCKET_TIMEOUT, 0, &running);
}

static void run_event(struct http *h, const struct epoll_event *e) {
    uint64_t rings;
    int running = 0, fd = e->data.fd;
    if (fd == h->bell) {
        must(read(fd, &rings, sizeof rings) == (ssize_t)sizeof rings || errno == EAGAIN);
        return;
    }
    if (!watch_of(h, fd)->wanted) { // the other side closed an idle connection: libcurl will see it
        watch_register(h, fd, 0);
        return;
    }
    int what = (e->events & EPOLLIN ? CURL_CSELECT_IN : 0) | (e->events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
               (e->events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0);
    curl_multi_socket_action(h->multi, fd, what, &running);
}

static int wait_of(const struct http *h, int64_t wait_ms) {
    int64_t timer = h->timer_at < 0 ? wait_ms : h->timer_at - clock_mono_ms();
    int64_t wait = timer < wait_ms ? timer : wait_ms;
    return h->finished || wait < 0 ? 0 : (int)wait;
}

void http_turn(struct http *h, int64_t wait_ms) {
    struct epoll_event events[EVENTS];
    run_timer(h);
    collect(h);
    int count = epoll_wait(h->epoll, events, EVENTS, wait_of(h, wait_ms));
    for (int i = 0; i < count; i++)
        run_event(h, &events[i]);
    run_timer(h);
    collect(h);
}

void http_wake(struct http *h) {
    static const uint64_t one = 1;
    if (write(h->bell, &one, sizeof one) < 0)
        return; // it is full of rings: the thread wakes anyway
}

struct http *http_new(size_t calls, const char *agent) {
    must(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
    struct http *h = xcalloc(1, sizeof *h);
    h->multi = curl_multi_init();
    h->epoll = epoll_create1(EPOLL_CLOEXEC);
    h->bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    must(h->multi && h->epoll >= 0 && h->bell >= 0);
    h->timer_at = -1;
    h->finished_end = &h->finished;
    h->call_count = calls;
    h->calls = xcalloc(calls, sizeof h->calls[0]);
    h->running = xcalloc(calls, sizeof h->running[0]);
    curl_multi_setopt(h->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)calls);
    curl_multi_setopt(h->multi, CURLMOPT_MAXCONNECTS, (long)calls);
    curl_multi_setopt(h->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
    curl_multi_setopt(h->multi, CURLMOPT_SOCKETFUNCTION, socket_wanted);
    curl_multi_setopt(h->multi, CURLMOPT_SOCKETDATA, (void *)h);
    curl_multi_setopt(h->multi, CURLMOPT_TIMERFUNCTION, timer_wanted);
    curl_multi_setopt(h->multi, CURLMOPT_TIMERDATA, (void *)h);
    for (size_t i = 0; i < calls; i++) {
        call_init(h, &h->calls[i], agent);
        http_release(h, &h->calls[i].result);
    }
    struct epoll_event e = {.events = EPOLLIN, .data.fd = h->bell};
    must(epoll_ctl(h->epoll, EPOLL_CTL_ADD, h->bell, &e) == 0);
    return h;
}

void http_free(struct http *h) {
    if (!h)
        return;
    for (size_t i = 0; i < h->call_count; i++) {
        curl_easy_cleanup(h->calls[i].easy);
        free(h->calls[i].url);
        buf_done(&h->calls[i].body);
    }
    curl_multi_cleanup(h->multi);
    while (h->headers) {
        struct headers *next = h->headers->next;
        curl_slist_free_all(h->headers->list);
        free(h->headers->authorization);
        free(h->headers->content_type);
        free(h->headers);
        h->headers = next;
    }
    close(h->epoll);
    close(h->bell);
    free(h->calls);
    free(h->running);
    free(h->watches);
    free(h);
    curl_global_cleanup();
}
