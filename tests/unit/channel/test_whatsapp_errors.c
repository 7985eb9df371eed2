// SPDX-License-Identifier: Apache-2.0
// Tables: tests/fixtures/whatsapp/errors/expect.tsv (bodies) and codes.tsv (every code, its waits by attempt).
#include "channel/channel.h"

#include <stdlib.h>
#include <unistd.h>

#include "test.h"

#define ERRORS SOURCE_DIR "/tests/fixtures/whatsapp/errors/"
#define SHARED_TABLE SOURCE_DIR "/../shared/data/payloads/whatsapp/errors/error_table.tsv"

static const struct outbound message = {.id = 17, .channel = CHANNEL_WHATSAPP};

static struct send_result classify(const struct channel_response *r, struct arena *a) {
    struct send_result result;
    channel_whatsapp.classify(&message, r, a, &result);
    CHECK_INT(result.outbound, 17);
    CHECK_INT(result.channel, CHANNEL_WHATSAPP);
    CHECK_INT(result.http_status, r->status);
    CHECK(result.class == SEND_OK || result.detail != NULL);
    return result;
}

// Takes the text up to `end` off *at.
static char *cut(char **at, const char *end) {
    char *text = *at;
    size_t len = strcspn(text, end);
    *at = text + len + (text[len] != '\0');
    text[len] = '\0';
    return text;
}

static int64_t number(const char *text) {
    int64_t value = -1;
    CHECK(text_number(text, 0, INT64_MAX, &value));
    return value;
}

static void bodies(void) {
    char *file = test_file(ERRORS "expect.tsv", NULL), *at = file;
    int count = 0;
    for (cut(&at, "\n"); *at; count++) {
        char *line = cut(&at, "\n"), path[500];
        snprintf(path, sizeof path, ERRORS "%s", cut(&line, "\t"));
        size_t len;
        char *body = test_file(path, &len);
        struct arena *a = arena_new(1 << 20);
        struct channel_response r = {.status = (int)number(cut(&line, "\t")), .is_written = true, .body = body,
                                     .body_len = len, .retry_after_s = -1, .attempt = 1};
        struct send_result got = classify(&r, a);
        CHECK_TEXT(send_class_name(got.class), cut(&line, "\t"));
        CHECK_INT(got.after_ms, number(cut(&line, "\t")));
        CHECK_INT(got.error_code, number(cut(&line, "\t")));
        arena_free(a);
        free(body);
    }
    CHECK_INT(count, 29);
    free(file);
}

static struct send_result classify_code(int64_t code, int attempt, struct arena *a) {
    const char *body = arena_printf(a, "{\"error\":{\"code\":%lld}}", (long long)code);
    return classify(&(struct channel_response){.status = 400, .is_written = true, .body = body, .body_len = strlen(body),
                                               .retry_after_s = -1, .attempt = attempt}, a);
}

static void check_code(int64_t code, const char *class, char *waits) {
    int attempt = 1;
    while (*waits) {
        struct arena *a = arena_new(1 << 20);
        const char *wait = cut(&waits, ",");
        bool is_over = strcmp(wait, "permanent") == 0, is_none = strcmp(wait, "-") == 0;
        struct send_result got = classify_code(code, attempt++, a);
        CHECK_TEXT(send_class_name(got.class), is_over ? "permanent" : class);
        CHECK_INT(got.after_ms, is_over || is_none ? 0 : number(wait));
        CHECK_INT(got.error_code, code);
        arena_free(a);
    }
}

static void codes(void) {
    char *file = test_file(ERRORS "codes.tsv", NULL), *at = file;
    int count = 0;
    for (cut(&at, "\n"); *at; count++) {
        char *line = cut(&at, "\n");
        int64_t code = number(cut(&line, "\t"));
        const char *class = cut(&line, "\t");
        check_code(code, class, cut(&line, "\t"));
    }
    CHECK(count >= 55);
    free(file);
}

