// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"

#include "test.h"

static enum err parse(const char *text, struct json **root) {
    return json_parse(text, strlen(text), root, NULL);
}

static void refusals(void) {
    static const char *const bad[] = {"", "{", "[1,]", "{\"a\":1}x", "\"\xff\"", "nul"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct json *root = NULL;
        CHECK_INT(parse(bad[i], &root), ERR_INPUT);
    }
    struct json *root = NULL;
    CHECK_INT(json_parse("{\"a\"\0:1}", 8, &root, NULL), ERR_INPUT);
    CHECK_INT(parse(" {\"a\": null} \n", &root), OK);
    CHECK(json_at(root, "a") == NULL);
    json_free(root);
}

struct target {
    const char *name;
    int64_t count;
    bool is_on;
    struct texts words;
    double share;
};
static const struct json_field rows[] = {
    {"who.name", JSON_TEXT, true, offsetof(struct target, name), 5},
    {"count", JSON_INT, false, offsetof(struct target, count), 0},
    {"on", JSON_BOOL, false, offsetof(struct target, is_on), 0},
    {"words", JSON_TEXTS, false, offsetof(struct target, words), 4},
    {"share", JSON_DOUBLE, false, offsetof(struct target, share), 0},
};

static void mapping(void) {
    static const struct {
        const char *json, *where;
    } cases[] = {
        {"{\"who\":{\"name\":\"ada\"},\"count\":3,\"on\":true,\"words\":[\"a\",\"b\"],\"share\":0.5}", NULL},
        {"{\"who\":{}}", "t: who.name"},
        {"{\"who\":{\"name\":\"toolong\"}}", "t: who.name"},
        {"{\"who\":{\"name\":1}}", "t: who.name"},
        {"{\"who\":{\"name\":\"a\"},\"count\":1.5}", "t: count"},
        {"{\"who\":{\"name\":\"a\"},\"words\":[1]}", "t: words"},
        {"{\"who\":{\"name\":\"a\"},\"on\":1}", "t: on"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct json *root = NULL;
        struct target t = {0};
        struct fail f = {0};
        struct arena *a = arena_new(4096);
        CHECK_INT(parse(cases[i].json, &root), OK);
        enum err err = json_map(root, rows, sizeof rows / sizeof rows[0], &t, a, "t", &f);
        CHECK_INT(err, cases[i].where ? ERR_INPUT : OK);
        if (cases[i].where)
            CHECK_TEXT(f.where, cases[i].where);
        else
            CHECK(strcmp(t.name, "ada") == 0 && t.count == 3 && t.is_on && t.words.count == 2 && t.share == 0.5);
        arena_free(a);
        json_free(root);
    }
}

static void only(void) {
    static const char *const names[] = {"replies", "exact"};
    struct json *root = NULL;
    struct fail f = {0};
    CHECK_INT(parse("{\"exact\":1,\"replys\":2}", &root), OK);
    CHECK_INT(json_only(root, names, 2, "x.json", &f), ERR_INPUT);
    CHECK_TEXT(f.todo, "did you mean 'replies'?");
    json_free(root);
    CHECK_INT(parse("[1]", &root), OK);
    CHECK_INT(json_only(root, names, 2, "x.json", &f), ERR_INPUT);
    json_free(root);
}

static void writing(void) {
    struct buf b;
    buf_init(&b, 1000);
    buf_putc(&b, '{');
    json_member_text(&b, "a", "\"\\\n\x01/é");
    json_member_int(&b, "b", -5);
    json_member_text(&b, "c", NULL);
    json_member_bool(&b, "d", true);
    buf_putc(&b, '}');
    CHECK_TEXT(buf_text(&b), "{\"a\":\"\\\"\\\\\\n\\u0001/é\",\"b\":-5,\"c\":null,\"d\":true}");
    buf_done(&b);
}

static const struct test tests[] = {{"refusals", refusals}, {"mapping", mapping}, {"only", only}, {"writing", writing}};
TEST_MAIN(tests)
