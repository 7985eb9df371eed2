// SPDX-License-Identifier: Apache-2.0
#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "../base/crypto.h"
#include "../base/map.h"
#include "../base/text.h"

struct live {
    struct session_note note;
    int64_t used_at, told_at; // wall ms; told: of the use that the base knows
};

struct sessions {
    struct map *by_hash; // struct live *
    unsigned char key[CRYPTO_KEY];
    bool is_ready;
};

struct sessions *sessions_new(void) {
    struct sessions *s = xcalloc(1, sizeof *s);
    s->by_hash = map_new();
    crypto_random(s->key, sizeof s->key);
    return s;
}

void sessions_free(struct sessions *s) {
    const char *key;
    void *value;
    if (!s)
        return;
    for (size_t at = 0; map_each(s->by_hash, &at, &key, &value);)
        free(value);
    map_free(s->by_hash);
    crypto_wipe(s, sizeof *s);
    free(s);
}

static void drop(struct sessions *s, const unsigned char hash[SESSION_HASH]) {
    free(map_remove(s->by_hash, (const char *)hash, SESSION_HASH));
}

// The one that was used longest ago gives way, as in the base.
static void make_room(struct sessions *s) {
    const char *key;
    void *value;
    const struct live *oldest = NULL;
    if (map_count(s->by_hash) < SESSIONS_MAX)
        return;
    for (size_t at = 0; map_each(s->by_hash, &at, &key, &value);) {
        const struct live *l = value;
        if (!oldest || l->used_at < oldest->used_at)
            oldest = l;
    }
    unsigned char hash[SESSION_HASH];
    memcpy(hash, oldest->note.hash, sizeof hash);
    drop(s, hash);
}

static void put(struct sessions *s, const struct session_note *note) {
    struct live *l = map_get(s->by_hash, (const char *)note->hash, SESSION_HASH);
    if (!l) {
        make_room(s);
        l = xcalloc(1, sizeof *l);
        map_put(s->by_hash, (const char *)note->hash, SESSION_HASH, l);
    }
    l->note = *note;
    l->used_at = l->used_at > note->seen_at ? l->used_at : note->seen_at;
    l->told_at = note->seen_at;
}

void sessions_apply(struct sessions *s, const struct session_note *note) {
    if (note->change == SESSION_READY)
        s->is_ready = true;
    else if (note->change == SESSION_END)
        drop(s, note->hash);
    else
        put(s, note);
}

bool sessions_is_ready(const struct sessions *s) {
    return s->is_ready;
}

const struct session_note *sessions_find(struct sessions *s, const char *cookie, int64_t now, bool *ret_is_news) {
    unsigned char hash[SESSION_HASH];
    *ret_is_news = false;
    if (strlen(cookie) != SESSION_TOKEN)
        return NULL;
    crypto_sha256(cookie, SESSION_TOKEN, hash);
    struct live *l = map_get(s->by_hash, (const char *)hash, SESSION_HASH);
    if (!l)
        return NULL;
    if (now >= l->note.expires_at || now - l->used_at >= SESSION_IDLE_MS) {
        drop(s, hash); // the desk does the same to the row
        return NULL;
    }
    l->used_at = now > l->used_at ? now : l->used_at;
    *ret_is_news = l->used_at - l->told_at >= SESSION_SEEN_MS;
    if (*ret_is_news)
        l->told_at = l->used_at;
    return &l->note;
}

void sessions_csrf(const struct sessions *s, const struct session_note *session, char out[CSRF_TOKEN + 2]) {
    unsigned char mac[CRYPTO_MAC];
    crypto_hmac_sha256(s->key, sizeof s->key, session->hash, SESSION_HASH, mac);
    base64url_encode(mac, sizeof mac, out);
}

bool sessions_csrf_is(const struct sessions *s, const struct session_note *session, const char *token) {
    char wanted[CSRF_TOKEN + 2];
    sessions_csrf(s, session, wanted);
    return strlen(token) == CSRF_TOKEN && crypto_is_equal(token, wanted, CSRF_TOKEN);
}
