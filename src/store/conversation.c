// SPDX-License-Identifier: Apache-2.0
// Contacts and conversations. An address is found by HMAC and kept sealed; it leaves this file in clear only for a
// send.
#include <string.h>

#include "db.h"
#include "keys.h"
#include "store.h"

enum { OPTIONS_MAX = 4096 };

enum flag { FLAG_LANG_CHOSEN = 1, FLAG_STOPPED = 2, FLAG_WELCOMED = 4, FLAG_TOLD_UNSUPPORTED = 8, FLAG_TOLD_RATE = 16 };

static void read_options(struct conversation *c, const char *text, struct arena *a) {
    while (text && *text && c->option_count < DIALOG_OPTIONS) {
        size_t len = strcspn(text, "\n");
        c->options[c->option_count++] = arena_strndup(a, text, len);
        text += len + (text[len] == '\n');
    }
}

static void read_conversation(struct db *db, enum query q, struct arena *a, struct conversation *c) {
    int64_t flags = db_int(db, q, 8);
    *c = (struct conversation){.id = db_int(db, q, 0),
                               .contact = db_int(db, q, 1),
                               .account = db_text(db, q, 3, a),
                               .dialog = (enum dialog_state)db_int(db, q, 4),
                               .custody = (enum custody)db_int(db, q, 5),
                               .lang = db_text(db, q, 7, a),
                               .is_lang_chosen = flags & FLAG_LANG_CHOSEN,
                               .is_stopped = flags & FLAG_STOPPED,
                               .is_welcomed = flags & FLAG_WELCOMED,
                               .was_told_unsupported = flags & FLAG_TOLD_UNSUPPORTED,
                               .was_told_rate = flags & FLAG_TOLD_RATE,
                               .last_in_at = db_int(db, q, 9),
                               .last_out_at = db_int(db, q, 10),
                               .out_seq = db_int(db, q, 11)};
    const char *channel = db_text(db, q, 2, a);
    for (int i = 0; channel && i < CHANNELS; i++)
        if (strcmp(channel_name((enum channel_id)i), channel) == 0)
            c->channel = (enum channel_id)i;
    read_options(c, db_text(db, q, 6, a), a);
}

enum err store_conversation_get(struct store *s, int64_t id, struct arena *a, struct conversation *ret_c) {
    TRY(db_start(s->db, Q_CONVERSATION_GET, id));
    enum err err = db_next(s->db, Q_CONVERSATION_GET);
    if (err == OK)
        read_conversation(s->db, Q_CONVERSATION_GET, a, ret_c);
    db_end(s->db, Q_CONVERSATION_GET);
    return err;
}

// The conversation of a known contact; its first row is written by the first save.
static enum err find(struct store *s, const struct conversation *wanted, const char *address, struct arena *a, struct conversation *ret_c,
                     unsigned char lookup[CRYPTO_MAC]) {
    keys_lookup(s, channel_name(wanted->channel), wanted->account, address, lookup);
    TRY(db_start(s->db, Q_CONTACT_FIND, (struct blob){lookup, CRYPTO_MAC}));
    enum err err = db_next(s->db, Q_CONTACT_FIND);
    if (err == OK)
        read_conversation(s->db, Q_CONTACT_FIND, a, ret_c);
    db_end(s->db, Q_CONTACT_FIND);
    ret_c->channel = wanted->channel;
    ret_c->account = wanted->account;
    return err;
}

enum err store_conversation_find(struct store *s, enum channel_id channel, const char *account, const char *address, struct arena *a,
                                 struct conversation *ret_c) {
    unsigned char lookup[CRYPTO_MAC];
    const struct conversation wanted = {.channel = channel, .account = account};
    return find(s, &wanted, address, a, ret_c, lookup);
}

enum err store_conversation_load(struct store *s, enum channel_id channel, const char *account, const char *address, struct arena *a,
                                 struct conversation *ret_c) {
    unsigned char lookup[CRYPTO_MAC];
    const struct conversation wanted = {.channel = channel, .account = account};
    enum err err = find(s, &wanted, address, a, ret_c, lookup);
    if (err != ERR_NOTFOUND)
        return err;
    struct blob sealed = keys_seal(s->address_key, address, strlen(address), a);
    *ret_c = wanted;
    TRY(db_one(s->db, Q_CONTACT_ADD, &ret_c->contact, (struct blob){lookup, CRYPTO_MAC}, sealed));
    ret_c->id = ret_c->contact;
    return OK;
}

enum err store_conversation_save(struct store *s, const struct conversation *c) {
    struct buf options;
    buf_init(&options, OPTIONS_MAX);
    for (size_t i = 0; i < c->option_count; i++)
        buf_printf(&options, "%s%s", i ? "\n" : "", c->options[i]);
    int64_t flags = (c->is_lang_chosen ? FLAG_LANG_CHOSEN : 0) | (c->is_stopped ? FLAG_STOPPED : 0) | (c->is_welcomed ? FLAG_WELCOMED : 0) |
                    (c->was_told_unsupported ? FLAG_TOLD_UNSUPPORTED : 0) | (c->was_told_rate ? FLAG_TOLD_RATE : 0);
    enum err err = db_run(s->db, Q_CONVERSATION_SAVE, c->contact, channel_name(c->channel), c->account, (int64_t)c->dialog, (int64_t)c->custody,
                          options.len ? buf_text(&options) : NULL, c->lang, flags, c->last_in_at, c->last_out_at, c->out_seq);
    buf_done(&options);
    return err;
}

enum err store_contact_address(struct store *s, int64_t contact, struct arena *a, const char **ret_address) {
    TRY(db_start(s->db, Q_CONTACT_ADDRESS, contact));
    enum err err = db_next(s->db, Q_CONTACT_ADDRESS);
    struct blob sealed = err == OK ? db_blob(s->db, Q_CONTACT_ADDRESS, 0) : (struct blob){0};
    char *address = NULL;
    if (err == OK)
        err = sealed.len ? keys_unseal(s->address_key, sealed, a, &address) : ERR_NOTFOUND;
    db_end(s->db, Q_CONTACT_ADDRESS);
    *ret_address = address;
    return err;
}

// The rows stay for the counts; what tells the person or what they said is gone, and the next message of the same
// person makes a new contact.
enum err store_contact_erase(struct store *s, int64_t contact) {
    static const enum query steps[] = {Q_ERASE_INBOUNDS, Q_ERASE_OUTBOUNDS, Q_ERASE_ASKERS, Q_CONTACT_ERASE};
    for (size_t i = 0; i < COUNT_OF(steps); i++)
        TRY(db_run(s->db, steps[i], contact));
    return OK;
}
