// SPDX-License-Identifier: Apache-2.0
// The structs that travel through the queues between threads. One owner at a time: whoever takes one out of a
// queue frees its arena (the struct itself lies in it).
#ifndef MODEL_MAIL_H
#define MODEL_MAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/mem.h"
#include "../base/queue.h"
#include "account.h"
#include "fact.h"
#include "message.h"

// --- to the desk
enum mail_kind {
    MAIL_WEBHOOK,    // parsed; the ticket waits for a status
    MAIL_CHAT_HELLO, // a web chat says who it is
    MAIL_CHAT_IN,    // a message or choice of it: inbounds[0]
    MAIL_CHAT_GONE,  // the socket closed
    MAIL_ASK,        // POST /api/v1/ask: the ticket waits for a body
    MAIL_SENT,       // results of the send thread
    MAIL_COMMAND,    // of another process: import
    MAIL_ACCOUNT,    // about operators and sessions: the ticket or `told` waits for an answer
    MAIL_KINDS
};

// An import through the desk. It lies in the arena of its mail, with the facts; the desk puts the mail into `done` when
// they are in the base, when they cannot be, or when it stops.
struct import_call {
    const struct fact *facts; // validated
    size_t count;
    size_t added, changed, unchanged;
    struct fail fail; // what[0] is 0 when all went well
    struct queue *done; // struct mail *; closed: nobody waits any more
};

struct mail {
    enum mail_kind kind;
    struct arena *arena;
    uint64_t ticket;    // who waits in net, or the chat socket's number; 0: nobody
    int64_t received_us; // monotonic, when the last byte was there
    enum channel_id channel;
    const char *raw; // payload as it came, for `inbound.payload`; may be NULL
    size_t raw_len;
    struct parsed parsed; // MAIL_WEBHOOK, MAIL_CHAT_IN
    // MAIL_CHAT_HELLO
    const char *token; // of an earlier visit, or NULL
    int64_t last_seq;
    const char *lang; // also of MAIL_ASK
    // MAIL_ASK
    const char *text, *at; // at: ISO date or NULL
    bool is_explained;
    // MAIL_SENT: free slots of the channel after these results
    const struct send_result *results;
    size_t result_count;
    size_t free_slots;
    struct import_call *import; // MAIL_COMMAND
    // MAIL_ACCOUNT
    struct account_call *account;
    struct queue *told; // of another process: struct answer * goes there; NULL: the ticket's
};

// --- to work
enum { JOBS_MAX = 16 };   // that wait for the pool: at most 48 MiB of bodies
enum { HASHES_MAX = 16 }; // passwords that wait: half a second
enum job_kind {
    JOB_WEBHOOK,  // a body that is verified and too large to be parsed on the net thread
    JOB_PASSWORD, // Argon2id, in a queue of its own
    JOB_KINDS
};

struct job {
    enum job_kind kind;
    struct arena *arena;
    uint64_t ticket;     // who waits in net
    int64_t received_us; // monotonic, when the last byte was there
    enum channel_id channel;
    const char *body; // in the arena
    size_t body_len;
    struct account_call *account; // JOB_PASSWORD
};

// --- to net
enum answer_kind {
    ANSWER_HTTP, // the status and body of the ticket
    ANSWER_PUSH, // text frames for the chat socket `ticket`
    ANSWER_SESSION, // of the console: one that lives, or does no more
};

struct answer {
    enum answer_kind kind;
    struct arena *arena;
    uint64_t ticket;
    int status;              // ANSWER_HTTP
    const char *content_type; // NULL: no body
    const char *body;        // ANSWER_HTTP: body; ANSWER_PUSH: one JSON text frame
    size_t body_len;
    int64_t received_us; // of the mail that it answers, for the metrics
    const char *cookie;  // ANSWER_HTTP: the session's, to be set; "": to be taken back; NULL: neither
    const struct session_note *session; // ANSWER_SESSION
    struct queue *told;  // where it goes instead of net; NULL: to net
};

// --- to send
struct errand {
    struct arena *arena;
    struct outbound outbound;
};

#endif
