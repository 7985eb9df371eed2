// SPDX-License-Identifier: Apache-2.0
// The base: one SQLite file in WAL with synchronous=FULL. One connection writes (the desk's); readers open
// their own. One thread a connection. Every statement stands in queries.h.
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/err.h"
#include "../base/mem.h"
#include "../base/text.h"
#include "../model/conversation.h"
#include "../model/fact.h"
#include "../model/message.h"

struct store;

enum store_mode { STORE_WRITE, STORE_READ };

// STORE_WRITE creates the file (0600), its key file (0600) and migrates; both modes read every pragma back and
// refuse when one does not hold. Refused with a clear message: not a database, a foreign one, a newer schema,
// a base with contacts and no key. path ":memory:" with key NULL is for tests.
MUST_CHECK enum err store_open(const char *path, const char *key_path, enum store_mode mode, struct store **ret_s,
                               struct fail *f);
void store_close(struct store *s); // NULL is fine; checkpoints
enum { STORE_SCHEMA = 2 };         // the newest schema that this program knows

// --- transactions. Work between begin and commit; a savepoint lets one message fail alone.
MUST_CHECK enum err store_begin(struct store *s);
MUST_CHECK enum err store_commit(struct store *s); // one fsync; ERR_DB: nothing of the batch is there
void store_rollback(struct store *s);
MUST_CHECK enum err store_savepoint(struct store *s);
MUST_CHECK enum err store_release(struct store *s);
void store_undo(struct store *s); // back to the savepoint
const char *store_error(const struct store *s); // the last error's text, without values

// --- facts (fact.c). Rows of fact, fact_revision, source, keyword, variant, fact_link, fact_fts in one go.
enum fact_change { FACT_NEW, FACT_CHANGED, FACT_UNCHANGED };
struct fact_norms { // computed by the engine, which the store does not know
    struct text_list keywords;  // normalised, one per keyword of the fact, same order
    const uint64_t *variants;   // hash per variant
    struct text_list links;     // normalised URLs of variants and keywords
};
MUST_CHECK enum err store_fact_put(struct store *s, const struct fact *fact, const struct fact_norms *norms,
                                   int64_t now, enum fact_change *ret_change);
// Calls each(arg, fact) for every fact (only_published: those), in order of id; stops at an error.
MUST_CHECK enum err store_fact_each(struct store *s, bool only_published,
                                    enum err (*each)(void *arg, const struct fact *fact), void *arg);
MUST_CHECK enum err store_fact_get(struct store *s, const char *id, struct arena *a, struct fact *ret_fact);
// --- former revisions (revision.c), with the texts that were told and nothing else of the fact
// Every revision of the fact before the one that the row has; may be called while store_fact_each calls.
MUST_CHECK enum err store_revision_each(struct store *s, const char *id, enum err (*each)(void *arg, const struct fact *fact), void *arg);
// Every revision of every withdrawn fact.
MUST_CHECK enum err store_withdrawn_each(struct store *s, enum err (*each)(void *arg, const struct fact *fact), void *arg);
// Who else has this normalised keyword: the id of another fact, or "".
MUST_CHECK enum err store_keyword_owner(struct store *s, const char *norm, const char *lang, const char *not_id,
                                        char ret_id[FACT_ID_MAX + 1]);
// --- an import on its way (import.c). Its lines are facts as JSON: staged by place, over several transactions;
// accepted as a whole, from when on a crash does not lose it; then taken one after the other.
MUST_CHECK enum err store_import_stage(struct store *s, int64_t place, const char *line);
MUST_CHECK enum err store_import_accept(struct store *s, int64_t now);
MUST_CHECK enum err store_import_is_accepted(struct store *s, bool *ret_is_accepted);
// The next line, which is gone from the base with it; NULL: none is left.
MUST_CHECK enum err store_import_take(struct store *s, struct arena *a, const char **ret_line);
MUST_CHECK enum err store_import_end(struct store *s); // no import any more, and no line

struct store_counts {
    int64_t facts, published, keywords, variants, links, fts, revisions, contacts, inbounds, outbounds, questions;
};
MUST_CHECK enum err store_counts(struct store *s, struct store_counts *ret_counts);
// Every disagreement between fact, keyword, variant, fact_link and fact_fts, one call of tell a finding, and
// SQLite's own integrity check.
MUST_CHECK enum err store_check(struct store *s, void (*tell)(void *arg, const char *finding), void *arg);

// --- contacts and conversations. The address is kept as AES-256-GCM, found by HMAC-SHA256. What load gives of a new
// person lies in the arena and in the address, and is written by store_conversation_save.
MUST_CHECK enum err store_conversation_load(struct store *s, enum channel_id channel, const char *account,
                                            const char *address, struct arena *a, struct conversation *ret_c);
// ERR_NOTFOUND instead of making one:
MUST_CHECK enum err store_conversation_find(struct store *s, enum channel_id channel, const char *account,
                                            const char *address, struct arena *a, struct conversation *ret_c);
MUST_CHECK enum err store_conversation_get(struct store *s, int64_t id, struct arena *a, struct conversation *ret_c);
MUST_CHECK enum err store_conversation_save(struct store *s, const struct conversation *c);
// The clear address of a contact; ERR_NOTFOUND when it was erased.
MUST_CHECK enum err store_contact_address(struct store *s, int64_t conversation, struct arena *a, const char **ret_address);
MUST_CHECK enum err store_contact_erase(struct store *s, int64_t conversation); // person, texts, payloads

