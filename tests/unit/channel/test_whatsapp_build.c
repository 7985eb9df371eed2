// SPDX-License-Identifier: Apache-2.0
#include "channel/whatsapp.h"

#include "base/json.h"
#include "test.h"

static char base[] = "https://graph.example/v23.0", number[] = "1065", token[] = "secret-token";
static const struct config config = {
    .whatsapp = {.is_on = true, .api_base = base, .phone_number_id = number, .access_token = token}};

static enum err build(const struct outbound *o, struct arena *a, struct channel_request *ret) {
    return channel_whatsapp.build(&config, o, a, ret);
}

static void check_body(const struct outbound *o, const char *want) {
    struct arena *a = arena_new(1 << 20);
    struct channel_request r = {0};
    CHECK_INT(build(o, a, &r), OK);
    CHECK_TEXT(buf_text(&r.body), want);
    CHECK_TEXT(r.method, "POST");
    CHECK_TEXT(r.url, "https://graph.example/v23.0/1065/messages");
    CHECK_TEXT(r.authorization, "Bearer secret-token");
    CHECK_TEXT(r.content_type, "application/json");
    buf_done(&r.body);
    arena_free(a);
}

static void bodies(void) {
    struct outbound o = {.id = 17, .channel = CHANNEL_WHATSAPP, .address = "6281234", .reply = {.text = "Salah.\n\"x\" 😀"}};
    check_body(&o, "{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",\"to\":\"+6281234\",\"type\":\"text\","
                   "\"text\":{\"preview_url\":false,\"body\":\"Salah.\\n\\\"x\\\" 😀\"},\"biz_opaque_callback_data\":\"lurus-17\"}");
    o.reply_to = "wamid.X";
    o.reply = (struct reply){.kind = REPLY_WITH_BUTTONS, .text = "T", .choice_count = 2,
                             .choices = {{"fact:a", "Ya", NULL}, {"fact:b", "Tidak", "unused"}}};
    check_body(&o, "{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",\"to\":\"+6281234\",\"type\":\"interactive\","
                   "\"interactive\":{\"type\":\"button\",\"body\":{\"text\":\"T\"},\"action\":{\"buttons\":["
                   "{\"type\":\"reply\",\"reply\":{\"id\":\"fact:a\",\"title\":\"Ya\"}},"
                   "{\"type\":\"reply\",\"reply\":{\"id\":\"fact:b\",\"title\":\"Tidak\"}}]}},"
                   "\"context\":{\"message_id\":\"wamid.X\"},\"biz_opaque_callback_data\":\"lurus-17\"}");
    o.reply_to = NULL;
    o.address = "ID.1349";
    o.reply = (struct reply){.kind = REPLY_WITH_LIST, .text = "T", .list_button = "Pilih", .choice_count = 2,
                             .choices = {{"a", "Satu", "catatan"}, {"b", "Dua", NULL}}};
    check_body(&o, "{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",\"recipient\":\"ID.1349\","
                   "\"type\":\"interactive\",\"interactive\":{\"type\":\"list\",\"body\":{\"text\":\"T\"},\"action\":{"
                   "\"button\":\"Pilih\",\"sections\":[{\"rows\":[{\"id\":\"a\",\"title\":\"Satu\",\"description\":\"catatan\"},"
                   "{\"id\":\"b\",\"title\":\"Dua\"}]}]}},\"biz_opaque_callback_data\":\"lurus-17\"}");
    o = (struct outbound){.kind = OUTBOUND_READ_MARK, .channel = CHANNEL_WHATSAPP, .reply_to = "wamid.X"};
    check_body(&o, "{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":\"wamid.X\","
                   "\"typing_indicator\":{\"type\":\"text\"}}");
}

static void check_limit(const struct outbound *o, enum err want, const char *what) {
    struct arena *a = arena_new(1 << 20);
    struct channel_request r = {0};
    enum err err = build(o, a, &r);
    if (err != want) {
        test_failures++;
        fprintf(stderr, "%s: err is %s, wanted %s\n", what, err_name(err), err_name(want));
    }
    if (err == OK)
        buf_done(&r.body);
    arena_free(a);
}

// `count` times é: two bytes, one code point.
static const char *accents(struct arena *a, size_t count) {
    char *text = arena_alloc(a, 2 * count + 1);
    for (size_t i = 0; i < count; i++)
        memcpy(text + 2 * i, "é", 2);
    return text;
}

static void limits(void) {
    struct arena *a = arena_new(4 << 20);
    struct outbound o = {.id = 1, .address = "6281", .reply = {.text = accents(a, 4096)}};
    check_limit(&o, OK, "text 4096");
    o.reply.text = accents(a, 4097);
    check_limit(&o, ERR_LIMIT, "text 4097");
    o.reply.text = "";
    check_limit(&o, ERR_LIMIT, "no text");
    o.reply.text = NULL;
    check_limit(&o, ERR_LIMIT, "NULL text");
    o.reply.text = "x";
    o.address = "";
    check_limit(&o, ERR_LIMIT, "no recipient");
    o.address = NULL;
    check_limit(&o, ERR_LIMIT, "NULL recipient");
    check_limit(&(struct outbound){.kind = OUTBOUND_READ_MARK}, ERR_LIMIT, "mark without a message");
    arena_free(a);
}

