// SPDX-License-Identifier: Apache-2.0
// Host names: known top-level domains, punycode, and the plain letters that look alike. Inside of engine/ only.
#ifndef ENGINE_HOSTS_H
#define ENGINE_HOSTS_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/mem.h"

enum { HOST_MAX = 253 }; // bytes, RFC 1035

bool host_has_known_end(const char *host); // its last label is a top-level domain that people write
// Lower case, punycode undone (RFC 3492), letters that look like a-z folded to them.
char *host_fold(struct arena *a, const char *host);

#endif
