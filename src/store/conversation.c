// SPDX-License-Identifier: Apache-2.0
// Contacts and conversations. An address is found by HMAC and kept sealed; it leaves this file in clear only for a
// send.
#include <stdio.h>
#include <string.h>

#include "db.h"
#include "keys.h"
#include "store.h"

enum { OPTIONS_MAX = 4096, ADDRESS_ARENA_MAX = 64 * 1024, LOOKUP_BYTES = 16 };

enum flag { FLAG_LANG_CHOSEN = 1, FLAG_STOPPED = 2, FLAG_WELCOMED = 4, FLAG_TOLD_UNSUPPORTED = 8, FLAG_TOLD_RATE = 16 };

static void read_options(struct conversation *c, const char *text, struct arena *a) {
    while (text && *text && c->option_count < DIALOG_OPTIONS) {
        size_t len = strcspn(text, "\n");
        c->options[c->option_count++] = arena_strndup(a, text, len);
        text += len + (text[len] == '\n');
    }
}

static void read_conversation(struct db *db, enum query q, struct arena *a, struct conversation *c) {
    int64_t flags = db_int(db, q, 7);
    *c = (struct conversation){.id = db_int(db, q, 0),
                               .account = db_text(db, q, 2, a),
                               .dialog = (enum dialog_state)db_int(db, q, 3),
                               .custody = (enum custody)db_int(db, q, 4),
                               .lang = db_text(db, q, 6, a),
                               .is_lang_chosen = flags & FLAG_LANG_CHOSEN,
                               .is_stopped = flags & FLAG_STOPPED,
                               .is_welcomed = flags & FLAG_WELCOMED,
                               .was_told_unsupported = flags & FLAG_TOLD_UNSUPPORTED,
                               .was_told_rate = flags & FLAG_TOLD_RATE,
                               .last_in_at = db_int(db, q, 8),
                               .last_out_at = db_int(db, q, 9),
                               .out_seq = db_int(db, q, 10),
                               .last_inbound = db_int(db, q, 11),
                               .last_outbound = db_int(db, q, 12)};
    const char *channel = db_text(db, q, 1, a);
    for (int i = 0; channel && i < CHANNELS; i++)
        if (strcmp(channel_name((enum channel_id)i), channel) == 0)
            c->channel = (enum channel_id)i;
    read_options(c, db_text(db, q, 5, a), a);
}

enum err store_conversation_get(struct store *s, int64_t id, struct arena *a, struct conversation *ret_c) {
    TRY(db_start(s->db, Q_CONVERSATION_GET, id));
    enum err err = db_next(s->db, Q_CONVERSATION_GET);
    if (err == OK)
        read_conversation(s->db, Q_CONVERSATION_GET, a, ret_c);
    db_end(s->db, Q_CONVERSATION_GET);
    return err;
}

static enum err find(struct store *s, struct blob lookup, struct arena *a, struct conversation *ret_c) {
    TRY(db_start(s->db, Q_CONVERSATION_FIND, lookup));
    enum err err = db_next(s->db, Q_CONVERSATION_FIND);
    if (err == OK)
        read_conversation(s->db, Q_CONVERSATION_FIND, a, ret_c);
    db_end(s->db, Q_CONVERSATION_FIND);
    return err;
}

enum err store_conversation_find(struct store *s, enum channel_id channel, const char *account, const char *address, struct arena *a,
                                 struct conversation *ret_c) {
    unsigned char lookup[CRYPTO_MAC];
    keys_lookup(s, channel_name(channel), account, address, lookup);
    return find(s, (struct blob){lookup, LOOKUP_BYTES}, a, ret_c);
}

// A new one gets its id, and its row by the first save.
enum err store_conversation_load(struct store *s, enum channel_id channel, const char *account, const char *address, struct arena *a,
                                 struct conversation *ret_c) {
    unsigned char *lookup = arena_alloc(a, CRYPTO_MAC);
    keys_lookup(s, channel_name(channel), account, address, lookup);
    enum err err = find(s, (struct blob){lookup, LOOKUP_BYTES}, a, ret_c);
    if (err != ERR_NOTFOUND)
        return err;
    if (!s->last_conversation)
        TRY(db_one(s->db, Q_CONVERSATION_LAST, &s->last_conversation));
    *ret_c = (struct conversation){.id = ++s->last_conversation, .channel = channel, .account = account, .new_lookup = lookup, .new_address = address};
    return OK;
}

static enum err add(struct store *s, const struct conversation *c, const char *options, int64_t flags) {
    SCOPED(arena_freep) struct arena *a = arena_new(ADDRESS_ARENA_MAX);
    return db_run(s->db, Q_CONVERSATION_ADD, c->id, channel_name(c->channel), c->account, (int64_t)c->dialog, (int64_t)c->custody, options, c->lang, flags,
                  c->last_in_at, c->last_out_at, c->out_seq, c->last_inbound, c->last_outbound, (struct blob){c->new_lookup, LOOKUP_BYTES},
                  keys_seal(s->address_key, c->new_address, strlen(c->new_address), a));
}

enum err store_conversation_save(struct store *s, const struct conversation *c) {
    char options[OPTIONS_MAX] = "";
    size_t len = 0;
    for (size_t i = 0; i < c->option_count && len < sizeof options; i++)
        len += (size_t)snprintf(options + len, sizeof options - len, "%s%s", i ? "\n" : "", c->options[i]);
    int64_t flags = (c->is_lang_chosen ? FLAG_LANG_CHOSEN : 0) | (c->is_stopped ? FLAG_STOPPED : 0) | (c->is_welcomed ? FLAG_WELCOMED : 0) |
                    (c->was_told_unsupported ? FLAG_TOLD_UNSUPPORTED : 0) | (c->was_told_rate ? FLAG_TOLD_RATE : 0);
    if (c->new_lookup)
        return add(s, c, len ? options : NULL, flags);
    return db_run(s->db, Q_CONVERSATION_SAVE, (int64_t)c->dialog, (int64_t)c->custody, len ? options : NULL, c->lang, flags, c->last_in_at,
                  c->last_out_at, c->out_seq, c->last_inbound, c->last_outbound, c->id);
}

enum err store_contact_address(struct store *s, int64_t conversation, struct arena *a, const char **ret_address) {
    TRY(db_start(s->db, Q_CONTACT_ADDRESS, conversation));
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
enum err store_contact_erase(struct store *s, int64_t conversation) {
    static const enum query steps[] = {Q_ERASE_INBOUNDS, Q_ERASE_OUTBOUNDS, Q_ERASE_ASKERS, Q_CONTACT_ERASE};
    for (size_t i = 0; i < COUNT_OF(steps); i++)
        TRY(db_run(s->db, steps[i], conversation));
    return OK;
}
