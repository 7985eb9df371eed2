// SPDX-License-Identifier: Apache-2.0
// The key file beside the base (0600, 64 hex digits), the keys derived from it, and what is sealed with them.
#ifndef STORE_KEYS_H
#define STORE_KEYS_H

#include "db.h"

// NULL path: a key of zeros, for tests in memory. A writer makes the file with the base.
MUST_CHECK enum err keys_load(struct store *s, const char *path, bool may_make, struct fail *f);
// HMAC-SHA256 of the parts, each with its length, under the lookup key.
void keys_lookup(const struct store *s, const char *kind, const char *account, const char *text, unsigned char out[CRYPTO_MAC]);
struct blob keys_seal(const unsigned char key[CRYPTO_KEY], const void *bytes, size_t len, struct arena *a);
MUST_CHECK enum err keys_unseal(const unsigned char key[CRYPTO_KEY], struct blob sealed, struct arena *a, char **ret_text);

#endif
