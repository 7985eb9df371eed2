// SPDX-License-Identifier: Apache-2.0
#include "channel/whatsapp.h"

#include "test.h"

static void row(void) {
    char token[] = "t", secret[] = "appsecret";
    const struct config c = {.whatsapp = {.is_on = true, .verify_token = token, .app_secret = secret, .messages_per_second = 1000}};
    struct channel_limits limits;
    channel_whatsapp.limits(&c, &limits);
    CHECK(limits.per_second == 1000 && limits.pair_interval_s == 6 && limits.pair_burst == 45 && limits.has_echo);
    CHECK_INT(limits.window_ms, 86400000);
    CHECK(channel_whatsapp.is_on(&c) && !channel_whatsapp.is_on(&(struct config){0}));
    CHECK_TEXT(channel_whatsapp.signature_header, "x-hub-signature-256:");

    struct buf challenge;
    buf_init(&challenge, 300);
    struct hook_request r = {.query = "hub.mode=subscribe&hub.challenge=42&hub.verify_token=t"};
    CHECK_INT(channel_whatsapp.hello(&c, &r, &challenge), OK);
    CHECK_TEXT(buf_text(&challenge), "42");
    buf_done(&challenge);

    r = (struct hook_request){.body = "{\"object\":\"page\"}", .body_len = 17,
                              .signature = "sha256=b38a2f589e8e63c7fc3318ee5fad162aa1c05bd62cb1ec87c9a61641619505e2"};
    CHECK_INT(channel_whatsapp.verify(&c, &r), OK);
    r.body = "{\"object\":\"pagE\"}";
    CHECK_INT(channel_whatsapp.verify(&c, &r), ERR_AUTH);
}

static const struct test tests[] = {{"row", row}};
TEST_MAIN(tests)
