// SPDX-License-Identifier: Apache-2.0
#include "probe.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../base/text.h"

enum { WHAT_MAX = 4096 /* bytes: far more than three texts of PROBE_TEXT_MAX or PROBE_URL_MAX take */ };

static void add(struct probe *p, struct remark remark, const char *fmt, va_list args) {
    char what[WHAT_MAX];
    if (p->count == PROBE_REMARKS_MAX && !remark.is_finding)
        return; // a finding takes the last place: it must not get lost
    vsnprintf(what, sizeof what, fmt, args);
    remark.what = arena_strdup(p->a, what);
    remark.todo = arena_strdup(p->a, remark.todo);
    p->count += p->count < PROBE_REMARKS_MAX;
    p->remarks[p->count - 1] = remark;
}

void probe_note(struct probe *p, const char *where, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    add(p, (struct remark){.where = where}, fmt, args);
    va_end(args);
}

void probe_find(struct probe *p, const char *where, const char *todo, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    add(p, (struct remark){.is_finding = true, .where = where, .todo = todo}, fmt, args);
    va_end(args);
}

void probe_silence(struct probe *p, enum silence silence, const char *where, const char *base) {
    static const char *const rows[][2] = {
        [SILENCE_NONE] = {"gives no answer", "try again later"},
        [SILENCE_ADDRESS] = {"is not an address that can be called", "correct it"},
        [SILENCE_NAME] = {"has a host name that is not found",
                          "check the spelling, and the name server of this machine"},
        [SILENCE_UNREACHED] = {"cannot be reached",
                               "check the network, the firewall and the proxy of this machine"},
        [SILENCE_TLS] = {"has no https that can be trusted",
                         "check the ca-certificates and the clock of this machine"},
        [SILENCE_LATE] = {"does not answer in time", "check the network, or try again later"},
        [SILENCE_LONG] = {"answers with more than is taken", "check that it is the address of the gateway"},
        [SILENCE_CUT] = {"breaks off before an answer",
                         "check the network and the proxy, or try again later"},
    };
    probe_find(p, where, rows[silence][1], "%s %s", probe_url(p, base), rows[silence][0]);
    p->is_over = true;
}

// --- texts from outside

// C0, C1, and what turns the direction of the line.
static bool is_unfit(uint32_t rune) {
    return rune < 0x20 || (rune >= 0x7f && rune <= 0x9f) || (rune >= 0x200b && rune <= 0x200f) ||
           (rune >= 0x2028 && rune <= 0x202e) || (rune >= 0x2066 && rune <= 0x2069) || rune == 0xfeff;
}

static const char *fit(struct probe *p, const char *text, size_t max) {
    struct buf b;
    buf_init(&b, 4096);
    text = text ? text : "";
    const char *end = text + strlen(text);
    for (const char *at = text; at < end && !b.is_full;) {
        uint32_t rune = utf8_next(&at, end);
        buf_put_rune(&b, is_unfit(rune) ? '?' : rune);
    }
    const char *out = utf8_ellipsis(p->a, buf_text(&b), max);
    buf_done(&b);
    return out;
}

const char *probe_text(struct probe *p, const char *text) {
    return fit(p, text, PROBE_TEXT_MAX);
}

// Where the host begins: after "https://", and after a user and a password.
static const char *host_of(const char *url) {
    const char *scheme = strstr(url, "://");
    const char *host = scheme ? scheme + 3 : url;
    size_t len = strcspn(host, "/?#");
    for (size_t i = len; i > 0; i--)
        if (host[i - 1] == '@')
            return host + i;
    return host;
}

const char *probe_url(struct probe *p, const char *url) {
    url = url ? url : "";
    const char *scheme = strstr(url, "://"), *host = host_of(url);
    int scheme_len = scheme ? (int)(scheme + 3 - url) : 0;
    size_t len = strcspn(host, "?#");
    const char *shown =
        arena_printf(p->a, "%.*s%.*s%s", scheme_len, url, (int)len, host, host[len] ? "?…" : "");
    return fit(p, shown, PROBE_URL_MAX);
}

// --- the webhook

static size_t without_slash(const char *text) {
    size_t len = strlen(text);
    return len && text[len - 1] == '/' ? len - 1 : len;
}

// Scheme and host in any case, the rest to the letter.
static bool is_same_url(const char *a, const char *b) {
    size_t alen = without_slash(a), blen = without_slash(b);
    const char *host = host_of(a);
    size_t head = (size_t)(host - a) + strcspn(host, "/?#");
    if (alen != blen)
        return false;
    for (size_t i = 0; i < alen; i++) {
        char x = a[i], y = b[i];
        bool is_letter = i < head && ((x | 0x20) >= 'a' && (x | 0x20) <= 'z');
        if (is_letter ? (x | 0x20) != (y | 0x20) : x != y)
            return false;
    }
    return true;
}

void probe_webhook(struct probe *p, const struct config *c, const char *name, const char *url,
                   const char *setting) {
    const char *where = arena_printf(p->a, "%s webhook", name), *base = c->server.public_url;
    if (text_is_blank(base)) {
        const char *now =
            text_is_blank(url) ? "is not set there" : arena_printf(p->a, "goes to %s", probe_url(p, url));
        probe_find(p, "server.public_url",
                   "set it to the https address by which this service is reached from outside",
                   "is not set, so the webhook cannot be compared; it %s", now);
        return;
    }
    const char *wanted = arena_printf(p->a, "%.*s/hook/%s", (int)without_slash(base), base, name);
    if (text_is_blank(url))
        probe_find(p, where, arena_printf(p->a, "set it to %s: %s", probe_url(p, wanted), setting),
                   "is not set there");
    else if (!is_same_url(url, wanted))
        probe_find(p, where, arena_printf(p->a, "set it there (%s), or correct server.public_url", setting),
                   "goes to %s, but this service is at %s", probe_url(p, url), probe_url(p, wanted));
    else
        probe_note(p, where, "goes to %s", probe_url(p, url));
}
