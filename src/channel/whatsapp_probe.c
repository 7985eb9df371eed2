// SPDX-License-Identifier: Apache-2.0
// Questions to the Graph API about our own number, one after another: what one answer tells (the ids of the
// account and the app) the next question needs. Documented by Meta under "Business phone numbers", "Health
// status", "Webhook overrides", "Subscribed apps" and "Securing Graph API requests" (appsecret_proof).
#include <stdio.h>
#include <string.h>

#include "../base/crypto.h"
#include "whatsapp.h"

enum {
    ID_MAX = 32,        // digits
    STANDARD_RATE = 80, // messages a second of the throughput level STANDARD
    ENTITIES_MAX = 16,  // four are documented
    MINUTE_MS = 60 * 1000,
    DAY_S = 24 * 3600,
};

static const char in_token[] = "whatsapp.access_token", in_number[] = "whatsapp.phone_number_id",
                  in_base[] = "whatsapp.api_base", in_secret[] = "whatsapp.app_secret",
                  in_webhook[] = "whatsapp webhook";

// --- what an error says

static const struct refusal {
    const char *where, *what, *todo; // todo NULL: it passes by itself
    bool is_over;                    // the other questions would end the same way
} expired = {in_token, "has expired", "make a token of a system user that does not expire", true},
  revoked = {in_token, "was revoked", "make a new token of the system user", true},
  token = {in_token, "is refused", "copy it again, or make a new token of the system user", true},
  permission = {in_token, "lacks a permission",
                "give its system user the app and the WhatsApp account, with whatsapp_business_messaging and "
                "whatsapp_business_management",
                false},
  number = {in_number, "is unknown to this token: there is no such number, or it is another business's",
            "copy the phone number id, not the number itself, from WhatsApp → API Setup", true},
  unregistered = {in_number, "is not registered", "register it in the WhatsApp Manager", false},
  locked = {in_number, "is locked by Meta", "see the account's quality in the WhatsApp Manager", true},
  prefix = {in_base, "does not know the question", "use https://graph.facebook.com/v23.0", true},
  disturbance = {in_base, "has a disturbance", NULL, true},
  often = {in_base, "was asked too often", NULL, true},
  refused = {in_base, "refuses the question", "look the code up in Meta's list of errors", false};

// By code, and by subcode where one is named (0: any); the first that fits.
static const struct row {
    int from, to, subcode;
    const struct refusal *refusal;
} rows[] = {
    {190, 190, 463, &expired},
    {190, 190, 460, &revoked},
    {190, 190, 467, &revoked},
    {190, 190, 0, &token},
    {0, 0, 0, &token},
    {102, 104, 0, &token},
    {3, 3, 0, &permission},
    {10, 10, 0, &permission},
    {200, 299, 0, &permission},
    {131005, 131005, 0, &permission},
    {100, 100, 33, &number},
    {33, 33, 0, &number},
    {803, 803, 0, &number},
    {133010, 133010, 0, &unregistered},
    {368, 368, 0, &locked},
    {131031, 131031, 0, &locked},
    {2500, 2500, 0, &prefix},
    {2635, 2635, 0, &prefix},
    {1, 2, 0, &disturbance},
    {131000, 131000, 0, &disturbance},
    {131016, 131016, 0, &disturbance},
    {133004, 133004, 0, &disturbance},
    {131057, 131057, 0, &disturbance},
    {2494100, 2494100, 0, &disturbance},
    {4, 4, 0, &often},
    {17, 17, 0, &often},
    {32, 32, 0, &often},
    {613, 613, 0, &often},
    {80007, 80007, 0, &often},
    {130429, 130429, 0, &often},
};

static const struct refusal *refusal_of(int code, int subcode, int status) {
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (code >= rows[i].from && code <= rows[i].to && (!rows[i].subcode || rows[i].subcode == subcode))
            return rows[i].refusal;
    return status == 429 ? &often : status == 401 ? &token : status >= 500 ? &disturbance : &refused;
}

