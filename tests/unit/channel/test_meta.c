// SPDX-License-Identifier: Apache-2.0
#include "channel/meta.h"

#include <stdlib.h>

#include "base/crypto.h"
#include "test.h"

#define FIXTURES SOURCE_DIR "/tests/fixtures/whatsapp/"

// Takes the text up to `end` off *at.
static char *cut(char **at, const char *end) {
    char *text = *at;
    size_t len = strcspn(text, end);
    *at = text + len + (text[len] != '\0');
    text[len] = '\0';
    return text;
}

// verify_requests.tsv: request target, token, status, body.
static void handshake(void) {
    char *file = test_file(FIXTURES "verify_requests.tsv", NULL), *at = file;
    int count = 0;
    cut(&at, "\n");
    while (*at) {
        char *line = cut(&at, "\n"), *target = cut(&line, "\t"), *token = cut(&line, "\t");
        const char *status = cut(&line, "\t"), *body = cut(&line, "\t");
        char *query = strchr(target, '?');
        struct buf b;
        buf_init(&b, META_CHALLENGE_MAX);
        enum err err = meta_hello(token, &(struct hook_request){.query = query ? query + 1 : NULL}, &b);
        CHECK_INT(err == OK ? 200 : 403, strcmp(status, "200") == 0 ? 200 : 403);
        CHECK_TEXT(buf_text(&b), body);
        buf_done(&b);
        count++;
    }
    CHECK_INT(count, 8);
    free(file);
}

static void handshakes_refused(void) {
    static const char *const queries[] = {
        "",
        "&&&",
        "hub.mode",
        "hub.mode=subscribe&hub.challenge=&hub.verify_token=t",
        "hub.mode=subscribe&hub.challenge=1%0d%0a2&hub.verify_token=t",
        "hub.mode=subscribe&hub.challenge=1%00&hub.verify_token=t",
        "hub.mode=subscribe&hub.challenge=1%4&hub.verify_token=t",
        "hub.mode=subscribe&hub.challenge=1%zz&hub.verify_token=t",
        "hub.mode=subscribe&hub.challenge=1&hub.verify_token=t%20",
        "hub.mode=subscribe&hub.challenge=1&hub.verify_token=",
        "hub.mode=subscribe&xhub.challenge=1&hub.verify_token=t",
    };
    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        struct buf b;
        buf_init(&b, META_CHALLENGE_MAX);
        CHECK_INT(meta_hello("t", &(struct hook_request){.query = queries[i]}, &b), ERR_AUTH);
        CHECK_TEXT(buf_text(&b), "");
        buf_done(&b);
    }
}

static void challenge_is_bounded(void) {
    static const struct {
        int length;
        enum err want;
    } cases[] = {{256, OK}, {257, ERR_AUTH}, {5000, ERR_AUTH}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buf query, b;
        buf_init(&query, 8192);
        buf_init(&b, META_CHALLENGE_MAX);
        buf_printf(&query, "hub.mode=subscribe&hub.verify_token=t&hub.challenge=%0*d", cases[i].length, 7);
        CHECK_INT(meta_hello("t", &(struct hook_request){.query = buf_text(&query)}, &b), cases[i].want);
        buf_done(&query);
        buf_done(&b);
    }
}

// Known answers, made with another implementation of HMAC.
static void known_signatures(void) {
    static const struct {
        const char *secret, *body, *file, *signature;
    } cases[] = {
        {"appsecret", "{\"object\":\"page\"}", NULL,
         "sha256=b38a2f589e8e63c7fc3318ee5fad162aa1c05bd62cb1ec87c9a61641619505e2"},
        {"0123456789abcdef0123456789abcdef", NULL, FIXTURES "composed_raw_escaped_body.json",
         "sha256=834f20ab1e8fc1db88a19d9ee7e1aac46c181ff6ac68259c8639c0beb236eb3f"},
        {"0123456789abcdef0123456789abcdef", NULL, FIXTURES "composed_text_rtl_emoji_newline_control.json",
         "sha256=bb43817f978f308bcfa7c9abe75a6ee62a4d940ce1decc6d68043dd5115418bd"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t len = 0;
        char *file = cases[i].file ? test_file(cases[i].file, &len) : NULL;
        struct hook_request r = {.body = file ? file : cases[i].body, .signature = cases[i].signature};
        r.body_len = file ? len : strlen(cases[i].body);
        CHECK_INT(meta_verify(cases[i].secret, NULL, &r), OK);
        CHECK_INT(meta_verify("new", cases[i].secret, &r), OK);
        CHECK_INT(meta_verify("new", "other", &r), ERR_AUTH);
        CHECK_INT(meta_verify("new", NULL, &r), ERR_AUTH);
        r.body_len--;
        CHECK_INT(meta_verify(cases[i].secret, NULL, &r), ERR_AUTH);
        free(file);
    }
}

static void forms_of_the_header(void) {
    static const struct {
        const char *signature;
        enum err want;
    } cases[] = {
        {"sha256=B38A2F589E8E63C7FC3318EE5FAD162AA1C05BD62CB1EC87C9A61641619505E2", OK},
        {NULL, ERR_AUTH},
        {"", ERR_AUTH},
        {"sha256=", ERR_AUTH},
        {"b38a2f589e8e63c7fc3318ee5fad162aa1c05bd62cb1ec87c9a61641619505e2", ERR_AUTH},
        {"sha1=b38a2f589e8e63c7fc3318ee5fad162aa1c05bd62cb1ec87c9a61641619505e2", ERR_AUTH},
        {"sha256=b38a2f589e8e63c7fc3318ee5fad162aa1c05bd62cb1ec87c9a61641619505e", ERR_AUTH},
        {"sha256=b38a2f589e8e63c7fc3318ee5fad162aa1c05bd62cb1ec87c9a61641619505e2 ", ERR_AUTH},
        {"sha256=b38a2f589e8e63c7fc3318ee5fad162aa1c05bd62cb1ec87c9a61641619505e2e2", ERR_AUTH},
        {"sha256=b38a2f589e8e63c7fc3318ee5fad162aa1c05bd62cb1ec87c9a61641619505g2", ERR_AUTH},
        {"sha256=038a2f589e8e63c7fc3318ee5fad162aa1c05bd62cb1ec87c9a61641619505e2", ERR_AUTH},
        {"sha256=b38a2f589e8e63c7fc3318ee5fad162aa1c05bd62cb1ec87c9a61641619505e3", ERR_AUTH},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct hook_request r = {.body = "{\"object\":\"page\"}", .body_len = 17, .signature = cases[i].signature};
        CHECK_INT(meta_verify("appsecret", "", &r), cases[i].want);
    }
}

static void an_empty_secret_signs_nothing(void) {
    unsigned char mac[32];
    char signature[80] = "sha256=";
    crypto_hmac_sha256("", 0, "{}", 2, mac);
    hex_encode(mac, sizeof mac, signature + 7);
    const struct hook_request r = {.body = "{}", .body_len = 2, .signature = signature};
    CHECK_INT(meta_verify("", NULL, &r), ERR_AUTH);
    CHECK_INT(meta_verify(NULL, "", &r), ERR_AUTH);
}

static const struct test tests[] = {
    {"handshake", handshake},
    {"handshakes refused", handshakes_refused},
    {"challenge is bounded", challenge_is_bounded},
    {"known signatures", known_signatures},
    {"forms of the header", forms_of_the_header},
    {"an empty secret signs nothing", an_empty_secret_signs_nothing},
};
TEST_MAIN(tests)
