// SPDX-License-Identifier: Apache-2.0
#include "base/crypto.h"
#include "base/text.h"

#include "test.h"

static void hashes(void) {
    unsigned char out[32];
    char hex[65];
    crypto_sha256("abc", 3, out);
    hex_encode(out, 32, hex);
    CHECK_TEXT(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); // FIPS 180-4
    crypto_hmac_sha256("Jefe", 4, "what do ya want for nothing?", 28, out);
    hex_encode(out, 32, hex);
    CHECK_TEXT(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"); // RFC 4231, case 2
    crypto_hmac_sha1("Jefe", 4, "what do ya want for nothing?", 28, out);
    hex_encode(out, 20, hex);
    CHECK_TEXT(hex, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"); // RFC 2202, case 2
}

// More keys than a thread keeps, in turns; and one that is too long to be kept.
static void many_keys(void) {
    unsigned char first[6][32], again[32], key[80] = {0};
    for (int round = 0; round < 3; round++) {
        for (unsigned char i = 0; i < 6; i++) {
            key[0] = i;
            crypto_hmac_sha256(key, i == 5 ? sizeof key : 20, "Hi There", 8, round ? again : first[i]);
            CHECK(!round || memcmp(first[i], again, 32) == 0);
        }
    }
    char hex[65];
    memset(key, 0x0b, 20);
    crypto_hmac_sha256(key, 20, "Hi There", 8, again);
    hex_encode(again, 32, hex);
    CHECK_TEXT(hex, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"); // RFC 4231, case 1
}

static void sealing(void) {
    unsigned char key[CRYPTO_KEY] = {1}, other[CRYPTO_KEY] = {2}, sealed[5 + CRYPTO_SEAL_EXTRA], again[5 + CRYPTO_SEAL_EXTRA], out[5];
    crypto_seal(key, "halo!", 5, sealed);
    crypto_seal(key, "halo!", 5, again);
    CHECK(memcmp(sealed, again, sizeof sealed) != 0);
    CHECK_INT(crypto_open(key, sealed, sizeof sealed, out), OK);
    CHECK(memcmp(out, "halo!", 5) == 0);
    CHECK_INT(crypto_open(other, sealed, sizeof sealed, out), ERR_AUTH);
    for (size_t i = 0; i < sizeof sealed; i++) {
        sealed[i] ^= 1;
        CHECK_INT(crypto_open(key, sealed, sizeof sealed, out), ERR_AUTH);
        sealed[i] ^= 1;
    }
    CHECK_INT(crypto_open(key, sealed, 27, out), ERR_AUTH);
}

static void deriving(void) {
    unsigned char key[CRYPTO_KEY] = {7}, a[CRYPTO_KEY], b[CRYPTO_KEY], c[CRYPTO_KEY];
    crypto_derive(key, "address", a);
    crypto_derive(key, "lookup", b);
    crypto_derive(key, "address", c);
    CHECK(!crypto_is_equal(a, b, sizeof a));
    CHECK(crypto_is_equal(a, c, sizeof a));
}

static void passwords(void) {
    char first[CRYPTO_PHC], second[CRYPTO_PHC];
    CHECK_INT(crypto_password_hash("kuda makan ketan", 16, first), OK);
    CHECK_INT(crypto_password_hash("kuda makan ketan", 16, second), OK);
    CHECK(strncmp(first, "$argon2id$v=19$m=19456,t=2,p=1$", 31) == 0 && strcmp(first, second) != 0);
    CHECK_INT(crypto_password_check(first, "kuda makan ketan", 16), OK);
    CHECK_INT(crypto_password_check(second, "kuda makan ketan", 16), OK);
    CHECK_INT(crypto_password_check(first, "kuda makan ketaN", 16), ERR_AUTH);
    CHECK_INT(crypto_password_check(first, "kuda makan ketan", 15), ERR_AUTH);
    CHECK_INT(crypto_password_check("", "kuda makan ketan", 16), ERR_AUTH);
    CHECK_INT(crypto_password_check("$2b$12$abc", "kuda makan ketan", 16), ERR_AUTH);
    CHECK(!crypto_password_is_old(first));
    // Made by another program with m=65536, t=2, p=1: the costs that stand in it are taken.
    static const char other[] = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    CHECK_INT(crypto_password_check(other, "password", 8), OK);
    CHECK(crypto_password_is_old(other));
}

static const struct test tests[] = {{"passwords", passwords}, {"hashes", hashes}, {"many_keys", many_keys}, {"sealing", sealing}, {"deriving", deriving}};
TEST_MAIN(tests)
