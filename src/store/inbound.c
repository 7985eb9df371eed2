// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <string.h>

#include "db.h"
#include "keys.h"
#include "seen.h"
#include "store.h"

enum { PAYLOAD_ARENA_MAX = 16 * 1024 * 1024 };

enum err store_inbound_add(struct store *s, const struct inbound_row *row) {
    SCOPED(arena_freep) struct arena *a = row->payload ? arena_new(PAYLOAD_ARENA_MAX) : NULL;
    struct blob payload = {0};
    if (row->payload)
        payload = keys_seal(s->payload_key, row->payload, row->payload_len, a);
    int64_t flags = (row->is_forwarded ? 1 : 0) | (row->is_frequently_forwarded ? 2 : 0) | (row->is_danger ? 4 : 0);
    struct inbound_key key = row->key;
    seen_hash(s, &key);
    TRY(seen_add(s, key.hash, row->received_at / 1000));
    return db_run(s->db, Q_INBOUND_ADD, row->id, row->conversation, row->previous, row->received_at, channel_name(row->key.channel),
                  (struct blob){key.hash, INBOUND_HASH}, row->kind, row->masked, row->normal, row->outcome, row->rule,
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
    int64_t known = 0;
    TRY(db_one(s->db, Q_INBOUND_LAST, ret_inbound));
    TRY(seen_last_id(s, &known));
    *ret_inbound = known > *ret_inbound ? known : *ret_inbound;
    return db_one(s->db, Q_OUTBOUND_LAST, ret_outbound);
}