struct choice_case {
    const char *what;
    enum err want;
    size_t text, count, id, title, note, button;
};

static void run_choices(enum reply_kind kind, const struct choice_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct arena *a = arena_new(1 << 20);
        const struct choice_case *c = &cases[i];
        struct outbound o = {.id = 1, .address = "6281"};
        o.reply = (struct reply){.kind = kind, .text = accents(a, c->text), .choice_count = c->count,
                                 .list_button = accents(a, c->button)};
        for (size_t k = 0; k < c->count && k < REPLY_ROWS; k++) {
            char *id = arena_printf(a, "%0*d", (int)(c->id ? c->id : 1), (int)k);
            char *title = c->title ? arena_printf(a, "%s%d", accents(a, c->title - 1), (int)k) : arena_strdup(a, "");
            o.reply.choices[k] = (struct reply_choice){c->id ? id : "", title, c->note ? accents(a, c->note) : NULL};
        }
        check_limit(&o, c->want, c->what);
        arena_free(a);
    }
}

static void buttons(void) {
    static const struct choice_case cases[] = {
        {"fits", OK, 1024, 3, 200, 20, 0, 0},         {"long text", ERR_LIMIT, 1025, 3, 5, 5, 0, 0},
        {"no choice", ERR_LIMIT, 5, 0, 5, 5, 0, 0},   {"four", ERR_LIMIT, 5, 4, 5, 5, 0, 0},
        {"no id", ERR_LIMIT, 5, 1, 0, 5, 0, 0},       {"long id", ERR_LIMIT, 5, 1, 201, 5, 0, 0},
        {"no title", ERR_LIMIT, 5, 1, 5, 0, 0, 0},    {"long title", ERR_LIMIT, 5, 1, 5, 21, 0, 0},
    };
    run_choices(REPLY_WITH_BUTTONS, cases, COUNT_OF(cases));
    struct outbound o = {.id = 1, .address = "6281", .reply = {.kind = REPLY_WITH_BUTTONS, .text = "T", .choice_count = 2}};
    o.reply.choices[0] = (struct reply_choice){"a", "same", NULL};
    o.reply.choices[1] = (struct reply_choice){"b", "same", NULL};
    check_limit(&o, ERR_LIMIT, "the same title twice");
    o.reply.choices[1] = (struct reply_choice){"a", "other", NULL};
    check_limit(&o, ERR_LIMIT, "the same id twice");
    o.reply.choices[1] = (struct reply_choice){"b ", "other", NULL};
    check_limit(&o, ERR_LIMIT, "id ends with a space");
    o.reply.choices[1] = (struct reply_choice){"b", "other", NULL};
    check_limit(&o, OK, "two choices");
}

static void rows(void) {
    static const struct choice_case cases[] = {
        {"fits", OK, 1024, 10, 200, 24, 72, 20},         {"long text", ERR_LIMIT, 1025, 3, 5, 5, 0, 5},
        {"no row", ERR_LIMIT, 5, 0, 5, 5, 0, 5},         {"eleven", ERR_LIMIT, 5, 11, 5, 5, 0, 5},
        {"long id", ERR_LIMIT, 5, 1, 201, 5, 0, 5},      {"long title", ERR_LIMIT, 5, 1, 5, 25, 0, 5},
        {"long note", ERR_LIMIT, 5, 1, 5, 5, 73, 5},     {"long button", ERR_LIMIT, 5, 1, 5, 5, 0, 21},
        {"no button", ERR_LIMIT, 5, 1, 5, 5, 0, 0},
    };
    run_choices(REPLY_WITH_LIST, cases, COUNT_OF(cases));
}

static void is_json(void) {
    struct arena *a = arena_new(1 << 20);
    const struct outbound o = {.id = INT64_MAX, .address = "62", .reply_to = "w\"\\\n",
                               .reply = {.kind = REPLY_WITH_BUTTONS, .text = "\x01\"\\", .choice_count = 1, .choices = {{"\"", "\\", NULL}}}};
    struct channel_request r = {0};
    struct json *root = NULL;
    CHECK_INT(build(&o, a, &r), OK);
    CHECK_INT(json_parse(r.body.bytes, r.body.len, &root, NULL), OK);
    CHECK_TEXT(json_text(json_at(root, "interactive.body.text")), "\x01\"\\");
    CHECK_TEXT(json_text(json_at(root, "context.message_id")), "w\"\\\n");
    CHECK_TEXT(json_text(json_at(root, "biz_opaque_callback_data")), "lurus-9223372036854775807");
    json_free(root);
    buf_done(&r.body);
    arena_free(a);
}

static const struct test tests[] = {{"bodies", bodies}, {"limits", limits}, {"buttons", buttons}, {"rows", rows}, {"is JSON", is_json}};
TEST_MAIN(tests)
