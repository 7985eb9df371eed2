// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include "test.h"

static void distance(void) {
    CHECK_INT(text_distance("abc", 3, "acb", 3, 2), 1);
    CHECK_INT(text_distance("pelatihan", 9, "pelatihn", 8, 2), 1);
    CHECK_INT(text_distance("abcdef", 6, "ghijkl", 6, 3), 4);
    CHECK_INT(text_distance("", 0, "ab", 2, 2), 2);
}

static void utf8(void) {
    CHECK(utf8_is_valid("é€😀", 9));
    CHECK(!utf8_is_valid("\xc0\x80", 2));
    CHECK(!utf8_is_valid("\xed\xa0\x80", 3));
    CHECK(!utf8_is_valid("\xf4\x90\x80\x80", 4));
    CHECK_INT(utf8_length("é€😀"), 3);
    CHECK_INT(utf16_length("é€😀"), 4);
    CHECK_INT(utf8_prefix("é€😀x", 2), 5);
    struct arena *a = arena_new(4096);
    CHECK_TEXT(utf8_ellipsis(a, "satu dua tiga", 9), "satu dua…");
    CHECK_TEXT(utf8_ellipsis(a, "satu", 4), "satu");
    static const char valid[] = "satu…";
    CHECK(utf8_repaired(a, valid) == valid);
    CHECK_TEXT(utf8_repaired(a, "a\xff" "b\xe2\x80"), "a\xef\xbf\xbd" "b\xef\xbf\xbd\xef\xbf\xbd");
    arena_free(a);
}

static void codings(void) {
    unsigned char bytes[8];
    char text[16];
    size_t len;
    CHECK(hex_decode("00ffAb", 6, bytes, 3) && bytes[1] == 0xff && bytes[2] == 0xab);
    CHECK(!hex_decode("00f", 3, bytes, 1) && !hex_decode("0g", 2, bytes, 1));
    base64_encode("hello", 5, text);
    CHECK_TEXT(text, "aGVsbG8=");
    CHECK(base64_decode(text, 8, bytes, sizeof bytes, &len) && len == 5 && memcmp(bytes, "hello", 5) == 0);
    CHECK_INT(base64url_encode("hello", 5, text), 7);
    CHECK_TEXT(text, "aGVsbG8");
    CHECK_INT(base64url_encode("\xfb\xff\xfe", 3, text), 4);
    CHECK_TEXT(text, "-__-");
    CHECK(!base64_decode("a===", 4, bytes, sizeof bytes, &len));
    CHECK(!base64_decode("aGV*", 4, bytes, sizeof bytes, &len));
}

static void buffers(void) {
    struct buf b;
    buf_init(&b, 5);
    buf_puts(&b, "1234");
    CHECK(!b.is_full);
    buf_puts(&b, "56");
    CHECK(b.is_full);
    CHECK_TEXT(buf_text(&b), "1234");
    buf_done(&b);
    static const char *const names[] = {"server", "store", "whatsapp"};
    CHECK_TEXT(text_nearest("sever", names, 3), "server");
    CHECK(text_nearest("quite-other", names, 3) == NULL);
}

static const struct test tests[] = {{"distance", distance}, {"utf8", utf8}, {"codings", codings}, {"buffers", buffers}};
TEST_MAIN(tests)
