// SPDX-License-Identifier: Apache-2.0
// Counters and histograms that threads bump and /metrics prints. All atomic; any thread.
#ifndef MODEL_METRICS_H
#define MODEL_METRICS_H

#include <stdatomic.h>
#include <stdint.h>

#include "../base/text.h"
#include "match.h"
#include "message.h"

enum inbound_result { IN_NEW, IN_DUPLICATE, IN_UNSUPPORTED, INBOUND_RESULTS };
enum refused_reason { REFUSED_SIGNATURE, REFUSED_SIZE, REFUSED_BODY, REFUSED_BUSY, REFUSED_REASONS };
enum stage { STAGE_VERIFY, STAGE_PARSE, STAGE_QUEUE, STAGE_DESK, STAGE_COMMIT, STAGE_SEND, STAGES };
enum { HISTOGRAM_BUCKETS = 16 };

struct histogram {
    _Atomic uint64_t buckets[HISTOGRAM_BUCKETS + 1]; // the last: above all bounds
    _Atomic uint64_t sum;                            // in µs, or in items
};

struct metrics {
    _Atomic uint64_t inbound[CHANNELS][INBOUND_RESULTS];
    _Atomic uint64_t refused[CHANNELS][REFUSED_REASONS];
    _Atomic uint64_t outcome[OUTCOMES];
    _Atomic uint64_t outbound[CHANNELS][DELIVERIES]; // entered this state
    _Atomic int64_t waiting[CHANNELS][DELIVERIES];   // are in this state now (queued, sending, in_doubt, held)
    struct histogram stage[STAGES], batch;
    _Atomic int64_t desk_queue, facts, index_bytes, chats;
    _Atomic int readiness; // enum readiness
};

enum readiness { READY_STARTING, READY_YES, READY_DRAINING, READY_STORAGE };
const char *readiness_name(int readiness);

extern struct metrics metrics;

void metrics_stage(enum stage stage, int64_t us);
void metrics_batch(int64_t items);
void metrics_print(struct buf *b, const char *version);

#endif