// The table of the fact sheet names our classes in its own words.
static void agrees_with_the_fact_sheet(void) {
    static const struct {
        const char *theirs, *ours[3];
    } words[] = {
        {"retry", {"retry", "slow_down", "hold_pair"}},   {"permanent", {"permanent"}},
        {"stop_channel", {"stop_channel"}},               {"needs_template", {"needs_template"}},
        {"pause_number", {"hold_number"}},                {"not_a_send_error", {"hold_number"}},
    };
    if (access(SHARED_TABLE, R_OK) != 0) {
        printf("the fact sheet's table is not checked: ../shared is not there\n");
        return;
    }
    char *file = test_file(SHARED_TABLE, NULL), *at = file;
    for (cut(&at, "\n"); *at;) {
        char *line = cut(&at, "\n"), *code = cut(&line, "\t");
        cut(&line, "\t");
        cut(&line, "\t");
        const char *theirs = cut(&line, "\t");
        struct arena *a = arena_new(1 << 20);
        int64_t value = 0;
        code[strcspn(code, "-")] = '\0';
        bool is_code = text_number(code, 0, INT64_MAX, &value), is_same = !is_code;
        const char *ours = is_code ? send_class_name(classify_code(value, 1, a).class) : "";
        for (size_t i = 0; is_code && i < COUNT_OF(words); i++)
            for (size_t k = 0; strcmp(words[i].theirs, theirs) == 0 && k < 3; k++)
                is_same |= text_is_equal(words[i].ours[k], ours);
        CHECK(is_same);
        arena_free(a);
    }
    free(file);
}