static int whole(const struct json *node, int missing) {
    double value = json_double(node);
    return json_is_number(node) && value >= 0 && value < 1e9 ? (int)value : missing;
}

static const char *later(struct probe *p, const struct channel_response *r) {
    int64_t usage = whatsapp_usage_ms(r->usage);
    int64_t header = r->retry_after_s > 0 && r->retry_after_s < DAY_S ? r->retry_after_s * 1000 : 0;
    int64_t ms = usage > header ? usage : header;
    if (!ms)
        return "try again later";
    return arena_printf(p->a, "try again in %lld minutes", (long long)((ms + MINUTE_MS - 1) / MINUTE_MS));
}

static void tell_refusal(struct probe *p, const struct json *error, const struct channel_response *r) {
    int code = whole(json_at(error, "code"), -1), subcode = whole(json_at(error, "error_subcode"), 0);
    const struct refusal *row = refusal_of(code, subcode, r->status);
    char sub[32] = "";
    if (subcode)
        snprintf(sub, sizeof sub, ", subcode %d", subcode);
    probe_find(p, row->where, row->todo ? row->todo : later(p, r), "%s (code %d%s, trace %s)", row->what,
               code, sub, whatsapp_trace(error));
    p->is_over = p->is_over || row->is_over;
}

// --- the number

static const char *url_of_number(const struct config *c, const struct probe *p) {
    return arena_printf(
        p->a,
        "%s/%s?fields=id,display_phone_number,verified_name,quality_rating,platform_type,throughput,status,"
        "webhook_configuration",
        c->whatsapp.api_base, c->whatsapp.phone_number_id);
}

static void hear_webhook(const struct config *c, struct probe *p, const struct json *root) {
    static const char *const levels[][2] = {
        // the first that is set holds
        {"webhook_configuration.phone_number",
         "the number's own override, POST /PHONE_NUMBER_ID webhook_configuration"},
        {"webhook_configuration.whatsapp_business_account",
         "the account's override, POST /ACCOUNT_ID/subscribed_apps"},
        {"webhook_configuration.application", "in the app, WhatsApp → Configuration"},
    };
    const char *url = NULL;
    size_t at = 0;
    for (; at < COUNT_OF(levels); at++)
        if (!text_is_blank(url = json_text(json_at(root, levels[at][0]))))
            break;
    probe_webhook(p, c, "whatsapp", url, levels[at < COUNT_OF(levels) ? at : COUNT_OF(levels) - 1][1]);
}

// A word of Meta's, or "" when it says nothing.
static const char *word(struct probe *p, const struct json *root, const char *path) {
    return probe_text(p, json_text(json_at(root, path)));
}

static void hear_number(const struct config *c, struct probe *p, const struct json *root) {
    const char *id = word(p, root, "id"), *quality = word(p, root, "quality_rating"),
               *status = word(p, root, "status");
    const char *platform = word(p, root, "platform_type"), *level = word(p, root, "throughput.level");
    if (strcmp(id, c->whatsapp.phone_number_id) != 0) {
        probe_find(p, in_number, "check whatsapp.api_base and whatsapp.phone_number_id",
                   "gets the answer of another number (id '%s')", id);
        p->is_over = true;
        return;
    }
    probe_note(p, in_token, "is accepted");
    probe_note(p, in_number, "is %s, '%s'; quality %s, throughput %s", word(p, root, "display_phone_number"),
               word(p, root, "verified_name"), *quality ? quality : "unknown", *level ? level : "unknown");
    if (strcmp(quality, "RED") == 0)
        probe_find(p, in_number, "see in the WhatsApp Manager why people block or report it",
                   "has the quality rating RED");
    if (*status && strcmp(status, "CONNECTED") != 0)
        probe_find(p, in_number, "see the number in the WhatsApp Manager",
                   "has the status %s instead of CONNECTED", status);
    if (*platform && strcmp(platform, "CLOUD_API") != 0)
        probe_find(p, in_number, "register it for the Cloud API", "is not on the Cloud API (platform %s)",
                   platform);
    if (strcmp(level, "STANDARD") == 0 && c->whatsapp.messages_per_second > STANDARD_RATE)
        probe_find(p, "whatsapp.messages_per_second", "lower it, or ask Meta for a higher throughput",
                   "is %d, more than the %d of this number", c->whatsapp.messages_per_second, STANDARD_RATE);
    hear_webhook(c, p, root);
}

