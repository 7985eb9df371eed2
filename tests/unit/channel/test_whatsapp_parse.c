// SPDX-License-Identifier: Apache-2.0
// Every payload of tests/fixtures/whatsapp against the .expect beside it. Those named meta_* are Meta's own examples:
// only what is expected of them is kept here, and they run where ../shared has them.
#include "channel/channel.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/json.h"
#include "test.h"

#define FIXTURES SOURCE_DIR "/tests/fixtures/whatsapp"
#define SHARED SOURCE_DIR "/../shared/data/payloads/whatsapp"

static char number[] = "106540352242922";
static const struct config config = {.whatsapp = {.is_on = true, .phone_number_id = number}};

static void put(struct buf *b, const char *name, const char *value) {
    if (!value)
        return;
    buf_printf(b, "%s=", name);
    for (; *value; value++) {
        if (*value == '\n')
            buf_puts(b, "\\n");
        else
            buf_putc(b, *value);
    }
    buf_putc(b, '\n');
}

static void put_number(struct buf *b, const char *name, long long value) {
    if (value)
        buf_printf(b, "%s=%lld\n", name, value);
}

static void put_inbound(struct buf *b, const struct inbound *m) {
    buf_printf(b, "[inbound]\nkind=%s\n", message_kind_name(m->kind));
    const struct {
        const char *name, *value;
    } texts[] = {{"subtype", m->subtype},   {"gateway_id", m->gateway_id}, {"address", m->address},
                 {"user_id", m->user_id},   {"text", m->text},             {"choice", m->choice},
                 {"reply_to", m->reply_to}, {"media_id", m->media_id},     {"media_type", m->media_type},
                 {"media_hash", m->media_hash}, {"file_name", m->file_name}};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        put(b, texts[i].name, texts[i].value);
    put_number(b, "is_voice", m->is_voice);
    put_number(b, "is_forwarded", m->is_forwarded);
    put_number(b, "is_frequently_forwarded", m->is_frequently_forwarded);
    if (m->kind == MSG_LOCATION)
        buf_printf(b, "place=%.5f,%.5f\n", m->latitude, m->longitude);
    put_number(b, "sent_at", m->sent_at);
    put_number(b, "error_code", m->error_code);
    CHECK_INT(m->channel, CHANNEL_WHATSAPP);
    CHECK_TEXT(m->account, number);
}

static void put_status(struct buf *b, const struct status *s) {
    buf_puts(b, "[status]\n");
    put(b, "gateway_id", s->gateway_id);
    put(b, "state", s->state);
    put(b, "echo", s->echo);
    put_number(b, "at", s->at);
    put_number(b, "error_code", s->error_code);
    put(b, "error_text", s->error_text);
    CHECK_TEXT(s->account, number);
}

static enum err parse(const char *body, size_t len, struct arena *a, struct parsed *ret_parsed) {
    const struct hook_request r = {.body = body, .body_len = len};
    struct fail f;
    return channel_whatsapp.parse(&config, &r, a, ret_parsed, &f);
}

static char *describe(const char *body, size_t len) {
    struct arena *a = arena_new(8 << 20);
    struct parsed p;
    struct buf b;
    buf_init(&b, 1 << 20);
    enum err err = parse(body, len, a, &p);
    if (err != OK)
        buf_printf(&b, "err=%s\n", err_name(err));
    for (size_t i = 0; err == OK && i < p.inbound_count; i++)
        put_inbound(&b, &p.inbounds[i]);
    for (size_t i = 0; err == OK && i < p.status_count; i++)
        put_status(&b, &p.statuses[i]);
    if (err == OK)
        buf_printf(&b, "ignored=%zu\n", p.ignored);
    arena_free(a);
    return buf_take(&b);
}

// The payload beside the .expect, or in ../shared; NULL: not there.
static char *payload_of(const char *expect, size_t *ret_len) {
    char path[600];
    const char *const folders[] = {FIXTURES, SHARED};
    for (size_t i = 0; i < COUNT_OF(folders); i++) {
        snprintf(path, sizeof path, "%s/%.*sjson", folders[i], (int)(strlen(expect) - strlen("expect")), expect);
        if (access(path, R_OK) == 0)
            return test_file(path, ret_len);
    }
    return NULL;
}

static bool check_one(const char *name) {
    char path[600];
    size_t len = 0;
    char *body = payload_of(name, &len);
    if (!body)
        return false;
    snprintf(path, sizeof path, FIXTURES "/%s", name);
    char *want = test_file(path, NULL), *got = describe(body, len);
    if (strcmp(got, want) != 0) {
        test_failures++;
        fprintf(stderr, "%s: got\n%s", name, got);
    }
    free(body);
    free(want);
    free(got);
    return true;
}

