// SPDX-License-Identifier: Apache-2.0
#include "hosts.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "../base/text.h"

// Second letters of the country codes (ISO 3166-1 with what IANA delegates beyond it) by their first.
static const char *const countries[26] = {"cdefgilmoqrstuwxz",
                                          "abdefghijmnorstvwyz",
                                          "acdfghiklmnoruvwxyz",
                                          "ejkmoz",
                                          "cegrstu",
                                          "ijkmor",
                                          "abdefghilmnpqrstuwy",
                                          "kmnrtu",
                                          "delmnoqrst",
                                          "emop",
                                          "eghimnprwyz",
                                          "abcikrstuvy",
                                          "acdeghklmnopqrstuvwxyz",
                                          "acefgiloprtuz",
                                          "m",
                                          "aefghklmnrstwy",
                                          "a",
                                          "eosuw",
                                          "abcdeghijklmnorstuvxyz",
                                          "cdfghjklmnortvwz",
                                          "agksyz",
                                          "aceginu",
                                          "fs",
                                          "",
                                          "et",
                                          "amw"};
// Other top-level domains that circulate.
static const char *const generic[] = {
    "academy", "agency", "app",     "asia",     "bank",   "bid",     "biz",    "blog",      "bond",
    "buzz",    "cam",    "cash",    "casino",   "center", "cfd",     "chat",   "city",      "click",
    "cloud",   "club",   "com",     "company",  "cyou",   "deals",   "dev",    "digital",   "edu",
    "email",   "events", "express", "finance",  "fit",    "fund",    "fun",    "fyi",       "games",
    "gift",    "gifts",  "global",  "gold",     "gov",    "group",   "guru",   "homes",     "host",
    "icu",     "info",   "ink",     "int",      "lat",    "life",    "link",   "live",      "loan",
    "loans",   "lol",    "ltd",     "media",    "mil",    "mobi",    "mom",    "money",     "monster",
    "name",    "net",    "network", "news",     "ninja",  "online",  "org",    "page",      "plus",
    "press",   "pro",    "promo",   "pub",      "quest",  "red",     "rest",   "review",    "run",
    "sale",    "sbs",    "school",  "services", "shop",   "site",    "social", "solutions", "space",
    "store",   "stream", "support", "surf",     "team",   "tech",    "tips",   "today",     "tokyo",
    "top",     "tours",  "trade",   "vip",      "web",    "website", "wiki",   "win",       "wtf",
    "world",   "xyz",    "zone"};
// Top-level domains that are Indonesian or English words, short forms, degrees or file endings as well.
static const char *const words[] = {
    "ad", "ag",   "al",  "am", "as", "at",  "ba", "be",  "best", "bs", "by", "date", "day",  "do", "ga",
    "gw", "help", "how", "in", "ir", "is",  "it", "ke",  "km",   "lu", "ma", "md",   "me",   "mo", "mov",
    "mu", "my",   "new", "ni", "no", "now", "om", "one", "pa",   "pl", "ps", "pt",   "py",   "rs", "sc",
    "sd", "sh",   "si",  "sm", "so", "sy",  "tg", "th",  "to",   "tr", "tt", "us",   "work", "zip"};
// Labels below a country that anybody or a kind of body registers under: "go.id", "co.uk".
static const char *const seconds[] = {"ac",  "biz", "co",  "com", "desa", "edu",    "go",  "gov",
                                      "mil", "my",  "net", "or",  "org",  "ponpes", "sch", "web"};

// The list is in order of the alphabet.
static bool is_in(const char *const *list, size_t count, const char *word, size_t len) {
    int first = tolower((unsigned char)*word);
    for (size_t i = 0; i < count && list[i][0] <= first; i++)
        if (list[i][0] == first && strlen(list[i]) == len && strncasecmp(list[i], word, len) == 0)
            return true;
    return false;
}

static bool is_country(const char *label, size_t len) {
    if (len != 2 || !isalpha((unsigned char)label[0]) || !isalpha((unsigned char)label[1]))
        return false;
    return strchr(countries[tolower((unsigned char)label[0]) - 'a'], tolower((unsigned char)label[1])) !=
           NULL;
}

static bool has_second(const char *host, const char *dot) {
    const char *second = memrchr(host, '.', (size_t)(dot - host));
    second = second ? second + 1 : host;
    return is_in(seconds, COUNT_OF(seconds), second, (size_t)(dot - second));
}

enum host_end host_end(const char *host, size_t *ret_labels) {
    *ret_labels = 0;
    const char *dot = strrchr(host, '.'), *label = dot ? dot + 1 : host;
    size_t len = strlen(label);
    bool country = is_country(label, len), word = is_in(words, COUNT_OF(words), label, len);
    bool punycode = len > 4 && strncasecmp(label, "xn--", 4) == 0;
    if (!country && !word && !punycode && !is_in(generic, COUNT_OF(generic), label, len))
        return END_NONE;
    bool is_second = country && dot && has_second(host, dot);
    *ret_labels = is_second ? 2 : 1;
    return word && !is_second ? END_WORD : END_SURE;
}

// --- reading

bool host_is_invisible(uint32_t rune) {
    return rune == 0xad || (rune >= 0x200b && rune <= 0x200f) || (rune >= 0x202a && rune <= 0x202e) ||
           (rune >= 0x2060 && rune <= 0x2069) || rune == 0xfeff || (rune >= 0xfe00 && rune <= 0xfe0f) ||
           rune == 0x20e3;
}

