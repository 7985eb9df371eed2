// SPDX-License-Identifier: Apache-2.0
// The pages that the build put into the binary: /chat is web/chat/index.html, /chat/NAME is web/chat/NAME. The console
// is one page at every path below /console, whose bundles have the hash of their bytes in their names: those may be
// kept for ever.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "../base/embed.h"
#include "inside.h"

// RELIABILITY: nothing from elsewhere, no inline script, no framing.
#define PAGE_HEADERS                                                                                         \
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' "      \
    "data:; "                                                                                                \
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "                      \
    "require-trusted-types-for 'script'\r\n"                                                                 \
    "Referrer-Policy: no-referrer\r\nVary: Accept-Encoding\r\n"
#define UNZIPPED(keep) PAGE_HEADERS "Cache-Control: " keep "\r\n"
#define ZIPPED(keep) UNZIPPED(keep) "Content-Encoding: gzip\r\n"

enum keep { KEEP_CHECKED, KEEP_FOREVER };

static const struct {
    const char *plain, *zipped;
} headers[] = {
    [KEEP_CHECKED] = {UNZIPPED("no-cache"), ZIPPED("no-cache")},
    [KEEP_FOREVER] = {UNZIPPED("public, max-age=31536000, immutable"),
                      ZIPPED("public, max-age=31536000, immutable")},
};

static const struct {
    const char *suffix, *type;
} types[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
};

static const char *type_of(const char *name) {
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (text_has_suffix(name, types[i].suffix))
            return types[i].type;
    return "application/octet-stream";
}

static uint64_t hash_of(struct net *n, const struct embedded *file) {
    uint64_t *hash = &n->page_hashes[file - embedded_files];
    if (!*hash)
        *hash = text_hash(file->bytes, file->len) | 1;
    return *hash;
}

static void respond_file(struct net *n, const struct request *q, const char *name, enum keep keep,
                         struct response *r) {
    char packed[PATH_MAX_BYTES + 64];
    const struct embedded *file = embedded_find(name), *gz = NULL;
    if (!file || text_has_suffix(name, ".gz")) {
        respond_problem(r, 404, "not_found", "there is no such page");
        return;
    }
    snprintf(packed, sizeof packed, "%s.gz", name);
    gz = q->takes_gzip ? embedded_find(packed) : NULL;
    snprintf(r->etag, sizeof r->etag, "\"%016" PRIx64 "%s\"", hash_of(n, file), gz ? "z" : "");
    r->headers = gz ? headers[keep].zipped : headers[keep].plain;
    r->type = type_of(name);
    r->status = 200;
    if (header_matches_etag(q->etag, r->etag)) {
        r->status = 304;
        return;
    }
    r->body = (const char *)(gz ? gz : file)->bytes;
    r->len = (gz ? gz : file)->len;
}

void get_page(struct net *n, const struct request *q, struct response *r) {
    char name[PATH_MAX_BYTES + 16], part[PART_MAX + 1];
    route_part(q->conn->route, q->path, part);
    snprintf(name, sizeof name, "web/chat/%s", *part ? part : "index.html");
    respond_file(n, q, name, KEEP_CHECKED, r);
}

void get_openapi(struct net *n, const struct request *q, struct response *r) {
    respond_file(n, q, "web/api/openapi.json", KEEP_CHECKED, r);
}

void get_console(struct net *n, const struct request *q, struct response *r) {
    respond_file(n, q, "web/console/index.html", KEEP_CHECKED, r);
}

void get_console_file(struct net *n, const struct request *q, struct response *r) {
    char name[PATH_MAX_BYTES + 32], part[PART_MAX + 1];
    route_part(q->conn->route, q->path, part);
    snprintf(name, sizeof name, "web/console/assets/%s", part);
    respond_file(n, q, name, KEEP_FOREVER, r);
}

void get_root(struct net *n, const struct request *q, struct response *r) {
    (void)n, (void)q;
    r->status = 302;
    r->headers = "Location: /chat\r\n";
}

void get_chat_socket(struct net *n, const struct request *q, struct response *r) {
    (void)n, (void)q;
    respond_problem(r, 426, "upgrade", "this is a websocket; its subprotocol is lurus-chat");
    r->headers = "Upgrade: websocket\r\nSec-WebSocket-Protocol: lurus-chat\r\n";
}
