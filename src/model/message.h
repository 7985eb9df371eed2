// SPDX-License-Identifier: Apache-2.0
// What comes in and what goes out. Plain data; all texts belong to the event's arena.
#ifndef MODEL_MESSAGE_H
#define MODEL_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/mem.h"

enum channel_id { CHANNEL_WEB, CHANNEL_WHATSAPP, CHANNELS }; // further gateways follow here
const char *channel_name(enum channel_id id); // "web", "whatsapp"

// --- in
enum message_kind {
    MSG_TEXT,
    MSG_CHOICE, // a button or list row of ours: choice holds its id, text its title
    MSG_IMAGE,
    MSG_VIDEO,
    MSG_AUDIO,
    MSG_DOCUMENT,
    MSG_STICKER,
    MSG_LOCATION,
    MSG_CONTACTS,
    MSG_REACTION, // never answered
    MSG_ORDER,
    MSG_SYSTEM, // the user's number changed and the like: never answered
    MSG_EDIT,
    MSG_REVOKE, // never answered
    MSG_WELCOME,
    MSG_UNSUPPORTED, // stored, and politely answered once
    MESSAGE_KINDS
};
const char *message_kind_name(enum message_kind kind);

struct inbound {
    enum channel_id channel;
    const char *account;  // ours: phone_number_id, "" for the web chat
    const char *gateway_id; // dedupe key within channel and account, ≤ 256 bytes
    const char *address;  // theirs: number without +, or user id; the web chat's token
    const char *user_id;  // WhatsApp BSUID when there is one, else NULL
    enum message_kind kind;
    const char *subtype;  // the gateway's own word for it ("unsupported.gif", "interactive.nfm_reply"), or NULL
    const char *text;     // text, caption, title of a choice, emoji of a reaction; NULL: none
    const char *choice;   // id of the button or row
    const char *reply_to; // gateway id of the message that it quotes, or NULL
    const char *media_id, *media_type, *media_hash, *file_name;
    bool is_voice, is_forwarded, is_frequently_forwarded;
    double latitude, longitude;
    int64_t sent_at;      // ms, by the gateway; 0: not said
    const char *lang;     // said by the page ("id", "en"), or NULL
    int error_code;       // of an unsupported message, else 0
};

// A delivery report of the gateway on one of our messages.
struct status {
    enum channel_id channel;
    const char *account;
    const char *gateway_id; // of our message
    const char *echo;       // our id that the gateway echoes (biz_opaque_callback_data), or NULL
    const char *state;      // "sent" "delivered" "read" "played" "failed" or another word
    int64_t at;             // ms
    int error_code;         // of "failed", else 0
    const char *error_text;
};

struct parsed {
    struct inbound *inbounds;
    size_t inbound_count;
    struct status *statuses;
    size_t status_count;
    size_t ignored; // changes of other fields, members we don't know
};

// --- out
// Bounds of a reply, kept by the composer: the least of all channels' (GATEWAYS: WhatsApp interactive body
// 1,024; our own rule is 700), titles in code points.
enum {
    REPLY_TEXT_MAX = 700,
    REPLY_BUTTONS = 3,
    REPLY_ROWS = 10,
    REPLY_BUTTON_TITLE = 20,
    REPLY_ROW_TITLE = 24,
    REPLY_ROW_NOTE = 72,
    REPLY_LIST_BUTTON = 20,
    REPLY_CHOICE_ID = 200, // bytes
};

struct reply_choice {
    const char *id, *title, *note; // note: rows only, may be NULL
};

enum reply_kind { REPLY_TEXT, REPLY_WITH_BUTTONS, REPLY_WITH_LIST };

struct reply {
    enum reply_kind kind;
    const char *text; // plain, line breaks allowed
    const char *list_button; // REPLY_WITH_LIST: the word on the button that opens it
    struct reply_choice choices[REPLY_ROWS];
    size_t choice_count;
    // What the reply is about, kept with the outbound; NULL or 0 when it is not about a fact.
    const char *fact;
    int64_t fact_revision;
    const char *verdict;       // code, for the web page
    const char *source_title, *source_url, *source_date;
    const char *lang;
};

void reply_copy(struct arena *a, const struct reply *from, struct reply *ret_to); // deep

enum delivery {
    DELIVERY_QUEUED,
    DELIVERY_SENDING,
    DELIVERY_IN_DOUBT,
    DELIVERY_SENT,
    DELIVERY_DELIVERED,
    DELIVERY_READ,
    DELIVERY_FAILED,
    DELIVERY_HELD,
    DELIVERY_EXPIRED,
    DELIVERIES
};
const char *delivery_name(enum delivery delivery);
bool delivery_of(const char *name, enum delivery *ret_delivery);

// What the send thread is handed: everything that channel.build needs.
enum outbound_kind { OUTBOUND_REPLY, OUTBOUND_READ_MARK }; // a read mark also shows "typing"; not stored
struct outbound {
    enum outbound_kind kind;
    int64_t conversation;
    int64_t id; // the desk's; echoed as biz_opaque_callback_data "lurus-ID"
    enum channel_id channel;
    const char *account;
    const char *address; // clear text: lives in memory only
    const char *user_id; // BSUID when the number is not known, or NULL
    const char *reply_to; // gateway id of the message that it answers, or NULL
    struct reply reply;
    int attempt; // 1 for the first
};

// What a gateway's answer means for the message (GATEWAYS §0.7).
enum send_class {
    SEND_OK,
    SEND_RETRY,          // after `after_ms`, with jitter
    SEND_IN_DOUBT,       // it may have gone out
    SEND_PERMANENT,      // this message or this person: never
    SEND_NEEDS_TEMPLATE, // the window is closed
    SEND_HOLD_PAIR,      // this person for after_ms
    SEND_HOLD_NUMBER,    // our number, until the operator or after_ms
    SEND_SLOW_DOWN,      // retry and lower our own rate
    SEND_STOP_CHANNEL,   // token or policy: nothing goes out until the operator acts
    SEND_CLASSES
};
const char *send_class_name(enum send_class class);

struct send_result {
    int64_t outbound; // id
    int64_t conversation;
    enum outbound_kind kind;
    enum channel_id channel;
    enum send_class class;
    const char *gateway_id; // SEND_OK: id of the message at the gateway
    int64_t after_ms;
    int http_status, error_code; // 0: none
    const char *detail;          // short, without personal data; for the log and the operator
    int64_t started_us, ended_us; // monotonic
};

#endif
