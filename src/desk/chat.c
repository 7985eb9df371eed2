// SPDX-License-Identifier: Apache-2.0
// The web chat's side of the desk: who is at which socket, and the frames of CONTRACT §4.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/crypto.h"
#include "../base/log.h"
#include "../model/metrics.h"
#include "../store/body.h"
#include "inside.h"

enum { FRAME_MAX = 64 * 1024, RESUME_MAX = 200, TOKEN_BYTES = 24 };

static struct chat *chat_at(const struct desk *d, uint64_t ticket) {
    return map_get(d->chats_by_ticket, (const char *)&ticket, sizeof ticket);
}

static struct chat *first_of(const struct desk *d, int64_t conversation) {
    return map_get(d->chats_by_conversation, (const char *)&conversation, sizeof conversation);
}

static void leave(struct desk *d, struct chat *chat) {
    int64_t conversation = chat->conversation;
    if (!conversation)
        return;
    struct chat *first = first_of(d, conversation);
    if (first == chat && !chat->next_of_conversation) {
        map_remove(d->chats_by_conversation, (const char *)&conversation, sizeof conversation);
        return;
    }
    if (first == chat) {
        map_put(d->chats_by_conversation, (const char *)&conversation, sizeof conversation, chat->next_of_conversation);
        return;
    }
    while (first->next_of_conversation != chat)
        first = first->next_of_conversation;
    first->next_of_conversation = chat->next_of_conversation;
}

void chat_joined(struct desk *d, struct chat *chat, int64_t conversation) {
    if (chat->conversation == conversation)
        return;
    leave(d, chat);
    chat->conversation = conversation;
    chat->next_of_conversation = first_of(d, conversation);
    map_put(d->chats_by_conversation, (const char *)&conversation, sizeof conversation, chat);
}

void chat_leave(struct desk *d, struct mail *mail) {
    struct chat *chat = map_remove(d->chats_by_ticket, (const char *)&mail->ticket, sizeof mail->ticket);
    if (!chat)
        return;
    leave(d, chat);
    free(chat);
}

void chat_free_all(struct desk *d) {
    const char *key;
    void *chat;
    for (size_t at = 0; map_each(d->chats_by_ticket, &at, &key, &chat);)
        free(chat);
    map_free(d->chats_by_ticket);
    map_free(d->chats_by_conversation);
}

// --- frames

static void push(struct desk *d, uint64_t ticket, struct buf *frame) {
    struct arena *a = arena_new(2 * FRAME_MAX);
    answer_push(d, ticket, a, arena_strndup(a, buf_text(frame), frame->len));
    buf_done(frame);
}

static void push_welcome(struct desk *d, const struct chat *chat, int64_t seq) {
    struct buf b;
    buf_init(&b, FRAME_MAX);
    buf_puts(&b, "{\"type\":\"welcome\"");
    json_member_text(&b, "token", chat->token);
    json_member_int(&b, "seq", seq);
    json_member_text(&b, "lang", chat->lang);
    buf_putc(&b, '}');
    push(d, chat->ticket, &b);
}

static void push_ack(struct desk *d, const struct chat *chat, const char *id) {
    struct buf b;
    buf_init(&b, FRAME_MAX);
    buf_puts(&b, "{\"type\":\"ack\"");
    json_member_text(&b, "id", id);
    buf_putc(&b, '}');
    push(d, chat->ticket, &b);
}

static void push_error(struct desk *d, uint64_t ticket, const char *code, const char *text) {
    struct buf b;
    buf_init(&b, FRAME_MAX);
    buf_puts(&b, "{\"type\":\"error\"");
    json_member_text(&b, "code", code);
    json_member_text(&b, "text", text);
    buf_putc(&b, '}');
    push(d, ticket, &b);
}

static void put_source(struct buf *b, const struct reply *r) {
    json_member(b, "source");
    if (!r->source_url) {
        buf_puts(b, "null");
        return;
    }
    buf_putc(b, '{');
    json_member_text(b, "title", r->source_title);
    json_member_text(b, "url", r->source_url);
    json_member_text(b, "date", r->source_date);
    buf_putc(b, '}');
}

