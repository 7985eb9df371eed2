// SPDX-License-Identifier: Apache-2.0
#include "meta.h"

#include <string.h>

#include "../base/crypto.h"

enum { VALUE_MAX = 512 }; // bytes of a decoded query value

static const char signature_prefix[] = "sha256=";

// Decodes one value of a query (application/x-www-form-urlencoded: %XX and + for a space) into out. False when it
// is malformed, too long, or holds a control character.
static bool decode_value(const char *at, size_t len, char out[VALUE_MAX + 1]) {
    size_t used = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)at[i];
        if (c == '%') {
            if (len - i < 3 || !hex_decode(at + i + 1, 2, &c, 1))
                return false;
            i += 2;
        } else if (c == '+') {
            c = ' ';
        }
        if (c < 0x20 || c == 0x7f || used == VALUE_MAX)
            return false;
        out[used++] = (char)c;
    }
    out[used] = '\0';
    return true;
}

// The first parameter of this name; false when it is missing, empty or malformed.
static bool query_value(const char *query, const char *name, char out[VALUE_MAX + 1]) {
    size_t namelen = strlen(name);
    for (const char *at = query ? query : ""; *at; at += *at == '&') {
        size_t len = strcspn(at, "&");
        if (len > namelen && at[namelen] == '=' && memcmp(at, name, namelen) == 0)
            return decode_value(at + namelen + 1, len - namelen - 1, out) && *out;
        at += len;
    }
    return false;
}

// Compares digests, so that neither the content nor the length of the secret shows in the time taken.
static bool is_same_secret(const char *a, const char *b) {
    unsigned char x[32], y[32];
    crypto_sha256(a, strlen(a), x);
    crypto_sha256(b, strlen(b), y);
    return crypto_is_equal(x, y, sizeof x);
}

enum err meta_hello(const char *verify_token, const struct hook_request *r, struct buf *challenge) {
    char mode[VALUE_MAX + 1], token[VALUE_MAX + 1], value[VALUE_MAX + 1];
    bool is_whole = query_value(r->query, "hub.mode", mode) && query_value(r->query, "hub.verify_token", token) &&
                    query_value(r->query, "hub.challenge", value);
    if (!is_whole || !verify_token || !is_same_secret(token, verify_token) || strcmp(mode, "subscribe") != 0)
        return ERR_AUTH;
    if (strlen(value) > META_CHALLENGE_MAX)
        return ERR_AUTH;
    buf_puts(challenge, value);
    return OK;
}

static bool is_signed_by(const char *secret, const struct hook_request *r, const unsigned char mac[CRYPTO_MAC]) {
    unsigned char wanted[CRYPTO_MAC];
    if (!secret || !*secret)
        return false;
    crypto_hmac_sha256(secret, strlen(secret), r->body, r->body_len, wanted);
    return crypto_is_equal(wanted, mac, CRYPTO_MAC);
}

enum err meta_verify(const char *secret, const char *previous, const struct hook_request *r) {
    enum { PREFIX = sizeof signature_prefix - 1 };
    unsigned char mac[CRYPTO_MAC];
    if (!r->signature || !r->body || strlen(r->signature) != PREFIX + 2 * CRYPTO_MAC)
        return ERR_AUTH;
    if (memcmp(r->signature, signature_prefix, PREFIX) != 0 ||
        !hex_decode(r->signature + PREFIX, 2 * CRYPTO_MAC, mac, CRYPTO_MAC))
        return ERR_AUTH;
    return is_signed_by(secret, r, mac) || is_signed_by(previous, r, mac) ? OK : ERR_AUTH;
}
