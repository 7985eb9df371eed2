// SPDX-License-Identifier: Apache-2.0
// The order of the questions and what each answer says; every outcome end to end is in tests/e2e/check.test.js.
#include "channel/channel.h"
#include "channel/probe.h"

#include "test.h"

#define BASE "https://graph.example/v23.0"
// HMAC-SHA256 of the token with the app secret, computed by openssl dgst.
#define PROOF "f5b09c8acdb18571cae3e66edf0f48355330da5a725eb5361f27207a386398f0"

static struct arena *a;
static struct config config(void) {
    static char id[] = "106", token[] = "the-token", secret[] = "the-secret", base[] = BASE, url[] = "https://h.example";
    struct config c = {0};
    c.server.public_url = url;
    c.whatsapp.is_on = true;
    c.whatsapp.phone_number_id = id;
    c.whatsapp.access_token = token;
    c.whatsapp.app_secret = secret;
    c.whatsapp.api_base = base;
    c.whatsapp.messages_per_second = 80;
    return c;
}

static struct probe fresh(void) {
    arena_free(a);
    a = arena_new(1 << 20);
    return (struct probe){.a = a};
}

static const char *next_url(const struct config *c, struct probe *p) {
    struct channel_request r = {0};
    if (!channel_whatsapp.ask(c, p, &r))
        return NULL;
    CHECK_TEXT(r.method, "GET");
    CHECK_TEXT(r.authorization, "Bearer the-token");
    CHECK(r.body.len == 0 && r.content_type == NULL);
    return r.url;
}

static void hear(const struct config *c, struct probe *p, int status, const char *body) {
    const struct channel_response r = {.status = status, .is_written = true, .body = body, .body_len = strlen(body), .retry_after_s = -1, .attempt = 1};
    channel_whatsapp.hear(c, p, &r);
}

static size_t findings(const struct probe *p) {
    size_t count = 0;
    for (size_t i = 0; i < p->count; i++)
        count += p->remarks[i].is_finding;
    return count;
}

static void in_order(void) {
    const struct config c = config();
    struct probe p = fresh();
    CHECK_TEXT(next_url(&c, &p), BASE "/106?fields=id,display_phone_number,verified_name,quality_rating,platform_type,throughput,status,"
                                      "webhook_configuration");
    hear(&c, &p, 200, "{\"id\":\"106\",\"display_phone_number\":\"+62 811\",\"webhook_configuration\":{\"application\":\"https://h.example/hook/whatsapp\"}}");
    CHECK_TEXT(next_url(&c, &p), BASE "/106?fields=health_status");
    hear(&c, &p, 200, "{\"health_status\":{\"can_send_message\":\"AVAILABLE\",\"entities\":[{\"entity_type\":\"WABA\",\"id\":\"300\"},"
                      "{\"entity_type\":\"APP\",\"id\":\"400\"}]}}");
    CHECK_TEXT(next_url(&c, &p), BASE "/300/subscribed_apps");
    hear(&c, &p, 200, "{\"data\":[{\"whatsapp_business_api_data\":{\"id\":\"9\"}},{\"whatsapp_business_api_data\":{\"id\":\"400\",\"name\":\"N\"}}]}");
    CHECK_TEXT(next_url(&c, &p), BASE "/106?fields=id&appsecret_proof=" PROOF);
    hear(&c, &p, 200, "{\"id\":\"106\"}");
    CHECK(next_url(&c, &p) == NULL);
    CHECK_INT(findings(&p), 0);
    CHECK_INT(p.count, 6);
    CHECK_TEXT(p.remarks[4].what, "the app 'N' is subscribed to the account 300");
}