// --- whether it may send

static const char *url_of_health(const struct config *c, const struct probe *p) {
    return arena_printf(p->a, "%s/%s?fields=health_status", c->whatsapp.api_base,
                        c->whatsapp.phone_number_id);
}

static const char *id_of(struct probe *p, const struct json *node) {
    const char *id = json_text(json_at(node, "id"));
    bool is_good = id && *id && strlen(id) <= ID_MAX && !id[strspn(id, "0123456789")];
    return is_good ? arena_strdup(p->a, id) : NULL;
}

// LIMITED is no fault of a service that only replies: it bounds what a business starts by itself.
static void hear_entity(struct probe *p, const struct json *entity) {
    const char *can = word(p, entity, "can_send_message"), *type = word(p, entity, "entity_type");
    const struct json *errors = json_at(entity, "errors"),
                      *error = json_is_array(errors) ? json_first(errors) : NULL;
    if (strcmp(can, "BLOCKED") == 0)
        probe_find(p, in_number, "see the account in the WhatsApp Manager",
                   "may not send: %s is blocked (code %d: %s)", type, whole(json_at(error, "error_code"), 0),
                   word(p, error, "error_description"));
    else if (strcmp(can, "LIMITED") == 0)
        probe_note(p, in_number, "may send replies, but %s is limited (code %d: %s)", type,
                   whole(json_at(error, "error_code"), 0), word(p, error, "error_description"));
}

static void hear_health(const struct config *c, struct probe *p, const struct json *root) {
    (void)c;
    const struct json *entities = json_at(root, "health_status.entities");
    const struct json *e = json_is_array(entities) ? json_first(entities) : NULL;
    size_t before = p->count;
    for (int i = 0; e && i < ENTITIES_MAX; e = json_next(e), i++) {
        const char *type = json_text(json_at(e, "entity_type"));
        if (text_is_equal(type, "WABA"))
            p->account = id_of(p, e);
        if (text_is_equal(type, "APP"))
            p->app = id_of(p, e);
        hear_entity(p, e);
    }
    const char *can = word(p, root, "health_status.can_send_message");
    if (p->count == before && strcmp(can, "BLOCKED") == 0)
        probe_find(p, in_number, "see the account in the WhatsApp Manager", "may not send");
    else if (p->count == before)
        probe_note(p, in_number, "may send (%s)", *can ? can : "unknown");
    if (!p->account)
        probe_find(p, in_webhook, "look in the app, WhatsApp → Configuration",
                   "cannot be checked whole: Meta does not name the number's account");
}

// --- whether the app hears of messages

static const char *url_of_subscriptions(const struct config *c, const struct probe *p) {
    return p->account ? arena_printf(p->a, "%s/%s/subscribed_apps", c->whatsapp.api_base, p->account) : NULL;
}

static void hear_subscriptions(const struct config *c, struct probe *p, const struct json *root) {
    (void)c;
    const struct json *apps = json_at(root, "data");
    for (const struct json *row = json_is_array(apps) ? json_first(apps) : NULL; row; row = json_next(row)) {
        const struct json *app = json_at(row, "whatsapp_business_api_data");
        const char *id = json_text(json_at(app, "id"));
        if (!id || (p->app && strcmp(id, p->app) != 0))
            continue;
        probe_note(p, in_webhook, "the app '%s' is subscribed to the account %s", word(p, app, "name"),
                   p->account);
        return;
    }
    probe_find(p, in_webhook,
               arena_printf(p->a, "POST /%s/subscribed_apps with the access token", p->account),
               "gets nothing: the app %s is not subscribed to the account %s",
               p->app ? p->app : "of the token", p->account);
}

