// SPDX-License-Identifier: Apache-2.0
// A webhook body: entries × changes × (messages + statuses). Only the field "messages" of our own number is taken.
// What is not understood is counted, never an error: a refusal would make Meta send the whole batch again.
#include <string.h>

#include "../base/json.h"
#include "whatsapp.h"

// Bounds of what is copied; text in code points, the others in bytes.
enum {
    WORD_MAX = 64,
    NUMBER_MAX = 20, // E.164 has 15 digits
    USER_ID_MAX = 160,
    MEDIA_MAX = 256,
    ECHO_MAX = 512,
    ERROR_TEXT_MAX = 300,
    FILE_NAME_MAX = 255,
    TITLE_MAX = 256,
    CONTACTS_MAX = 1000, // of one value
};

struct reading {
    const struct config *config;
    struct arena *arena;
    struct parsed *out;
    const struct json *contacts; // of the value at hand
    size_t room;                 // updates that may still be taken
};

// A non-empty string of at most max bytes, copied; else NULL.
static const char *take_id(struct reading *in, const struct json *node, const char *path, size_t max) {
    const char *text = json_text(json_at(node, path));
    return text && *text && strlen(text) <= max ? arena_strdup(in->arena, text) : NULL;
}

// A string cut to max code points, copied; NULL when there is none.
static const char *take_text(struct reading *in, const struct json *node, const char *path, size_t max) {
    const char *text = json_text(json_at(node, path));
    return text ? arena_strndup(in->arena, text, utf8_prefix(text, max)) : NULL;
}

// Unix seconds as a string, as documented; numbers and milliseconds have been seen.
static int64_t take_time(const struct json *node) {
    const struct json *at = json_at(node, "timestamp");
    const char *text = json_text(at);
    double number = json_double(at);
    int64_t value = 0;
    if (text && !text_number(text, 0, INT64_C(99999999999999), &value))
        return 0;
    if (!text && number > 0 && number < 1e14)
        value = (int64_t)number;
    return value < INT64_C(100000000000) ? value * 1000 : value;
}

static int take_code(const struct json *node) {
    double code = json_double(json_at(json_first(json_at(node, "errors")), "code"));
    return code > 0 && code < 1e9 ? (int)code : 0;
}

static const char *take_number(struct reading *in, const struct json *node, const char *path) {
    const char *number = take_id(in, node, path, NUMBER_MAX);
    return number && number[strspn(number, "0123456789")] == '\0' ? number : NULL;
}

static bool is_list(const struct json *node) {
    return json_is_array(node) && json_first(node);
}

// --- kinds

static const char *joined(struct reading *in, const char *word, const struct json *node, const char *path) {
    const char *more = take_id(in, node, path, WORD_MAX);
    return more ? arena_printf(in->arena, "%s.%s", word, more) : word;
}

static void read_text(struct reading *in, const struct json *body, struct inbound *m) {
    m->text = take_text(in, body, "body", WHATSAPP_TEXT_MAX);
    if (!m->text)
        m->text = "";
}

static void read_media(struct reading *in, const struct json *body, struct inbound *m) {
    m->media_id = take_id(in, body, "id", MEDIA_MAX);
    m->media_type = take_id(in, body, "mime_type", MEDIA_MAX);
    m->media_hash = take_id(in, body, "sha256", MEDIA_MAX);
    m->file_name = take_text(in, body, "filename", FILE_NAME_MAX);
    m->text = take_text(in, body, "caption", WHATSAPP_TEXT_MAX);
    m->is_voice = json_true(json_at(body, "voice"));
}

static void read_location(struct reading *in, const struct json *body, struct inbound *m) {
    (void)in;
    m->latitude = json_double(json_at(body, "latitude"));
    m->longitude = json_double(json_at(body, "longitude"));
}

static void read_reaction(struct reading *in, const struct json *body, struct inbound *m) {
    m->reply_to = take_id(in, body, "message_id", WHATSAPP_ID_MAX);
    m->text = take_text(in, body, "emoji", WORD_MAX); // missing or "": taken back
}

static void read_interactive(struct reading *in, const struct json *body, struct inbound *m) {
    const char *type = json_text(json_at(body, "type"));
    bool is_choice = type && (strcmp(type, "button_reply") == 0 || strcmp(type, "list_reply") == 0);
    const struct json *choice = is_choice ? json_at(body, type) : NULL;
    m->choice = take_id(in, choice, "id", WHATSAPP_ID_MAX);
    m->text = take_text(in, choice, "title", TITLE_MAX);
    if (m->choice)
        return;
    m->kind = MSG_UNSUPPORTED;
    m->subtype = joined(in, "interactive", body, "type");
}

