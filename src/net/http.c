// SPDX-License-Identifier: Apache-2.0
// Requests and responses over libwebsockets. Its traps, that shape this file: chunked bodies are not decoded
// and hang; two Content-Length arrive joined; bytes after a body call the completion again; a POST whose
// headers were pipelined gets a wrong body. So each error to a POST closes its connection.
#include <libwebsockets.h>
#include <stdio.h>
#include <string.h>

#include "../base/clock.h"
#include "../base/crypto.h"
#include "../model/metrics.h"
#include "inside.h"

enum { HEAD_MAX = 2048, SMALL_MAX = 16 * 1024, ANSWER_HEADERS = 512, COOKIES_MAX = 4096 };

// Only over https or on this machine, for this host alone, unseen by scripts, and not sent along by other sites.
#define COOKIE_NAME "__Host-lurus"

static const struct {
    int status;
    const char *text;
} statuses[] = {
    {200, "OK"},
    {201, "Created"},
    {204, "No Content"},
    {302, "Found"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {409, "Conflict"},
    {411, "Length Required"},
    {413, "Content Too Large"},
    {426, "Upgrade Required"},
    {429, "Too Many Requests"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
};

static const char *status_text(int status) {
    for (size_t i = 0; i < COUNT_OF(statuses); i++)
        if (statuses[i].status == status)
            return statuses[i].text;
    return "Status";
}

void http_forget_body(struct net *n, struct conn *c) {
    n->body_bytes -= c->body.size;
    buf_done(&c->body);
}

// --- responses

static void put_head(struct net *n, const struct conn *c, const struct response *r, struct buf *b) {
    buf_printf(b, "HTTP/1.1 %d %s\r\nDate: %s\r\n", r->status, status_text(r->status), n->date);
    if (r->status != 304 && r->status != 204)
        buf_printf(b, "Content-Length: %zu\r\n", r->len);
    if (r->type)
        buf_printf(b, "Content-Type: %s\r\nX-Content-Type-Options: nosniff\r\n", r->type);
    if (r->etag[0])
        buf_printf(b, "ETag: %s\r\n", r->etag);
    if (n->config->server.tls_cert)
        buf_puts(b, "Strict-Transport-Security: max-age=31536000\r\n");
    if (r->headers)
        buf_puts(b, r->headers);
    if (r->is_close)
        buf_puts(b, "Connection: close\r\n");
    (void)c;
    buf_puts(b, "\r\n");
}

static bool write_all(struct conn *c, const char *bytes, size_t len) {
    return lws_write(c->wsi, (unsigned char *)(uintptr_t)bytes, len, LWS_WRITE_HTTP_HEADERS) >= 0;
}

// Head and body in one write, so that a small answer is one packet; a large body is not copied.
static bool write_response(struct net *n, struct conn *c, const struct response *r, bool is_head) {
    struct buf b;
    buf_init(&b, HEAD_MAX + SMALL_MAX);
    put_head(n, c, r, &b);
    bool is_joined = r->len <= SMALL_MAX;
    if (!is_head && is_joined)
        buf_put(&b, r->body, r->len);
    bool is_written = !b.is_full && write_all(c, b.bytes, b.len);
    if (is_written && !is_head && !is_joined)
        is_written = write_all(c, r->body, r->len);
    buf_done(&b);
    return is_written;
}

static int respond(struct net *n, struct conn *c, struct response *r, bool is_head) {
    if (c->is_http10 || atomic_load_explicit(&n->is_draining, memory_order_relaxed))
        r->is_close = true;
    bool is_written = write_response(n, c, r, is_head);
    buf_done(&r->made);
    http_forget_body(n, c);
    c->deadline = n->now + IDLE_MS;
    c->state = CONN_CLOSING;
    if (!is_written || r->is_close)
        return -1;
    c->state = CONN_IDLE;
    if (lws_http_transaction_completed(c->wsi))
        return -1;
    // Our own sweep ends idle connections: a timer each would stand in a list that every request walks.
    lws_set_timeout(c->wsi, NO_PENDING_TIMEOUT, 0);
    return 0;
}

int http_respond(struct net *n, struct conn *c, struct response *r) {
    return respond(n, c, r, false);
}

// What of the console is never kept by anybody on the way.
static void put_answer_headers(const struct conn *c, const struct answer *a, char out[ANSWER_HEADERS]) {
    const char *again = a->status == 503 ? "Retry-After: 1\r\n" : a->status == 429 ? "Retry-After: 900\r\n" : "";
    const char *kept = c->route->policy >= POLICY_SIGN_IN ? "Cache-Control: no-store\r\n" : "";
    int len = snprintf(out, ANSWER_HEADERS, "%s%s", again, kept);
    if (a->cookie)
        snprintf(out + len, ANSWER_HEADERS - (size_t)len, "Set-Cookie: " COOKIE_NAME "=%s; Path=/; Secure; HttpOnly; SameSite=Strict%s\r\n",
                 a->cookie, *a->cookie ? "" : "; Max-Age=0");
}

void http_answer(struct net *n, struct conn *c, const struct answer *a) {
    char headers[ANSWER_HEADERS];
    if (c->state != CONN_WAITING)
        return;
    struct response r = {.status = a->status, .type = a->content_type, .body = a->body, .len = a->body_len};
    if (a->status == 400 && !a->body)
        respond_bad_body(c, &r, NOT_JSON);
    if (a->status == 503 && !a->body && c->route->policy >= POLICY_SIGN_IN)
        respond_problem(&r, 503, "busy", "come again");
    if (a->status == 503 && c->channel)
        atomic_fetch_add_explicit(&metrics.refused[c->channel->id][REFUSED_BUSY], 1, memory_order_relaxed);
    put_answer_headers(c, a, headers);
    if (c->is_held)
        lws_rx_flow_control(c->wsi, 1);
    c->is_held = false;
    r.headers = headers;
    if (respond(n, c, &r, c->is_head) != 0)
        conn_kill(c);
}

// --- requests

static bool copy_header(struct conn *c, enum lws_token_indexes token, char *out, size_t size) {
    out[0] = '\0';
    int len = lws_hdr_total_length(c->wsi, token);
    if (len <= 0)
        return len == 0;
    return (size_t)len < size && lws_hdr_copy(c->wsi, out, (int)size, token) > 0;
}

// libwebsockets hands the arguments decoded, one a fragment; the channels want them as they came.
static void read_query(struct conn *c, struct request *q) {
    char part[PATH_MAX_BYTES];
    struct buf b;
    buf_init(&b, sizeof q->query_bytes - 1);
    for (int i = 0;; i++) {
        int len = lws_hdr_copy_fragment(c->wsi, part, sizeof part, WSI_TOKEN_HTTP_URI_ARGS, i);
        if (len < 0)
            break;
        if (i)
            buf_putc(&b, '&');
        bool is_value = false;
        for (int k = 0; k < len; k++) {
            bool is_plain = strchr("-._~", part[k]) || (part[k] >= '0' && part[k] <= '9') ||
                            (part[k] >= 'A' && part[k] <= 'Z') || (part[k] >= 'a' && part[k] <= 'z');
            if ((is_plain && part[k]) || (part[k] == '=' && !is_value))
                buf_putc(&b, part[k]);
            else
                buf_printf(&b, "%%%02X", (unsigned char)part[k]);
            is_value |= part[k] == '=';
        }
    }
    if (!b.is_full)
        memcpy(q->query_bytes, buf_text(&b), b.len + 1);
    buf_done(&b);
}

static bool is_trusted(const struct net *n, const struct conn *c) {
    struct in6_addr proxy;
    if (address_is_loopback(&c->peer))
        return true;
    for (char **at = n->config->server.trusted_proxies; at && *at; at++)
        if (header_forwarded(*at, &proxy) && memcmp(&proxy, &c->peer, sizeof proxy) == 0)
            return true;
    return false;
}

// Who asks: behind a proxy of this machine, or one that is trusted, whom it names.
static void read_address(struct net *n, struct conn *c) {
    char value[PATH_MAX_BYTES];
    c->address = c->peer;
    c->is_loopback = address_is_loopback(&c->peer);
    if (lws_hdr_total_length(c->wsi, WSI_TOKEN_X_FORWARDED_FOR) <= 0)
        return;
    c->is_loopback = false;
    if (is_trusted(n, c) && copy_header(c, WSI_TOKEN_X_FORWARDED_FOR, value, sizeof value))
        header_forwarded(value, &c->address);
}

static enum method read_method(struct conn *c) {
    static const struct {
        enum lws_token_indexes token;
        enum method method;
    } known[] = {{WSI_TOKEN_POST_URI, METHOD_POST},
                 {WSI_TOKEN_GET_URI, METHOD_GET},
                 {WSI_TOKEN_HEAD_URI, METHOD_HEAD},
                 {WSI_TOKEN_PUT_URI, METHOD_PUT},
                 {WSI_TOKEN_PATCH_URI, METHOD_PATCH},
                 {WSI_TOKEN_DELETE_URI, METHOD_DELETE}};
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (lws_hdr_total_length(c->wsi, known[i].token) > 0)
            return known[i].method;
    return METHOD_OTHER;
}

// False: not a request that we can read; nothing of it is to be trusted.
bool http_read(struct net *n, struct conn *c, const char *path, size_t len, struct request *q) {
    char version[16];
    *q = (struct request){.method = read_method(c), .conn = c};
    q->path = q->path_bytes;
    q->query = q->query_bytes;
    q->etag = q->etag_bytes;
    if (!copy_header(c, WSI_TOKEN_HTTP, version, sizeof version))
        return false;
    c->is_http10 = strcmp(version, "HTTP/1.0") == 0;
    if ((!c->is_http10 && strcmp(version, "HTTP/1.1") != 0) || len >= sizeof q->path_bytes ||
        memchr(path, 0, len))
        return false;
    memcpy(q->path_bytes, path, len);
    read_address(n, c);
    if (method_has_body(q->method))
        return true;
    read_query(c, q);
    char value[256];
    q->takes_gzip = copy_header(c, WSI_TOKEN_HTTP_ACCEPT_ENCODING, value, sizeof value) &&
                    header_has_token(value, "gzip");
    if (!copy_header(c, WSI_TOKEN_HTTP_IF_NONE_MATCH, q->etag_bytes, sizeof q->etag_bytes))
        q->etag_bytes[0] = '\0';
    return true;
}

// --- refusals before a byte of the body was read, in the order of CONTRACT §3

struct asked {
    struct net *n;
    struct conn *c;
    struct request *q;
    char allow[ALLOW_MAX]; // "": no such path
    long length;
};

static bool refuse_channel(struct asked *a, struct response *r) {
    char unused[ALLOW_MAX], name[PART_MAX + 1];
    const struct route *row = a->c->route ? a->c->route : route_find(METHOD_GET, a->q->path, unused);
    if (!row || row->policy != POLICY_HOOK)
        return false;
    route_part(row, a->q->path, name);
    a->c->channel = channel_by_name(name);
    if (a->c->channel && a->c->channel->is_on && a->c->channel->is_on(a->n->config))
        return false;
    respond_problem(r, 404, "not_found", "there is no such channel, or it is off");
    return true;
}

static bool refuse_path(struct asked *a, struct response *r) {
    static char line[ALLOW_MAX + 16]; // of the net thread; read before the next request
    if (a->c->route)
        return false;
    if (!a->allow[0]) {
        respond_problem(r, 404, "not_found", "there is nothing here");
        return true;
    }
    respond_problem(r, 405, "method", "another method is asked for");
    snprintf(line, sizeof line, "Allow: %s\r\n", a->allow);
    r->headers = line;
    return true;
}

static bool copy_custom(struct conn *c, const char *name, char *out, size_t size) {
    int len = lws_hdr_custom_copy(c->wsi, out, (int)size, name, (int)strlen(name));
    if (len <= 0)
        out[0] = '\0';
    return len > 0;
}

static void read_credentials(struct conn *c, struct credentials *k) {
    char value[COOKIES_MAX];
    *k = (struct credentials){0};
    if (copy_header(c, WSI_TOKEN_HTTP_COOKIE, value, sizeof value) && !header_cookie(value, COOKIE_NAME, k->cookie, sizeof k->cookie))
        k->cookie[0] = '\0';
    copy_custom(c, "x-csrf-token:", k->csrf, sizeof k->csrf);
    copy_custom(c, "sec-fetch-site:", k->fetch_site, sizeof k->fetch_site);
    if (!copy_header(c, WSI_TOKEN_ORIGIN, k->origin, sizeof k->origin) || !copy_header(c, WSI_TOKEN_HOST, k->host, sizeof k->host))
        snprintf(k->origin, sizeof k->origin, "null"); // too long to be ours
    if (copy_header(c, WSI_TOKEN_HTTP_USER_AGENT, value, sizeof value))
        header_plain(value, c->agent, sizeof c->agent);
}

static bool refuse_sender(struct asked *a, struct response *r) {
    struct credentials k;
    char part[PART_MAX + 1];
    if (a->c->route->policy < POLICY_SIGN_IN)
        return false;
    route_part(a->c->route, a->q->path, part);
    if (!text_number(part, 1, INT64_MAX, &a->c->part_id))
        a->c->part_id = 0;
    a->c->agent[0] = '\0';
    read_credentials(a->c, &k);
    bool is_refused = guard_refuses(a->n, a->c, &k, method_is_write(a->q->method), r);
    crypto_wipe(&k, sizeof k);
    return is_refused;
}

static bool refuse_policy(struct asked *a, struct response *r) {
    if (a->c->route->policy != POLICY_LOOPBACK || a->c->is_loopback)
        return false;
    respond_problem(r, 403, "forbidden", "this is for this machine only");
    return true;
}

// A blank before the colon makes it another header for libwebsockets, and the same one for some proxies.
static bool is_encoded_body(struct conn *c) {
    static const char blank[] = "transfer-encoding :";
    return lws_hdr_total_length(c->wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0 ||
           lws_hdr_custom_length(c->wsi, blank, (int)sizeof blank - 1) >= 0;
}

static bool refuse_framing(struct asked *a, struct response *r) {
    bool is_encoded = is_encoded_body(a->c);
    bool has_body = method_has_body(a->q->method);
    if (has_body && !is_encoded && a->length == LENGTH_MISSING)
        respond_problem(r, 411, "length_required", "say Content-Length");
    else if (is_encoded || a->length == LENGTH_BAD || (!has_body && a->length > 0))
        respond_problem(r, 400, "framing",
                        "a body's length is said by one Content-Length, and by nothing else");
    else
        return false;
    return true;
}

static bool refuse_size(struct asked *a, struct response *r) {
    bool is_fitting = a->length <= (long)a->c->route->body_max && a->length != LENGTH_HUGE;
    if (is_fitting)
        return false;
    if (a->c->channel)
        atomic_fetch_add_explicit(&metrics.refused[a->c->channel->id][REFUSED_SIZE], 1, memory_order_relaxed);
    respond_problem(r, 413, "too_large", "the body is too large");
    return true;
}

static bool refuse_busy(struct asked *a, struct response *r) {
    bool is_draining = atomic_load_explicit(&a->n->is_draining, memory_order_relaxed);
    bool is_big = a->length > BIG_BODY;
    if (!method_has_body(a->q->method))
        return false;
    if (!is_draining && !(is_big && is_full_for(a->n, (size_t)a->length)) && a->n->body_bytes + (size_t)a->length <= BODIES_MAX)
        return false;
    if (a->c->channel)
        atomic_fetch_add_explicit(&metrics.refused[a->c->channel->id][REFUSED_BUSY], 1, memory_order_relaxed);
    respond_problem(r, 503, "busy", "come again");
    r->headers = "Retry-After: 1\r\n";
    return true;
}

static bool is_refused(struct asked *a, struct response *r) {
    static bool (*const refusals[])(struct asked *, struct response *) = {
        refuse_channel, refuse_path, refuse_policy, refuse_sender, refuse_framing, refuse_size, refuse_busy};
    for (size_t i = 0; i < COUNT_OF(refusals); i++)
        if (refusals[i](a, r))
            return true;
    return false;
}

static void read_signature(struct conn *c) {
    c->has_signature = false;
    const char *name = c->channel ? c->channel->signature_header : NULL;
    if (!name)
        return;
    int len = lws_hdr_custom_copy(c->wsi, c->signature, sizeof c->signature, name, (int)strlen(name));
    c->has_signature = len > 0;
}

// Explanations are for this machine, and for who has a session.
static void read_explained(struct net *n, struct conn *c) {
    char arguments[64];
    struct credentials k;
    int len = lws_hdr_copy(c->wsi, arguments, sizeof arguments, WSI_TOKEN_HTTP_URI_ARGS);
    c->is_explained = len > 0 && strcmp(arguments, "explain=1") == 0;
    if (!c->is_explained || c->is_loopback)
        return;
    read_credentials(c, &k);
    guard_know(n, c, &k);
    crypto_wipe(&k, sizeof k);
}

static int begin_body(struct net *n, struct conn *c, long length) {
    static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
    char expected[32];
    read_signature(c);
    read_explained(n, c);
    c->session = NULL; // it may end while the body is read
    http_forget_body(n, c);
    buf_init(&c->body, (size_t)length);
    c->state = CONN_BODY;
    c->deadline = n->now + REQUEST_MS;
    bool is_expecting = copy_header(c, WSI_TOKEN_HTTP_EXPECT, expected, sizeof expected) && expected[0];
    return is_expecting && !write_all(c, go_on, sizeof go_on - 1) ? -1 : 0;
}

// Answered now, or by the desk or the pool later.
static int handle(struct net *n, struct conn *c, const struct request *q, struct response *r) {
    c->route->handler(n, q, r);
    c->session = NULL; // it may end while the answer is awaited
    if (!r->is_later)
        return respond(n, c, r, c->is_head);
    c->state = CONN_WAITING;
    c->deadline = n->now + IDLE_MS;
    http_forget_body(n, c);
    c->is_held = !method_has_body(c->route->method);
    if (c->is_held) // a next request that is here already would turn the loop until the answer comes
        lws_rx_flow_control(c->wsi, 0);
    return 0;
}

int http_request(struct net *n, struct conn *c, const char *path, size_t len) {
    struct request q;
    struct response r = {0};
    char length[32];
    struct asked a = {.n = n, .c = c, .q = &q, .length = LENGTH_BAD};
    c->channel = NULL;
    c->route = NULL;
    c->session = NULL;
    c->session_id = c->part_id = 0;
    if (!http_read(n, c, path, len, &q)) {
        respond_problem(&r, 400, "bad_request", "not a request of HTTP/1.1");
        r.is_close = true;
        return respond(n, c, &r, false);
    }
    c->route = route_find(q.method, q.path, a.allow);
    if (copy_header(c, WSI_TOKEN_HTTP_CONTENT_LENGTH, length, sizeof length))
        a.length = header_length(length);
    if (is_refused(&a, &r)) {
        r.is_close = method_is_write(q.method) || r.status == 400 ||
                     a.length != LENGTH_MISSING;
        return respond(n, c, &r, q.method == METHOD_HEAD);
    }
    c->is_head = q.method == METHOD_HEAD;
    if (method_has_body(q.method))
        return begin_body(n, c, a.length);
    return handle(n, c, &q, &r);
}

int http_body(struct net *n, struct conn *c, const void *bytes, size_t len) {
    if (c->state != CONN_BODY)
        return -1;
    n->body_bytes -= c->body.size;
    buf_put(&c->body, bytes, len);
    n->body_bytes += c->body.size;
    return c->body.is_full ? -1 : 0;
}

int http_body_end(struct net *n, struct conn *c) {
    struct request q = {.method = c->route ? c->route->method : METHOD_OTHER, .conn = c};
    struct response r = {0};
    if (c->state != CONN_BODY)
        return -1; // bytes after the body: this would be called again without end
    return handle(n, c, &q, &r);
}
