// SPDX-License-Identifier: Apache-2.0
// Web chats over libwebsockets: the handshake, frames in, and a bounded queue of frames out for each socket.
#include <libwebsockets.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/json.h"
#include "../base/log.h"
#include "../model/metrics.h"
#include "frame.h"
#include "inside.h"

enum {
    OUT_FRAMES_MAX = 256,
    OUT_BYTES_MAX = 1024 * 1024,
    OUT_AT_ONCE = 16,
    FRAME_GIVE_UP = 64 * 1024, // bytes of a frame after which the socket is closed
    MESSAGE_BURST = 20,        // messages in ten seconds, of one socket
};
static const double messages_per_second = 2;
static const char protocol_name[] = "lurus-chat";

struct out {
    struct out *next;
    size_t len;
    unsigned char bytes[]; // LWS_PRE of room, then the frame
};

struct chat_socket {
    struct bucket tokens;
    char lang[3];
    bool is_known; // the desk has heard a hello of it
    bool wants_ping;
    size_t frame_len; // of the frame being read, also of what was not kept
    int64_t heard_at, asked_at;
    struct out *first, *last;
    size_t count, bytes;
};

// --- the handshake

static int refuse(struct net *n, struct conn *c, int status, const char *code, const char *why) {
    struct response r = {.is_close = true};
    respond_problem(&r, status, code, why);
    http_respond(n, c, &r);
    return -1;
}

static bool header(struct conn *c, enum lws_token_indexes token, char *out, size_t size) {
    out[0] = '\0';
    return lws_hdr_total_length(c->wsi, token) <= 0 || lws_hdr_copy(c->wsi, out, (int)size, token) > 0;
}