// --- inbound
enum { INBOUND_HASH = 16 };
// By which a message is known again.
struct inbound_key {
    enum channel_id channel;
    const char *account, *gateway_id;
    int64_t sent_at; // ms, by the gateway: the same when it comes again
    bool is_hashed;
    unsigned char hash[INBOUND_HASH]; // made by store_seen
};
struct inbound_row {
    int64_t id, conversation, previous, received_at; // previous: of the conversation, 0: none
    struct inbound_key key;
    const char *kind, *masked, *normal, *outcome, *rule, *intent, *fact;
    double probability;
    bool is_forwarded, is_frequently_forwarded, is_danger;
    const char *payload; // raw JSON, sealed before it is written; may be NULL
    size_t payload_len;
    int64_t answered_by; // outbound id, 0: none
};
// The desk gives ids: the largest of the tables at start, then counted up.
MUST_CHECK enum err store_last_ids(struct store *s, int64_t *ret_inbound, int64_t *ret_outbound);
// Whether the gateway's id was never seen (exact, on disk, kept at least 8 days): store_inbound_add remembers it.
MUST_CHECK enum err store_seen(struct store *s, struct inbound_key *key, bool *ret_is_new);
MUST_CHECK enum err store_inbound_add(struct store *s, const struct inbound_row *row);
MUST_CHECK enum err store_quarantine_add(struct store *s, enum channel_id channel, const char *cause,
                                         const char *payload, size_t len, int64_t now);

// --- outbound
struct outbound_row {
    int64_t id, conversation, previous, created_at, due_at; // ms; previous: of the conversation, 0: none
    enum channel_id channel;
    const char *account;
    enum delivery state;
    int attempts;
    const char *reply_to;   // gateway id of the inbound
    const char *body;       // the reply as JSON (text, choices, …), see outbound_body_put
    const char *fact;
    int64_t fact_revision, seq;
    const char *outcome, *client_id; // client_id: the web page's id of the message that it answers
    const char *gateway_id, *error;
    int error_code;
};
MUST_CHECK enum err store_outbound_add(struct store *s, const struct outbound_row *row);
// Another text for an outbound that still waits: body, fact, fact_revision, outcome and reply_to of the row.
MUST_CHECK enum err store_outbound_reword(struct store *s, const struct outbound_row *row);
// Sets state, attempts, due_at, gateway_id, error of an outbound; the one way to change a state.
MUST_CHECK enum err store_outbound_state(struct store *s, const struct outbound_row *row);
// The usual end of a send in one step: sending → sent. ERR_NOTFOUND when it is in another state, or gone.
MUST_CHECK enum err store_outbound_sent(struct store *s, int64_t id, const char *gateway_id);
MUST_CHECK enum err store_outbound_get(struct store *s, int64_t id, struct arena *a, struct outbound_row *ret_row);
MUST_CHECK enum err store_outbound_find(struct store *s, enum channel_id channel, const char *gateway_id, int64_t *ret_id); // not of WhatsApp, which echoes our id
// Due rows of a channel in state queued (or in_doubt), oldest first, at most max, whose conversation has none in
// doubt and none queued before; what is in flight (sending) the caller knows, and leaves out.
MUST_CHECK enum err store_outbound_due(struct store *s, enum channel_id channel, enum delivery state, int64_t now,
                                       size_t max, struct arena *a, struct outbound_row **ret_rows, size_t *ret_count);
MUST_CHECK enum err store_outbound_next_due(struct store *s, int64_t *ret_at); // -1: nothing waits
// The queued reply of the conversation (0: none), and whether one is in doubt.
MUST_CHECK enum err store_outbound_pending(struct store *s, int64_t conversation, int64_t *ret_queued, bool *ret_is_in_doubt);
// Replies of a web conversation after last_seq, in order.
MUST_CHECK enum err store_outbound_after(struct store *s, int64_t conversation, int64_t last_seq, size_t max,
                                         struct arena *a, struct outbound_row **ret_rows, size_t *ret_count);
// Of what waits: queued, sending, in_doubt, held; the other states stay 0.
MUST_CHECK enum err store_outbound_counts(struct store *s, int64_t ret_counts[CHANNELS][DELIVERIES]);
// After a crash: every `sending` becomes in_doubt, due at `until`. Returns how many.
MUST_CHECK enum err store_outbound_recover(struct store *s, int64_t until, int64_t *ret_count);

// --- questions, events
MUST_CHECK enum err store_question_add(struct store *s, const char *normal, const char *masked, const char *lang,
                                       int64_t conversation, int64_t inbound, int64_t now);
MUST_CHECK enum err store_event_add(struct store *s, const char *kind, int64_t conversation, const char *detail, int64_t now);
MUST_CHECK enum err store_event_count(struct store *s, const char *kind, int64_t *ret_count);
// Retention in small steps: payloads, rows with texts and dedupe keys older than the given moments, at most `max` rows a
// table (of the keys four times as many are looked at, each call going on where the last one ended).
// *ret_rows ≥ max: more may wait.
MUST_CHECK enum err store_retain(struct store *s, int64_t payload_before, int64_t text_before, int64_t seen_before, size_t max, size_t *ret_rows);

#endif