static void answers_without_a_known_code(void) {
    static const struct {
        int status;
        bool is_written;
        const char *body;
        enum send_class want;
        int64_t after_ms;
    } cases[] = {
        {0, false, NULL, SEND_RETRY, 1000},
        {0, true, NULL, SEND_IN_DOUBT, 0},
        {200, true, "{\"messages\":[{\"id\":\"wamid.A\"}]}", SEND_OK, 0},
        {200, true, "{\"messages\":[{\"id\":\"\"}]}", SEND_IN_DOUBT, 0},
        {200, true, "{\"messages\":[]}", SEND_IN_DOUBT, 0},
        {200, true, "{\"messages\":{\"id\":\"x\"}}", SEND_IN_DOUBT, 0},
        {200, true, "", SEND_IN_DOUBT, 0},
        {200, true, "{\"messages\":[{\"id\":\"wam", SEND_IN_DOUBT, 0},
        {200, true, "\xff\xfe", SEND_IN_DOUBT, 0},
        {200, true, "{\"error\":{\"code\":131026}}", SEND_PERMANENT, 0},
        {502, true, "<html>", SEND_IN_DOUBT, 0},
        {503, true, "", SEND_IN_DOUBT, 0},
        {504, true, "{\"message\":\"x\"}", SEND_IN_DOUBT, 0},
        {408, true, "", SEND_IN_DOUBT, 0},
        {429, true, "slow", SEND_SLOW_DOWN, 1000},
        {403, true, "<html>", SEND_RETRY, 1000},
        {302, true, "", SEND_RETRY, 1000},
        {500, true, "{\"error\":{\"code\":999999}}", SEND_RETRY, 1000},
        {400, true, "{\"error\":{\"code\":999999}}", SEND_PERMANENT, 0},
        {400, true, "{\"error\":{\"code\":\"190\"}}", SEND_PERMANENT, 0},
        {400, true, "{\"error\":{}}", SEND_PERMANENT, 0},
        {400, true, "{\"error\":\"x\"}", SEND_RETRY, 1000},
        {401, true, "{\"error\":{\"code\":999999}}", SEND_STOP_CHANNEL, 0},
        {429, true, "{\"error\":{\"code\":999999}}", SEND_SLOW_DOWN, 1000},
        {400, true, "{\"error\":{\"code\":999999,\"is_transient\":true}}", SEND_RETRY, 1000},
        {400, true, "{\"error\":{\"code\":190,\"is_transient\":true}}", SEND_STOP_CHANNEL, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct arena *a = arena_new(1 << 20);
        struct channel_response r = {.status = cases[i].status, .is_written = cases[i].is_written, .body = cases[i].body,
                                     .body_len = cases[i].body ? strlen(cases[i].body) : 0, .retry_after_s = -1, .attempt = 1};
        struct send_result got = classify(&r, a);
        CHECK_TEXT(send_class_name(got.class), send_class_name(cases[i].want));
        CHECK_INT(got.after_ms, cases[i].after_ms);
        CHECK_TEXT(got.gateway_id, cases[i].want == SEND_OK ? "wamid.A" : NULL);
        arena_free(a);
    }
}

static void waits_that_headers_ask_for(void) {
    static const struct {
        int code, attempt;
        const char *usage;
        int64_t retry_after_s, want;
    } cases[] = {
        {4, 1, "{\"1\":[{\"type\":\"whatsapp\",\"estimated_time_to_regain_access\":7}]}", -1, 7 * 60000},
        {4, 1, "{\"1\":[{\"estimated_time_to_regain_access\":3}],\"2\":[{\"estimated_time_to_regain_access\":9}]}", -1, 9 * 60000},
        {4, 3, "{\"1\":[{\"estimated_time_to_regain_access\":0}]}", -1, 240000},
        {80007, 1, "{\"1\":[{\"estimated_time_to_regain_access\":999999999}]}", -1, 86400000},
        {80007, 1, "not JSON", -1, 60000},
        {80007, 1, "{\"1\":{\"a\":1}}", -1, 60000},
        {131016, 1, "{\"1\":[{\"estimated_time_to_regain_access\":7}]}", -1, 1000},
        {131016, 1, NULL, 20, 20000},
        {131016, 4, NULL, 20, 64000},
        {131016, 1, NULL, INT64_MAX, 86400000},
        {131026, 1, NULL, 20, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct arena *a = arena_new(1 << 20);
        const char *body = arena_printf(a, "{\"error\":{\"code\":%d}}", cases[i].code);
        struct channel_response r = {.status = 400, .is_written = true, .body = body, .body_len = strlen(body),
                                     .usage = cases[i].usage, .retry_after_s = cases[i].retry_after_s, .attempt = cases[i].attempt};
        CHECK_INT(classify(&r, a).after_ms, cases[i].want);
        arena_free(a);
    }
}

static void details(void) {
    static const char body[] = "{\"error\":{\"message\":\"Recipient +62811\",\"code\":190,\"error_subcode\":463,\"fbtrace_id\":\"Ab_1-\"}}";
    static const char bad[] = "{\"error\":{\"code\":190,\"fbtrace_id\":\"+62 811\"}}";
    struct arena *a = arena_new(1 << 20);
    struct channel_response r = {.status = 401, .is_written = true, .body = body, .body_len = sizeof body - 1, .attempt = 1};
    CHECK_TEXT(classify(&r, a).detail, "the access token expired or was revoked (trace Ab_1-, subcode 463)");
    r.body = bad;
    r.body_len = sizeof bad - 1;
    CHECK_TEXT(classify(&r, a).detail, "the access token expired or was revoked (trace none)");
    arena_free(a);
}

static void read_marks(void) {
    struct arena *a = arena_new(1 << 20);
    const struct outbound mark = {.kind = OUTBOUND_READ_MARK, .channel = CHANNEL_WHATSAPP};
    struct send_result got;
    struct channel_response r = {.status = 200, .is_written = true, .body = "{\"success\":true}", .body_len = 16, .attempt = 1};
    channel_whatsapp.classify(&mark, &r, a, &got);
    CHECK_INT(got.class, SEND_OK);
    CHECK_INT(got.kind, OUTBOUND_READ_MARK);
    r.body = "{\"success\":null}";
    channel_whatsapp.classify(&mark, &r, a, &got);
    CHECK_INT(got.class, SEND_IN_DOUBT);
    arena_free(a);
}

static const struct test tests[] = {
    {"bodies", bodies},
    {"codes", codes},
    {"agrees with the fact sheet", agrees_with_the_fact_sheet},
    {"answers without a known code", answers_without_a_known_code},
    {"waits that headers ask for", waits_that_headers_ask_for},
    {"details", details},
    {"read marks", read_marks},
};
TEST_MAIN(tests)
