// SPDX-License-Identifier: Apache-2.0
#include "db.h"
#include "keys.h"
#include "store.h"

enum { DEDUPE_BYTES = 16, PAYLOAD_ARENA_MAX = 16 * 1024 * 1024 };

static struct blob dedupe_key(const struct store *s, enum channel_id channel, const char *account, const char *gateway_id,
                              unsigned char out[CRYPTO_MAC]) {
    keys_lookup(s, channel_name(channel), account, gateway_id, out);
    return (struct blob){out, DEDUPE_BYTES};
}

enum err store_seen(struct store *s, enum channel_id channel, const char *account, const char *gateway_id, bool *ret_is_new) {
    unsigned char key[CRYPTO_MAC];
    int64_t one = 0;
    enum err err = db_one(s->db, Q_SEEN, &one, dedupe_key(s, channel, account, gateway_id, key));
    *ret_is_new = err == ERR_NOTFOUND;
    return err == ERR_NOTFOUND ? OK : err;
}

enum err store_inbound_add(struct store *s, const struct inbound_row *row) {
    SCOPED(arena_freep) struct arena *a = row->payload ? arena_new(PAYLOAD_ARENA_MAX) : NULL;
    struct blob payload = {0};
    if (row->payload)
        payload = keys_seal(s->payload_key, row->payload, row->payload_len, a);
    int64_t flags = (row->is_forwarded ? 1 : 0) | (row->is_frequently_forwarded ? 2 : 0) | (row->is_danger ? 4 : 0);
    unsigned char key[CRYPTO_MAC];
    return db_run(s->db, Q_INBOUND_ADD, row->id, row->conversation, row->received_at, channel_name(row->channel),
                  dedupe_key(s, row->channel, row->account, row->gateway_id, key), row->kind, row->masked, row->normal, row->outcome, row->rule,
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
