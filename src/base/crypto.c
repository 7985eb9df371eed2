// SPDX-License-Identifier: Apache-2.0
#include "crypto.h"

#include <argon2.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NONCE = 12, TAG = 16 };

static const char sha256[] = "SHA256", sha1[] = "SHA1";

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

// Everything is fetched once: OpenSSL's one-shot functions look their parts up at every call, which takes longer than
// the work.
static EVP_MAC *hmac;
static EVP_CIPHER *gcm;
static pthread_key_t keyed_key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

// A thread uses few keys again and again: their contexts are kept, so that a key is set up once and not at each call.
enum { KEYED = 4, KEYED_MAX = 64 };
struct keyed {
    EVP_MAC_CTX *ctx;
    const char *digest; // one of this file's texts
    unsigned char key[KEYED_MAX];
    size_t keylen;
};
struct keyed_all {
    struct keyed items[KEYED];
    size_t next; // to be replaced
};

static void keyed_free(void *arg) {
    struct keyed_all *all = arg;
    for (size_t i = 0; all && i < KEYED; i++)
        EVP_MAC_CTX_free(all->items[i].ctx);
    if (all)
        OPENSSL_cleanse(all, sizeof *all);
    free(all);
}

static void fetch(void) {
    hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
    must(hmac && gcm && pthread_key_create(&keyed_key, keyed_free) == 0);
}

static void release(void) __attribute__((destructor));
static void release(void) {
    if (hmac)
        keyed_free(pthread_getspecific(keyed_key)); // of the main thread, for which no destructor runs
    EVP_MAC_free(hmac);
    EVP_CIPHER_free(gcm);
}

static EVP_MAC_CTX *ctx_new(const char *digest, const void *key, size_t keylen) {
    char name[16];
    snprintf(name, sizeof name, "%s", digest);
    OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string("digest", name, 0), OSSL_PARAM_construct_end()};
    EVP_MAC_CTX *ctx = EVP_MAC_CTX_new(hmac);
    must(ctx && EVP_MAC_init(ctx, key, keylen, params) == 1);
    return ctx;
}

static bool is_of(const struct keyed *k, const char *digest, const void *key, size_t keylen) {
    return k->ctx && k->digest == digest && k->keylen == keylen && CRYPTO_memcmp(k->key, key, keylen) == 0;
}

// A context of the key at its beginning; it stays this thread's own.
static EVP_MAC_CTX *ctx_of(const char *digest, const void *key, size_t keylen) {
    struct keyed_all *all = pthread_getspecific(keyed_key);
    if (!all) {
        all = calloc(1, sizeof *all);
        must(all && pthread_setspecific(keyed_key, all) == 0);
    }
    for (size_t i = 0; i < KEYED; i++) {
        if (!is_of(&all->items[i], digest, key, keylen))
            continue;
        must(EVP_MAC_init(all->items[i].ctx, NULL, 0, NULL) == 1);
        return all->items[i].ctx;
    }
    struct keyed *k = &all->items[all->next++ % KEYED];
    EVP_MAC_CTX_free(k->ctx);
    *k = (struct keyed){.ctx = ctx_new(digest, key, keylen), .digest = digest, .keylen = keylen};
    memcpy(k->key, key, keylen);
    return k->ctx;
}

static void hmac_run(const char *digest, const void *key, size_t keylen, const void *bytes, size_t len, unsigned char *out, size_t outlen) {
    size_t put = 0;
    pthread_once(&once, fetch);
    bool is_kept = keylen <= KEYED_MAX;
    EVP_MAC_CTX *ctx = is_kept ? ctx_of(digest, key, keylen) : ctx_new(digest, key, keylen);
    must(EVP_MAC_update(ctx, bytes, len) == 1 && EVP_MAC_final(ctx, out, &put, outlen) == 1);
    must(put == outlen);
    if (!is_kept)
        EVP_MAC_CTX_free(ctx);
}

void crypto_hmac_sha256(const void *key, size_t keylen, const void *bytes, size_t len,
                        unsigned char out[CRYPTO_MAC]) {
    hmac_run(sha256, key, keylen, bytes, len, out, CRYPTO_MAC);
}

void crypto_hmac_sha1(const void *key, size_t keylen, const void *bytes, size_t len, unsigned char out[20]) {
    hmac_run(sha1, key, keylen, bytes, len, out, 20);
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
    pthread_once(&once, fetch);
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    must(ctx != NULL);
    crypto_random(sealed, NONCE);
    int put = 0, more = 0;
    must(EVP_EncryptInit_ex2(ctx, gcm, key, sealed, NULL) == 1);
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
    pthread_once(&once, fetch);
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    must(ctx != NULL);
    int put = 0, more = 0;
    must(EVP_DecryptInit_ex2(ctx, gcm, key, sealed, NULL) == 1);
    must(EVP_DecryptUpdate(ctx, out, &put, sealed + NONCE, (int)textlen) == 1);
    must(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_SET_TAG, TAG, tag) == 1);
    int is_good = EVP_DecryptFinal_ex(ctx, (unsigned char *)out + put, &more);
    EVP_CIPHER_CTX_free(ctx);
    return is_good == 1 ? OK : ERR_AUTH;
}

// --- passwords

enum { ARGON_PASSES = 2, ARGON_LANES = 1, ARGON_SALT = 16, ARGON_HASH = 32 };

enum err crypto_password_hash(const char *password, size_t len, char out[CRYPTO_PHC]) {
    unsigned char salt[ARGON_SALT];
    crypto_random(salt, sizeof salt);
    int rc = argon2id_hash_encoded(ARGON_PASSES, CRYPTO_ARGON_KIB, ARGON_LANES, password, len, salt, sizeof salt, ARGON_HASH, out, CRYPTO_PHC);
    return rc == ARGON2_OK ? OK : ERR_LIMIT;
}

enum err crypto_password_check(const char *phc, const char *password, size_t len) {
    return argon2id_verify(phc, password, len) == ARGON2_OK ? OK : ERR_AUTH;
}

bool crypto_password_is_old(const char *phc) {
    char head[64];
    int len = snprintf(head, sizeof head, "$argon2id$v=%d$m=%d,t=%d,p=%d$", (int)ARGON2_VERSION_NUMBER, (int)CRYPTO_ARGON_KIB, (int)ARGON_PASSES,
                       (int)ARGON_LANES);
    return strncmp(phc, head, (size_t)len) != 0;
}

void crypto_wipe(void *bytes, size_t len) {
    OPENSSL_cleanse(bytes, len);
}
