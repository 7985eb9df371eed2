// SPDX-License-Identifier: Apache-2.0
// What an answer of the Cloud API means for the message (GATEWAYS §1.8): decided by the error's code, never by its
// wording, and by the HTTP status only where there is no code.
#include <stdio.h>
#include <string.h>

#include "../base/json.h"
#include "whatsapp.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, AFTER_MAX = 24 * HOUR, TRANSIENT_TRIES = 4, TRACE_MAX = 64 };

// first × factor^(attempt - 1), at most `most`, in ms; no jitter: the desk adds it. A try after the last of `tries` is
// permanent (0: the desk's own bound holds).
struct wait {
    int64_t first, factor, most;
    int tries;
    bool has_usage; // the usage header says how many minutes
};
static const struct wait never = {0}, soon = {SECOND, 4, 64 * SECOND, 0, false}, few = {SECOND, 4, 16 * SECOND, 3, false},
                         once = {SECOND, 1, SECOND, 1, false}, pair = {SECOND, 4, 256 * SECOND, 0, false},
                         rate = {MINUTE, 2, HOUR, 0, true}, calls = {30 * SECOND, 2, HOUR, 0, true},
                         maintenance = {MINUTE, 2, HOUR, 0, false}, five = {5 * MINUTE, 1, 5 * MINUTE, 0, false},
                         hour = {HOUR, 1, HOUR, 0, false}, slow = {SECOND, 4, 16 * SECOND, 0, false};

static const struct row {
    int from, to; // codes, both included
    enum send_class class;
    const struct wait *wait;
    const char *meaning;
} rows[] = {
    {0, 0, SEND_STOP_CHANNEL, &never, "the access token is not valid"},
    {1, 1, SEND_RETRY, &few, "unknown error of the API"},
    {2, 2, SEND_RETRY, &soon, "service down for a moment"},
    {3, 3, SEND_STOP_CHANNEL, &never, "the app lacks a capability or permission"},
    {4, 4, SEND_RETRY, &rate, "call limit of the app"},
    {10, 10, SEND_STOP_CHANNEL, &never, "permission denied"},
    {33, 33, SEND_STOP_CHANNEL, &never, "the business number is gone"},
    {100, 100, SEND_PERMANENT, &never, "invalid parameter"},
    {190, 190, SEND_STOP_CHANNEL, &never, "the access token expired or was revoked"},
    {200, 299, SEND_STOP_CHANNEL, &never, "permission missing"},
    {368, 368, SEND_STOP_CHANNEL, &never, "blocked for breaking a policy"},
    {613, 613, SEND_RETRY, &calls, "call limit"},
    {80007, 80007, SEND_RETRY, &rate, "call limit of the WhatsApp account"},
    {130429, 130429, SEND_SLOW_DOWN, &slow, "throughput of the number reached"},
    {130472, 130472, SEND_PERMANENT, &never, "the person is part of an experiment of Meta"},
    {130497, 130497, SEND_PERMANENT, &never, "people of this country may not be written to"},
    {131000, 131000, SEND_RETRY, &few, "something went wrong at Meta"},
    {131005, 131005, SEND_STOP_CHANNEL, &never, "access denied"},
    {131008, 131008, SEND_PERMANENT, &never, "a required parameter is missing"},
    {131009, 131009, SEND_PERMANENT, &never, "a parameter has a wrong value"},
    {131016, 131016, SEND_RETRY, &soon, "service unavailable"},
    {131021, 131021, SEND_PERMANENT, &never, "the recipient is our own number"},
    {131026, 131026, SEND_PERMANENT, &never, "cannot be delivered to this person"},
    {131030, 131030, SEND_PERMANENT, &never, "the recipient is not in the test list"},
    {131031, 131031, SEND_STOP_CHANNEL, &never, "the account is locked"},
    {131037, 131037, SEND_STOP_CHANNEL, &never, "the display name is not approved"},
    {131042, 131042, SEND_STOP_CHANNEL, &never, "a payment problem of the account"},
    {131045, 131045, SEND_STOP_CHANNEL, &never, "a problem with the number's registration"},
    {131047, 131047, SEND_NEEDS_TEMPLATE, &never, "more than 24 hours since the person's last message"},
    {131048, 131048, SEND_HOLD_NUMBER, &hour, "spam limit of the number"},
    {131049, 131049, SEND_PERMANENT, &never, "held back by Meta for the person's sake"},
    {131050, 131050, SEND_PERMANENT, &never, "the person stopped marketing messages"},
    {131051, 131051, SEND_PERMANENT, &never, "unsupported type of message"},
    {131052, 131052, SEND_PERMANENT, &never, "the person's media could not be fetched"},
    {131053, 131053, SEND_RETRY, &once, "the media could not be uploaded"},
    {131055, 131055, SEND_PERMANENT, &never, "method not allowed"},
    {131056, 131056, SEND_HOLD_PAIR, &pair, "too many messages to this person"},
    {131057, 131057, SEND_RETRY, &maintenance, "the account is in maintenance"},
    {131062, 131062, SEND_PERMANENT, &never, "a user id cannot receive this message"},
    {132000, 132016, SEND_PERMANENT, &never, "the template is wrong, missing, paused or disabled"},
    {132068, 132068, SEND_PERMANENT, &never, "the flow is blocked"},
    {132069, 132069, SEND_RETRY, &hour, "limit of the flow"},
    {133004, 133004, SEND_RETRY, &soon, "server down for a moment"},
    {133010, 133010, SEND_STOP_CHANNEL, &never, "the number is not registered"},
    {133015, 133015, SEND_RETRY, &five, "the number was deleted shortly before"},
    {133016, 133016, SEND_HOLD_NUMBER, &hour, "too many registrations of the number"},
    {134011, 134011, SEND_PERMANENT, &never, "the terms of payments are not accepted"},
    {135000, 135000, SEND_PERMANENT, &never, "refused without a reason"},
    {137000, 137000, SEND_PERMANENT, &never, "the person's identity key changed"},
    {2494100, 2494100, SEND_RETRY, &maintenance, "maintenance at Meta"},
};