// Letters of the scripts whose letters pass for Latin ones, and what full-width and mathematical ones are.
static bool is_letter(uint32_t rune) {
    static const uint32_t scripts[][2] = {
        {0xc0, 0xd6},     {0xd8, 0xf6},     {0xf8, 0x2af},    {0x300, 0x36f},     {0x370, 0x373},
        {0x386, 0x386},   {0x388, 0x52f},   {0x531, 0x587},   {0x1d00, 0x1dbf},   {0x1e00, 0x1fbc},
        {0xff10, 0xff19}, {0xff21, 0xff3a}, {0xff41, 0xff5a}, {0x1d400, 0x1d6a3}, {0x1d7ce, 0x1d7ff}};
    for (size_t i = 0; i < COUNT_OF(scripts); i++)
        if (rune >= scripts[i][0] && rune <= scripts[i][1])
            return true;
    return false;
}

// Full-width and mathematical letters are plain ones in a host (UTS 46 maps them).
static uint32_t plain(uint32_t rune) {
    if (rune >= 0xff01 && rune <= 0xff5e)
        rune -= 0xfee0;
    if (rune >= 0x1d400 && rune <= 0x1d6a3)
        rune = (rune - 0x1d400) % 52 < 26 ? 'A' + (rune - 0x1d400) % 52 : 'a' + (rune - 0x1d400) % 52 - 26;
    if (rune >= 0x1d7ce && rune <= 0x1d7ff)
        rune = '0' + (rune - 0x1d7ce) % 10;
    return rune < 0x80 ? (uint32_t)tolower((int)rune) : rune;
}

size_t host_letter(const char *at, const char *end) {
    if (at >= end)
        return 0;
    if ((unsigned char)*at < 0x80)
        return isalnum((unsigned char)*at) ? 1 : 0;
    const char *next = at;
    return is_letter(utf8_next(&next, end)) ? (size_t)(next - at) : 0;
}

static const char *skip_invisible(const char *at, const char *end) {
    while (at < end && (unsigned char)*at >= 0x80) {
        const char *next = at;
        if (!host_is_invisible(utf8_next(&next, end)))
            break;
        at = next;
    }
    return at;
}

// Dots that are written so that programs pass over them; a space may stand on both sides.
static size_t hidden_dot(const char *at, const char *end) {
    static const char *const forms[] = {"[.]", "(.)", "{.}", "[dot]", "(dot)", "{dot}", "[titik]", "(titik)"};
    size_t before = *at == ' ';
    at += before;
    if (at == end || !strchr("[({", *at))
        return 0;
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        size_t len = strlen(forms[i]);
        if ((size_t)(end - at) > len && strncasecmp(at, forms[i], len) == 0)
            return before + len + (at[len] == ' ');
    }
    return 0;
}

static size_t spoken_dot(const char *at, const char *end) {
    static const char *const forms[] = {" dot ", " titik "};
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        size_t len = strlen(forms[i]);
        if ((size_t)(end - at) > len && strncasecmp(at, forms[i], len) == 0)
            return len;
    }
    return 0;
}

// Bytes of the dot at `at` when a label follows it, else 0.
static size_t dot_at(const char *at, const char *end, enum host_dots dots, struct host *h) {
    size_t len = 0;
    if (*at == '.')
        len = 1;
    else if (strchr(" [({", *at) && (len = hidden_dot(at, end)))
        h->is_hidden = true;
    else if (*at == ' ' && dots == DOTS_SPOKEN && (len = spoken_dot(at, end)))
        h->is_spoken = true;
    else if ((unsigned char)*at >= 0x80) {
        const char *next = at;
        uint32_t rune = utf8_next(&next, end);
        len = rune == 0x3002 || rune == 0xff0e || rune == 0xff61 ? (size_t)(next - at) : 0;
    }
    const char *next = skip_invisible(at + len, end);
    return len && host_letter(next, end) ? (size_t)(next - at) : 0;
}

static bool put(struct host *h, const char *bytes, size_t len) {
    if (h->len + len > HOST_MAX)
        return false;
    memcpy(h->text + h->len, bytes, len);
    h->len += len;
    return true;
}

static bool put_letter(struct host *h, const char *at, const char *end) {
    char bytes[4];
    return put(h, bytes, utf8_put(plain(utf8_next(&at, end)), bytes));
}

// Bytes of what is not a letter: a dash, a mark that nobody sees, a dot with a label behind it; 0: the host
// ends.
static size_t read_other(const char *at, const char *end, enum host_dots dots, struct host *h) {
    size_t len = (size_t)(skip_invisible(at, end) - at);
    if (len)
        return len;
    if (*at == '-' || *at == '_')
        return put(h, at, 1) ? 1 : 0;
    len = dot_at(at, end, dots, h);
    if (len) {
        h->labels++;
        h->last_dot = at;
    }
    return len && put(h, ".", 1) ? len : 0;
}

bool host_read(const char *at, const char *end, enum host_dots dots, struct host *ret_host) {
    struct host *h = ret_host;
    h->len = 0;
    h->labels = 1;
    h->end = at;
    h->last_dot = NULL;
    h->is_hidden = h->is_spoken = false;
    size_t written = 0;
    while (at < end) {
        size_t len = host_letter(at, end);
        if (len && !put_letter(h, at, end))
            break;
        bool is_letter_here = len > 0;
        len = is_letter_here ? len : read_other(at, end, dots, h);
        if (!len)
            break;
        at += len;
        if (is_letter_here) {
            written = h->len;
            h->end = at;
        }
    }
    bool fits = at == end || !host_letter(at, end);
    while (!fits && host_letter(h->end, end))
        h->end += host_letter(h->end, end);
    h->len = written;
    h->text[written] = '\0';
    return fits && written > 0;
}
