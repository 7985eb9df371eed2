// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <string.h>

#include "db.h"
#include "keys.h"
#include "store.h"

enum { PAYLOAD_ARENA_MAX = 16 * 1024 * 1024 };

// The second of sending stands first: the same message comes again with the same one, and new ones go to the end of the
// index instead of all over it. The last key is kept: it is asked for twice a message.
static struct blob dedupe_key(struct store *s, const struct inbound_key *k) {
    char id[DEDUPE_ID_MAX];
    snprintf(id, sizeof id, "%s %s %lld %s", channel_name(k->channel), k->account, (long long)k->sent_at, k->gateway_id);
    if (strcmp(id, s->last_id) != 0 || strlen(id) == sizeof id - 1) {
        unsigned char mac[CRYPTO_MAC];
        keys_lookup(s, channel_name(k->channel), k->account, k->gateway_id, mac);
        uint32_t second = (uint32_t)(k->sent_at / 1000);
        for (int i = 0; i < 4; i++)
            s->last_key[i] = (unsigned char)(second >> (24 - 8 * i));
        memcpy(s->last_key + 4, mac, DEDUPE_BYTES - 4);
        memcpy(s->last_id, id, sizeof id);
    }
    return (struct blob){s->last_key, DEDUPE_BYTES};
}

enum err store_seen(struct store *s, const struct inbound_key *key, bool *ret_is_new) {
    int64_t one = 0;
    enum err err = db_one(s->db, Q_SEEN, &one, dedupe_key(s, key));
    *ret_is_new = err == ERR_NOTFOUND;
    return err == ERR_NOTFOUND ? OK : err;
}

enum err store_inbound_add(struct store *s, const struct inbound_row *row) {
    SCOPED(arena_freep) struct arena *a = row->payload ? arena_new(PAYLOAD_ARENA_MAX) : NULL;
    struct blob payload = {0};
    if (row->payload)
        payload = keys_seal(s->payload_key, row->payload, row->payload_len, a);
    int64_t flags = (row->is_forwarded ? 1 : 0) | (row->is_frequently_forwarded ? 2 : 0) | (row->is_danger ? 4 : 0);
    return db_run(s->db, Q_INBOUND_ADD, row->id, row->conversation, row->received_at, channel_name(row->key.channel),
                  dedupe_key(s, &row->key), row->kind, row->masked, row->normal, row->outcome, row->rule,
                  row->intent, row->fact, row->probability, flags, payload, row->answered_by);
}

enum err store_quarantine_add(struct store *s, enum channel_id channel, const char *cause, const char *payload, size_t len, int64_t now) {
    SCOPED(arena_freep) struct arena *a = arena_new(PAYLOAD_ARENA_MAX);
    struct blob sealed = {0};
    if (payload)
        sealed = keys_seal(s->payload_key, payload, len, a);
    return db_run(s->db, Q_QUARANTINE_ADD, now, channel_name(channel), cause, sealed);
}

enum err store_last_ids(struct store *s, int64_t *ret_inbound, int64_t *ret_outbound) {
    TRY(db_one(s->db, Q_INBOUND_LAST, ret_inbound));
    return db_one(s->db, Q_OUTBOUND_LAST, ret_outbound);
}
