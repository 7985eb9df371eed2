// SPDX-License-Identifier: Apache-2.0
// HTTP as a client, the one user of libcurl: calls that run side by side over kept connections. One thread owns
// it; only http_wake may come from another. Bounds of a call: 5 s to connect, 35 s in all, 64 KiB of answer, no
// redirects, HTTP/1.1, certificates verified.
#ifndef SEND_HTTP_H
#define SEND_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../channel/probe.h"

enum { HTTP_CONNECT_MS = 5000, HTTP_TOTAL_MS = 35000, HTTP_BODY_MAX = 64 * 1024 };

struct http;

struct http_request { // POST, or GET when body is NULL; all of it stays the caller's, and alive until the call is released
    const char *url, *authorization, *content_type; // the last two may be NULL
    const char *body;
    size_t body_len;
};

struct http_call { // what became of it; valid until http_release
    void *owner;
    int status;      // 0: no answer
    enum silence silence; // SILENCE_NONE: the answer is whole
    bool is_written; // bytes of the request left us, so that the other side may have acted on it
    const char *body; // NUL-terminated
    size_t body_len;
    const char *usage;     // X-Business-Use-Case-Usage of an answer from 400 on, or NULL
    int64_t retry_after_s; // -1: none
};

// `calls` may run at the same time, each on a connection of its own. Before threads start.
struct http *http_new(size_t calls, const char *agent);
void http_free(struct http *h); // nothing may run; NULL is fine
// The caller keeps count: never more than `calls` at a time, finished but not yet released ones included.
void http_start(struct http *h, const struct http_request *r, void *owner);
// Does what is due; waits up to wait_ms when nothing is, until an answer comes or somebody wakes it.
void http_turn(struct http *h, int64_t wait_ms);
struct http_call *http_finished(struct http *h); // the next one, NULL: none
struct http_call *http_cut(struct http *h);      // breaks off a running one, NULL: none runs
void http_release(struct http *h, struct http_call *call);
void http_wake(struct http *h);

#endif
