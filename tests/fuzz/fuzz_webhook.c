// SPDX-License-Identifier: Apache-2.0
// A webhook body as a stranger with a valid signature might send it: parsed, and read as an answer of the gateway.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "channel/channel.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static char number[] = "1";
static const struct config config = {.whatsapp = {.is_on = true, .phone_number_id = number}};

static void must(bool is_true) {
    if (!is_true)
        abort();
}

static void check_text(const char *text, size_t max) {
    must(!text || (utf8_is_valid(text, strlen(text)) && utf8_length(text) <= max));
}

static void check_inbound(const struct inbound *m) {
    must(m->gateway_id && *m->gateway_id && strlen(m->gateway_id) <= 256);
    must(m->address && *m->address && m->kind < MESSAGE_KINDS && m->sent_at >= 0);
    check_text(m->text, 4096);
    check_text(m->subtype, 4096);
    check_text(m->choice, 256);
    check_text(m->file_name, 255);
}

static void parse(const struct hook_request *r) {
    struct arena *a = arena_new(64 << 20);
    struct parsed p = {0};
    struct fail f;
    if (channel_whatsapp.parse(&config, r, a, &p, &f) == OK) {
        must(p.inbound_count + p.status_count <= 1000);
        for (size_t i = 0; i < p.inbound_count; i++)
            check_inbound(&p.inbounds[i]);
        for (size_t i = 0; i < p.status_count; i++)
            must(p.statuses[i].gateway_id && p.statuses[i].state && p.statuses[i].at >= 0);
    }
    arena_free(a);
}

static void classify(const char *text, size_t len) {
    static const int statuses[] = {200, 400, 429, 500};
    const struct outbound o = {.id = 1, .channel = CHANNEL_WHATSAPP};
    for (size_t i = 0; i < COUNT_OF(statuses); i++) {
        struct arena *a = arena_new(64 << 20);
        struct send_result result;
        const struct channel_response r = {.status = statuses[i], .is_written = true, .body = text, .body_len = len,
                                           .usage = text, .retry_after_s = -1, .attempt = (int)(len % 9)};
        channel_whatsapp.classify(&o, &r, a, &result);
        must(result.class < SEND_CLASSES && result.after_ms >= 0 && result.after_ms <= INT64_C(86400000));
        must((result.class == SEND_OK) == (result.gateway_id != NULL));
        arena_free(a);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    static const char signature[] = "sha256=0000000000000000000000000000000000000000000000000000000000000000";
    char *text = xstrndup((const char *)bytes, len);
    struct buf challenge;
    buf_init(&challenge, 256);
    const struct hook_request r = {.query = text, .body = (const char *)bytes, .body_len = len, .signature = signature};
    must(channel_whatsapp.hello(&config, &r, &challenge) != OK); // no token is set
    must(channel_whatsapp.verify(&config, &r) != OK);
    buf_done(&challenge);
    parse(&r);
    classify(text, len);
    free(text);
    return 0;
}
