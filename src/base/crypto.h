// SPDX-License-Identifier: Apache-2.0
// The one user of OpenSSL and libargon2. Pure but for crypto_random; any thread.
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
// Argon2id (RFC 9106) with 19 MiB, 2 passes, 1 lane: some 30 ms of one core, so never on the threads of net and desk.
// out: a PHC string with a salt of its own.
enum { CRYPTO_PHC = 128, CRYPTO_ARGON_KIB = 19 * 1024 };
MUST_CHECK enum err crypto_password_hash(const char *password, size_t len, char out[CRYPTO_PHC]);
// ERR_AUTH: it is another password, or phc is no PHC string of Argon2id.
MUST_CHECK enum err crypto_password_check(const char *phc, const char *password, size_t len);
bool crypto_password_is_old(const char *phc); // made with other costs than today's: hash again at the next sign-in
void crypto_wipe(void *bytes, size_t len);

#endif