static int each(const char *suffix, bool (*run)(const char *name), int *ret_absent) {
    DIR *dir = opendir(FIXTURES);
    int count = 0;
    for (struct dirent *e = dir ? readdir(dir) : NULL; e; e = readdir(dir)) {
        if (!text_has_suffix(e->d_name, suffix))
            continue;
        if (run(e->d_name))
            count++;
        else
            (*ret_absent)++;
    }
    if (dir)
        closedir(dir);
    return count;
}

static void fixtures(void) {
    int absent = 0, count = each(".expect", check_one, &absent);
    CHECK(count >= 36);
    if (absent)
        printf("%d payloads are not checked: ../shared is not there\n", absent);
}

static bool has_expect(const char *name) {
    char path[600];
    snprintf(path, sizeof path, FIXTURES "/%.*sexpect", (int)(strlen(name) - strlen("json")), name);
    CHECK(access(path, R_OK) == 0);
    return true;
}

static void every_payload_has_its_expect(void) {
    int absent = 0;
    CHECK(each(".json", has_expect, &absent) >= 36);
}

// --- bounds

static struct parsed parse_text(struct arena *a, const char *body) {
    struct parsed p = {0};
    CHECK_INT(parse(body, strlen(body), a, &p), OK);
    return p;
}

#define HEAD                                                                                                 \
    "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"changes\":[{\"field\":\"messages\",\"value\":{"   \
    "\"metadata\":{\"phone_number_id\":\"106540352242922\"},"
#define TAIL "}}]}]}"

static void at_most_1000_updates(void) {
    struct arena *a = arena_new(8 << 20);
    struct buf b;
    buf_init(&b, 1 << 20);
    buf_puts(&b, HEAD "\"messages\":[");
    for (int i = 0; i < 700; i++)
        buf_printf(&b, "%s{\"from\":\"62811\",\"id\":\"m%d\",\"type\":\"text\",\"text\":{\"body\":\"a\"}}", i ? "," : "", i);
    buf_puts(&b, "],\"statuses\":[");
    for (int i = 0; i < 700; i++)
        buf_printf(&b, "%s{\"id\":\"s%d\",\"status\":\"sent\"}", i ? "," : "", i);
    buf_puts(&b, "]" TAIL);
    struct parsed p = parse_text(a, buf_text(&b));
    CHECK_INT(p.inbound_count, 700);
    CHECK_INT(p.status_count, 300);
    CHECK_INT(p.ignored, 400);
    buf_done(&b);
    arena_free(a);
}

static void long_texts_are_cut_at_a_character(void) {
    struct arena *a = arena_new(8 << 20);
    struct buf b;
    buf_init(&b, 1 << 20);
    buf_puts(&b, HEAD "\"messages\":[{\"from\":\"62811\",\"id\":\"m\",\"type\":\"text\",\"text\":{\"body\":\"");
    for (int i = 0; i < 5000; i++)
        buf_puts(&b, "😀");
    buf_puts(&b, "\"}}]" TAIL);
    struct parsed p = parse_text(a, buf_text(&b));
    CHECK_INT(p.inbound_count, 1);
    CHECK_INT(strlen(p.inbounds[0].text), 4096 * 4);
    CHECK_INT(utf8_length(p.inbounds[0].text), 4096);
    buf_done(&b);
    arena_free(a);
}

static void members_that_lie_are_ignored(void) {
    static const struct {
        const char *body;
        size_t inbounds, statuses, ignored;
    } cases[] = {
        {"[]", 0, 0, 1},
        {"{}", 0, 0, 1},
        {"{\"object\":\"whatsapp_business_account\",\"entry\":{}}", 0, 0, 0},
        {"{\"object\":\"whatsapp_business_account\",\"entry\":[1,null,{\"changes\":\"x\"},{\"changes\":[7]}]}", 0, 0, 1},
        {HEAD "\"messages\":{\"a\":1}" TAIL, 0, 0, 1},
        {HEAD "\"messages\":[{\"id\":\"m\",\"type\":\"text\"}]" TAIL, 0, 0, 1},
        {HEAD "\"messages\":[{\"from\":\"62811\",\"type\":\"text\"}]" TAIL, 0, 0, 1},
        {HEAD "\"messages\":[{\"from\":\"62a11\",\"id\":\"m\",\"type\":\"text\"}]" TAIL, 0, 0, 1},
        {HEAD "\"messages\":[{\"from\":\"62811\",\"id\":\"m\",\"group_id\":\"g\",\"type\":\"text\"}]" TAIL, 0, 0, 1},
        {HEAD "\"messages\":[{\"from\":\"62811\",\"id\":\"m\",\"type\":7,\"text\":[]}]" TAIL, 1, 0, 0},
        {HEAD "\"statuses\":[{\"id\":\"s\"},{\"status\":\"sent\"},{\"id\":\"s\",\"status\":\"read\"}]" TAIL, 0, 1, 2},
        {HEAD "\"statuses\":[{\"id\":\"s\",\"status\":\"read\",\"recipient_type\":\"group\"}]" TAIL, 0, 0, 1},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct arena *a = arena_new(8 << 20);
        struct parsed p = parse_text(a, cases[i].body);
        CHECK_INT(p.inbound_count, cases[i].inbounds);
        CHECK_INT(p.status_count, cases[i].statuses);
        CHECK_INT(p.ignored, cases[i].ignored);
        arena_free(a);
    }
}

