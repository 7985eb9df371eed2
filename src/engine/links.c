// SPDX-License-Identifier: Apache-2.0
// Where a text has links. A host without "https://" must end in a known top-level domain; one that ends in a
// word needs more that speaks for it, for people forget the space behind a full stop.
#include "links.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "../base/text.h"

enum { SCHEME_MAX = 8 };

// A host behind which the number of a chat stands, and where in the link.
static const struct {
    const char *host, *before;
} chats[] = {{"wa.me", "/"},
             {"api.whatsapp.com", "phone="},
             {"web.whatsapp.com", "phone="},
             {"www.whatsapp.com", "phone="},
             {"whatsapp.com", "phone="},
             {"send", "phone="}}; // whatsapp://send?phone=

void link_walk_start(struct link_walk *w, const char *text, const struct official *official,
                     struct arena *a) {
    *w = (struct link_walk){
        .text = text, .at = text, .end = text + strlen(text), .official = official, .arena = a};
}

// --- where a link ends

// Typographic marks, symbols and emoji end a link; letters of other scripts may stand in a path.
static bool ends_link(uint32_t rune) {
    return rune == 0xa0 || (rune >= 0x2000 && rune <= 0x206f) || (rune >= 0x2190 && rune <= 0x2bff) ||
           (rune >= 0x3000 && rune <= 0x303f) || (rune >= 0xfe00 && rune <= 0xfe0f) || rune >= 0xfffd;
}

static const char *url_end(const char *at, const char *end) {
    while (at < end) {
        const char *next = at;
        bool is_ascii = (unsigned char)*at < 0x80;
        if (is_ascii ? *at <= 0x20 || strchr("<>\"{}|\\^`\x7f", *at) != NULL
                     : ends_link(utf8_next(&next, end)))
            break;
        at = is_ascii ? at + 1 : next;
    }
    return at;
}

// Takes off what a sentence puts behind a link; a bracket only when it was opened before the link.
static const char *trim(const char *start, const char *end) {
    long round = 0, square = 0;
    for (const char *at = start; at < end; at++) {
        round += *at == '(' ? 1 : *at == ')' ? -1 : 0;
        square += *at == '[' ? 1 : *at == ']' ? -1 : 0;
    }
    for (; end > start; end--) {
        char last = end[-1];
        if (last == ')' && round < 0)
            round++;
        else if (last == ']' && square < 0)
            square++;
        else if (!strchr(".,;:!?'*_~", last))
            break;
    }
    return end;
}

// Behind the host: a port, and what a slash, a question mark or a number sign starts.
static const char *rest_end(const char *host_end, const char *end) {
    const char *at = host_end;
    if (at + 1 < end && *at == ':' && isdigit((unsigned char)at[1]))
        for (at++; at < end && isdigit((unsigned char)*at) && at - host_end < 6;)
            at++;
    if (at == end || !strchr("/?#", *at))
        return at;
    return trim(at, url_end(at, end));
}

// --- numbers of chats

static void find_phone(struct link_span *l) {
    const char *at = NULL;
    for (size_t i = 0; i < COUNT_OF(chats) && !at; i++) {
        size_t len = strlen(chats[i].before);
        if (strcmp(l->host.text, chats[i].host) == 0)
            at = memmem(l->host_end, (size_t)(l->end - l->host_end), chats[i].before, len);
        at = at ? at + len : NULL;
    }
    if (!at)
        return;
    while (at < l->end && *at == '/') // "wa.me//62…"
        at++;
    if (at < l->end && *at == '+')
        at++;
    else if (l->end - at > 3 && strncasecmp(at, "%2b", 3) == 0)
        at += 3;
    size_t len = 0;
    while (at + len < l->end && isdigit((unsigned char)at[len]))
        len++;
    bool is_local = len > 1 && at[0] == '0' && at[1] != '0';
    const char *country = is_local ? "+62" : "+", *digits = at + is_local;
    if (len < 8 || len > 15 || *digits == '0' || (is_local && len > 14))
        return;
    snprintf(l->phone, sizeof l->phone, "%s%.*s", country, (int)(len - is_local), digits);
    l->number = at;
    l->number_end = at + len;
}

// A link to an official number is official; the host alone says nothing.
static void judge(const struct link_walk *w, struct link_span *l) {
    l->judgement = link_judge(l->host.text, w->official, w->arena, &l->of);
    find_phone(l);
    for (const char *const *n = w->official->numbers; l->phone[0] && *n; n++) {
        if (strcmp(*n, l->phone) != 0)
            continue;
        l->judgement = JUDGED_OFFICIAL;
        l->of = *n;
    }
}

// --- with a scheme

