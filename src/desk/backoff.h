// SPDX-License-Identifier: Apache-2.0
// How long a failed outbound waits. Pure.
#ifndef DESK_BACKOFF_H
#define DESK_BACKOFF_H

#include <stdint.h>

enum { ATTEMPTS_MAX = 20 };

// after_ms: what the gateway or its error class asks for; age_ms: since the outbound was made. A failed message
// waits at least a tenth of its age (Postfix waits its whole age; a chat is shorter), at most an hour, and up to
// a quarter more by `random` (0…65535) so that many don't come back at once.
int64_t backoff_ms(int64_t after_ms, int64_t age_ms, unsigned random);

#endif
