// SPDX-License-Identifier: Apache-2.0
#include "net/frame.h"

#include <stdlib.h>

#include "base/text.h"
#include "test.h"

static enum frame_error parse(const char *text, size_t len, struct arena *a, struct frame *f) {
    *f = (struct frame){0};
    return frame_parse(text, len, a, f);
}

static void said(void) {
    struct arena *a = arena_new(FRAME_ARENA);
    struct frame f;
    static const char hello[] =
        "{\"type\":\"hello\",\"token\":null,\"lang\":\"en\",\"last_seq\":7,\"more\":{}}";
    CHECK_INT(parse(hello, sizeof hello - 1, a, &f), FRAME_OK);
    CHECK_INT(f.kind, FRAME_HELLO);
    CHECK_TEXT(f.token, NULL);
    CHECK_TEXT(f.lang, "en");
    CHECK_INT(f.last_seq, 7);
    static const char message[] = "{\"text\":\"apa \\u00e9\",\"id\":\"c1\",\"type\":\"message\"}";
    CHECK_INT(parse(message, sizeof message - 1, a, &f), FRAME_OK);
    CHECK_INT(f.kind, FRAME_MESSAGE);
    CHECK_TEXT(f.id, "c1");
    CHECK_TEXT(f.text, "apa é");
    static const char choice[] = "{\"type\":\"choice\",\"id\":\"c2\",\"choice\":\"intent:menu\"}";
    CHECK_INT(parse(choice, sizeof choice - 1, a, &f), FRAME_OK);
    CHECK_INT(f.kind, FRAME_CHOICE);
    CHECK_TEXT(f.choice, "intent:menu");
    arena_free(a);
}

static void refused(void) {
    static const struct {
        const char *text;
        enum frame_error want;
    } cases[] = {
        {"", FRAME_BAD_MESSAGE},
        {"hello", FRAME_BAD_MESSAGE},
        {"null", FRAME_BAD_MESSAGE},
        {"[\"hello\"]", FRAME_BAD_MESSAGE},
        {"{}", FRAME_BAD_MESSAGE},
        {"{\"type\":5}", FRAME_BAD_MESSAGE},
        {"{\"type\":\"Hello\"}", FRAME_BAD_MESSAGE},
        {"{\"type\":\"hello\",\"last_seq\":-1}", FRAME_BAD_MESSAGE},
        {"{\"type\":\"hello\",\"last_seq\":\"1\"}", FRAME_BAD_MESSAGE},
        {"{\"type\":\"hello\",\"token\":[]}", FRAME_BAD_MESSAGE},
        {"{\"type\":\"message\",\"id\":\"a\"}", FRAME_BAD_MESSAGE},
        {"{\"type\":\"message\",\"text\":\"a\"}", FRAME_BAD_MESSAGE},
        {"{\"type\":\"message\",\"id\":\"\",\"text\":\"a\"}", FRAME_BAD_MESSAGE},
        {"{\"type\":\"message\",\"id\":\"a\",\"text\":\" \\n\"}", FRAME_BAD_MESSAGE},
        {"{\"type\":\"message\",\"id\":1,\"text\":\"a\"}", FRAME_BAD_MESSAGE},
        {"{\"type\":\"choice\",\"id\":\"a\",\"text\":\"a\"}", FRAME_BAD_MESSAGE},
        {"{\"type\":\"message\",\"id\":\"a\",\"text\":\"a\"", FRAME_BAD_MESSAGE},
        {"{\"type\":\"message\",\"id\":\"a\",\"text\":\"\xff\"}", FRAME_BAD_MESSAGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena *a = arena_new(FRAME_ARENA);
        struct frame f;
        CHECK_INT(parse(cases[i].text, strlen(cases[i].text), a, &f), cases[i].want);
        arena_free(a);
    }
}

// A message of `count` times `unit`.
static enum frame_error parse_long(const char *unit, size_t count) {
    struct arena *a = arena_new(FRAME_ARENA);
    struct buf b;
    struct frame f;
    buf_init(&b, 1 << 20);
    buf_puts(&b, "{\"type\":\"message\",\"id\":\"a\",\"text\":\"");
    for (size_t i = 0; i < count; i++)
        buf_puts(&b, unit);
    buf_puts(&b, "\"}");
    enum frame_error error = parse(b.bytes, b.len, a, &f);
    buf_done(&b);
    arena_free(a);
    return error;
}

static void lengths(void) {
    CHECK_INT(parse_long("x", FRAME_TEXT_MAX), FRAME_OK);
    CHECK_INT(parse_long("é", FRAME_TEXT_MAX), FRAME_OK);
    CHECK_INT(parse_long("x", FRAME_TEXT_MAX + 1), FRAME_TOO_LONG);
    CHECK_INT(parse_long("é", FRAME_TEXT_MAX + 1), FRAME_TOO_LONG);
    CHECK_INT(parse_long("x", FRAME_MAX), FRAME_TOO_LONG);
}

static void words(void) {
    for (int e = FRAME_BAD_MESSAGE; e < FRAME_ERRORS; e++) {
        const char *id = frame_error_text((enum frame_error)e, "id"),
                   *en = frame_error_text((enum frame_error)e, "en");
        CHECK(*frame_error_code((enum frame_error)e) && *id && *en && strcmp(id, en) != 0);
        CHECK_TEXT(frame_error_text((enum frame_error)e, NULL), id);
    }
    CHECK_TEXT(frame_error_code(FRAME_TOO_LONG), "too_long");
}

static const struct test tests[] = {
    {"said", said}, {"refused", refused}, {"lengths", lengths}, {"words", words}};
TEST_MAIN(tests)
