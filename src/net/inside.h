// SPDX-License-Identifier: Apache-2.0
// The inside of net, shared by its own files only. All of it lives on the net thread, but for the flags that
// net.c sets. Only server.c, http.c and chat.c know libwebsockets; handlers see requests and fill responses.
#ifndef NET_INSIDE_H
#define NET_INSIDE_H

#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>

#include "../base/text.h"
#include "../channel/channel.h"
#include "../model/mail.h"
#include "headers.h"
#include "listen.h"
#include "net.h"
#include "rate.h"
#include "route.h"
#include "session.h"

enum {
    PATH_MAX_BYTES = 512,
    CONNECTIONS_MAX = 4096,
    CHATS_PER_ADDRESS = 64,
    HEADERS_MAX = 16 * 1024,
    BODIES_MAX = 64 * 1024 * 1024, // bytes of all bodies that are being read
    REQUEST_MS = 30 * 1000,        // to a complete request
    IDLE_MS = 60 * 1000,           // between requests, and for an answer of the desk
    PING_MS = 30 * 1000,           // a chat that said nothing is asked whether it is there
    GONE_MS = 75 * 1000,           // and closed when it does not answer
    SWEEP_MS = 1000,
    SIGNATURE_MAX = 256,
    AGENT_MAX = 120, // bytes of the browser's name that are kept with a session
    BIG_BODY = 256 * 1024, // longer ones are parsed by the pool
    // What a parse takes: copies of the body's strings, at most a few of each, and the structs of at most 1,000
    // updates. Two bodies are parsed at a time at most: one here, one in the pool.
    PARSE_PER_BYTE = 16,
    PARSE_EXTRA = 16 * 1024 * 1024,
};

#define NOT_JSON "the body is not JSON in UTF-8"

struct ev_loop;
struct lws;
struct lws_context;
struct lws_vhost;
struct chat_socket;

enum conn_state {
    CONN_IDLE,    // waits for a request
    CONN_BODY,    // its body is being read
    CONN_WAITING, // the desk has it
    CONN_READY,   // the answer is there and goes out at the next chance
    CONN_CHAT,
    CONN_CLOSING,
};

struct conn {
    struct lws *wsi;
    uint64_t ticket; // generation and place: a late answer for a closed connection finds nobody
    enum conn_state state;
    int64_t deadline;              // monotonic ms; then it is closed
    struct in6_addr peer, address; // address: of the request, as a trusted proxy gave it
    bool is_loopback;              // of the request: not through a proxy
    bool is_http10, is_head;
    bool is_held; // nothing is read of it while its answer is awaited
    int64_t part_id;                    // what stands for the star of the route, when it is a number; else 0
    const struct session_note *session; // of the console; good while its request is read, NULL: none
    int64_t session_id;                 // likewise, also later; 0: none
    char agent[AGENT_MAX + 1];
    const struct route *route;
    const struct channel *channel; // of a webhook
    struct buf body;
    char signature[SIGNATURE_MAX];
    bool has_signature, is_explained;
    struct chat_socket *chat;
};

// The answer to a request; a handler sets the status and what differs from nothing.
struct response {
    int status;
    bool is_later;    // the desk answers by the ticket
    bool is_close;    // and the connection ends
    const char *type; // NULL: no Content-Type
    const char *body;
    size_t len;
    const char *headers; // further lines, each with its line end; NULL: none
    char etag[24];       // with its quotes; "": none
    struct buf made;     // a body made for this response; freed after it was written
};

struct request {
    char path_bytes[PATH_MAX_BYTES], query_bytes[2 * PATH_MAX_BYTES], etag_bytes[128];
    enum method method;
    const char *path;  // NULL of one with a body: its route is conn->route
    const char *query; // percent-encoded, without '?'; "" when there is none
    struct conn *conn;
    const char *etag; // If-None-Match, or ""
    bool takes_gzip;
};

// What the headers of a request to the console say of who sends it; "" when a header is missing.
struct credentials {
    char cookie[64], csrf[64], origin[256], host[256], fetch_site[32];
};

struct place {
    struct conn *conn;
    uint64_t generation;
};

struct net {
    struct net_config c;
    const struct config *config;
    struct listener listener;
    struct ev_loop *loop; // NULL: libwebsockets' own
    struct lws_context *context;
    struct lws_vhost *vhost;
    struct lws *listening; // NULL once drained
    pthread_t thread;
    bool is_running;
    atomic_bool is_stopping, is_draining, is_rung;
    struct place places[CONNECTIONS_MAX];
    size_t conn_count, next_place;
    size_t body_bytes;
    int spare_fd;                 // given up to accept and close when no file is left
    struct sessions *sessions;    // of the console
    struct rate *asks, *messages; // per address
    uint64_t *page_hashes;        // by place in embedded_files; 0: not reckoned yet
    void *sweeper;                // the timer of server.c
    int64_t now;                  // monotonic ms, of this turn of the loop
    int64_t told_no_files;
    char date[40]; // of the Date header
};

