// SPDX-License-Identifier: Apache-2.0
// What a host is worth: official, one that imitates an official one, or unknown. Judged by what it looks
// like.
#include <ctype.h>
#include <string.h>

#include "../base/text.h"
#include "hosts.h"
#include "judge.h"

enum {
    LABEL_MAX = 63,
    HELD_MIN = 6,  // letters of a name that is looked for inside a longer label
    NEAR_MIN = 5,  // letters of a name of which one may be wrong
    NEAR_MIN_2 = 7 // … and two
};

// A label with its other forms.
struct label {
    const char *text;
    size_t len;
    char plain[LABEL_MAX + 1]; // see plain()
    size_t plain_len;
    bool is_registered; // the one that somebody registered under the public suffix
};

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

// One form for what the eye takes for the same: digits for letters, "l" for "i", "rn" for "m"; dashes out.
static size_t plain(const char *label, size_t len, char out[LABEL_MAX + 1]) {
    static const char from[] = "0134578962l", to[] = "oieastbgbzi";
    size_t put = 0;
    for (size_t i = 0; i < len && put < LABEL_MAX; i++) {
        char c = label[i];
        const char *sign = strchr(from, c);
        bool is_pair =
            i + 1 < len && ((c == 'r' && label[i + 1] == 'n') || (c == 'v' && label[i + 1] == 'v'));
        if (c == '-' || c == '_')
            continue;
        if (is_pair)
            c = label[i++] == 'r' ? 'm' : 'w';
        out[put++] = sign ? to[sign - from] : c;
    }
    out[put] = '\0';
    return put;
}

// Whether the text holds the name with at most one letter changed, left out or put in (Sellers' algorithm).
static bool holds_nearly(const char *text, size_t len, const char *name, size_t namelen) {
    unsigned row[LABEL_MAX + 1];
    for (unsigned j = 0; j <= namelen; j++)
        row[j] = j;
    for (size_t i = 0; i < len; i++) {
        unsigned diagonal = row[0];
        for (size_t j = 1; j <= namelen; j++) {
            unsigned change = diagonal + (text[i] != name[j - 1]),
                     one = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            diagonal = row[j];
            row[j] = change < one ? change : one;
        }
        if (row[namelen] <= 1)
            return true;
    }
    return false;
}

// Ordinary words that lie as near to a name as a misspelling of it: "pekerja" is a worker.
static bool is_ordinary(const struct label *l) {
    static const char *const words[] = {"pekerja", "prakarsa", "prakarya", "prakira"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strlen(words[i]) == l->len && memcmp(words[i], l->text, l->len) == 0)
            return true;
    return false;
}

// Whether a part between dashes is the name.
static bool has_part(const struct label *l, const char *name, size_t namelen) {
    for (size_t at = 0; at < l->len;) {
        const char *dash = memchr(l->text + at, '-', l->len - at);
        size_t len = dash ? (size_t)(dash - l->text) - at : l->len - at;
        while (len > namelen && isdigit((unsigned char)l->text[at + len - 1])) // "bkn2022"
            len--;
        if (len == namelen && memcmp(l->text + at, name, len) == 0)
            return true;
        at = dash ? (size_t)(dash - l->text) + 1 : l->len;
    }
    return false;
}

static bool imitates(const struct label *l, const char *name, size_t namelen) {
    char wanted[LABEL_MAX + 1];
    size_t wantedlen = plain(name, namelen, wanted);
    if (has_part(l, name, namelen) || (l->plain_len == wantedlen && memcmp(l->plain, wanted, wantedlen) == 0))
        return true;
    if (namelen >= HELD_MIN &&
        (memmem(l->text, l->len, name, namelen) || memmem(l->plain, l->plain_len, wanted, wantedlen)))
        return true;
    if (namelen < NEAR_MIN || is_ordinary(l))
        return false;
    if (namelen >= NEAR_MIN_2 && holds_nearly(l->plain, l->plain_len, wanted, wantedlen))
        return true;
    unsigned allowed = l->is_registered && namelen >= NEAR_MIN_2 ? 2 : 1;
    return text_distance(l->plain, l->plain_len, wanted, wantedlen, allowed) <= allowed;
}

// The name that an official domain goes by, "prakerja"; a wildcard goes by none.
static size_t name_of(const char *official, const char **ret_name) {
    bool below;
    size_t suffix;
    const char *domain = domain_of(official, &below), *end = domain + strlen(domain);
    host_end(domain, &suffix);
    for (size_t i = 0; i < suffix && end; i++)
        end = memrchr(domain, '.', (size_t)(end - domain));
    if (!end)
        return 0;
    const char *dot = memrchr(domain, '.', (size_t)(end - domain));
    *ret_name = dot ? dot + 1 : domain;
    size_t len = (size_t)(end - *ret_name);
    return len >= 3 && len <= LABEL_MAX && suffix ? len : 0;
}

static const char *imitated_by(const struct label *l, const struct official *official) {
    for (const char *const *at = official->domains; *at; at++) {
        const char *name;
        size_t len = name_of(*at, &name);
        if (len && imitates(l, name, len))
            return *at;
    }
    return NULL;
}

// The official domain whose name a label of the host imitates. The labels of the public suffix are nobody's.
static const char *imitated(const char *folded, const struct official *official) {
    size_t suffix, labels = 1;
    host_end(folded, &suffix);
    for (const char *c = folded; *c; c++)
        labels += *c == '.';
    const char *of = NULL, *at = folded;
    for (size_t i = 0; i + suffix < labels && !of; i++) {
        struct label l = {.text = at, .len = strcspn(at, "."), .is_registered = i + suffix + 1 == labels};
        l.plain_len = plain(l.text, l.len, l.plain);
        of = imitated_by(&l, official);
        at += l.len + (at[l.len] == '.');
    }
    return of;
}

// "kemnaker.go.id.example.com", "kemnaker-go-id.com", "bansos.go-id.co": the ending of the official ones in
// another place. An ending of one label is too common to tell.
static bool has_ending(const char *folded, const char *domain) {
    size_t len = strlen(domain), total = strlen(folded);
    for (size_t at = 0; at + len < total; at++) {
        size_t same = 0;
        bool is_start = at == 0 || folded[at - 1] == '.' || folded[at - 1] == '-';
        while (is_start && same < len &&
               (folded[at + same] == domain[same] || (domain[same] == '.' && folded[at + same] == '-')))
            same++;
        if (same == len && (folded[at + len] == '.' || folded[at + len] == '-'))
            return true;
    }
    return false;
}

static const char *ending_of(const char *folded, const struct official *official) {
    for (const char *const *at = official->domains; *at; at++) {
        bool below;
        const char *domain = domain_of(*at, &below);
        if (below && strchr(domain, '.') && has_ending(folded, domain))
            return *at;
    }
    return NULL;
}

enum judgement link_judge(const char *host, const struct official *official, struct arena *a,
                          const char **ret_of) {
    char *lower = arena_strdup(a, host);
    for (char *c = lower; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    size_t len = strlen(lower);
    if (len && lower[len - 1] == '.')
        lower[len - 1] = '\0';
    *ret_of = official_of(lower, official);
    if (*ret_of)
        return JUDGED_OFFICIAL;
    const char *folded = host_fold(a, lower);
    bool is_disguised = strcmp(folded, lower) != 0;
    *ret_of = is_disguised ? official_of(folded, official) : NULL;
    if (!*ret_of)
        *ret_of = imitated(folded, official);
    if (!*ret_of)
        *ret_of = ending_of(folded, official);
    return *ret_of ? JUDGED_LOOK_ALIKE : JUDGED_UNKNOWN;
}