static void read_button(struct reading *in, const struct json *body, struct inbound *m) {
    m->choice = take_id(in, body, "payload", WHATSAPP_ID_MAX);
    m->text = take_text(in, body, "text", TITLE_MAX);
}

static void read_order(struct reading *in, const struct json *body, struct inbound *m) {
    m->text = take_text(in, body, "text", WHATSAPP_TEXT_MAX);
}

static void read_system(struct reading *in, const struct json *body, struct inbound *m) {
    m->subtype = joined(in, "system", body, "type"); // the body names numbers: not taken
}

static void read_edit(struct reading *in, const struct json *body, struct inbound *m) {
    m->reply_to = take_id(in, body, "original_message_id", WHATSAPP_ID_MAX);
    m->text = take_text(in, body, "message.text.body", WHATSAPP_TEXT_MAX);
}

static void read_unsupported(struct reading *in, const struct json *body, struct inbound *m) {
    m->subtype = joined(in, "unsupported", body, "type");
}

// By `type`; the content stands in the member of the same name.
static const struct kind_row {
    const char *type;
    enum message_kind kind;
    void (*read)(struct reading *in, const struct json *body, struct inbound *m);
} kinds[] = {
    {"text", MSG_TEXT, read_text},
    {"interactive", MSG_CHOICE, read_interactive},
    {"image", MSG_IMAGE, read_media},
    {"audio", MSG_AUDIO, read_media},
    {"video", MSG_VIDEO, read_media},
    {"sticker", MSG_STICKER, read_media},
    {"document", MSG_DOCUMENT, read_media},
    {"reaction", MSG_REACTION, read_reaction},
    {"location", MSG_LOCATION, read_location},
    {"contacts", MSG_CONTACTS, NULL},
    {"button", MSG_CHOICE, read_button},
    {"order", MSG_ORDER, read_order},
    {"system", MSG_SYSTEM, read_system},
    {"edit", MSG_EDIT, read_edit},
    {"revoke", MSG_REVOKE, read_edit},
    {"request_welcome", MSG_WELCOME, NULL},
    {"unsupported", MSG_UNSUPPORTED, read_unsupported},
    {"unknown", MSG_UNSUPPORTED, read_unsupported},
};

static void read_kind(struct reading *in, const struct json *node, struct inbound *m) {
    const char *type = json_text(json_at(node, "type"));
    for (size_t i = 0; type && i < COUNT_OF(kinds); i++) {
        if (strcmp(kinds[i].type, type) != 0)
            continue;
        m->kind = kinds[i].kind;
        if (kinds[i].read)
            kinds[i].read(in, json_at(node, type), m);
        return;
    }
    m->kind = MSG_UNSUPPORTED;
    m->subtype = take_text(in, node, "type", WORD_MAX);
}

// --- one message, one status

// The user id that the value's contacts give for this number: a webhook may carry both.
static const char *user_id_of(struct reading *in, const char *number) {
    const struct json *contact = json_is_array(in->contacts) ? json_first(in->contacts) : NULL;
    for (size_t i = 0; contact && i < CONTACTS_MAX; contact = json_next(contact), i++)
        if (text_is_equal(json_text(json_at(contact, "wa_id")), number))
            return take_id(in, contact, "user_id", USER_ID_MAX);
    return NULL;
}

static void read_context(struct reading *in, const struct json *node, struct inbound *m) {
    const struct json *context = json_at(node, "context");
    if (!context)
        return;
    if (!m->reply_to)
        m->reply_to = take_id(in, context, "id", WHATSAPP_ID_MAX);
    m->is_frequently_forwarded = json_true(json_at(context, "frequently_forwarded"));
    m->is_forwarded = m->is_frequently_forwarded || json_true(json_at(context, "forwarded"));
}

// False: not a message that we can keep (no id, nobody who sent it) or one of a group, which we don't serve.
static bool read_message(struct reading *in, const struct json *node, struct inbound *m) {
    m->channel = CHANNEL_WHATSAPP;
    m->account = in->config->whatsapp.phone_number_id;
    m->gateway_id = take_id(in, node, "id", WHATSAPP_ID_MAX);
    const char *number = take_number(in, node, "from");
    m->user_id = take_id(in, node, "from_user_id", USER_ID_MAX);
    m->address = number ? number : m->user_id;
    if (!m->gateway_id || !m->address || json_at(node, "group_id"))
        return false;
    if (!m->user_id)
        m->user_id = user_id_of(in, number);
    m->sent_at = take_time(node);
    m->error_code = take_code(node);
    read_kind(in, node, m);
    read_context(in, node, m);
    return true;
}

