// SPDX-License-Identifier: Apache-2.0
// Any bytes as headers: four lines are a cookie (or an address, or a list), an Origin, a Host and a public_url. What is
// taken for a cookie stands in the header, and what is taken for our own Origin names our host.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "net/headers.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

enum { LINES = 4 };

static void must(bool is_true) {
    if (!is_true)
        abort();
}

static void check_cookie(const char *header) {
    char out[64], plain[32];
    header_plain(header, plain, sizeof plain);
    for (const char *at = plain; *at; at++)
        must(*at >= ' ' && *at <= '~');
    if (!header_cookie(header, "__Host-lurus", out, sizeof out))
        return;
    must(strlen(out) < sizeof out && !strchr(out, ';') && strstr(header, out));
}

static void check_origin(const char *origin, const char *host, const char *url) {
    if (!header_is_own_origin(origin, host, url))
        return;
    const char *name = strstr(origin, "://");
    must(name != NULL);
    bool is_host = name && strcasecmp(name + 3, host) == 0;
    must(is_host || strncasecmp(url, origin, strlen(origin)) == 0);
}

static void check_lists(char *const lines[LINES]) {
    char text[ADDRESS_TEXT], token[16];
    struct in6_addr address;
    if (*lines[0] && header_forwarded(lines[0], &address)) {
        address_text(&address, text);
        must(text[0] != '\0');
        address_mask(&address, text);
        must(text[strlen(text) - 1] == 'x');
    }
    header_has_token(lines[1], "gzip");
    if (header_first_token(lines[1], token, sizeof token))
        must(token[0] != '\0');
    header_matches_etag(lines[2], "\"a\"");
    must(header_length(lines[3]) < 100000000);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    if (len > 8192 || memchr(bytes, '\0', len))
        return 0;
    char *all = xstrndup((const char *)bytes, len), *lines[LINES], *at = all;
    for (int i = 0; i < LINES; i++) {
        lines[i] = at;
        at += strcspn(at, "\n");
        if (*at)
            *at++ = '\0';
    }
    check_cookie(lines[0]);
    check_origin(lines[1], lines[2], lines[3]);
    check_lists(lines);
    free(all);
    return 0;
}
