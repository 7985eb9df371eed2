// SPDX-License-Identifier: Apache-2.0
#include "totp.h"

#include <stdio.h>
#include <string.h>

#include "crypto.h"

enum { WINDOW = 1, MODULUS = 1000000 };

void totp_code(const unsigned char *secret, size_t len, int64_t step, char out[TOTP_DIGITS + 1]) {
    unsigned char counter[8], mac[20];
    for (int i = 0; i < 8; i++)
        counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
    crypto_hmac_sha1(secret, len, counter, sizeof counter, mac);
    const unsigned char *at = mac + (mac[19] & 0xf); // RFC 4226, section 5.3
    uint32_t number = ((uint32_t)(at[0] & 0x7f) << 24) | ((uint32_t)at[1] << 16) | ((uint32_t)at[2] << 8) | at[3];
    snprintf(out, TOTP_DIGITS + 1, "%06u", (unsigned)(number % MODULUS));
}

bool totp_check(const unsigned char secret[TOTP_SECRET], int64_t now_ms, int64_t last_step, const char *code, int64_t *ret_step) {
    int64_t now = now_ms / 1000 / TOTP_STEP_S, found = 0;
    if (strlen(code) != TOTP_DIGITS)
        return false;
    for (int64_t step = now - WINDOW; step <= now + WINDOW; step++) { // all of them, whichever fits
        char wanted[TOTP_DIGITS + 1];
        totp_code(secret, TOTP_SECRET, step, wanted);
        if (crypto_is_equal(wanted, code, TOTP_DIGITS) && step > last_step)
            found = step;
    }
    if (found)
        *ret_step = found;
    return found != 0;
}

void totp_base32(const unsigned char secret[TOTP_SECRET], char out[TOTP_BASE32]) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    for (int group = 0; group < TOTP_SECRET / 5; group++) {
        uint64_t bits = 0;
        for (int i = 0; i < 5; i++)
            bits = bits << 8 | secret[5 * group + i];
        for (int i = 0; i < 8; i++)
            out[8 * group + i] = alphabet[bits >> (35 - 5 * i) & 31];
    }
    out[TOTP_BASE32 - 1] = '\0';
}