static void push_reply(struct desk *d, uint64_t ticket, const struct outbound_row *row, const struct reply *r) {
    struct buf b;
    buf_init(&b, FRAME_MAX);
    buf_puts(&b, "{\"type\":\"reply\"");
    json_member_int(&b, "seq", row->seq);
    json_member_text(&b, "in_reply_to", row->client_id);
    json_member_text(&b, "from", "bot");
    json_member_text(&b, "outcome", row->outcome);
    json_member_text(&b, "text", r->text);
    json_member_text(&b, "verdict", r->verdict);
    json_member_text(&b, "fact", r->fact);
    put_source(&b, r);
    json_member(&b, "buttons");
    buf_putc(&b, '[');
    for (size_t i = 0; i < r->choice_count; i++) {
        json_comma(&b);
        buf_putc(&b, '{');
        json_member_text(&b, "id", r->choices[i].id);
        json_member_text(&b, "title", r->choices[i].title);
        buf_putc(&b, '}');
    }
    buf_puts(&b, "]}");
    push(d, ticket, &b);
}

void chat_push_reply(struct desk *d, int64_t conversation, const struct outbound_row *row, const struct reply *reply) {
    for (struct chat *c = first_of(d, conversation); c; c = c->next_of_conversation)
        push_reply(d, c->ticket, row, reply);
}

// --- mails

static enum err resume(struct desk *d, struct chat *chat, struct mail *mail) {
    struct conversation c;
    enum err err = store_conversation_find(d->store, CHANNEL_WEB, "", chat->token, mail->arena, &c);
    if (err == ERR_NOTFOUND) {
        push_welcome(d, chat, 0);
        return OK;
    }
    TRY(err);
    chat_joined(d, chat, c.id);
    if (c.lang && !mail->lang)
        snprintf(chat->lang, sizeof chat->lang, "%s", c.lang);
    push_welcome(d, chat, c.out_seq);
    struct outbound_row *rows = NULL;
    size_t count = 0;
    TRY(store_outbound_after(d->store, c.id, mail->last_seq, RESUME_MAX, mail->arena, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        struct reply reply;
        if (outbound_body_get(rows[i].body, mail->arena, &reply) == OK)
            push_reply(d, chat->ticket, &rows[i], &reply);
    }
    return OK;
}

static bool is_token(const char *token) {
    return token && strlen(token) == 2 * TOKEN_BYTES && strspn(token, "0123456789abcdef") == 2 * TOKEN_BYTES;
}

void chat_greet(struct desk *d, struct mail *mail) {
    struct mail gone = {.ticket = mail->ticket};
    chat_leave(d, &gone); // a second hello starts afresh
    struct chat *chat = xcalloc(1, sizeof *chat);
    chat->ticket = mail->ticket;
    bool is_known_lang = mail->lang && (strcmp(mail->lang, "id") == 0 || strcmp(mail->lang, "en") == 0);
    snprintf(chat->lang, sizeof chat->lang, "%s", is_known_lang ? mail->lang : d->config->language.default_lang);
    map_put(d->chats_by_ticket, (const char *)&mail->ticket, sizeof mail->ticket, chat);
    if (is_token(mail->token)) {
        memcpy(chat->token, mail->token, 2 * TOKEN_BYTES + 1);
        if (resume(d, chat, mail) != OK)
            d->batch_err = ERR_DB;
        return;
    }
    unsigned char random[TOKEN_BYTES];
    crypto_random(random, sizeof random);
    hex_encode(random, sizeof random, chat->token);
    push_welcome(d, chat, 0);
}

void chat_hear(struct desk *d, struct mail *mail) {
    struct chat *chat = chat_at(d, mail->ticket);
    if (!chat) {
        push_error(d, mail->ticket, "bad_message", "hello first");
        return;
    }
    for (size_t i = 0; i < mail->parsed.inbound_count; i++) {
        struct inbound *in = &mail->parsed.inbounds[i];
        in->account = "";
        in->address = chat->token;
        if (!in->lang)
            in->lang = chat->lang;
        push_ack(d, chat, in->gateway_id);
        if (handle_inbound(d, mail, in, chat) != OK)
            d->batch_err = ERR_DB;
    }
}
