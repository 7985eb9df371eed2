// SPDX-License-Identifier: Apache-2.0
// A gateway is a row of functions. Pure: bytes and structs in, structs out; no clock, socket or SQL. Any
// thread.
#ifndef CHANNEL_CHANNEL_H
#define CHANNEL_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/err.h"
#include "../base/mem.h"
#include "../base/text.h"
#include "../model/config.h"
#include "../model/message.h"
#include "probe.h"

// A request as the adapter sees it. Header names in lower case.
struct hook_request {
    const char *query;     // of a GET, still percent-encoded, without '?'; NULL: none
    const char *body;      // raw bytes
    size_t body_len;
    const char *signature; // the header that the channel names, or NULL
};

struct channel_request { // what is to be sent
    const char *method;  // "POST", or "GET" without a body
    const char *url;     // may hold a secret: never logged
    const char *authorization; // "Bearer …" or NULL
    const char *content_type;
    struct buf body;
};

struct channel_response {
    int status;          // 0: no answer
    enum silence silence; // why there is none, or not all of it
    bool is_written;     // bytes of the request may have reached the other side
    const char *body;    // may be anything, NUL-terminated
    size_t body_len;
    const char *usage;   // X-Business-Use-Case-Usage, or NULL
    int64_t retry_after_s; // header, -1: none
    int attempt;
};

struct channel_limits {
    double per_second;     // messages a second of our number; 0: none
    double pair_interval_s; // one message per … to the same person; 0: none
    double pair_burst;
    int64_t window_ms;     // after the person's last message; 0: none
    bool has_echo;         // the gateway echoes our id in a status
};

struct channel {
    enum channel_id id;
    const char *signature_header; // "x-hub-signature-256:" with the colon, as libwebsockets wants it
    bool (*is_on)(const struct config *c);
    // GET handshake: writes the challenge; ERR_AUTH when it is not ours.
    enum err (*hello)(const struct config *c, const struct hook_request *r, struct buf *challenge);
    enum err (*verify)(const struct config *c, const struct hook_request *r);
    // ERR_INPUT only when it is not JSON; what is not understood is counted.
    enum err (*parse)(const struct config *c, const struct hook_request *r, struct arena *a, struct parsed *ret_parsed,
                      struct fail *f);
    enum err (*build)(const struct config *c, const struct outbound *o, struct arena *a, struct channel_request *ret_request);
    void (*classify)(const struct outbound *o, const struct channel_response *r, struct arena *a, struct send_result *ret_result);
    void (*limits)(const struct config *c, struct channel_limits *ret_limits);
    // `lurus check --online`: the next question (GET only), false when there is none, and what the answer to it says.
    // A probe starts zeroed but for its arena.
    bool (*ask)(const struct config *c, struct probe *p, struct channel_request *ret_request);
    void (*hear)(const struct config *c, struct probe *p, const struct channel_response *r);
};

extern const struct channel channel_whatsapp;
const struct channel *channel_find(enum channel_id id); // NULL: has no gateway (the web chat)
const struct channel *channel_by_name(const char *name);
const struct channel *channel_each(size_t *at); // the next one, NULL at the end; *at starts at 0

#endif