// server.c
MUST_CHECK enum err server_open(struct net *n, struct fail *f);
void server_run(struct net *n);
void server_close(struct net *n);
void server_wake(struct net *n); // any thread
struct conn *conn_find(struct net *n, uint64_t ticket);
void conn_kill(struct conn *c);
struct net *net_of(const struct lws *wsi);
// http.c; what is returned goes back to libwebsockets: -1 closes
int http_request(struct net *n, struct conn *c, const char *path, size_t len);
int http_body(struct net *n, struct conn *c, const void *bytes, size_t len);
int http_body_end(struct net *n, struct conn *c);
int http_respond(struct net *n, struct conn *c, struct response *r);
bool http_read(struct net *n, struct conn *c, const char *path, size_t len, struct request *ret_request);
void http_forget_body(struct net *n, struct conn *c);
void http_answer(struct net *n, struct conn *c, const struct answer *a);
// chat.c
int chat_upgrade(struct net *n, struct conn *c, const char *protocol);
int chat_opened(struct net *n, struct conn *c);
int chat_received(struct net *n, struct conn *c, const void *bytes, size_t len);
int chat_received_pong(struct net *n, struct conn *c);
int chat_writable(struct net *n, struct conn *c);
void chat_push(struct net *n, struct conn *c, const struct answer *a);
void chat_sweep(struct net *n, struct conn *c);
bool chat_is_flushed(const struct conn *c);
bool chat_tell_gone(struct net *n, struct conn *c); // tells the desk; false: its queue is full
void chat_free(struct conn *c);
size_t chat_count_of(const struct net *n, const struct conn *c);
// guard.c: who sends it, when there is a session
void guard_know(struct net *n, struct conn *c, const struct credentials *k);
// May the sender call the route? True: answered.
bool guard_refuses(struct net *n, struct conn *c, const struct credentials *k, bool is_write, struct response *r);
// mail.c: what is handed to the desk, and to the pool
struct mail *mail_new(enum mail_kind kind, const struct conn *c, size_t arena_max);
bool mail_send(struct net *n, struct mail *m); // false: full; the mail is freed
bool job_send(struct net *n, struct job *j);   // likewise
bool is_full_for(const struct net *n, size_t body_len); // no room for such a body where it would go
// webhook.c: the pool has found that the body is none
void respond_bad_body(const struct conn *c, struct response *r, const char *why);
// problem.c
void respond_problem(struct response *r, int status, const char *code, const char *detail);
// handlers of the route table
void get_root(struct net *n, const struct request *q, struct response *r);
void get_page(struct net *n, const struct request *q, struct response *r);
void get_console(struct net *n, const struct request *q, struct response *r);
void get_console_file(struct net *n, const struct request *q, struct response *r);
void get_openapi(struct net *n, const struct request *q, struct response *r);
void get_health(struct net *n, const struct request *q, struct response *r);
void get_ready(struct net *n, const struct request *q, struct response *r);
void get_metrics(struct net *n, const struct request *q, struct response *r);
void get_hook(struct net *n, const struct request *q, struct response *r);
void post_hook(struct net *n, const struct request *q, struct response *r);
void post_ask(struct net *n, const struct request *q, struct response *r);
void get_session(struct net *n, const struct request *q, struct response *r);
void post_session(struct net *n, const struct request *q, struct response *r);
void delete_session(struct net *n, const struct request *q, struct response *r);
void post_session_link(struct net *n, const struct request *q, struct response *r);
void get_my_sessions(struct net *n, const struct request *q, struct response *r);
void delete_my_sessions(struct net *n, const struct request *q, struct response *r);
void delete_my_session(struct net *n, const struct request *q, struct response *r);
void post_my_totp(struct net *n, const struct request *q, struct response *r);
void post_my_totp_confirm(struct net *n, const struct request *q, struct response *r);
void delete_my_totp(struct net *n, const struct request *q, struct response *r);
void post_my_password(struct net *n, const struct request *q, struct response *r);
void get_operators(struct net *n, const struct request *q, struct response *r);
void post_operators(struct net *n, const struct request *q, struct response *r);
void patch_operator(struct net *n, const struct request *q, struct response *r);
void post_operator_link(struct net *n, const struct request *q, struct response *r);
void get_chat_socket(struct net *n, const struct request *q, struct response *r);

#endif
