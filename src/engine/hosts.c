// SPDX-License-Identifier: Apache-2.0
#include "hosts.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "../base/text.h"

// Country codes have two letters and are taken as they come; of the others those that circulate.
static const char *const ends[] = {"com",  "net",   "org",  "info",  "biz",   "xyz",    "vip",  "top",  "site",  "online", "club",   "shop",
                                   "store", "live",  "app",  "dev",   "fun",   "icu",    "cyou", "link", "click", "win",    "bid",    "pro",
                                   "work", "space", "website", "tech", "today", "world", "life", "blog", "news",  "edu",    "gov",    "mil",
                                   "int",  "name",  "mobi", "asia",  "one",   "page",   "web",  "rest", "buzz",  "cfd",    "sbs",    "bond",
                                   "lol",  "monster", "quest", "host", "press", "digital", "media", "social", "support", "center", "agency", "cloud",
                                   "email", "group", "company", "finance", "loan", "cash", "money", "gift", "promo", "deals", "zone", "red"};
// Two-letter words that end Indonesian sentences or numbers and are no country of a link: "dll.yg".
static const char *const no_countries[] = {"yg", "dg", "dn", "km", "kg", "cm", "mm", "rb", "jt", "wa", "tp", "pt", "sd", "dr", "jl", "no", "hp", "kk"};

static bool is_in(const char *const *list, size_t count, const char *word) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], word) == 0)
            return true;
    return false;
}

bool host_has_known_end(const char *host) {
    const char *dot = strrchr(host, '.');
    if (!dot || dot == host)
        return false;
    char end[16];
    size_t len = strlen(dot + 1);
    if (len < 2 || len >= sizeof end)
        return text_has_prefix(dot + 1, "xn--");
    for (size_t i = 0; i <= len; i++)
        end[i] = (char)tolower((unsigned char)dot[1 + i]);
    if (len == 2 && isalpha((unsigned char)end[0]) && isalpha((unsigned char)end[1]))
        return !is_in(no_countries, COUNT_OF(no_countries), end);
    return text_has_prefix(end, "xn--") || is_in(ends, COUNT_OF(ends), end);
}

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

// --- look-alikes of a-z, by code point (Unicode's confusables, the ones seen in host names)

static const struct {
    uint32_t rune;
    char letter;
} alike[] = {{0x430, 'a'}, {0x435, 'e'}, {0x43e, 'o'}, {0x440, 'p'}, {0x441, 'c'}, {0x445, 'x'}, {0x443, 'y'}, {0x456, 'i'}, {0x458, 'j'}, {0x43a, 'k'},
             {0x455, 's'}, {0x433, 'r'}, {0x501, 'd'}, {0x51b, 'q'}, {0x51d, 'w'}, {0x442, 't'}, {0x43c, 'm'}, {0x43d, 'h'}, {0x432, 'b'}, {0x3b1, 'a'},
             {0x3bf, 'o'}, {0x3c1, 'p'}, {0x3ba, 'k'}, {0x3b9, 'i'}, {0x3b5, 'e'}, {0x3bd, 'v'}, {0x3c5, 'u'}, {0x3c7, 'x'}, {0x3c4, 't'}, {0x131, 'i'},
             {0x269, 'i'}, {0x251, 'a'}, {0x261, 'g'}, {0x237, 'j'}, {0x138, 'k'}, {0xe0, 'a'},  {0xe1, 'a'},  {0xe2, 'a'},  {0xe3, 'a'},  {0xe4, 'a'},
             {0xe5, 'a'},  {0xe7, 'c'},  {0xe8, 'e'},  {0xe9, 'e'},  {0xea, 'e'},  {0xeb, 'e'},  {0xec, 'i'},  {0xed, 'i'},  {0xee, 'i'},  {0xef, 'i'},
             {0xf1, 'n'},  {0xf2, 'o'},  {0xf3, 'o'},  {0xf4, 'o'},  {0xf6, 'o'},  {0xf8, 'o'},  {0xf9, 'u'},  {0xfa, 'u'},  {0xfc, 'u'},  {0x101, 'a'},
             {0x113, 'e'}, {0x12b, 'i'}, {0x14d, 'o'}, {0x16b, 'u'}, {0x1e33, 'k'}, {0x137, 'k'}, {0x15b, 's'}, {0x161, 's'}, {0x155, 'r'}, {0x1e5b, 'r'}};

static void put_folded(struct buf *b, uint32_t rune) {
    if (rune >= 0xff01 && rune <= 0xff5e) // full-width
        rune -= 0xfee0;
    if (rune < 0x80) {
        buf_putc(b, (char)tolower((int)rune));
        return;
    }
    for (size_t i = 0; i < COUNT_OF(alike); i++) {
        if (alike[i].rune == rune) {
            buf_putc(b, alike[i].letter);
            return;
        }
    }
    buf_put_rune(b, rune);
}

static void fold_label(struct buf *b, const char *label, size_t len) {
    uint32_t runes[LABEL_MAX];
    size_t count = len > 4 && strncasecmp(label, "xn--", 4) == 0 ? punycode(label + 4, len - 4, runes) : 0;
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
