// SPDX-License-Identifier: Apache-2.0
// What nobody has answered yet, grouped by its normal form, and what happened.
#include "db.h"
#include "store.h"

enum err store_question_add(struct store *s, const char *normal, const char *masked, const char *lang, int64_t conversation, int64_t inbound,
                            int64_t now) {
    int64_t id = 0;
    TRY(db_one(s->db, Q_QUESTION_ADD, &id, normal, masked, lang, now, now));
    return db_run(s->db, Q_ASKER_ADD, id, conversation, inbound, now);
}

enum err store_event_add(struct store *s, const char *kind, int64_t conversation, const char *detail, int64_t now) {
    return db_run(s->db, Q_EVENT_ADD, now, kind, conversation, detail);
}

enum err store_event_count(struct store *s, const char *kind, int64_t *ret_count) {
    return db_one(s->db, Q_EVENT_COUNT, ret_count, kind);
}