static void kinds_without_a_fixture(void) {
    static const struct {
        const char *message;
        enum message_kind kind;
        const char *subtype, *text, *reply_to;
    } cases[] = {
        {"\"type\":\"audio\",\"audio\":{\"id\":\"7\",\"voice\":true}", MSG_AUDIO, NULL, NULL, NULL},
        {"\"type\":\"video\",\"video\":{\"id\":\"7\",\"caption\":\"c\"}", MSG_VIDEO, NULL, "c", NULL},
        {"\"type\":\"document\",\"document\":{\"id\":\"7\",\"filename\":\"f.pdf\"}", MSG_DOCUMENT, NULL, NULL, NULL},
        {"\"type\":\"sticker\",\"sticker\":{\"id\":\"7\"}", MSG_STICKER, NULL, NULL, NULL},
        {"\"type\":\"reaction\",\"reaction\":{\"message_id\":\"w\"}", MSG_REACTION, NULL, NULL, "w"},
        {"\"type\":\"edit\",\"edit\":{\"original_message_id\":\"w\",\"message\":{\"type\":\"text\",\"text\":{\"body\":\"n\"}}}",
         MSG_EDIT, NULL, "n", "w"},
        {"\"type\":\"revoke\",\"revoke\":{\"original_message_id\":\"w\"}", MSG_REVOKE, NULL, NULL, "w"},
        {"\"type\":\"request_welcome\"", MSG_WELCOME, NULL, NULL, NULL},
        {"\"type\":\"interactive\",\"interactive\":{\"type\":\"nfm_reply\",\"nfm_reply\":{}}", MSG_UNSUPPORTED,
         "interactive.nfm_reply", NULL, NULL},
        {"\"type\":\"interactive\"", MSG_UNSUPPORTED, "interactive", NULL, NULL},
        {"\"type\":\"unknown\",\"errors\":[{\"code\":131051}]", MSG_UNSUPPORTED, "unsupported", NULL, NULL},
        {"\"type\":\"hologram\"", MSG_UNSUPPORTED, "hologram", NULL, NULL},
        {"\"timestamp\":\"\"", MSG_UNSUPPORTED, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct arena *a = arena_new(1 << 20);
        const char *body = arena_printf(a, HEAD "\"messages\":[{\"from\":\"62811\",\"id\":\"m\",%s}]" TAIL, cases[i].message);
        struct parsed p = parse_text(a, body);
        CHECK_INT(p.inbound_count, 1);
        CHECK_INT(p.inbounds[0].kind, cases[i].kind);
        CHECK_TEXT(p.inbounds[0].subtype, cases[i].subtype);
        CHECK_TEXT(p.inbounds[0].text, cases[i].text);
        CHECK_TEXT(p.inbounds[0].reply_to, cases[i].reply_to);
        CHECK_INT(p.inbounds[0].is_voice, cases[i].kind == MSG_AUDIO);
        arena_free(a);
    }
}

static void number_and_user_id_are_joined(void) {
    struct arena *a = arena_new(1 << 20);
    struct parsed p = parse_text(a, HEAD "\"contacts\":[{\"wa_id\":\"1\",\"user_id\":\"ID.1\"},{\"wa_id\":\"62811\",\"user_id\":\"ID.2\"}],"
                                         "\"messages\":[{\"from\":\"62811\",\"id\":\"m\",\"type\":\"text\",\"text\":{}}]" TAIL);
    CHECK_TEXT(p.inbounds[0].address, "62811");
    CHECK_TEXT(p.inbounds[0].user_id, "ID.2");
    CHECK_TEXT(p.inbounds[0].text, "");
    arena_free(a);
}

static void not_json(void) {
    static const char *const bodies[] = {"", "{", "<html>", "{\"object\":\"\xff\"}", "{} x"};
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        struct arena *a = arena_new(1 << 20);
        struct parsed p = {0};
        CHECK_INT(parse(bodies[i], strlen(bodies[i]), a, &p), ERR_INPUT);
        arena_free(a);
    }
}

static const struct test tests[] = {
    {"fixtures", fixtures},
    {"every payload has its expect", every_payload_has_its_expect},
    {"at most 1000 updates", at_most_1000_updates},
    {"long texts are cut at a character", long_texts_are_cut_at_a_character},
    {"members that lie are ignored", members_that_lie_are_ignored},
    {"kinds without a fixture", kinds_without_a_fixture},
    {"number and user id are joined", number_and_user_id_are_joined},
    {"not JSON", not_json},
};
TEST_MAIN(tests)
