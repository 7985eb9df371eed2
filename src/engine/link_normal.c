// SPDX-License-Identifier: Apache-2.0
// One form for the spellings of a link.
#include <ctype.h>
#include <string.h>

#include "../base/text.h"
#include "hosts.h"
#include "judge.h"

enum { NORMAL_MAX = 64 * 1024 };

// Parameters that tell where a link was clicked, not where it leads.
static bool is_tracking(const char *name, size_t len) {
    static const char *const names[] = {"fbclid", "gclid", "dclid",   "msclkid", "igshid",  "igsh",  "mc_cid",
                                        "mc_eid", "ref",   "ref_src", "si",      "feature", "share", "s"};
    if (len > 4 && strncasecmp(name, "utm_", 4) == 0)
        return true;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strlen(names[i]) == len && strncasecmp(names[i], name, len) == 0)
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

static const char *after_scheme(const char *url) {
    const char *at = url;
    while (isalpha((unsigned char)*at))
        at++;
    return at > url && strncmp(at, "://", 3) == 0 ? at + 3 : url;
}

// Behind "user:password@", which says nothing of where a link leads.
static const char *after_user(const char *at) {
    size_t len = strcspn(at, "/?#");
    const char *sign = memrchr(at, '@', len);
    return sign ? sign + 1 : at;
}

static size_t port_length(const char *at) {
    if (*at != ':')
        return 0;
    size_t len = 1 + strspn(at + 1, "0123456789");
    bool is_usual = (len == 3 && memcmp(at, ":80", 3) == 0) || (len == 4 && memcmp(at, ":443", 4) == 0);
    return is_usual ? len : 0;
}

static const char *put_host(struct buf *b, const char *at) {
    struct host host;
    const char *end = at + strlen(at);
    if (!host_letter(at, end) || !host_read(at, end, DOTS_SPOKEN, &host)) {
        size_t len = strcspn(at, "/?#");
        for (size_t i = 0; i < len; i++)
            buf_putc(b, (char)tolower((unsigned char)at[i]));
        return at + len;
    }
    const char *text = host.text;
    size_t labels = host.labels;
    text += labels > 2 && text_has_prefix(text, "www.") ? 4 : 0;
    labels -= text > host.text;
    text += labels > 2 && text_has_prefix(text, "m.") ? 2 : 0; // the same page for phones
    buf_puts(b, text);
    const char *rest = host.end + port_length(host.end);
    return rest + (*rest == '.' && (!rest[1] || strchr("/?#", rest[1])) ? 1 : 0);
}

// A message that shouts writes its link in capitals too.
static bool is_shouting(const char *url) {
    bool has_upper = false;
    for (; *url; url++) {
        if (islower((unsigned char)*url))
            return false;
        has_upper = has_upper || isupper((unsigned char)*url);
    }
    return has_upper;
}

char *link_normal(struct arena *a, const char *url) {
    struct buf b;
    buf_init(&b, NORMAL_MAX);
    url += strspn(url, " \t\r\n");
    const char *path = put_host(&b, after_user(after_scheme(url)));
    size_t len = strcspn(path, "?#"), pathlen = len;
    while (pathlen && path[pathlen - 1] == '/')
        pathlen--;
    buf_put(&b, path, pathlen);
    if (path[len] == '?')
        put_query(&b, path + len + 1);
    char *text = arena_strndup(a, buf_text(&b), b.len);
    for (char *c = is_shouting(url) ? text : ""; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    buf_done(&b);
    return text;
}
