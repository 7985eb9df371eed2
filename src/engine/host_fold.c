// SPDX-License-Identifier: Apache-2.0
// What a host looks like to the eye: punycode undone, look-alike letters as a-z.
#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "../base/text.h"
#include "hosts.h"

// --- punycode, RFC 3492 §6.1 and §6.2

enum { BASE = 36, TMIN = 1, TMAX = 26, SKEW = 38, DAMP = 700, BIAS = 72, FIRST = 128, LABEL_MAX = 63 };

static uint32_t adapt(uint32_t delta, uint32_t count, bool is_first) {
    uint32_t k = 0;
    delta = is_first ? delta / DAMP : delta / 2;
    delta += delta / count;
    for (; delta > (BASE - TMIN) * TMAX / 2; k += BASE)
        delta /= BASE - TMIN;
    return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

static int digit(char c) {
    if (c >= 'a' && c <= 'z')
        return c - 'a';
    return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
}

// One number of variable length at *at; false: it ends early or grows too large.
static bool read_number(const char **at, const char *end, uint32_t bias, uint32_t *i) {
    uint32_t weight = 1;
    for (uint32_t k = BASE;; k += BASE) {
        int d = *at < end ? digit(*(*at)++) : -1;
        if (d < 0 || (uint32_t)d > (UINT32_MAX - *i) / weight)
            return false;
        *i += (uint32_t)d * weight;
        uint32_t t = k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;
        if ((uint32_t)d < t)
            return true;
        if (weight > UINT32_MAX / (BASE - t))
            return false;
        weight *= BASE - t;
    }
}

static size_t punycode(const char *text, size_t len, uint32_t out[LABEL_MAX]) {
    const char *end = text + len, *at = text;
    size_t count = 0;
    for (const char *dash = end; dash > text; dash--) {
        if (dash[-1] != '-')
            continue;
        while (at < dash - 1 && count < LABEL_MAX)
            out[count++] = (unsigned char)*at++;
        at = dash;
        break;
    }
    uint32_t n = FIRST, i = 0, bias = BIAS;
    while (at < end && count < LABEL_MAX) {
        uint32_t before = i;
        if (!read_number(&at, end, bias, &i))
            return 0;
        bias = adapt(i - before, (uint32_t)count + 1, before == 0);
        if (i / (count + 1) > 0x10ffff - n)
            return 0;
        n += i / (uint32_t)(count + 1);
        i %= (uint32_t)(count + 1);
        memmove(out + i + 1, out + i, (count - i) * sizeof out[0]);
        out[i++] = n;
        count++;
    }
    return count;
}

// --- look-alikes of a-z, by code point: accents off, small capitals, Cyrillic, Greek and Armenian letters of
// the same shape. In order of the code points; upper case of the other scripts is folded before.
static const struct {
    uint16_t first, last;
    char letter;
} alike[] = {
    {0xc0, 0xc6, 'a'},     {0xc7, 0xc7, 'c'},     {0xc8, 0xcb, 'e'},     {0xcc, 0xcf, 'i'},
    {0xd0, 0xd0, 'd'},     {0xd1, 0xd1, 'n'},     {0xd2, 0xd6, 'o'},     {0xd8, 0xd8, 'o'},
    {0xd9, 0xdc, 'u'},     {0xdd, 0xdd, 'y'},     {0xde, 0xde, 'p'},     {0xdf, 0xdf, 'b'},
    {0xe0, 0xe6, 'a'},     {0xe7, 0xe7, 'c'},     {0xe8, 0xeb, 'e'},     {0xec, 0xef, 'i'},
    {0xf0, 0xf0, 'd'},     {0xf1, 0xf1, 'n'},     {0xf2, 0xf6, 'o'},     {0xf8, 0xf8, 'o'},
    {0xf9, 0xfc, 'u'},     {0xfd, 0xfd, 'y'},     {0xfe, 0xfe, 'p'},     {0xff, 0xff, 'y'},
    {0x100, 0x105, 'a'},   {0x106, 0x10d, 'c'},   {0x10e, 0x111, 'd'},   {0x112, 0x11b, 'e'},
    {0x11c, 0x123, 'g'},   {0x124, 0x127, 'h'},   {0x128, 0x133, 'i'},   {0x134, 0x135, 'j'},
    {0x136, 0x138, 'k'},   {0x139, 0x142, 'l'},   {0x143, 0x14b, 'n'},   {0x14c, 0x153, 'o'},
    {0x154, 0x159, 'r'},   {0x15a, 0x161, 's'},   {0x162, 0x167, 't'},   {0x168, 0x173, 'u'},
    {0x174, 0x175, 'w'},   {0x176, 0x178, 'y'},   {0x179, 0x17e, 'z'},   {0x17f, 0x17f, 's'},
    {0x183, 0x183, 'b'},   {0x188, 0x188, 'c'},   {0x18c, 0x18c, 'd'},   {0x192, 0x192, 'f'},
    {0x199, 0x199, 'k'},   {0x19a, 0x19a, 'l'},   {0x19e, 0x19e, 'n'},   {0x1a5, 0x1a5, 'p'},
    {0x1ad, 0x1ad, 't'},   {0x1b4, 0x1b4, 'y'},   {0x1b6, 0x1b6, 'z'},   {0x1cd, 0x1ce, 'a'},
    {0x1cf, 0x1d0, 'i'},   {0x1d1, 0x1d2, 'o'},   {0x1d3, 0x1dc, 'u'},   {0x1de, 0x1e1, 'a'},
    {0x1e4, 0x1e7, 'g'},   {0x1e8, 0x1e9, 'k'},   {0x1ea, 0x1ed, 'o'},   {0x1f0, 0x1f0, 'j'},
    {0x1f4, 0x1f5, 'g'},   {0x1f8, 0x1f9, 'n'},   {0x1fa, 0x1fb, 'a'},   {0x1fe, 0x1ff, 'o'},
    {0x200, 0x203, 'a'},   {0x204, 0x207, 'e'},   {0x208, 0x20b, 'i'},   {0x20c, 0x20f, 'o'},
    {0x210, 0x213, 'r'},   {0x214, 0x217, 'u'},   {0x218, 0x219, 's'},   {0x21a, 0x21b, 't'},
    {0x21e, 0x21f, 'h'},   {0x226, 0x227, 'a'},   {0x228, 0x229, 'e'},   {0x22a, 0x231, 'o'},
    {0x232, 0x233, 'y'},   {0x237, 0x237, 'j'},   {0x246, 0x247, 'e'},   {0x248, 0x249, 'j'},
    {0x24c, 0x24d, 'r'},   {0x24e, 0x24f, 'y'},   {0x250, 0x251, 'a'},   {0x253, 0x253, 'b'},
    {0x255, 0x255, 'c'},   {0x256, 0x257, 'd'},   {0x260, 0x262, 'g'},   {0x266, 0x266, 'h'},
    {0x268, 0x26a, 'i'},   {0x26b, 0x26b, 'l'},   {0x271, 0x271, 'm'},   {0x272, 0x274, 'n'},
    {0x27c, 0x27e, 'r'},   {0x280, 0x280, 'r'},   {0x282, 0x282, 's'},   {0x288, 0x288, 't'},
    {0x289, 0x289, 'u'},   {0x28b, 0x28b, 'v'},   {0x28f, 0x28f, 'y'},   {0x290, 0x290, 'z'},
    {0x299, 0x299, 'b'},   {0x29c, 0x29c, 'h'},   {0x29d, 0x29d, 'j'},   {0x29f, 0x29f, 'l'},
    {0x3ac, 0x3ac, 'a'},   {0x3ad, 0x3ad, 'e'},   {0x3ae, 0x3ae, 'n'},   {0x3af, 0x3af, 'i'},
    {0x3b1, 0x3b1, 'a'},   {0x3b2, 0x3b2, 'b'},   {0x3b3, 0x3b3, 'y'},   {0x3b4, 0x3b4, 'd'},
    {0x3b5, 0x3b5, 'e'},   {0x3b6, 0x3b6, 'z'},   {0x3b7, 0x3b7, 'n'},   {0x3b8, 0x3b8, 'o'},
    {0x3b9, 0x3b9, 'i'},   {0x3ba, 0x3ba, 'k'},   {0x3bc, 0x3bc, 'u'},   {0x3bd, 0x3bd, 'v'},
    {0x3bf, 0x3bf, 'o'},   {0x3c0, 0x3c0, 'n'},   {0x3c1, 0x3c1, 'p'},   {0x3c2, 0x3c2, 's'},
    {0x3c3, 0x3c3, 'o'},   {0x3c4, 0x3c4, 't'},   {0x3c5, 0x3c5, 'u'},   {0x3c7, 0x3c7, 'x'},
    {0x3c9, 0x3c9, 'w'},   {0x3ca, 0x3ca, 'i'},   {0x3cb, 0x3cb, 'u'},   {0x3cc, 0x3cc, 'o'},
    {0x3cd, 0x3cd, 'u'},   {0x3ce, 0x3ce, 'w'},   {0x3f2, 0x3f2, 'c'},   {0x3f3, 0x3f3, 'j'},
    {0x430, 0x430, 'a'},   {0x431, 0x432, 'b'},   {0x433, 0x433, 'r'},   {0x435, 0x435, 'e'},
    {0x437, 0x437, 'e'},   {0x438, 0x439, 'u'},   {0x43a, 0x43a, 'k'},   {0x43c, 0x43c, 'm'},
    {0x43d, 0x43d, 'h'},   {0x43e, 0x43e, 'o'},   {0x43f, 0x43f, 'n'},   {0x440, 0x440, 'p'},
    {0x441, 0x441, 'c'},   {0x442, 0x442, 't'},   {0x443, 0x443, 'y'},   {0x445, 0x445, 'x'},
    {0x448, 0x449, 'w'},   {0x44a, 0x44a, 'b'},   {0x44c, 0x44c, 'b'},   {0x44d, 0x44d, 'e'},
    {0x44f, 0x44f, 'r'},   {0x450, 0x451, 'e'},   {0x452, 0x452, 'h'},   {0x453, 0x453, 'r'},
    {0x454, 0x454, 'e'},   {0x455, 0x455, 's'},   {0x456, 0x457, 'i'},   {0x458, 0x458, 'j'},
    {0x45b, 0x45b, 'h'},   {0x45c, 0x45c, 'k'},   {0x45d, 0x45d, 'u'},   {0x45e, 0x45e, 'y'},
    {0x45f, 0x45f, 'u'},   {0x475, 0x475, 'v'},   {0x491, 0x491, 'r'},   {0x493, 0x493, 'r'},
    {0x49b, 0x49b, 'k'},   {0x49d, 0x49d, 'k'},   {0x49f, 0x49f, 'k'},   {0x4a3, 0x4a3, 'h'},
    {0x4ab, 0x4ab, 'c'},   {0x4ad, 0x4ad, 't'},   {0x4af, 0x4af, 'y'},   {0x4b1, 0x4b1, 'y'},
    {0x4b3, 0x4b3, 'x'},   {0x4bb, 0x4bb, 'h'},   {0x4cf, 0x4cf, 'i'},   {0x4d1, 0x4d1, 'a'},
    {0x4d3, 0x4d3, 'a'},   {0x4d7, 0x4d7, 'e'},   {0x4e7, 0x4e7, 'o'},   {0x501, 0x501, 'd'},
    {0x51b, 0x51b, 'q'},   {0x51d, 0x51d, 'w'},   {0x570, 0x570, 'h'},   {0x575, 0x575, 'j'},
    {0x578, 0x578, 'n'},   {0x57d, 0x57d, 'u'},   {0x581, 0x581, 'g'},   {0x585, 0x585, 'o'},
    {0x1d00, 0x1d00, 'a'}, {0x1d04, 0x1d04, 'c'}, {0x1d05, 0x1d05, 'd'}, {0x1d07, 0x1d07, 'e'},
    {0x1d0a, 0x1d0a, 'j'}, {0x1d0b, 0x1d0b, 'k'}, {0x1d0d, 0x1d0d, 'm'}, {0x1d0f, 0x1d0f, 'o'},
    {0x1d18, 0x1d18, 'p'}, {0x1d1b, 0x1d1b, 't'}, {0x1d1c, 0x1d1c, 'u'}, {0x1d20, 0x1d20, 'v'},
    {0x1d21, 0x1d21, 'w'}, {0x1d22, 0x1d22, 'z'}, {0x1e00, 0x1e01, 'a'}, {0x1e02, 0x1e07, 'b'},
    {0x1e08, 0x1e09, 'c'}, {0x1e0a, 0x1e13, 'd'}, {0x1e14, 0x1e1d, 'e'}, {0x1e1e, 0x1e1f, 'f'},
    {0x1e20, 0x1e21, 'g'}, {0x1e22, 0x1e2b, 'h'}, {0x1e2c, 0x1e2f, 'i'}, {0x1e30, 0x1e35, 'k'},
    {0x1e36, 0x1e3d, 'l'}, {0x1e3e, 0x1e43, 'm'}, {0x1e44, 0x1e4b, 'n'}, {0x1e4c, 0x1e53, 'o'},
    {0x1e54, 0x1e57, 'p'}, {0x1e58, 0x1e5f, 'r'}, {0x1e60, 0x1e69, 's'}, {0x1e6a, 0x1e71, 't'},
    {0x1e72, 0x1e7b, 'u'}, {0x1e7c, 0x1e7f, 'v'}, {0x1e80, 0x1e89, 'w'}, {0x1e8a, 0x1e8d, 'x'},
    {0x1e8e, 0x1e8f, 'y'}, {0x1e90, 0x1e95, 'z'}, {0x1e96, 0x1e96, 'h'}, {0x1e97, 0x1e97, 't'},
    {0x1e98, 0x1e98, 'w'}, {0x1e99, 0x1e99, 'y'}, {0x1e9a, 0x1e9a, 'a'}, {0x1e9b, 0x1e9e, 's'},
    {0x1e9f, 0x1e9f, 'd'}, {0x1ea0, 0x1eb7, 'a'}, {0x1eb8, 0x1ec7, 'e'}, {0x1ec8, 0x1ecb, 'i'},
    {0x1ecc, 0x1ee3, 'o'}, {0x1ee4, 0x1ef1, 'u'}, {0x1ef2, 0x1ef9, 'y'},
};

static uint32_t lower_rune(uint32_t rune) {
    if (rune < 0x80)
        return (uint32_t)tolower((int)rune);
    if (rune >= 0x391 && rune <= 0x3a9) // Greek
        return rune + 0x20;
    if (rune >= 0x410 && rune <= 0x42f) // Cyrillic
        return rune + 0x20;
    if (rune >= 0x400 && rune <= 0x40f)
        return rune + 0x50;
    if (rune >= 0x460 && rune <= 0x52f && rune % 2 == 0 && (rune < 0x4c1 || rune > 0x4ce))
        return rune + 1;
    if (rune >= 0x531 && rune <= 0x556) // Armenian
        return rune + 0x30;
    return rune == 0x4c0 ? 0x4cf : rune;
}

static char letter_of(uint32_t rune) {
    size_t low = 0, high = COUNT_OF(alike);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (rune > alike[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < COUNT_OF(alike) && rune >= alike[low].first ? alike[low].letter : 0;
}

static void put_folded(struct buf *b, uint32_t rune) {
    if (host_is_invisible(rune) || (rune >= 0x300 && rune <= 0x36f)) // combining accents
        return;
    if (rune >= 0xff01 && rune <= 0xff5e) // full-width
        rune -= 0xfee0;
    rune = lower_rune(rune);
    char letter = rune >= 0x80 ? letter_of(rune) : (char)rune;
    if (letter)
        buf_putc(b, letter);
    else
        buf_put_rune(b, rune);
}

static void fold_label(struct buf *b, const char *label, size_t len) {
    char lower[HOST_MAX + 1];
    uint32_t runes[LABEL_MAX];
    size_t count = 0;
    if (len > 4 && len <= HOST_MAX && strncasecmp(label, "xn--", 4) == 0) {
        for (size_t i = 0; i < len; i++)
            lower[i] = (char)tolower((unsigned char)label[i]);
        count = punycode(lower + 4, len - 4, runes);
    }
    for (size_t i = 0; i < count; i++)
        put_folded(b, runes[i]);
    for (const char *at = label, *end = label + len; !count && at < end;)
        put_folded(b, utf8_next(&at, end));
}

char *host_fold(struct arena *a, const char *host) {
    struct buf b;
    buf_init(&b, (size_t)4 * HOST_MAX);
    for (;;) {
        size_t len = strcspn(host, ".");
        fold_label(&b, host, len);
        if (!host[len])
            break;
        buf_putc(&b, '.');
        host += len + 1;
    }
    char *text = arena_strndup(a, buf_text(&b), b.len);
    buf_done(&b);
    return text;
}
