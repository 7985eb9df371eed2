// SPDX-License-Identifier: Apache-2.0
// The body of a send (GATEWAYS §1.6). The composer keeps the limits; they are checked again, so that a mistake of
// ours ends here with ERR_LIMIT and not in an answer of Meta.
#include <string.h>

#include "../base/json.h"
#include "whatsapp.h"

enum {
    BODY_BYTES_MAX = 64 * 1024,
    ROW_ID_MAX = 200, // bytes; buttons may have 256, our own rule is the stricter one for both
};

static bool is_within(const char *text, size_t max) {
    return !text_is_blank(text) && utf8_length(text) <= max;
}

static bool is_trimmed(const char *text) {
    return *text != ' ' && !text_has_suffix(text, " ");
}

static bool is_choice_good(const struct reply *r, size_t at, size_t title_max) {
    const struct reply_choice *c = &r->choices[at];
    if (!c->id || !*c->id || strlen(c->id) > ROW_ID_MAX || !is_trimmed(c->id) || !is_within(c->title, title_max))
        return false;
    for (size_t i = 0; i < at; i++)
        if (strcmp(r->choices[i].id, c->id) == 0)
            return false;
    return !c->note || utf8_length(c->note) <= REPLY_ROW_NOTE;
}

static bool has_same_titles(const struct reply *r) {
    for (size_t i = 0; i < r->choice_count; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(r->choices[i].title, r->choices[k].title) == 0)
                return true;
    return false;
}

// Bounds by kind of reply: text and titles in code points.
static const struct bounds {
    size_t text, choices, title;
} bounds[] = {
    [REPLY_TEXT] = {WHATSAPP_TEXT_MAX, 0, 0},
    [REPLY_WITH_BUTTONS] = {WHATSAPP_BODY_MAX, REPLY_BUTTONS, REPLY_BUTTON_TITLE},
    [REPLY_WITH_LIST] = {WHATSAPP_BODY_MAX, REPLY_ROWS, REPLY_ROW_TITLE},
};

static bool is_reply_good(const struct reply *r) {
    const struct bounds *b = &bounds[r->kind];
    if (!is_within(r->text, b->text))
        return false;
    if (r->kind == REPLY_TEXT)
        return true;
    if (r->choice_count < 1 || r->choice_count > b->choices)
        return false;
    for (size_t i = 0; i < r->choice_count; i++)
        if (!is_choice_good(r, i, b->title))
            return false;
    if (r->kind == REPLY_WITH_LIST)
        return is_within(r->list_button, REPLY_LIST_BUTTON);
    return !has_same_titles(r);
}

static void put_text(struct buf *b, const struct reply *r) {
    buf_puts(b, ",\"type\":\"text\",\"text\":{\"preview_url\":false,\"body\":");
    json_put_text(b, r->text);
    buf_putc(b, '}');
}

static void put_buttons(struct buf *b, const struct reply *r) {
    buf_puts(b, ",\"type\":\"interactive\",\"interactive\":{\"type\":\"button\",\"body\":{\"text\":");
    json_put_text(b, r->text);
    buf_puts(b, "},\"action\":{\"buttons\":[");
    for (size_t i = 0; i < r->choice_count; i++) {
        buf_puts(b, i ? ",{\"type\":\"reply\",\"reply\":{\"id\":" : "{\"type\":\"reply\",\"reply\":{\"id\":");
        json_put_text(b, r->choices[i].id);
        buf_puts(b, ",\"title\":");
        json_put_text(b, r->choices[i].title);
        buf_puts(b, "}}");
    }
    buf_puts(b, "]}}");
}

static void put_list(struct buf *b, const struct reply *r) {
    buf_puts(b, ",\"type\":\"interactive\",\"interactive\":{\"type\":\"list\",\"body\":{\"text\":");
    json_put_text(b, r->text);
    buf_puts(b, "},\"action\":{\"button\":");
    json_put_text(b, r->list_button);
    buf_puts(b, ",\"sections\":[{\"rows\":[");
    for (size_t i = 0; i < r->choice_count; i++) {
        const struct reply_choice *c = &r->choices[i];
        buf_puts(b, i ? ",{\"id\":" : "{\"id\":");
        json_put_text(b, c->id);
        buf_puts(b, ",\"title\":");
        json_put_text(b, c->title);
        if (!text_is_blank(c->note)) {
            buf_puts(b, ",\"description\":");
            json_put_text(b, c->note);
        }
        buf_putc(b, '}');
    }
    buf_puts(b, "]}]}}");
}

static void (*const put_reply[])(struct buf *b, const struct reply *r) = {
    [REPLY_TEXT] = put_text,
    [REPLY_WITH_BUTTONS] = put_buttons,
    [REPLY_WITH_LIST] = put_list,
};

// The + stays: without it Meta may put the country code of the business in front. A person whose number is not
// known is reached by user id.
static bool put_recipient(struct buf *b, const struct outbound *o) {
    bool is_number = o->address && *o->address && o->address[strspn(o->address, "0123456789")] == '\0';
    const char *user_id = o->user_id ? o->user_id : o->address;
    if (!is_number && text_is_blank(user_id))
        return false;
    if (is_number) {
        buf_puts(b, ",\"to\":\"+");
        buf_puts(b, o->address);
        buf_putc(b, '"');
        return true;
    }
    buf_puts(b, ",\"recipient\":");
    json_put_text(b, user_id);
    return true;
}

static bool put_message(struct buf *b, const struct outbound *o) {
    if (!is_reply_good(&o->reply))
        return false;
    buf_puts(b, "{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\"");
    if (!put_recipient(b, o))
        return false;
    put_reply[o->reply.kind](b, &o->reply);
    if (o->reply_to) {
        buf_puts(b, ",\"context\":{\"message_id\":");
        json_put_text(b, o->reply_to);
        buf_putc(b, '}');
    }
    buf_printf(b, ",\"biz_opaque_callback_data\":\"lurus-%lld\"}", (long long)o->id);
    return true;
}

static bool put_read_mark(struct buf *b, const struct outbound *o) {
    if (text_is_blank(o->reply_to))
        return false;
    buf_puts(b, "{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":");
    json_put_text(b, o->reply_to);
    buf_puts(b, ",\"typing_indicator\":{\"type\":\"text\"}}");
    return true;
}

enum err whatsapp_build(const struct config *c, const struct outbound *o, struct arena *a,
                        struct channel_request *ret_request) {
    struct channel_request r = {.method = "POST", .content_type = "application/json"};
    buf_init(&r.body, BODY_BYTES_MAX);
    bool is_good = o->kind == OUTBOUND_READ_MARK ? put_read_mark(&r.body, o) : put_message(&r.body, o);
    if (!is_good || r.body.is_full) {
        buf_done(&r.body);
        return ERR_LIMIT;
    }
    r.url = arena_printf(a, "%s/%s/messages", c->whatsapp.api_base, c->whatsapp.phone_number_id);
    r.authorization = arena_printf(a, "Bearer %s", c->whatsapp.access_token);
    *ret_request = r;
    return OK;
}
