// SPDX-License-Identifier: Apache-2.0
#include "headers.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LENGTH_DIGITS = 8 };

long header_length(const char *value) {
    if (!value || !*value)
        return LENGTH_MISSING;
    size_t digits = strspn(value, "0123456789");
    if (value[digits])
        return LENGTH_BAD;
    return digits > LENGTH_DIGITS ? LENGTH_HUGE : strtol(value, NULL, 10);
}

// Moves *at over blanks and commas; the length of the element there, 0 at the end.
static size_t next_element(const char **at) {
    *at += strspn(*at, " \t,");
    size_t len = strcspn(*at, ",");
    while (len && ((*at)[len - 1] == ' ' || (*at)[len - 1] == '\t'))
        len--;
    return len;
}

// "q=0", "q=0.0", …: the sender does not want it.
static bool is_refused(const char *parameters, size_t len) {
    const char *end = parameters + len, *q = memchr(parameters, '=', len);
    if (!q)
        return false;
    for (q++; q < end; q++)
        if (*q != '0' && *q != '.' && *q != ' ')
            return false;
    return true;
}

bool header_has_token(const char *list, const char *token) {
    if (!list)
        return false;
    for (size_t len; (len = next_element(&list)) > 0; list += len) {
        size_t name = 0;
        while (name < len && !strchr("; \t", list[name]))
            name++;
        if (name == strlen(token) && strncasecmp(list, token, name) == 0)
            return !is_refused(list + name, len - name);
    }
    return false;
}

bool header_first_token(const char *list, char *out, size_t size) {
    static const char token[] =
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if (!list)
        return false;
    size_t len = next_element(&list);
    if (!len || len >= size || strspn(list, token) < len)
        return false;
    memcpy(out, list, len);
    out[len] = '\0';
    return true;
}

bool header_matches_etag(const char *value, const char *etag) {
    size_t want = strlen(etag);
    for (size_t len; (len = next_element(&value)) > 0; value += len) {
        size_t weak = len > 2 && strncmp(value, "W/", 2) == 0 ? 2 : 0;
        if ((len == 1 && *value == '*') || (len - weak == want && strncmp(value + weak, etag, want) == 0))
            return true;
    }
    return false;
}

bool header_origin_allowed(const char *origin, const char *host, char *const *origins) {
    if (!origin || !*origin)
        return true;
    for (; origins && *origins; origins++)
        if (strcasecmp(*origins, origin) == 0)
            return true;
    const char *own = strstr(origin, "://");
    bool is_web = strncasecmp(origin, "http://", 7) == 0 || strncasecmp(origin, "https://", 8) == 0;
    return own && is_web && host && *host && strcasecmp(own + 3, host) == 0;
}

bool header_forwarded(const char *value, struct in6_addr *ret_address) {
    char text[INET6_ADDRSTRLEN];
    const char *last = strrchr(value, ',');
    last = last ? last + 1 : value;
    last += strspn(last, " \t");
    size_t len = strcspn(last, " \t");
    if (!len || len >= sizeof text)
        return false;
    memcpy(text, last, len);
    text[len] = '\0';
    struct in_addr four;
    if (inet_pton(AF_INET, text, &four) == 1) {
        *ret_address = (struct in6_addr){.s6_addr = {[10] = 0xff, [11] = 0xff}};
        memcpy(ret_address->s6_addr + 12, &four, sizeof four);
        return true;
    }
    return inet_pton(AF_INET6, text, ret_address) == 1;
}

bool address_is_loopback(const struct in6_addr *address) {
    if (IN6_IS_ADDR_V4MAPPED(address))
        return address->s6_addr[12] == 127;
    return IN6_IS_ADDR_LOOPBACK(address);
}

struct in6_addr address_net(const struct in6_addr *address) {
    struct in6_addr net = *address;
    if (!IN6_IS_ADDR_V4MAPPED(address))
        memset(net.s6_addr + 8, 0, 8);
    return net;
}

// Scheme, host and port only: a public_url may have a path or a slash at its end.
static bool is_origin_of(const char *origin, const char *url) {
    const char *host = strstr(url, "://");
    size_t len = host ? (size_t)(host - url) + 3 + strcspn(host + 3, "/") : 0;
    return len && strlen(origin) == len && strncasecmp(origin, url, len) == 0;
}

bool header_is_own_origin(const char *origin, const char *host, const char *public_url) {
    if (public_url && is_origin_of(origin, public_url))
        return true;
    return *origin && header_origin_allowed(origin, host, NULL);
}

bool header_cookie(const char *header, const char *name, char *out, size_t size) {
    size_t namelen = strlen(name);
    for (const char *at = header; *at; at += *at == ';') {
        at += strspn(at, " \t");
        size_t len = strcspn(at, ";");
        bool is_it = len > namelen && strncmp(at, name, namelen) == 0 && at[namelen] == '=';
        if (is_it && len - namelen <= size) {
            memcpy(out, at + namelen + 1, len - namelen - 1);
            out[len - namelen - 1] = '\0';
            return true;
        }
        at += len;
    }
    return false;
}

void header_plain(const char *value, char *out, size_t size) {
    size_t len = 0;
    for (; value[len] && len + 1 < size; len++)
        out[len] = value[len] >= ' ' && value[len] <= '~' ? value[len] : '?';
    out[len] = '\0';
}

void address_text(const struct in6_addr *address, char out[ADDRESS_TEXT]) {
    bool is_four = IN6_IS_ADDR_V4MAPPED(address);
    if (!inet_ntop(is_four ? AF_INET : AF_INET6, is_four ? (const void *)(address->s6_addr + 12) : address, out, ADDRESS_TEXT))
        out[0] = '\0';
}

void address_mask(const struct in6_addr *address, char out[ADDRESS_TEXT]) {
    const unsigned char *b = address->s6_addr;
    if (IN6_IS_ADDR_V4MAPPED(address))
        snprintf(out, ADDRESS_TEXT, "%u.%u.%u.x", b[12], b[13], b[14]);
    else
        snprintf(out, ADDRESS_TEXT, "%x:%x:%x::x", b[0] << 8 | b[1], b[2] << 8 | b[3], b[4] << 8 | b[5]);
}