// Where the scheme before "://" starts, be it glued to other text: "ini:https", "12http"; NULL: there is
// none.
static const char *scheme_start(const char *at, const char *colon) {
    const char *start = colon;
    while (start > at && isalpha((unsigned char)start[-1]))
        start--;
    return colon - start >= 2 && colon - start <= SCHEME_MAX ? start : NULL;
}

// "[::1]"
static bool read_brackets(const char *at, const char *end, struct host *h) {
    *h = (struct host){.labels = 1};
    for (const char *c = at + 1; c < end && h->len < 45 && (isxdigit((unsigned char)*c) || strchr(":.", *c));
         c++) {
        h->text[h->len++] = (char)tolower((unsigned char)*c);
        h->end = c + 1;
    }
    if (!h->len || h->end == end || *h->end != ']')
        return false;
    h->end++;
    return true;
}

// Behind "user:password@", and before the path.
static const char *host_start(const char *at, const char *end) {
    const char *host = at;
    for (; at < end && (unsigned char)*at > 0x20 && !strchr("/?#\\<>\"", *at); at++)
        host = *at == '@' ? at + 1 : host;
    return host;
}

// One label is a host only when it says so otherwise; known before the end of the link is looked for.
static bool is_host(const struct link_walk *w, const char *start, const struct host *h) {
    static const char chat[] = "whatsapp://send";
    const char *of;
    if (h->labels > 1 || isdigit((unsigned char)h->text[0]) || strchr(h->text, ':') ||
        strcmp(h->text, "localhost") == 0)
        return true;
    return strncasecmp(start, chat, sizeof chat - 1) == 0 ||
           link_judge(h->text, w->official, w->arena, &of) != JUDGED_UNKNOWN;
}

static bool link_schemed(const struct link_walk *w, const char *start, const char *after,
                         struct link_span *l) {
    const char *host = host_start(after, w->end);
    bool is_read = host < w->end && *host == '['
                       ? read_brackets(host, w->end, &l->host)
                       : host_letter(host, w->end) && host_read(host, w->end, DOTS_WRITTEN, &l->host);
    if (!is_read || !is_host(w, start, &l->host))
        return false;
    l->start = start;
    l->host_end = l->host.end;
    l->end = rest_end(l->host_end, w->end);
    judge(w, l);
    return true;
}

// --- without one

// The label that somebody registered: "prakerja12" of "dashboard.prakerja12.co.id".
static const char *registered(const struct host *h, size_t suffix, size_t *ret_len) {
    const char *end = h->text + h->len;
    for (size_t i = 0; i < suffix; i++)
        end = memrchr(h->text, '.', (size_t)(end - h->text));
    const char *dot = memrchr(h->text, '.', (size_t)(end - h->text));
    const char *label = dot ? dot + 1 : h->text;
    *ret_len = (size_t)(end - label);
    return label;
}

// Whether the sentence went on without a space: "terima kasih.Info", but not "Prakerja.Com".
static bool is_new_sentence(const char *start, const struct host *h) {
    const char *last = h->last_dot + 1;
    bool is_title = isupper((unsigned char)start[0]) && islower((unsigned char)start[1]);
    return !is_title && isupper((unsigned char)last[0]) && islower((unsigned char)last[1]);
}

// Short forms that people glue to the next word: "PT.Bank", "Yth.Ir.", "No.ID".
static bool is_short_form(const char *label, size_t len) {
    static const char *const forms[] = {"bpk", "cv", "dr",   "drs", "hj", "ir",  "jl",  "kab", "kec",
                                        "kh",  "no", "prof", "pt",  "rp", "sdr", "tgl", "ud",  "yth"};
    for (size_t i = 0; i < COUNT_OF(forms); i++)
        if (strlen(forms[i]) == len && memcmp(forms[i], label, len) == 0)
            return true;
    return false;
}

// What speaks for a link by the looks of the registered label alone.
static bool is_plausible(const char *start, const struct host *h, enum host_end kind, size_t suffix) {
    size_t len, letters = 0, digits = 0, dashes = 0;
    const char *label = registered(h, suffix, &len);
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)label[i];
        letters += isalpha(c) || c >= 0x80;
        digits += isdigit(c) != 0;
        dashes += c == '-';
    }
    if (memchr(label, '_', len) || (!letters && suffix == 1 && strlen(strrchr(h->text, '.')) == 3))
        return false;
    if (kind == END_WORD)
        return letters && (digits || dashes);
    bool is_title = len == 1 && strlen(strrchr(h->text, '.')) == 3; // "S.Id" and other degrees
    return !is_title && !is_new_sentence(start, h);
}

