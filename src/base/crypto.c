// SPDX-License-Identifier: Apache-2.0
#include "crypto.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NONCE = 12, TAG = 16 };

static void must(bool is_good) {
    if (!is_good)
        abort();
}

void crypto_random(void *out, size_t len) {
    must(RAND_bytes(out, (int)len) == 1);
}

void crypto_sha256(const void *bytes, size_t len, unsigned char out[32]) {
    must(EVP_Digest(bytes, len, out, NULL, EVP_sha256(), NULL) == 1);
}

// Fetched once: OpenSSL's one-shot HMAC() looks its parts up at every call, which takes longer than the hash.
static EVP_MAC *hmac;
static pthread_once_t hmac_once = PTHREAD_ONCE_INIT;

static void hmac_fetch(void) {
    hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    must(hmac != NULL);
}

static void hmac_free(void) __attribute__((destructor));
static void hmac_free(void) {
    EVP_MAC_free(hmac);
}

static void hmac_run(const char *digest, const void *key, size_t keylen, const void *bytes, size_t len, unsigned char *out, size_t outlen) {
    char name[16];
    snprintf(name, sizeof name, "%s", digest);
    OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string("digest", name, 0), OSSL_PARAM_construct_end()};
    size_t put = 0;
    pthread_once(&hmac_once, hmac_fetch);
    EVP_MAC_CTX *ctx = EVP_MAC_CTX_new(hmac);
    must(ctx && EVP_MAC_init(ctx, key, keylen, params) == 1 && EVP_MAC_update(ctx, bytes, len) == 1 && EVP_MAC_final(ctx, out, &put, outlen) == 1);
    must(put == outlen);
    EVP_MAC_CTX_free(ctx);
}

void crypto_hmac_sha256(const void *key, size_t keylen, const void *bytes, size_t len,
                        unsigned char out[CRYPTO_MAC]) {
    hmac_run("SHA256", key, keylen, bytes, len, out, CRYPTO_MAC);
}

void crypto_hmac_sha1(const void *key, size_t keylen, const void *bytes, size_t len, unsigned char out[20]) {
    hmac_run("SHA1", key, keylen, bytes, len, out, 20);
}

bool crypto_is_equal(const void *a, const void *b, size_t len) {
    return CRYPTO_memcmp(a, b, len) == 0;
}

void crypto_derive(const unsigned char master[CRYPTO_KEY], const char *purpose, unsigned char out[CRYPTO_KEY]) {
    static const unsigned char no_salt[CRYPTO_MAC];
    unsigned char extracted[CRYPTO_MAC], info[256];
    size_t len = strlen(purpose);
    must(len < sizeof info);
    crypto_hmac_sha256(no_salt, sizeof no_salt, master, CRYPTO_KEY, extracted);
    memcpy(info, purpose, len);
    info[len] = 1; // one block is enough: the output is as long as the hash
    crypto_hmac_sha256(extracted, sizeof extracted, info, len + 1, out);
    crypto_wipe(extracted, sizeof extracted);
}

void crypto_seal(const unsigned char key[CRYPTO_KEY], const void *text, size_t len, unsigned char *sealed) {
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    must(ctx != NULL);
    crypto_random(sealed, NONCE);
    int put = 0, more = 0;
    must(EVP_EncryptInit_ex(ctx, EVP_aes_256_gcm(), NULL, key, sealed) == 1);
    must(EVP_EncryptUpdate(ctx, sealed + NONCE, &put, text, (int)len) == 1);
    must(EVP_EncryptFinal_ex(ctx, sealed + NONCE + put, &more) == 1);
    must(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, TAG, sealed + NONCE + len) == 1);
    EVP_CIPHER_CTX_free(ctx);
}

enum err crypto_open(const unsigned char key[CRYPTO_KEY], const unsigned char *sealed, size_t len, void *out) {
    if (len < CRYPTO_SEAL_EXTRA)
        return ERR_AUTH;
    size_t textlen = len - CRYPTO_SEAL_EXTRA;
    unsigned char tag[TAG];
    memcpy(tag, sealed + NONCE + textlen, TAG);
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    must(ctx != NULL);
    int put = 0, more = 0;
    must(EVP_DecryptInit_ex(ctx, EVP_aes_256_gcm(), NULL, key, sealed) == 1);
    must(EVP_DecryptUpdate(ctx, out, &put, sealed + NONCE, (int)textlen) == 1);
    must(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_SET_TAG, TAG, tag) == 1);
    int is_good = EVP_DecryptFinal_ex(ctx, (unsigned char *)out + put, &more);
    EVP_CIPHER_CTX_free(ctx);
    return is_good == 1 ? OK : ERR_AUTH;
}

void crypto_wipe(void *bytes, size_t len) {
    OPENSSL_cleanse(bytes, len);
}
