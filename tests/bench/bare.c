// SPDX-License-Identifier: Apache-2.0
// libwebsockets answering 200 to every POST and nothing else: what the machine can give.
#include <libwebsockets.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static volatile sig_atomic_t is_stopping;

static void stop(int number) {
    is_stopping = number;
}

static int answer(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t len) {
    static const char text[] = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
    unsigned char bytes[LWS_PRE + sizeof text];
    switch ((int)reason) {
    case LWS_CALLBACK_HTTP:
        return 0;
    case LWS_CALLBACK_HTTP_BODY_COMPLETION:
        memcpy(bytes + LWS_PRE, text, sizeof text - 1);
        if (lws_write(wsi, bytes + LWS_PRE, sizeof text - 1, LWS_WRITE_HTTP_FINAL) < 0)
            return -1;
        return lws_http_transaction_completed(wsi) ? -1 : 0;
    default:
        return lws_callback_http_dummy(wsi, reason, user, in, len);
    }
}

int main(int argc, char **argv) {
    static const struct lws_protocols protocols[] = {{"http", answer, 0, 4096, 0, NULL, 0}, {NULL, NULL, 0, 0, 0, NULL, 0}};
    struct lws_context_creation_info info = {.port = argc > 1 ? atoi(argv[1]) : 0, .iface = "127.0.0.1", .protocols = protocols, .pt_serv_buf_size = 8192};
    signal(SIGTERM, stop);
    lws_set_log_level(LLL_ERR, NULL);
    struct lws_context *context = lws_create_context(&info);
    while (context && !is_stopping && lws_service(context, 0) >= 0)
        continue;
    if (context)
        lws_context_destroy(context);
    return context ? 0 : 1;
}