// Where there is no code that we know: by HTTP status.
static const struct row *row_of_status(int status, bool is_json) {
    static const struct row
        cut = {0, 0, SEND_IN_DOUBT, &never, "no answer of the API; it may have gone out"},
        refused = {0, 0, SEND_PERMANENT, &never, "refused with a code that is not known"},
        later = {0, 0, SEND_RETRY, &soon, "failed with a code that is not known"},
        token = {0, 0, SEND_STOP_CHANNEL, &never, "not authorised"}, fast = {0, 0, SEND_SLOW_DOWN, &slow, "too many requests"},
        edge = {0, 0, SEND_RETRY, &soon, "refused before it reached the API"};
    if (status == 429)
        return &fast;
    if (is_json)
        return status == 401 ? &token : status >= 500 ? &later : &refused;
    bool is_refused = status >= 300 && status < 500 && status != 408;
    return is_refused ? &edge : &cut;
}

static const struct row *row_of_code(double code) {
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (code >= rows[i].from && code <= rows[i].to)
            return &rows[i];
    return NULL;
}

static int64_t waiting_ms(const struct wait *w, int attempt) {
    int64_t ms = w->first;
    for (int i = 1; i < attempt && ms < w->most; i++)
        ms *= w->factor;
    return ms < w->most ? ms : w->most;
}

// The header's figure is in minutes.
int64_t whatsapp_usage_ms(const char *header) {
    SCOPED(json_freep) struct json *root = NULL;
    double minutes = 0;
    if (!header || json_parse(header, strlen(header), &root, NULL) != OK)
        return 0;
    for (const struct json *account = json_first(root); account; account = json_next(account)) {
        for (const struct json *use = json_is_array(account) ? json_first(account) : NULL; use; use = json_next(use)) {
            double m = json_double(json_at(use, "estimated_time_to_regain_access"));
            minutes = m > minutes ? m : minutes;
        }
    }
    return minutes < 24 * 60 ? (int64_t)(minutes * MINUTE) : AFTER_MAX;
}

static bool is_waiting(enum send_class class) {
    return class == SEND_RETRY || class == SEND_SLOW_DOWN || class == SEND_HOLD_PAIR || class == SEND_HOLD_NUMBER;
}

