// SPDX-License-Identifier: Apache-2.0
// Links in a text, and what their hosts are worth. A host is judged by what it resembles, not by what it holds.
#include <ctype.h>
#include <string.h>

#include "../base/text.h"
#include "hosts.h"
#include "judge.h"

enum { URL_MAX = 2048, LABELS_MAX = 12 };

// --- judging

// "*.go.id" → "go.id", and whether the host may only lie below it.
static const char *domain_of(const char *official, bool *ret_is_below) {
    *ret_is_below = text_has_prefix(official, "*.");
    return official + (*ret_is_below ? 2 : 0);
}

static bool is_below(const char *host, const char *domain) {
    size_t len = strlen(host), tail = strlen(domain);
    return len > tail && host[len - tail - 1] == '.' && strcmp(host + len - tail, domain) == 0;
}

static const char *official_of(const char *host, const struct official *official) {
    for (const char *const *at = official->domains; *at; at++) {
        bool below;
        const char *domain = domain_of(*at, &below);
        if ((!below && strcmp(host, domain) == 0) || is_below(host, domain))
            return *at;
    }
    return NULL;
}

// The label that a look-alike imitates: the first of an official domain that names it ("prakerja"); a wildcard names
// nobody.
static size_t name_of(const char *official, char out[64]) {
    size_t len = text_has_prefix(official, "*.") ? 0 : strcspn(official, ".");
    if (len < 4 || len >= 64)
        return 0;
    memcpy(out, official, len);
    out[len] = '\0';
    return len;
}

// Digits that stand for letters, and strokes taken out: "pr4-kerja" → "prakerja".
static size_t plain(const char *label, size_t len, char out[256]) {
    static const char digits[] = "4310567890", letters[] = "aeiosgtbgo";
    size_t put = 0;
    for (size_t i = 0; i < len && put < 255; i++) {
        const char *digit = label[i] ? strchr(digits, label[i]) : NULL;
        if (label[i] != '-' && label[i] != '_')
            out[put++] = digit ? letters[digit - digits] : label[i];
    }
    out[put] = '\0';
    return put;
}

// Does this label imitate the name: hold it, hold it with digits for letters, or differ in a letter or two?
static bool is_alike(const char *label, size_t len, const char *name, size_t namelen) {
    char text[256];
    if (len >= namelen && memmem(label, len, name, namelen))
        return true;
    size_t plainlen = plain(label, len, text);
    if (plainlen >= namelen && memmem(text, plainlen, name, namelen))
        return true;
    unsigned allowed = namelen >= 8 ? 2 : 1;
    if (text[0] != name[0] && allowed > 1)
        allowed = 1;
    return text_distance(text, plainlen, name, namelen, allowed) <= allowed;
}

// "kemnaker.go.id.example.com", "kemnaker-go-id.com": the ending of the official ones in another's place.
static const char *ending_of(const char *folded, const struct official *official) {
    for (const char *const *at = official->domains; *at; at++) {
        bool below;
        const char *domain = domain_of(*at, &below);
        char dashed[64];
        size_t len = strlen(domain);
        if (!below || len >= sizeof dashed)
            continue;
        for (size_t i = 0; i <= len; i++)
            dashed[i] = domain[i] == '.' ? '-' : domain[i];
        const char *dotted = strstr(folded, domain), *stroke = strstr(folded, dashed);
        bool is_dotted = dotted && dotted > folded && dotted[-1] == '.' && dotted[len] == '.';
        bool is_stroked = stroke && stroke > folded && stroke[-1] == '-' && (stroke[len] == '.' || stroke[len] == '-');
        if (is_dotted || is_stroked)
            return *at;
    }
    return NULL;
}

// The official domain whose name a label of the host imitates.
static const char *imitated(const char *folded, const struct official *official) {
    for (const char *const *at = official->domains; *at; at++) {
        char name[64];
        size_t namelen = name_of(*at, name);
        for (const char *label = folded; namelen && *label;) {
            size_t len = strcspn(label, ".");
            if (is_alike(label, len, name, namelen))
                return *at;
            label += len + (label[len] == '.');
        }
    }
    return NULL;
}

enum judgement link_judge(const char *host, const struct official *official, struct arena *a, const char **ret_of) {
    const char *exact = arena_strdup(a, host);
    *ret_of = official_of(exact, official);
    if (*ret_of)
        return JUDGED_OFFICIAL;
    const char *folded = host_fold(a, host);
    *ret_of = imitated(folded, official);
    if (*ret_of)
        return JUDGED_LOOK_ALIKE;
    *ret_of = ending_of(folded, official);
    return *ret_of ? JUDGED_LOOK_ALIKE : JUDGED_UNKNOWN;
}

// --- finding

