// SPDX-License-Identifier: Apache-2.0
#include "desk/backoff.h"

#include "test.h"

static void backoff(void) {
    CHECK_INT(backoff_ms(1000, 0, 0), 1000);
    CHECK_INT(backoff_ms(1000, 100000, 0), 10000);
    CHECK_INT(backoff_ms(1000, 100000000, 0), 3600000);
    CHECK_INT(backoff_ms(7200000, 0, 0), 7200000);
    CHECK_INT(backoff_ms(1000, 0, 0xffff), 1250);
}

static const struct test tests[] = {{"backoff", backoff}};
TEST_MAIN(tests)
