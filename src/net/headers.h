// SPDX-License-Identifier: Apache-2.0
// Checks of what a request's headers say. Pure.
#ifndef NET_HEADERS_H
#define NET_HEADERS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

enum { LENGTH_MISSING = -1, LENGTH_BAD = -2, LENGTH_HUGE = -3 };

// The value of Content-Length: digits only, so that neither a sign nor a list of two passes (two headers
// arrive joined as "3,  5"). LENGTH_MISSING for NULL or "", LENGTH_HUGE for more than eight digits.
long header_length(const char *value);
// Is the token one of a comma-separated list, regardless of case? A weight ("gzip;q=0") of 0 says no.
bool header_has_token(const char *list, const char *token);
// The first token of a list, for an answer: false unless it is one of at most size - 1 token characters.
bool header_first_token(const char *list, char *out, size_t size);
// Does If-None-Match name the tag (with its quotes)?
bool header_matches_etag(const char *value, const char *etag);
// Is the Origin allowed: none, the own host (with the scheme http or https), or one of the NULL-ended list?
bool header_origin_allowed(const char *origin, const char *host, char *const *origins);
// The last address of X-Forwarded-For, that the nearest proxy wrote; IPv4 as mapped.
bool header_forwarded(const char *value, struct in6_addr *ret_address);
// Is the Origin our own: that of public_url (may be NULL), or the host that was asked for?
bool header_is_own_origin(const char *origin, const char *host, const char *public_url);
// The value of a cookie; false: it is not there, or does not fit.
bool header_cookie(const char *header, const char *name, char *out, size_t size);
// Printable ASCII of a header, at most size - 1 bytes; other bytes become '?'.
void header_plain(const char *value, char *out, size_t size);
enum { ADDRESS_TEXT = 64 };
void address_text(const struct in6_addr *address, char out[ADDRESS_TEXT]);
// Without its last part: "203.0.113.x", "2001:db8:1::x".
void address_mask(const struct in6_addr *address, char out[ADDRESS_TEXT]);
bool address_is_loopback(const struct in6_addr *address);
// One address a household: an IPv6 one stands for its /64.
struct in6_addr address_net(const struct in6_addr *address);

#endif
