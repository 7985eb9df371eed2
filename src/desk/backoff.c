// SPDX-License-Identifier: Apache-2.0
#include "backoff.h"

enum { HOUR_MS = 3600 * 1000 };

int64_t backoff_ms(int64_t after_ms, int64_t age_ms, unsigned random) {
    int64_t wait = after_ms > age_ms / 10 ? after_ms : age_ms / 10;
    if (wait > HOUR_MS && after_ms <= HOUR_MS)
        wait = HOUR_MS;
    return wait + wait / 4 * (int64_t)(random & 0xffff) / 0xffff;
}
