// SPDX-License-Identifier: Apache-2.0
#include "enquire.h"

#include "../base/clock.h"
#include "http.h"

static struct http_call *wait_for(struct http *h, int64_t answer_ms) {
    int64_t end = clock_mono_ms() + answer_ms;
    struct http_call *call = http_finished(h);
    for (int64_t now = clock_mono_ms(); !call && now < end; now = clock_mono_ms()) {
        http_turn(h, end - now);
        call = http_finished(h);
    }
    return call ? call : http_cut(h);
}

void enquire(const struct channel *channel, const struct config *c, int64_t answer_ms, struct probe *p) {
    struct http *h = http_new(1, "lurus/" LURUS_VERSION);
    struct channel_request request;
    for (int i = 0; i < ENQUIRE_QUESTIONS_MAX && !p->is_over && channel->ask(c, p, &request); i++) {
        const struct http_request r = {.url = request.url, .authorization = request.authorization};
        http_start(h, &r, p);
        struct http_call *call = wait_for(h, answer_ms);
        const struct channel_response response = {.status = call->silence ? 0 : call->status,
                                                  .silence = call->silence,
                                                  .is_written = call->is_written,
                                                  .body = call->body,
                                                  .body_len = call->body_len,
                                                  .usage = call->usage,
                                                  .retry_after_s = call->retry_after_s,
                                                  .attempt = 1};
        channel->hear(c, p, &response);
        http_release(h, call);
    }
    http_free(h);
}
