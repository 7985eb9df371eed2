// SPDX-License-Identifier: Apache-2.0
// The one user of OpenSSL. Pure but for crypto_random; any thread.
#ifndef BASE_CRYPTO_H
#define BASE_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"

enum { CRYPTO_KEY = 32, CRYPTO_MAC = 32, CRYPTO_SEAL_EXTRA = 12 + 16 };

void crypto_random(void *out, size_t len); // aborts when the system has none
void crypto_sha256(const void *bytes, size_t len, unsigned char out[32]);
void crypto_hmac_sha256(const void *key, size_t keylen, const void *bytes, size_t len, unsigned char out[CRYPTO_MAC]);
void crypto_hmac_sha1(const void *key, size_t keylen, const void *bytes, size_t len, unsigned char out[20]);
bool crypto_is_equal(const void *a, const void *b, size_t len); // constant time
// HKDF-SHA256 (RFC 5869) without salt: one key a purpose from the master key.
void crypto_derive(const unsigned char master[CRYPTO_KEY], const char *purpose, unsigned char out[CRYPTO_KEY]);
// AES-256-GCM; sealed = 12 bytes nonce, text, 16 bytes tag: len + CRYPTO_SEAL_EXTRA bytes.
void crypto_seal(const unsigned char key[CRYPTO_KEY], const void *text, size_t len, unsigned char *sealed);
// ERR_AUTH when the key does not fit or a bit was changed; out holds len - CRYPTO_SEAL_EXTRA bytes.
MUST_CHECK enum err crypto_open(const unsigned char key[CRYPTO_KEY], const unsigned char *sealed, size_t len, void *out);
void crypto_wipe(void *bytes, size_t len);

#endif