static bool is_host_byte(char c) {
    return isalnum((unsigned char)c) || c == '-' || c == '.' || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_url_byte(char c) {
    return (unsigned char)c > 0x20 && !strchr("<>\"{}|\\^`", c);
}

struct found {
    const char *start, *host, *host_end, *end;
};

static bool is_address(const char *host, size_t len) {
    size_t dots = 0;
    for (size_t i = 0; i < len; i++) {
        if (!isdigit((unsigned char)host[i]) && host[i] != '.')
            return false;
        dots += host[i] == '.';
    }
    return dots == 3;
}

// Trims what a sentence puts after a link.
static const char *trim(const char *start, const char *end) {
    while (end > start && strchr(".,;:!?)]'*_~", end[-1]))
        end--;
    return end;
}

static const char *after_scheme(const char *at) {
    static const char *const schemes[] = {"https://", "http://", "hxxps://", "hxxp://"};
    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        if (strncasecmp(at, schemes[i], strlen(schemes[i])) == 0)
            return at + strlen(schemes[i]);
    return NULL;
}

// A link at `at`, which is the start of a word; false: there is none.
static bool link_at(const char *at, struct found *ret_found) {
    const char *scheme = after_scheme(at), *host = scheme ? scheme : at, *end = host;
    while (*end && is_url_byte(*end))
        end++;
    const char *slash = host;
    while (slash < end && !strchr("/?#", *slash))
        slash++;
    const char *sign = memchr(host, '@', (size_t)(slash - host));
    if (sign && !scheme)
        return false; // an e-mail address
    host = sign ? sign + 1 : host;
    const char *stop = host;
    while (stop < slash && is_host_byte(*stop))
        stop++;
    if (*stop == '[' && strncmp(stop, "[.]", 3) == 0)
        return false;
    const char *host_end = trim(host, stop);
    size_t len = (size_t)(host_end - host);
    char text[HOST_MAX + 1];
    if (len < 4 || len > HOST_MAX || !memchr(host, '.', len) || host[0] == '.' || host[0] == '-' || memmem(host, len, "..", 2))
        return false;
    memcpy(text, host, len);
    text[len] = '\0';
    bool is_good = host_has_known_end(text) || is_address(host, len);
    if (!scheme && (is_address(host, len) || !strpbrk(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")))
        is_good = false;
    bool has_more = stop == slash || *stop == ':';
    *ret_found = (struct found){at, host, host_end, has_more ? trim(host_end, end) : host_end};
    return is_good;
}

static char *lower(struct arena *a, const char *text, size_t len) {
    char *copy = arena_strndup(a, text, len);
    for (char *c = copy; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return copy;
}

static bool is_word_start(const char *text, const char *at) {
    return at == text || !(is_host_byte(at[-1]) || at[-1] == '@');
}

// "prakerja[.]vip" and "prakerja(.)vip" are written so that programs pass over them.
static char *refang(struct arena *a, const char *text) {
    char *copy = arena_strdup(a, text), *put = copy;
    for (const char *at = copy; *at; at++) {
        bool is_fanged = (strncmp(at, "[.]", 3) == 0 || strncmp(at, "(.)", 3) == 0);
        *put++ = is_fanged ? '.' : *at;
        at += is_fanged ? 2 : 0;
    }
    *put = '\0';
    return copy;
}

size_t links_find(const char *text, const struct official *official, struct arena *a, struct link_judged out[MATCH_LINKS]) {
    size_t count = 0;
    if (!strchr(text, '.'))
        return 0;
    if (strstr(text, "[.]") || strstr(text, "(.)"))
        text = refang(a, text);
    for (const char *at = text; *at && count < MATCH_LINKS; at++) {
        struct found f;
        if (!is_host_byte(*at) || !is_word_start(text, at) || !link_at(at, &f))
            continue;
        size_t len = (size_t)((f.end > f.host_end ? f.end : f.host_end) - f.start);
        struct link_judged *l = &out[count++];
        *l = (struct link_judged){.url = arena_strndup(a, f.start, len < URL_MAX ? len : URL_MAX), .host = lower(a, f.host, (size_t)(f.host_end - f.host))};
        l->judgement = link_judge(l->host, official, a, &l->of);
        at = f.start + len - 1;
    }
    return count;
}

// --- one form

static bool is_tracking(const char *name, size_t len) {
    static const char *const names[] = {"fbclid", "gclid", "igshid", "igsh", "ref", "mc_cid", "mc_eid", "si", "feature", "share", "s"};
    if (len > 4 && strncmp(name, "utm_", 4) == 0)
        return true;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strlen(names[i]) == len && strncmp(names[i], name, len) == 0)
            return true;
    return false;
}

static void put_query(struct buf *b, const char *query) {
    char join = '?';
    while (*query && *query != '#') {
        size_t len = strcspn(query, "&#"), name = strcspn(query, "=&#");
        if (len && !is_tracking(query, name)) {
            buf_putc(b, join);
            buf_put(b, query, len);
            join = '&';
        }
        query += len + (query[len] == '&');
    }
}

char *link_normal(struct arena *a, const char *url) {
    const char *host = after_scheme(url) ? after_scheme(url) : url;
    size_t len = strcspn(host, "/?#");
    char *name = lower(a, host, len);
    const char *path = host + len;
    size_t pathlen = strcspn(path, "?#");
    if (text_has_prefix(name, "www."))
        name += 4;
    if (text_has_prefix(name, "m."))
        name += 2;
    struct buf b;
    buf_init(&b, 2 * URL_MAX);
    buf_puts(&b, name);
    while (pathlen && path[pathlen - 1] == '/')
        pathlen--;
    buf_put(&b, path, pathlen);
    path += strcspn(path, "?#");
    if (*path == '?')
        put_query(&b, path + 1);
    char *text = arena_strndup(a, buf_text(&b), b.len);
    buf_done(&b);
    return text;
}
