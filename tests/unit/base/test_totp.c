// SPDX-License-Identifier: Apache-2.0
#include "base/totp.h"

#include "test.h"

static const unsigned char secret[] = "12345678901234567890";

// RFC 6238, appendix B (SHA1): the last six of its eight digits.
static void vectors(void) {
    static const struct {
        int64_t time;
        const char *code;
    } rows[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char code[TOTP_DIGITS + 1];
        totp_code(secret, TOTP_SECRET, rows[i].time / TOTP_STEP_S, code);
        CHECK_TEXT(code, rows[i].code);
    }
}

static void window(void) {
    const int64_t now = 1111111111000; // step 37037037, which begins at …110
    int64_t step = 0;
    CHECK(totp_check(secret, now, 0, "050471", &step));
    CHECK_INT(step, 37037037);
    CHECK(totp_check(secret, now, 0, "081804", &step)); // the one before
    CHECK_INT(step, 37037036);
    CHECK(totp_check(secret, now - 30000, 0, "050471", &step)); // a clock that is behind
    CHECK(!totp_check(secret, now + 60000, 0, "050471", &step));
    CHECK(!totp_check(secret, now - 60000, 0, "050471", &step));
    CHECK(!totp_check(secret, now, 37037037, "050471", &step)); // used already
    CHECK(!totp_check(secret, now, 37037037, "081804", &step)); // older than the one that was used
    CHECK(!totp_check(secret, now, 0, "050472", &step));
    CHECK(!totp_check(secret, now, 0, "", &step));
    CHECK(!totp_check(secret, now, 0, "0504711", &step));
}

static void base32(void) {
    char out[TOTP_BASE32];
    totp_base32(secret, out);
    CHECK_TEXT(out, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

static const struct test tests[] = {{"vectors", vectors}, {"window", window}, {"base32", base32}};
TEST_MAIN(tests)