static bool read_status(struct reading *in, const struct json *node, struct status *s) {
    s->channel = CHANNEL_WHATSAPP;
    s->account = in->config->whatsapp.phone_number_id;
    s->gateway_id = take_id(in, node, "id", WHATSAPP_ID_MAX);
    s->state = take_id(in, node, "status", WORD_MAX);
    if (!s->gateway_id || !s->state || text_is_equal(json_text(json_at(node, "recipient_type")), "group"))
        return false;
    s->echo = take_id(in, node, "biz_opaque_callback_data", ECHO_MAX);
    s->at = take_time(node);
    s->error_code = take_code(node);
    s->error_text = take_text(in, json_first(json_at(node, "errors")), "title", ERROR_TEXT_MAX);
    return true;
}

// --- the envelope

// The value of a change that is for us, or NULL.
static const struct json *value_for_us(const struct reading *in, const struct json *change) {
    const struct json *field = json_at(change, "field"), *value = json_at(change, "value");
    const char *number = json_text(json_at(value, "metadata.phone_number_id"));
    bool is_ours = text_is_equal(number, in->config->whatsapp.phone_number_id) && number;
    return is_ours && (!field || text_is_equal(json_text(field), "messages")) ? value : NULL;
}

static void read_messages(struct reading *in, const struct json *list) {
    for (const struct json *n = is_list(list) ? json_first(list) : NULL; n; n = json_next(n)) {
        struct inbound m = {0};
        if (in->room && read_message(in, n, &m)) {
            in->out->inbounds[in->out->inbound_count++] = m;
            in->room--;
        } else {
            in->out->ignored++;
        }
    }
}

static void read_statuses(struct reading *in, const struct json *list) {
    for (const struct json *n = is_list(list) ? json_first(list) : NULL; n; n = json_next(n)) {
        struct status s = {0};
        if (in->room && read_status(in, n, &s)) {
            in->out->statuses[in->out->status_count++] = s;
            in->room--;
        } else {
            in->out->ignored++;
        }
    }
}

static void read_change(struct reading *in, const struct json *change) {
    const struct json *value = value_for_us(in, change);
    const struct json *messages = json_at(value, "messages"), *statuses = json_at(value, "statuses");
    if (!is_list(messages) && !is_list(statuses)) {
        in->out->ignored++;
        return;
    }
    in->contacts = json_at(value, "contacts");
    read_messages(in, messages);
    read_statuses(in, statuses);
}

// Calls read for each change; twice over the body: first to count, then to take.
static void each_change(struct reading *in, const struct json *root, void (*read)(struct reading *, const struct json *)) {
    const struct json *entries = json_at(root, "entry");
    for (const struct json *e = is_list(entries) ? json_first(entries) : NULL; e; e = json_next(e)) {
        const struct json *changes = json_at(e, "changes");
        for (const struct json *c = is_list(changes) ? json_first(changes) : NULL; c; c = json_next(c))
            read(in, c);
    }
}

static size_t length_of(const struct json *list, size_t max) {
    size_t count = 0;
    for (const struct json *n = is_list(list) ? json_first(list) : NULL; n && count < max; n = json_next(n))
        count++;
    return count;
}

static void count_change(struct reading *in, const struct json *change) {
    const struct json *value = value_for_us(in, change);
    in->out->inbound_count += length_of(json_at(value, "messages"), WHATSAPP_UPDATES_MAX);
    in->out->status_count += length_of(json_at(value, "statuses"), WHATSAPP_UPDATES_MAX);
}

static size_t at_most(size_t count) {
    return count < WHATSAPP_UPDATES_MAX ? count : WHATSAPP_UPDATES_MAX;
}

enum err whatsapp_parse(const struct config *c, const struct hook_request *r, struct arena *a,
                        struct parsed *ret_parsed, struct fail *f) {
    SCOPED(json_freep) struct json *root = NULL;
    TRY(json_parse(r->body, r->body_len, &root, f));
    struct parsed out = {0};
    struct reading in = {.config = c, .arena = a, .out = &out, .room = WHATSAPP_UPDATES_MAX};
    if (!text_is_equal(json_text(json_at(root, "object")), "whatsapp_business_account")) {
        *ret_parsed = (struct parsed){.ignored = 1};
        return OK;
    }
    each_change(&in, root, count_change);
    size_t messages = at_most(out.inbound_count), statuses = at_most(out.status_count);
    out = (struct parsed){.inbounds = arena_alloc(a, messages * sizeof(struct inbound)),
                          .statuses = arena_alloc(a, statuses * sizeof(struct status))};
    each_change(&in, root, read_change);
    *ret_parsed = out;
    return OK;
}