// "No such object" is said of the account here, which the token knows but may not read.
static bool hear_no_account(struct probe *p, const struct json *error) {
    const struct refusal *row =
        refusal_of(whole(json_at(error, "code"), -1), whole(json_at(error, "error_subcode"), 0), 0);
    if (row != &number)
        return false;
    probe_find(p, in_token, permission.todo, "may not read the subscriptions of the account %s (trace %s)",
               p->account, whatsapp_trace(error));
    return true;
}

// --- whether the webhooks' signatures will be believed

// Meta checks the proof against the secret of the app that the token belongs to.
static const char *url_of_secret(const struct config *c, const struct probe *p) {
    unsigned char mac[CRYPTO_MAC];
    char proof[2 * CRYPTO_MAC + 1];
    crypto_hmac_sha256(c->whatsapp.app_secret, strlen(c->whatsapp.app_secret), c->whatsapp.access_token,
                       strlen(c->whatsapp.access_token), mac);
    hex_encode(mac, sizeof mac, proof);
    return arena_printf(p->a, "%s/%s?fields=id&appsecret_proof=%s", c->whatsapp.api_base,
                        c->whatsapp.phone_number_id, proof);
}

static void hear_secret(const struct config *c, struct probe *p, const struct json *root) {
    (void)c;
    (void)root;
    probe_note(p, in_secret, "is that of the token's app");
}

static bool hear_bad_secret(struct probe *p, const struct json *error) {
    if (whole(json_at(error, "code"), -1) != 100)
        return false;
    probe_find(p, in_secret, "copy it from App settings → Basic: with a wrong one every webhook is refused",
               "is not that of the token's app (code 100, trace %s)", whatsapp_trace(error));
    return true;
}

// --- the questions in order

static const struct question {
    const char *(*url)(const struct config *c, const struct probe *p); // NULL: it can't be asked
    void (*hear)(const struct config *c, struct probe *p, const struct json *root);
    bool (*hear_error)(struct probe *p, const struct json *error); // or NULL; false: the general rows hold
} questions[] = {
    {url_of_number, hear_number, NULL},
    {url_of_health, hear_health, NULL},
    {url_of_subscriptions, hear_subscriptions, hear_no_account},
    {url_of_secret, hear_secret, hear_bad_secret},
};

bool whatsapp_ask(const struct config *c, struct probe *p, struct channel_request *ret_request) {
    for (; !p->is_over && p->step < (int)COUNT_OF(questions); p->step++) {
        const char *url = questions[p->step].url(c, p);
        if (!url)
            continue;
        *ret_request = (struct channel_request){
            .method = "GET",
            .url = url,
            .authorization = arena_printf(p->a, "Bearer %s", c->whatsapp.access_token)};
        return true;
    }
    return false;
}

void whatsapp_hear(const struct config *c, struct probe *p, const struct channel_response *r) {
    const struct question *q = &questions[p->step++];
    if (!r->status) {
        probe_silence(p, r->silence, in_base, c->whatsapp.api_base);
        return;
    }
    SCOPED(json_freep) struct json *root = NULL;
    bool is_json =
        r->body && r->body_len && json_parse(r->body, r->body_len, &root, NULL) == OK && json_is_object(root);
    const struct json *error = is_json ? json_at(root, "error") : NULL;
    if (json_is_object(error)) {
        if (!q->hear_error || !q->hear_error(p, error))
            tell_refusal(p, error, r);
        p->is_over = p->is_over || p->step == 1; // without the number nothing else has a sense
        return;
    }
    if (is_json && r->status >= 200 && r->status < 300) {
        q->hear(c, p, root);
        return;
    }
    if (r->status == 429)
        probe_find(p, in_base, later(p, r), "%s was asked too often (HTTP 429)",
                   probe_url(p, c->whatsapp.api_base));
    else
        probe_find(p, in_base, "check the address, or try again later",
                   "%s does not answer like the Graph API (HTTP %d)", probe_url(p, c->whatsapp.api_base),
                   r->status);
    p->is_over = true;
}