// The host before a sentence that went on without a space: "prakerja.vip.Silakan".
static enum host_end drop_sentence(struct host *h, const char *end, size_t *ret_suffix) {
    const char *dot = h->last_dot;
    if (h->labels < 3 || dot + 1 >= end || !isupper((unsigned char)dot[1]) ||
        (dot[2] && isupper((unsigned char)dot[2])))
        return END_NONE;
    h->len = (size_t)(strrchr(h->text, '.') - h->text);
    h->text[h->len] = '\0';
    h->end = dot;
    h->labels--;
    return host_end(h->text, ret_suffix);
}

static bool link_bare(const struct link_walk *w, const char *start, struct link_span *l) {
    size_t suffix;
    enum host_end kind = host_end(l->host.text, &suffix);
    bool is_cut = kind == END_NONE && l->host.last_dot;
    if (is_cut)
        kind = drop_sentence(&l->host, w->end, &suffix);
    if (kind == END_NONE || l->host.labels <= suffix)
        return false;
    bool plausible = is_cut || is_plausible(start, &l->host, kind, suffix);
    l->start = start;
    l->host_end = l->host.end;
    l->end = is_cut ? l->host_end : rest_end(l->host_end, w->end);
    judge(w, l);
    if (l->judgement != JUDGED_UNKNOWN)
        return true;
    bool is_www = text_has_prefix(l->host.text, "www.") && l->host.labels > suffix + 1;
    size_t len;
    const char *label = registered(&l->host, suffix, &len);
    if (is_short_form(label, len) && !is_www)
        return false;
    return !l->host.is_spoken && (plausible || is_www || l->host.is_hidden || l->end > l->host_end);
}

// "prakerja dot vip" is a link when it is judged; other words around "dot" are words.
static bool link_spoken(const struct link_walk *w, const char *start, struct link_span *l) {
    const char *end = l->host.end;
    if (strncasecmp(end, " dot ", 5) != 0 && strncasecmp(end, " titik ", 7) != 0)
        return false;
    bool is_spoken = host_read(start, w->end, DOTS_SPOKEN, &l->host) && l->host.is_spoken;
    bool is_address = is_spoken && l->host.end < w->end && *l->host.end == '@';
    if (is_spoken && !is_address && link_bare(w, start, l))
        return true;
    host_read(start, w->end, DOTS_WRITTEN, &l->host);
    return false;
}

// The end of a word that cannot be part of a link, for most are none; NULL: look closer.
static const char *plain_word(const char *at, const char *end) {
    while (at < end && (isalnum((unsigned char)*at) || *at == '-' || *at == '_'))
        at++;
    if (at == end)
        return at;
    if (*at == ' ')
        return at + 1 < end && strchr("[({dDtT", at[1]) ? NULL : at;
    return (unsigned char)*at >= 0x80 || strchr(".:[({@%+", *at) ? NULL : at;
}

// A link that starts at `at`, or false; *ret_next is where to look on.
static bool link_at(const struct link_walk *w, const char *at, struct link_span *l, const char **ret_next) {
    *ret_next = plain_word(at, w->end);
    if (*ret_next)
        return false;
    *l = (struct link_span){0};
    bool fits = host_read(at, w->end, DOTS_WRITTEN, &l->host);
    const char *next = *ret_next = l->host.end;
    if (!fits)
        return false;
    const char *scheme = w->end - next > 3 && memcmp(next, "://", 3) == 0 ? scheme_start(at, next) : NULL;
    if (scheme)
        return link_schemed(w, scheme, next + 3, l);
    const char *behind = next + strspn(next, "._%+-");
    if ((at > w->text && at[-1] == '@') || *behind == '@') // an e-mail address
        return false;
    return link_spoken(w, at, l) || (l->host.labels > 1 && link_bare(w, at, l));
}

bool link_next(struct link_walk *w, struct link_span *ret_link) {
    while (w->at < w->end) {
        const char *at = w->at;
        if (!host_letter(at, w->end)) {
            if ((unsigned char)*at < 0x80)
                w->at++;
            else
                utf8_next(&w->at, w->end);
            continue;
        }
        const char *next;
        bool is_link = link_at(w, at, ret_link, &next);
        w->at = is_link ? ret_link->end : next;
        if (is_link)
            return true;
    }
    return false;
}

static bool is_known(const struct link_judged *out, size_t count, const char *url) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(out[i].url, url) == 0)
            return true;
    return false;
}

size_t links_find(const char *text, const struct official *official, struct arena *a,
                  struct link_judged out[MATCH_LINKS]) {
    struct link_walk w;
    struct link_span l;
    size_t count = 0;
    link_walk_start(&w, text, official, a);
    while (count < MATCH_LINKS && link_next(&w, &l)) {
        const char *url = arena_strndup(a, l.start, (size_t)(l.end - l.start));
        if (is_known(out, count, url))
            continue;
        out[count++] = (struct link_judged){
            .url = url, .host = arena_strdup(a, l.host.text), .judgement = l.judgement, .of = l.of};
    }
    return count;
}
