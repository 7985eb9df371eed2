// SPDX-License-Identifier: Apache-2.0
#include "net/headers.h"

#include <arpa/inet.h>

#include "test.h"

static void lengths(void) {
    static const struct {
        const char *value;
        long want;
    } cases[] = {
        {NULL, LENGTH_MISSING},
        {"", LENGTH_MISSING},
        {"0", 0},
        {"42", 42},
        {"00000042", 42},
        {"99999999", 99999999},
        {"100000000", LENGTH_HUGE},
        {"99999999999999999999999", LENGTH_HUGE},
        {"3, 5", LENGTH_BAD},
        {"3,  5", LENGTH_BAD},
        {"-1", LENGTH_BAD},
        {"+1", LENGTH_BAD},
        {"0x10", LENGTH_BAD},
        {"1e3", LENGTH_BAD},
        {" 1", LENGTH_BAD},
        {"1 ", LENGTH_BAD},
        {"1.0", LENGTH_BAD},
        {"\xd9\xa1", LENGTH_BAD},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_INT(header_length(cases[i].value), cases[i].want);
}

static void tokens(void) {
    static const struct {
        const char *list, *token;
        int want;
    } cases[] = {
        {NULL, "gzip", 0},
        {"", "gzip", 0},
        {"gzip", "gzip", 1},
        {"GZIP", "gzip", 1},
        {"br, gzip;q=0.5", "gzip", 1},
        {"br,gzip", "gzip", 1},
        {"gzip;q=0", "gzip", 0},
        {"gzip; q=0.00", "gzip", 0},
        {"gzipped", "gzip", 0},
        {"x gzip", "gzip", 0},
        {"  ,, gzip  ", "gzip", 1},
        {"a, lurus-chat", "lurus-chat", 1},
        {"lurus-chat2", "lurus-chat", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_INT(header_has_token(cases[i].list, cases[i].token), cases[i].want);
    char name[8];
    CHECK(header_first_token(" a-b, c", name, sizeof name));
    CHECK_TEXT(name, "a-b");
    CHECK(!header_first_token("", name, sizeof name) && !header_first_token(NULL, name, sizeof name));
    CHECK(!header_first_token("a b", name, sizeof name) && !header_first_token("a\r\nX:", name, sizeof name));
    CHECK(!header_first_token("12345678", name, sizeof name));
}

static void etags(void) {
    CHECK(header_matches_etag("\"a\"", "\"a\""));
    CHECK(header_matches_etag("\"b\", W/\"a\"", "\"a\""));
    CHECK(header_matches_etag("*", "\"a\""));
    CHECK(!header_matches_etag("", "\"a\""));
    CHECK(!header_matches_etag("\"ab\"", "\"a\""));
    CHECK(!header_matches_etag("a", "\"a\""));
}

static void origins(void) {
    static char one[] = "https://cek.example.id", two[] = "http://10.0.0.1:3000";
    char *const list[] = {one, two, NULL};
    static const struct {
        const char *origin, *host;
        int want;
    } cases[] = {
        {NULL, "a.id", 1},
        {"", "a.id", 1},
        {"https://a.id", "a.id", 1},
        {"http://a.id:8080", "a.id:8080", 1},
        {"https://A.ID", "a.id", 1},
        {"https://a.id", "b.id", 0},
        {"https://a.id.evil.example", "a.id", 0},
        {"https://evil.example/a.id", "a.id", 0},
        {"https://a.id:444", "a.id", 0},
        {"ftp://a.id", "a.id", 0},
        {"null", "null", 0},
        {"https://", "", 0},
        {"https://cek.example.id", "a.id", 1},
        {"http://cek.example.id", "a.id", 0},
        {"http://10.0.0.1:3000", "a.id", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_INT(header_origin_allowed(cases[i].origin, cases[i].host, list), cases[i].want);
    CHECK(!header_origin_allowed("https://a.id", NULL, NULL));
}

static void addresses(void) {
    static const struct {
        const char *value, *want; // NULL: none
        int is_loopback;
    } cases[] = {
        {"203.0.113.7", "::ffff:203.0.113.7", 0},
        {"1.1.1.1, 203.0.113.7", "::ffff:203.0.113.7", 0},
        {"127.8.9.1", "::ffff:127.8.9.1", 1},
        {"2001:db8::1", "2001:db8::1", 0},
        {"::1", "::1", 1},
        {"unknown", NULL, 0},
        {"", NULL, 0},
        {"1.2.3.4,", NULL, 0},
        {"1.2.3.4:80", NULL, 0},
        {"[::1]", NULL, 0},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct in6_addr a;
        char text[INET6_ADDRSTRLEN];
        bool is_there = header_forwarded(cases[i].value, &a);
        CHECK_TEXT(is_there ? inet_ntop(AF_INET6, &a, text, sizeof text) : NULL, cases[i].want);
        if (is_there)
            CHECK_INT(address_is_loopback(&a), cases[i].is_loopback);
    }
}

static void nets(void) {
    struct in6_addr a, b, c;
    CHECK(header_forwarded("2001:db8:1:2::1", &a) && header_forwarded("2001:db8:1:2:ff::2", &b));
    a = address_net(&a);
    b = address_net(&b);
    CHECK(memcmp(&a, &b, sizeof a) == 0);
    CHECK(header_forwarded("203.0.113.7", &a) && header_forwarded("203.0.113.8", &b));
    c = address_net(&a);
    CHECK(memcmp(&a, &c, sizeof a) == 0);
    b = address_net(&b);
    CHECK(memcmp(&a, &b, sizeof a) != 0);
}

static void own_origins(void) {
    static const struct {
        const char *origin, *host, *url;
        bool is_own;
    } rows[] = {
        {"http://127.0.0.1:8080", "127.0.0.1:8080", NULL, true},
        {"https://a.id", "a.id", NULL, true},
        {"https://a.id", "inner:8080", "https://a.id", true},
        {"https://a.id", "inner:8080", "https://a.id/x", true},
        {"https://a.id", "inner:8080", "https://a.id.evil", false},
        {"https://a.id.evil", "inner:8080", "https://a.id", false},
        {"https://a.i", "inner:8080", "https://a.id", false},
        {"http://a.id", "inner:8080", "https://a.id", false},
        {"https://a.id:444", "a.id", "https://a.id", false},
        {"null", "a.id", NULL, false},
        {"", "a.id", "https://a.id", false},
        {"https://", "", "https://a.id", false},
        {"https://b.id", "a.id", NULL, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        CHECK_INT(header_is_own_origin(rows[i].origin, rows[i].host, rows[i].url), rows[i].is_own);
}

static void cookies(void) {
    char out[8];
    CHECK(header_cookie("a=1; x=abc; b=2", "x", out, sizeof out));
    CHECK_TEXT(out, "abc");
    CHECK(header_cookie("x=1234567", "x", out, sizeof out));
    CHECK_TEXT(out, "1234567");
    CHECK(!header_cookie("x=12345678", "x", out, sizeof out)); // does not fit
    CHECK(header_cookie("x=;y=2", "x", out, sizeof out));
    CHECK_TEXT(out, "");
    CHECK(!header_cookie("", "x", out, sizeof out) && !header_cookie("xx=1", "x", out, sizeof out) && !header_cookie("ax=1;;; x", "x", out, sizeof out));
    CHECK(header_cookie("x=1;x=2", "x", out, sizeof out)); // the first, as browsers mean it
    CHECK_TEXT(out, "1");
    header_plain("Mo\nz\xc3\xa9 x", out, sizeof out);
    CHECK_TEXT(out, "Mo?z?? ");
}

static void masks(void) {
    static const struct {
        const char *address, *text, *masked;
    } rows[] = {{"203.0.113.7", "203.0.113.7", "203.0.113.x"}, {"127.0.0.1", "127.0.0.1", "127.0.0.x"}, {"2001:db8:1:2:3::9", "2001:db8:1:2:3::9", "2001:db8:1::x"}, {"::1", "::1", "0:0:0::x"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct in6_addr address;
        char out[ADDRESS_TEXT];
        CHECK(header_forwarded(rows[i].address, &address));
        address_text(&address, out);
        CHECK_TEXT(out, rows[i].text);
        address_mask(&address, out);
        CHECK_TEXT(out, rows[i].masked);
    }
}

static const struct test tests[] = {{"own_origins", own_origins}, {"cookies", cookies}, {"masks", masks}, {"lengths", lengths}, {"tokens", tokens},       {"etags", etags},
                                    {"origins", origins}, {"addresses", addresses}, {"nets", nets}};
TEST_MAIN(tests)
