// SPDX-License-Identifier: Apache-2.0
#include "net/session.h"

#include <string.h>

#include "base/crypto.h"
#include "test.h"

enum { NOW = 1000000000 };

static const char *cookie(int number) {
    static char text[SESSION_TOKEN + 1];
    snprintf(text, sizeof text, "%043d", number);
    return text;
}

static struct session_note note_of(int number, int64_t at) {
    struct session_note note = {.change = SESSION_PUT, .id = number, .operator_id = 7, .seen_at = at, .expires_at = at + SESSION_MAX_MS, .role = ROLE_EDITOR, .name = "budi"};
    crypto_sha256(cookie(number), SESSION_TOKEN, note.hash);
    return note;
}

static void put(struct sessions *s, int number, int64_t at) {
    struct session_note note = note_of(number, at);
    sessions_apply(s, &note);
}

static void lives(void) {
    struct sessions *s = sessions_new();
    bool is_news = false;
    CHECK(!sessions_is_ready(s));
    sessions_apply(s, &(struct session_note){.change = SESSION_READY});
    CHECK(sessions_is_ready(s));
    put(s, 1, NOW);
    CHECK(!sessions_find(s, cookie(2), NOW, &is_news) && !sessions_find(s, "", NOW, &is_news));
    const struct session_note *found = sessions_find(s, cookie(1), NOW + 59999, &is_news);
    CHECK(found && found->id == 1 && found->role == ROLE_EDITOR && !is_news);
    CHECK(sessions_find(s, cookie(1), NOW + 60000, &is_news) && is_news); // once a minute
    CHECK(sessions_find(s, cookie(1), NOW + 61000, &is_news) && !is_news);
    CHECK(sessions_find(s, cookie(1), NOW + 61000 + SESSION_IDLE_MS - 1, &is_news) && is_news);
    struct session_note changed = note_of(1, NOW); // its operator has another role
    changed.role = ROLE_VIEWER;
    sessions_apply(s, &changed);
    found = sessions_find(s, cookie(1), NOW + 61000 + SESSION_IDLE_MS, &is_news);
    CHECK(found && found->role == ROLE_VIEWER);
    CHECK(!sessions_find(s, cookie(1), NOW + 61000 + 2 * (int64_t)SESSION_IDLE_MS, &is_news)); // idle
    CHECK(!sessions_find(s, cookie(1), NOW, &is_news));                                     // and gone for good
    put(s, 2, NOW);
    for (int64_t at = NOW; at < NOW + SESSION_MAX_MS; at += SESSION_IDLE_MS / 2)
        CHECK(sessions_find(s, cookie(2), at, &is_news));
    CHECK(!sessions_find(s, cookie(2), NOW + SESSION_MAX_MS, &is_news)); // however much it was used
    put(s, 3, NOW);
    struct session_note end = note_of(3, NOW);
    end.change = SESSION_END;
    sessions_apply(s, &end);
    sessions_apply(s, &end);
    CHECK(!sessions_find(s, cookie(3), NOW, &is_news));
    sessions_free(s);
    sessions_free(NULL);
}

static void bounded(void) {
    struct sessions *s = sessions_new();
    bool is_news;
    for (int i = 0; i < SESSIONS_MAX; i++)
        put(s, i, NOW + i);
    CHECK(sessions_find(s, cookie(0), NOW + SESSIONS_MAX, &is_news)); // used just now
    put(s, SESSIONS_MAX, NOW + SESSIONS_MAX);
    CHECK(sessions_find(s, cookie(0), NOW + SESSIONS_MAX, &is_news));
    CHECK(!sessions_find(s, cookie(1), NOW + SESSIONS_MAX, &is_news));
    CHECK(sessions_find(s, cookie(SESSIONS_MAX), NOW + SESSIONS_MAX, &is_news));
    sessions_free(s);
}

static void tokens(void) {
    struct sessions *s = sessions_new(), *other = sessions_new();
    struct session_note first = note_of(1, NOW), second = note_of(2, NOW);
    char token[CSRF_TOKEN + 2];
    sessions_csrf(s, &first, token);
    CHECK_INT(strlen(token), CSRF_TOKEN);
    CHECK(sessions_csrf_is(s, &first, token));
    CHECK(!sessions_csrf_is(s, &second, token));  // of another session
    CHECK(!sessions_csrf_is(other, &first, token)); // of another process
    token[5] ^= 1;
    CHECK(!sessions_csrf_is(s, &first, token));
    CHECK(!sessions_csrf_is(s, &first, ""));
    sessions_free(s);
    sessions_free(other);
}

static const struct test tests[] = {{"lives", lives}, {"bounded", bounded}, {"tokens", tokens}};
TEST_MAIN(tests)