static void apply_row(const struct row *row, const struct channel_response *r, struct send_result *out) {
    const struct wait *w = row->wait;
    out->class = row->class;
    out->detail = row->meaning;
    if (w->tries && r->attempt > w->tries)
        out->class = SEND_PERMANENT;
    if (!is_waiting(out->class))
        return;
    int64_t usage = w->has_usage ? whatsapp_usage_ms(r->usage) : 0;
    int64_t header = r->retry_after_s < AFTER_MAX / SECOND ? r->retry_after_s * SECOND : AFTER_MAX;
    out->after_ms = usage ? usage : waiting_ms(w, r->attempt);
    if (header > out->after_ms)
        out->after_ms = header;
}

const char *whatsapp_trace(const struct json *error) {
    static const char good[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    const char *trace = json_text(json_at(error, "fbtrace_id"));
    return trace && strlen(trace) <= TRACE_MAX && !trace[strspn(trace, good)] ? trace : "none";
}

// Meta's own wording is left out: it may name a person.
static const char *detail_of(const struct json *error, const char *meaning, struct arena *a) {
    double subcode = json_double(json_at(error, "error_subcode"));
    char sub[40] = "";
    if (subcode > 0 && subcode < 1e12)
        snprintf(sub, sizeof sub, ", subcode %.0f", subcode);
    return arena_printf(a, "%s (trace %s%s)", meaning, whatsapp_trace(error), sub);
}

static void classify_error(const struct json *error, const struct channel_response *r, struct arena *a,
                           struct send_result *out) {
    static const struct row transient = {0, 0, SEND_RETRY, &soon, "said to pass by itself"};
    const struct json *number = json_at(error, "code");
    double code = json_double(number);
    const struct row *row = json_is_number(number) ? row_of_code(code) : NULL;
    if (!row)
        row = row_of_status(r->status, true);
    bool is_passing = json_true(json_at(error, "is_transient")) && r->attempt <= TRANSIENT_TRIES;
    if (row->class == SEND_PERMANENT && is_passing)
        row = &transient;
    out->error_code = code > 0 && code < 1e9 ? (int)code : 0;
    apply_row(row, r, out);
    out->detail = detail_of(error, row->meaning, a);
}

// True when a 2xx body proves that the message or mark was taken.
static bool is_accepted(const struct json *root, const struct outbound *o, struct arena *a, struct send_result *out) {
    if (o->kind == OUTBOUND_READ_MARK)
        return json_true(json_at(root, "success"));
    const struct json *messages = json_at(root, "messages");
    const char *id = json_is_array(messages) ? json_text(json_at(json_first(messages), "id")) : NULL;
    if (!id || !*id || strlen(id) > WHATSAPP_ID_MAX)
        return false;
    out->gateway_id = arena_strdup(a, id);
    return true;
}

static void classify_silence(const struct channel_response *r, struct send_result *out) {
    static const struct row cut = {0, 0, SEND_IN_DOUBT, &never, "the connection ended before an answer; it may have gone out"},
                            unsent = {0, 0, SEND_RETRY, &soon, "the API could not be reached"};
    apply_row(r->is_written ? &cut : &unsent, r, out);
}

void whatsapp_classify(const struct outbound *o, const struct channel_response *r, struct arena *a,
                       struct send_result *ret_result) {
    SCOPED(json_freep) struct json *root = NULL;
    *ret_result = (struct send_result){.outbound = o->id, .kind = o->kind, .channel = o->channel, .http_status = r->status};
    if (!r->status) {
        classify_silence(r, ret_result);
        return;
    }
    bool is_json = r->body && r->body_len && json_parse(r->body, r->body_len, &root, NULL) == OK;
    const struct json *error = is_json ? json_at(root, "error") : NULL;
    bool is_success = r->status >= 200 && r->status < 300;
    if (json_is_object(error))
        classify_error(error, r, a, ret_result);
    else if (is_success && is_accepted(root, o, a, ret_result))
        ret_result->class = SEND_OK;
    else
        apply_row(row_of_status(r->status, false), r, ret_result);
}
