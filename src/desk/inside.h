// SPDX-License-Identifier: Apache-2.0
// The inside of the desk, shared by its own files only. All of it lives on the desk's thread.
#ifndef DESK_INSIDE_H
#define DESK_INSIDE_H

#include <pthread.h>
#include <stdatomic.h>

#include "../base/bucket.h"
#include "../base/map.h"
#include "../channel/channel.h"
#include "../engine/judge.h"
#include "../model/mail.h"
#include "backoff.h"
#include "desk.h"
#include "importer.h"

enum {
    BATCH_MAX = 128,       // mails in one transaction (LIBRARIES: 128 gave 27,000 a second, 16 gave 19,000)
    RESULTS_WAIT_MS = 50,  // how long results of sends may wait for a batch to ride with
    RELEASE_MAX = 256,     // due rows looked at in one batch
    BODY_MAX = 64 * 1024,  // bytes of a reply as it is stored
    PACE_MS = 5,           // how long a message may wait for a slot of a gateway that answers sooner than that
    PAIR_PLACES_LOG2 = 16, // buckets of pairs and contacts kept in memory
};

// What a gateway channel is allowed and has under way.
struct lane {
    const struct channel *channel; // NULL: no gateway (the web chat) or off
    struct channel_limits limits;
    struct bucket number;
    int in_flight;          // errands handed to send and not answered yet
    int64_t paused_until;   // monotonic ms
    bool is_stopped;        // by token or policy: until the next start
    double slow_down;       // 1: full rate; halves at each throttle, recovers
    int64_t queued, in_doubt; // rows that wait
    int64_t send_us;          // a send takes, of late: a mean of some sixteen
    int64_t next_due;       // wall ms when the next of them may be due; 0: look
};

// A web chat socket.
struct chat {
    uint64_t ticket;
    char token[64];
    int64_t conversation; // 0: nothing was said yet
    char lang[3];
    struct chat *next_of_conversation;
};

struct list { // of pointers, grown as needed within one batch
    void **items;
    size_t count, size;
};

struct desk {
    struct desk_config c;
    pthread_t thread;
    const struct config *config;
    struct store *store;
    struct official official;
    int64_t next_inbound, next_outbound;
    struct lane lanes[CHANNELS];
    struct map *flying; // by conversation: something not NULL while one of its outbounds is with send
    struct bucket_table *pairs, *contacts;
    struct map *chats_by_ticket; // struct chat *
    struct map *chats_by_conversation; // first struct chat * of it
    // --- of the batch under way
    int64_t now, mono;  // ms, read once a batch
    int64_t today;
    int zone_offset_s;
    bool is_careful;    // each message in a savepoint of its own
    enum err batch_err; // the transaction as a whole has failed
    struct list answers, errands, hashes; // hashes: struct job * with passwords
    struct buf body;    // of the outbound that is written just now
    int64_t inbounds;   // handled in this batch
    // --- results that wait for a batch
    struct list results; // struct mail *
    int64_t results_since;
    struct list held;     // struct mail * taken from the queue and not handled yet, see pace()
    int64_t held_since;
    // --- imports, between the batches
    struct list commands; // struct mail * that wait
    struct mail *importing;
    struct importer *importer;
    int64_t import_at; // monotonic ms: not before, because it failed
    int64_t retained_at;
    bool is_tidying; // the index has something to clear behind changes
};

void list_put(struct list *l, void *item);
void list_free(struct list *l);

// handle.c
enum err handle_inbound(struct desk *d, struct mail *mail, const struct inbound *in, struct chat *chat);
struct arena *event_arena(void); // with the usual bound of one event
// outgoing.c
struct outgoing {
    const struct inbound *inbound;
    const struct conversation *conversation;
    const struct reply *reply;
    const char *outcome;
    int64_t *ret_id;
};
enum err outgoing_reply(struct desk *d, const struct outgoing *o, struct arena *a);
// Takes back the answers and errands of a message that failed: all from these places on.
void outgoing_forget(struct desk *d, size_t answers, size_t errands);
enum err outgoing_release(struct desk *d); // due rows → errands, within credits and buckets
int64_t outgoing_wait_ms(const struct desk *d); // until something may be due; -1: nothing
enum err outgoing_state(struct desk *d, struct outbound_row *row, enum delivery state);
// sending → sent; ERR_NOTFOUND when a status was faster.
enum err outgoing_sent(struct desk *d, const struct send_result *r);
void outgoing_landed(struct desk *d, int64_t conversation);
// results.c
void results_land(struct desk *d, const struct mail *mail); // once a mail, when it arrives
enum err results_apply(struct desk *d, const struct mail *mail);
enum err status_apply_all(struct desk *d, const struct parsed *p);
// chat.c
void chat_greet(struct desk *d, struct mail *mail);
void chat_hear(struct desk *d, struct mail *mail);
void chat_leave(struct desk *d, struct mail *mail);
void chat_joined(struct desk *d, struct chat *chat, int64_t conversation);
void chat_push_reply(struct desk *d, int64_t conversation, const struct outbound_row *row, const struct reply *reply);
void chat_free_all(struct desk *d);
// commands.c
void command_ask(struct desk *d, struct mail *mail);
void commands_turn(struct desk *d); // between batches: the next slice of an import
int64_t commands_wait_ms(const struct desk *d); // until it is due; -1: nothing waits
void commands_stop(struct desk *d); // tells those who wait
// accounts.c
enum err accounts_start(struct desk *d); // tells net of the sessions that live
void accounts_handle(struct desk *d, struct mail *mail);
void accounts_forget(struct desk *d, size_t hashes); // all passwords from this place on
void accounts_refuse(struct desk *d);                // the transaction is gone: 503 for those who wait for the pool
void accounts_deliver(struct desk *d);
// answers
void answer_http(struct desk *d, struct mail *mail, int status);
void answer_push(struct desk *d, uint64_t ticket, struct arena *a, char *frame);

#endif