// An id goes into an address: only digits are taken.
static void bad_account(void) {
    static const char *const ids[] = {"\"1/../2\"", "\"\"", "7", "\"123456789012345678901234567890123\"", "null"};
    const struct config c = config();
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        struct probe p = fresh();
        next_url(&c, &p);
        hear(&c, &p, 200, "{\"id\":\"106\",\"webhook_configuration\":{\"application\":\"https://h.example/hook/whatsapp\"}}");
        next_url(&c, &p);
        hear(&c, &p, 200, arena_printf(p.a, "{\"health_status\":{\"entities\":[{\"entity_type\":\"WABA\",\"id\":%s}]}}", ids[i]));
        CHECK_INT(findings(&p), 1);
        CHECK(strstr(next_url(&c, &p), "appsecret_proof") != NULL);
    }
}

static void refusals(void) {
    static const struct {
        int code, subcode, status;
        const char *where, *what;
    } cases[] = {
        {190, 463, 401, "whatsapp.access_token", "has expired"},   {190, 467, 401, "whatsapp.access_token", "was revoked"},
        {190, 1, 401, "whatsapp.access_token", "is refused"},      {0, 0, 401, "whatsapp.access_token", "is refused"},
        {104, 0, 401, "whatsapp.access_token", "is refused"},      {3, 0, 400, "whatsapp.access_token", "lacks a permission"},
        {299, 0, 403, "whatsapp.access_token", "lacks"},           {100, 33, 400, "whatsapp.phone_number_id", "is unknown"},
        {803, 0, 404, "whatsapp.phone_number_id", "is unknown"},   {100, 0, 400, "whatsapp.api_base", "refuses the question"},
        {133010, 0, 400, "whatsapp.phone_number_id", "is not reg"}, {368, 0, 403, "whatsapp.phone_number_id", "is locked"},
        {2635, 0, 400, "whatsapp.api_base", "does not know"},      {131057, 0, 500, "whatsapp.api_base", "has a disturbance"},
        {4, 0, 400, "whatsapp.api_base", "was asked too often"},   {555, 0, 429, "whatsapp.api_base", "was asked too often"},
        {555, 0, 401, "whatsapp.access_token", "is refused"},      {555, 0, 503, "whatsapp.api_base", "has a disturbance"},
    };
    const struct config c = config();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct probe p = fresh();
        next_url(&c, &p);
        hear(&c, &p, cases[i].status, arena_printf(p.a, "{\"error\":{\"code\":%d,\"error_subcode\":%d,\"message\":\"Some Person\"}}", cases[i].code, cases[i].subcode));
        CHECK_INT(p.count, 1);
        CHECK(p.remarks[0].is_finding && p.remarks[0].todo);
        CHECK_TEXT(p.remarks[0].where, cases[i].where);
        CHECK(strncmp(p.remarks[0].what, cases[i].what, strlen(cases[i].what)) == 0);
        CHECK(strstr(p.remarks[0].what, "Person") == NULL);
        CHECK(next_url(&c, &p) == NULL);
    }
}

static void anything(void) {
    static const char *const bodies[] = {"", "{", "[]", "null", "7", "{\"error\":7}", "{}", "{\"error\":{}}", "{\"error\":{\"code\":\"x\",\"error_subcode\":-1}}",
                                         "{\"data\":{}}", "{\"data\":[1,null,{\"whatsapp_business_api_data\":[]}]}",
                                         "{\"id\":\"106\",\"health_status\":{\"entities\":[1,[],{\"errors\":[7],\"can_send_message\":\"BLOCKED\"}]}}"};
    static const int statuses[] = {0, 200, 204, 302, 400, 429, 500};
    const struct config c = config();
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        for (size_t k = 0; k < COUNT_OF(statuses); k++) {
            for (int step = 0; step < 4; step++) {
                struct probe p = fresh();
                p.step = step;
                p.account = "300";
                hear(&c, &p, statuses[k], bodies[i]);
                CHECK(p.count > 0);
                CHECK(findings(&p) > 0 || statuses[k] == 200 || statuses[k] == 204);
            }
        }
    }
}

static const struct test tests[] = {{"in order", in_order}, {"bad account", bad_account}, {"refusals", refusals}, {"anything", anything}};
TEST_MAIN(tests)