// A page without our subprotocol hears it in the protocol's own words: taken, and closed with 1002. A name
// that it offered is said back, for else its library would end the handshake without telling it the code.
static int close_1002(struct conn *c, const char *offered) {
    static const char magic[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455 §1.3
    char key[64 + sizeof magic], accept[64], name[64];
    unsigned char digest[20];
    if (!header(c, WSI_TOKEN_KEY, key, 64) || !key[0])
        return -1;
    memcpy(key + strlen(key), magic, sizeof magic);
    lws_SHA1((unsigned char *)key, strlen(key), digest);
    if (lws_b64_encode_string((char *)digest, sizeof digest, accept, sizeof accept) < 0)
        return -1;
    struct buf b;
    buf_init(&b, 1024);
    buf_printf(&b,
               "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
               "Upgrade\r\nSec-WebSocket-Accept: %s\r\n",
               accept);
    if (header_first_token(offered, name, sizeof name))
        buf_printf(&b, "Sec-WebSocket-Protocol: %s\r\n", name);
    buf_put(&b, "\r\n\x88\x02\x03\xea", 6);
    lws_write(c->wsi, (unsigned char *)b.bytes, b.len, LWS_WRITE_HTTP_HEADERS);
    buf_done(&b);
    return -1;
}

static bool is_allowed_origin(struct net *n, struct conn *c) {
    char origin[256], host[256];
    return header(c, WSI_TOKEN_ORIGIN, origin, sizeof origin) &&
           header(c, WSI_TOKEN_HOST, host, sizeof host) &&
           header_origin_allowed(origin, host, n->config->chat.origins);
}

size_t chat_count_of(const struct net *n, const struct conn *c) {
    struct in6_addr mine = address_net(&c->address);
    size_t count = 0;
    for (size_t i = 0; i < CONNECTIONS_MAX; i++) {
        const struct conn *other = n->places[i].conn;
        if (!other || !other->chat || other == c)
            continue;
        struct in6_addr theirs = address_net(&other->address);
        count += memcmp(&mine, &theirs, sizeof mine) == 0;
    }
    return count;
}

int chat_upgrade(struct net *n, struct conn *c, const char *protocol) {
    struct request q;
    char *path = NULL, value[256];
    char allow[ALLOW_MAX];
    int len = 0;
    if (lws_http_get_uri_and_method(c->wsi, &path, &len) < 0 || !http_read(n, c, path, (size_t)len, &q))
        return refuse(n, c, 400, "bad_request", "not a request of HTTP/1.1");
    if (strcasecmp(protocol, "websocket") != 0)
        return refuse(n, c, 400, "upgrade", "only websockets are spoken here");
    c->route = route_find(q.method, q.path, allow);
    if (!c->route || c->route->handler != get_chat_socket)
        return refuse(n, c, 404, "not_found", "there is no websocket here");
    if (atomic_load(&n->is_draining))
        return refuse(n, c, 503, "busy", "come again");
    if (!is_allowed_origin(n, c))
        return refuse(n, c, 403, "origin", "this page may not speak for another site");
    if (!header(c, WSI_TOKEN_VERSION, value, sizeof value) || strcmp(value, "13") != 0)
        return refuse(n, c, 400, "version", "the websocket's version must be 13");
    if (!c->is_loopback && chat_count_of(n, c) >= CHATS_PER_ADDRESS)
        return refuse(n, c, 429, "rate", "too many chats from this address");
    if (!header(c, WSI_TOKEN_PROTOCOL, value, sizeof value) || !header_has_token(value, protocol_name))
        return close_1002(c, value);
    return 0;
}

// --- frames out

static void put_out(struct net *n, struct conn *c, const char *frame, size_t len) {
    struct chat_socket *chat = c->chat;
    if (chat->count >= OUT_FRAMES_MAX || chat->bytes + len > OUT_BYTES_MAX) {
        log_event(LOG_INFO, "net", "chat_too_slow", "frames=%zu", chat->count);
        conn_kill(c);
        return;
    }
    struct out *o = xmalloc(sizeof *o + LWS_PRE + len);
    o->next = NULL;
    o->len = len;
    memcpy(o->bytes + LWS_PRE, frame, len);
    if (chat->last)
        chat->last->next = o;
    else
        chat->first = o;
    chat->last = o;
    chat->count++;
    chat->bytes += len;
    lws_callback_on_writable(c->wsi);
    (void)n;
}

void chat_push(struct net *n, struct conn *c, const struct answer *a) {
    if (c->chat && c->state == CONN_CHAT)
        put_out(n, c, a->body, a->body_len);
}

static void say_error(struct net *n, struct conn *c, enum frame_error error) {
    struct buf b;
    buf_init(&b, 1024);
    buf_puts(&b, "{\"type\":\"error\"");
    json_member_text(&b, "code", frame_error_code(error));
    json_member_text(&b, "text", frame_error_text(error, c->chat->lang));
    buf_putc(&b, '}');
    put_out(n, c, buf_text(&b), b.len);
    buf_done(&b);
}

static bool write_first(struct conn *c) {
    struct chat_socket *chat = c->chat;
    struct out *o = chat->first;
    bool is_written = lws_write(c->wsi, o->bytes + LWS_PRE, o->len, LWS_WRITE_TEXT) >= 0;
    chat->first = o->next;
    if (!chat->first)
        chat->last = NULL;
    chat->count--;
    chat->bytes -= o->len;
    free(o);
    return is_written;
}

int chat_writable(struct net *n, struct conn *c) {
    unsigned char ping[LWS_PRE + 1];
    struct chat_socket *chat = c->chat;
    (void)n;
    if (!chat)
        return 0;
    if (chat->wants_ping && lws_write(c->wsi, ping + LWS_PRE, 0, LWS_WRITE_PING) < 0)
        return -1;
    chat->wants_ping = false;
    for (int i = 0; i < OUT_AT_ONCE && chat->first && !lws_send_pipe_choked(c->wsi); i++)
        if (!write_first(c))
            return -1;
    if (chat->first)
        lws_callback_on_writable(c->wsi);
    return 0;
}

bool chat_is_flushed(const struct conn *c) {
    return !c->chat || !c->chat->first;
}

// --- frames in

int chat_opened(struct net *n, struct conn *c) {
    if (!c || c->chat)
        return -1;
    c->chat = xcalloc(1, sizeof *c->chat);
    c->chat->heard_at = n->now;
    snprintf(c->chat->lang, sizeof c->chat->lang, "%.2s", n->config->language.default_lang);
    buf_init(&c->body, FRAME_MAX);
    c->state = CONN_CHAT;
    c->deadline = 0;
    atomic_fetch_add(&metrics.chats, 1);
    return 0;
}

static void fill_hello(struct conn *c, const struct frame *f, struct mail *m) {
    m->kind = MAIL_CHAT_HELLO;
    m->token = f->token;
    m->lang = f->lang;
    m->last_seq = f->last_seq;
    if (text_is_equal(f->lang, "id") || text_is_equal(f->lang, "en"))
        memcpy(c->chat->lang, f->lang, 3);
}

static void fill_message(const struct frame *f, struct mail *m) {
    struct inbound *in = arena_alloc(m->arena, sizeof *in);
    *in = (struct inbound){.channel = CHANNEL_WEB,
                           .account = "",
                           .gateway_id = f->id,
                           .kind = f->kind == FRAME_CHOICE ? MSG_CHOICE : MSG_TEXT,
                           .text = f->kind == FRAME_CHOICE ? NULL : f->text,
                           .choice = f->kind == FRAME_CHOICE ? f->choice : NULL,
                           .lang = f->lang};
    m->parsed = (struct parsed){.inbounds = in, .inbound_count = 1};
}

static bool is_too_fast(struct net *n, struct conn *c) {
    struct in6_addr from = address_net(&c->address);
    if (!bucket_take(&c->chat->tokens, messages_per_second, MESSAGE_BURST, n->now))
        return true;
    return !c->is_loopback && !rate_take(n->messages, &from, n->now);
}

static enum frame_error take_frame(struct net *n, struct conn *c) {
    struct frame f;
    struct mail *m = mail_new(MAIL_CHAT_IN, c, FRAME_ARENA);
    enum frame_error error = frame_parse(buf_text(&c->body), c->body.len, m->arena, &f);
    if (error == FRAME_OK && f.kind != FRAME_HELLO && !c->chat->is_known)
        error = FRAME_BAD_MESSAGE;
    if (error == FRAME_OK && is_too_fast(n, c))
        error = FRAME_RATE;
    if (error != FRAME_OK) {
        arena_free(m->arena);
        return error;
    }
    m->channel = CHANNEL_WEB;
    if (f.kind == FRAME_HELLO)
        fill_hello(c, &f, m);
    else
        fill_message(&f, m);
    bool is_hello = f.kind == FRAME_HELLO;
    if (!mail_send(n, m)) {
        atomic_fetch_add_explicit(&metrics.refused[CHANNEL_WEB][REFUSED_BUSY], 1, memory_order_relaxed);
        return FRAME_BUSY;
    }
    c->chat->is_known |= is_hello;
    return FRAME_OK;
}

static void count_refused(enum frame_error error) {
    static const int reasons[FRAME_ERRORS] = {
        [FRAME_BAD_MESSAGE] = REFUSED_BODY, [FRAME_TOO_LONG] = REFUSED_SIZE};
    if (error == FRAME_BAD_MESSAGE || error == FRAME_TOO_LONG)
        atomic_fetch_add_explicit(&metrics.refused[CHANNEL_WEB][reasons[error]], 1, memory_order_relaxed);
}

static int close_with(struct conn *c, enum lws_close_status status) {
    lws_close_reason(c->wsi, status, NULL, 0);
    return -1;
}

int chat_received(struct net *n, struct conn *c, const void *bytes, size_t len) {
    if (!c || !c->chat)
        return -1;
    c->chat->heard_at = n->now;
    if (lws_frame_is_binary(c->wsi))
        return close_with(c, LWS_CLOSE_STATUS_UNACCEPTABLE_OPCODE);
    c->chat->frame_len += len;
    if (c->chat->frame_len > FRAME_GIVE_UP)
        return close_with(c, LWS_CLOSE_STATUS_MESSAGE_TOO_LARGE);
    if (c->chat->frame_len <= FRAME_MAX)
        buf_put(&c->body, bytes, len);
    if (!lws_is_final_fragment(c->wsi) || lws_remaining_packet_payload(c->wsi))
        return 0;
    enum frame_error error = c->chat->frame_len > FRAME_MAX ? FRAME_TOO_LONG : take_frame(n, c);
    c->chat->frame_len = 0;
    buf_done(&c->body); // most chats are silent: no buffer is kept for them
    buf_init(&c->body, FRAME_MAX);
    count_refused(error);
    if (error != FRAME_OK)
        say_error(n, c, error);
    return 0;
}

int chat_received_pong(struct net *n, struct conn *c) {
    if (c && c->chat)
        c->chat->heard_at = n->now;
    return 0;
}

// --- the end

void chat_sweep(struct net *n, struct conn *c) {
    struct chat_socket *chat = c->chat;
    if (n->now - chat->heard_at > GONE_MS) {
        conn_kill(c);
        return;
    }
    if (n->now - chat->heard_at < PING_MS || n->now - chat->asked_at < PING_MS)
        return;
    chat->asked_at = n->now;
    chat->wants_ping = true;
    lws_callback_on_writable(c->wsi);
}

bool chat_tell_gone(struct net *n, struct conn *c) {
    if (!c->chat || !c->chat->is_known)
        return true;
    if (!mail_send(n, mail_new(MAIL_CHAT_GONE, c, 4096)))
        return queue_is_closed(n->c.to_desk);
    c->chat->is_known = false;
    return true;
}

void chat_free(struct conn *c) {
    if (!c->chat)
        return;
    while (c->chat->first) {
        struct out *o = c->chat->first;
        c->chat->first = o->next;
        free(o);
    }
    free(c->chat);
    c->chat = NULL;
    atomic_fetch_sub(&metrics.chats, 1);
}
