// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "text.h"

enum { REPLACEMENT = 0xfffd, RUNE_MAX = 0x10ffff };

// By lead byte: length and least rune of that length (RFC 3629 §4).
static unsigned sequence_length(unsigned char lead) {
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead < 0xe0)
        return 2;
    if (lead >= 0xe0 && lead < 0xf0)
        return 3;
    return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

// The rune at `at`, or REPLACEMENT with *ret_len = 0 when the bytes are not UTF-8.
static uint32_t decode(const unsigned char *at, size_t left, unsigned *ret_len) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned len = sequence_length(at[0]);
    *ret_len = 0;
    if (!len || len > left)
        return REPLACEMENT;
    uint32_t rune = len == 1 ? at[0] : at[0] & (0x7fu >> len);
    for (unsigned i = 1; i < len; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return REPLACEMENT;
        rune = rune << 6 | (at[i] & 0x3fu);
    }
    if (rune < least[len] || rune > RUNE_MAX || (rune >= 0xd800 && rune < 0xe000))
        return REPLACEMENT;
    *ret_len = len;
    return rune;
}

// How many bytes at the start are ASCII, as far as it can be told eight at a time.
static size_t ascii_run(const unsigned char *at, size_t len) {
    size_t run = 0;
    for (uint64_t eight; run + sizeof eight <= len; run += sizeof eight) {
        memcpy(&eight, at + run, sizeof eight);
        if (eight & 0x8080808080808080u)
            break;
    }
    return run;
}

bool utf8_is_valid(const void *bytes, size_t len) {
    const unsigned char *at = bytes, *end = at + len;
    while (at < end) {
        unsigned step;
        at += ascii_run(at, (size_t)(end - at));
        if (at == end)
            return true;
        decode(at, (size_t)(end - at), &step);
        if (!step)
            return false;
        at += step;
    }
    return true;
}

uint32_t utf8_next(const char **at, const char *end) {
    unsigned step;
    uint32_t rune = decode((const unsigned char *)*at, (size_t)(end - *at), &step);
    *at += step ? step : 1;
    return rune;
}

size_t utf8_put(uint32_t rune, char out[4]) {
    if (rune < 0x80) {
        out[0] = (char)rune;
        return 1;
    }
    size_t len = rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = len - 1; i > 0; i--, rune >>= 6)
        out[i] = (char)(0x80 | (rune & 0x3f));
    out[0] = (char)(leads[len] | rune);
    return len;
}

size_t utf8_length(const char *text) {
    size_t count = 0, len = strlen(text);
    for (size_t i = 0; i < len; i++) // a known length lets the compiler take many at once
        count += ((unsigned char)text[i] & 0xc0) != 0x80;
    return count;
}

size_t utf16_length(const char *text) {
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) == 0x80 ? 0u : (unsigned char)*text >= 0xf0 ? 2u : 1u;
    return count;
}

size_t utf8_prefix(const char *text, size_t runes) {
    size_t at = 0;
    for (; text[at]; at++)
        if (((unsigned char)text[at] & 0xc0) != 0x80 && runes-- == 0)
            break;
    return at;
}

char *utf8_ellipsis(struct arena *a, const char *text, size_t runes) {
    if (utf8_length(text) <= runes)
        return arena_strdup(a, text);
    size_t len = runes ? utf8_prefix(text, runes - 1) : 0;
    size_t cut = len;
    while (cut > len / 2 && text[cut] != ' ')
        cut--;
    if (cut <= len / 2)
        cut = len;
    while (cut > 0 && (text[cut - 1] == ' ' || text[cut - 1] == ','))
        cut--;
    return arena_printf(a, "%.*s…", (int)cut, text);
}

const char *utf8_repaired(struct arena *a, const char *text) {
    size_t len = strlen(text);
    if (utf8_is_valid(text, len))
        return text;
    char *copy = arena_alloc(a, 3 * len + 1), *out = copy;
    for (const char *at = text, *end = text + len; at < end;)
        out += utf8_put(utf8_next(&at, end), out);
    return copy;
}

void hex_encode(const void *bytes, size_t len, char *out) {
    static const char digits[] = "0123456789abcdef";
    const unsigned char *at = bytes;
    for (size_t i = 0; i < len; i++) {
        out[2 * i] = digits[at[i] >> 4];
        out[2 * i + 1] = digits[at[i] & 15];
    }
    out[2 * len] = '\0';
}

static int hex_value(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool hex_decode(const char *text, size_t textlen, unsigned char *out, size_t outlen) {
    if (textlen != 2 * outlen)
        return false;
    for (size_t i = 0; i < outlen; i++) {
        int high = hex_value(text[2 * i]), low = hex_value(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t base64_encode(const void *bytes, size_t len, char *out) {
    const unsigned char *at = bytes;
    size_t put = 0;
    for (size_t i = 0; i < len; i += 3) {
        size_t have = len - i < 3 ? len - i : 3;
        uint32_t bits = (uint32_t)at[i] << 16 | (have > 1 ? (uint32_t)at[i + 1] << 8 : 0) | (have > 2 ? at[i + 2] : 0);
        for (size_t k = 0; k < 4; k++)
            out[put++] = k <= have ? base64_digits[bits >> (18 - 6 * k) & 63] : '=';
    }
    out[put] = '\0';
    return put;
}

size_t base64url_encode(const void *bytes, size_t len, char *out) {
    size_t put = base64_encode(bytes, len, out);
    while (put && out[put - 1] == '=')
        out[--put] = '\0';
    for (char *at = out; *at; at++)
        *at = *at == '+' ? '-' : *at == '/' ? '_' : *at;
    return put;
}

bool base64_decode(const char *text, size_t textlen, unsigned char *out, size_t outmax, size_t *ret_len) {
    if (textlen % 4)
        return false;
    size_t pad = 0;
    while (pad < 2 && pad < textlen && text[textlen - 1 - pad] == '=')
        pad++;
    size_t put = 0, total = textlen / 4 * 3 - pad;
    if (total > outmax)
        return false;
    uint32_t bits = 0;
    for (size_t i = 0; i < textlen; i++) {
        const char *digit = text[i] ? memchr(base64_digits, text[i], 64) : NULL;
        if (!digit && !(text[i] == '=' && i >= textlen - pad))
            return false;
        bits = bits << 6 | (digit ? (uint32_t)(digit - base64_digits) : 0);
        if (i % 4 < 3)
            continue;
        for (int shift = 16; shift >= 0 && put < total; shift -= 8)
            out[put++] = (unsigned char)(bits >> shift);
        bits = 0;
    }
    *ret_len = total;
    return true;
}
