// SPDX-License-Identifier: Apache-2.0
#include "metrics.h"

#include <stdio.h>
#include <string.h>

struct metrics metrics;

// Upper bounds of the buckets in µs, 100 µs … 10 s; the batch uses powers of two.
static const int64_t stage_bounds[HISTOGRAM_BUCKETS] = {50,    100,   250,    500,    1000,   2500,    5000,    10000,
                                                        25000, 50000, 100000, 250000, 500000, 1000000, 2500000, 10000000};

static void histogram_add(struct histogram *h, const int64_t *bounds, int64_t value) {
    int i = 0;
    while (i < HISTOGRAM_BUCKETS && value > (bounds ? bounds[i] : 1 << i))
        i++;
    atomic_fetch_add_explicit(&h->buckets[i], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&h->sum, (uint64_t)(value > 0 ? value : 0), memory_order_relaxed);
}

void metrics_stage(enum stage stage, int64_t us) {
    histogram_add(&metrics.stage[stage], stage_bounds, us);
}

void metrics_batch(int64_t items) {
    histogram_add(&metrics.batch, NULL, items);
}

const char *readiness_name(int readiness) {
    static const char *const names[] = {"starting", "ready", "draining", "storage"};
    return names[readiness];
}

static void print_histogram(struct buf *b, const char *name, const char *label, const struct histogram *h,
                            const int64_t *bounds, double unit) {
    uint64_t sum = 0;
    const char *comma = *label ? "," : "";
    for (int i = 0; i < HISTOGRAM_BUCKETS; i++) {
        sum += atomic_load(&h->buckets[i]);
        buf_printf(b, "%s_bucket{%s%sle=\"%g\"} %llu\n", name, label, comma,
                   (double)(bounds ? bounds[i] : 1 << i) * unit, (unsigned long long)sum);
    }
    sum += atomic_load(&h->buckets[HISTOGRAM_BUCKETS]);
    buf_printf(b, "%s_bucket{%s%sle=\"+Inf\"} %llu\n", name, label, comma, (unsigned long long)sum);
    const char *open = *label ? "{" : "", *close = *label ? "}" : "";
    buf_printf(b, "%s_sum%s%s%s %g\n", name, open, label, close, (double)atomic_load(&h->sum) * unit);
    buf_printf(b, "%s_count%s%s%s %llu\n", name, open, label, close, (unsigned long long)sum);
}

static void head(struct buf *b, const char *name, const char *type, const char *help) {
    buf_printf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void print_inbound(struct buf *b) {
    static const char *const results[] = {"new", "duplicate", "unsupported"};
    static const char *const reasons[] = {"signature", "size", "body", "busy"};
    head(b, "lurus_inbound_total", "counter", "Messages that came in.");
    for (int c = 0; c < CHANNELS; c++)
        for (int r = 0; r < INBOUND_RESULTS; r++)
            buf_printf(b, "lurus_inbound_total{channel=\"%s\",result=\"%s\"} %llu\n", channel_name((enum channel_id)c),
                       results[r], (unsigned long long)atomic_load(&metrics.inbound[c][r]));
    head(b, "lurus_refused_total", "counter", "Requests that were refused.");
    for (int c = 0; c < CHANNELS; c++)
        for (int r = 0; r < REFUSED_REASONS; r++)
            buf_printf(b, "lurus_refused_total{channel=\"%s\",reason=\"%s\"} %llu\n", channel_name((enum channel_id)c),
                       reasons[r], (unsigned long long)atomic_load(&metrics.refused[c][r]));
    head(b, "lurus_outcome_total", "counter", "What the matcher decided.");
    for (int o = 0; o < OUTCOMES; o++)
        buf_printf(b, "lurus_outcome_total{outcome=\"%s\"} %llu\n", outcome_name((enum outcome)o),
                   (unsigned long long)atomic_load(&metrics.outcome[o]));
}

static void print_outbound(struct buf *b) {
    head(b, "lurus_outbound_total", "counter", "Outbounds that entered a state.");
    for (int c = 0; c < CHANNELS; c++)
        for (int s = 0; s < DELIVERIES; s++)
            buf_printf(b, "lurus_outbound_total{channel=\"%s\",state=\"%s\"} %llu\n", channel_name((enum channel_id)c),
                       delivery_name((enum delivery)s), (unsigned long long)atomic_load(&metrics.outbound[c][s]));
    head(b, "lurus_outbound_waiting", "gauge", "Outbounds that are in a state now.");
    static const enum delivery waiting[] = {DELIVERY_QUEUED, DELIVERY_SENDING, DELIVERY_IN_DOUBT, DELIVERY_HELD};
    for (int c = 0; c < CHANNELS; c++)
        for (size_t i = 0; i < COUNT_OF(waiting); i++)
            buf_printf(b, "lurus_outbound_waiting{channel=\"%s\",state=\"%s\"} %lld\n", channel_name((enum channel_id)c),
                       delivery_name(waiting[i]), (long long)atomic_load(&metrics.waiting[c][waiting[i]]));
}

static void print_gauge(struct buf *b, const char *name, const char *help, int64_t value) {
    head(b, name, "gauge", help);
    buf_printf(b, "%s %lld\n", name, (long long)value);
}

static int64_t resident_bytes(void) {
    long long total = 0, pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file)
        return 0;
    int got = fscanf(file, "%lld %lld", &total, &pages);
    fclose(file);
    return got == 2 ? pages * 4096 : 0;
}

void metrics_print(struct buf *b, const char *version) {
    static const char *const stages[STAGES] = {"verify", "parse", "queue", "desk", "commit", "send"};
    print_inbound(b);
    print_outbound(b);
    head(b, "lurus_stage_seconds", "histogram", "Time that a message spends in a stage.");
    for (int s = 0; s < STAGES; s++) {
        char label[40];
        snprintf(label, sizeof label, "stage=\"%s\"", stages[s]);
        print_histogram(b, "lurus_stage_seconds", label, &metrics.stage[s], stage_bounds, 1e-6);
    }
    head(b, "lurus_batch_size", "histogram", "Messages in one transaction of the desk.");
    print_histogram(b, "lurus_batch_size", "", &metrics.batch, NULL, 1);
    print_gauge(b, "lurus_desk_queue", "Mails that wait for the desk.", atomic_load(&metrics.desk_queue));
    print_gauge(b, "lurus_facts", "Published facts in the index.", atomic_load(&metrics.facts));
    print_gauge(b, "lurus_index_bytes", "Memory of the index.", atomic_load(&metrics.index_bytes));
    print_gauge(b, "lurus_chat_connections", "Open web chats.", atomic_load(&metrics.chats));
    print_gauge(b, "process_resident_memory_bytes", "Resident memory.", resident_bytes());
    head(b, "lurus_build_info", "gauge", "The version that runs.");
    buf_printf(b, "lurus_build_info{version=\"%s\"} 1\n", version);
}
