// SPDX-License-Identifier: Apache-2.0
// Codes by time (RFC 6238: HMAC-SHA1, 30 seconds, six digits). Pure, any thread.
#ifndef BASE_TOTP_H
#define BASE_TOTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TOTP_SECRET = 20, TOTP_DIGITS = 6, TOTP_STEP_S = 30, TOTP_BASE32 = 32 + 1 };

// The code of a step (Unix seconds / 30); out holds TOTP_DIGITS + 1 bytes.
void totp_code(const unsigned char *secret, size_t len, int64_t step, char out[TOTP_DIGITS + 1]);
// Is it the code of now, of the step before or of the one after, and of none up to last_step, which was used already?
// True: *ret_step is its step, to be remembered.
bool totp_check(const unsigned char secret[TOTP_SECRET], int64_t now_ms, int64_t last_step, const char *code, int64_t *ret_step);
// RFC 4648, section 6, without padding.
void totp_base32(const unsigned char secret[TOTP_SECRET], char out[TOTP_BASE32]);

#endif
