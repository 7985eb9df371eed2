// SPDX-License-Identifier: Apache-2.0
// The matcher at size: build, memory, the phases of a question and of a long message, one edit, typos; and FTS5
// with bm25() on the same facts and questions in the same run. Times are CPU time of this thread; each query is
// asked in several rounds over all queries, and its least time counts, which leaves out what the machine did
// beside. Prints a table; asserts nothing.
#include <malloc.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/embed.h"
#include "base/text.h"
#include "engine/matcher.h"
#include "engine/query.h"
#include "engine/rank.h"
#include "engine/intents.h"
#include "match_data.h"

enum { FILES = 100, SHORTS = 1000, LONGS = 600, ROUNDS = 3, CHUNK = 1000, EDITS = 300, PEER_SHORTS = 200, PEER_LONGS = 40, RAREST = 32, COMPACT_STEP = 300000, CHANGED = 5000 };

enum phase { PHASE_NORMALISE, PHASE_QUERY, PHASE_SEARCH, PHASE_AGAIN, PHASE_RANK, PHASE_WHOLE, PHASES };
static const char *const phase_names[PHASES] = {"normalise", "make the query", "search", "search, warm", "search + rank", "whole pipeline"};

struct bench {
    struct data *data;
    struct intents *intents;
    struct knowledge *knowledge;
    size_t facts;
    double overhead; // of one measurement, µs
    double peer_base[2];
};

static double cpu_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double quantile(double *sorted, size_t count, double share) {
    size_t at = (size_t)(share * (double)count);
    return sorted[at < count ? at : count - 1];
}

static double measure_overhead(void) {
    double least = 1e9;
    for (int i = 0; i < 10000; i++) {
        double from = cpu_us(), took = cpu_us() - from;
        least = took < least ? took : least;
    }
    return least;
}

static double resident_mb(void) {
    long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f || fscanf(f, "%*s %ld", &pages) != 1)
        pages = 0;
    if (f)
        fclose(f);
    return (double)pages * (double)sysconf(_SC_PAGESIZE) / 1e6;
}

static double heap_mb(void) {
    struct mallinfo2 m = mallinfo2();
    return (double)(m.uordblks + m.hblkhd) / 1e6;
}

static void open_knowledge(struct bench *b) {
    static struct intent_file intents[FILES];
    static struct language_file languages[FILES];
    size_t intent_count = 0, language_count = 0;
    for (const struct embedded *e = embedded_files; e->name; e++) {
        if (!text_has_prefix(e->name, "intents/"))
            continue;
        const char *name = e->name + 8;
        if (text_has_suffix(name, ".json") && !strchr(name, '/'))
            intents[intent_count++] = (struct intent_file){name, (const char *)e->bytes, e->len};
        bool is_language = text_has_prefix(name, "language/");
        if (is_language || text_has_suffix(name, ".tsv"))
            languages[language_count++] = (struct language_file){name + (is_language ? 9 : 0), (const char *)e->bytes, e->len};
    }
    struct fail f = {0};
    const struct knowledge_config config = {.default_lang = "id", .answer_threshold = -1, .offer_threshold = -1};
    if (intents_new(intents, intent_count, &b->intents, &f) != OK ||
        knowledge_new(&config, languages, language_count, b->intents, &b->knowledge, &f) != OK)
        exit(1);
}

static void put_fact(struct bench *b, uint64_t number, const char *title) {
    char id[32];
    snprintf(id, sizeof id, "f%llu", (unsigned long long)number);
    struct fact fact = {.id = id, .kind = FACT_CLAIM, .state = FACT_PUBLISHED, .lang = "id", .title = title, .verdict = "false", .revision = 1};
    knowledge_put(b->knowledge, &fact);
}

static void build(struct bench *b) {
    char (*titles)[DATA_TEXT] = malloc(CHUNK * sizeof *titles);
    double heap = heap_mb(), took = 0;
    for (size_t from = 0; from < b->facts; from += CHUNK) {
        for (size_t i = 0; i < CHUNK; i++)
            data_fact(b->data, from + i, titles[i]);
        double start = cpu_us();
        for (size_t i = 0; i < CHUNK && from + i < b->facts; i++)
            put_fact(b, from + i, titles[i]);
        took += cpu_us() - start;
    }
    double start = cpu_us();
    knowledge_settle(b->knowledge);
    took += cpu_us() - start;
    free(titles);
    printf("build from rows, s: %.2f\n", took / 1e6);
    malloc_trim(0);
    const struct knowledge *k = b->knowledge;
    double index = (double)index_bytes(k->index) / 1e6, words = (double)vocabulary_bytes(k->vocabulary) / 1e6;
    double records = (double)records_bytes(k->records) / 1e6, all = heap_mb() - heap;
    printf("memory, MB: postings %.1f, vocabulary %.1f, facts %.1f, keys %.1f, everything %.1f; resident %.1f\n", index, words, records,
           all - index - words - records, all, resident_mb());
}

static void hold(const struct bench *b, double least[PHASES], enum phase phase, double took) {
    took -= b->overhead;
    least[phase] = took < least[phase] ? took : least[phase];
}

static unsigned ask_whole(const struct bench *b, const char *text, double least[PHASES], struct arena *a) {
    struct match match;
    double from = cpu_us();
    matcher_run(b->knowledge, &(struct question){.text = text, .today = 19000}, a, &match);
    hold(b, least, PHASE_WHOLE, cpu_us() - from);
    return match.outcome;
}

static void ask_phases(const struct bench *b, const char *text, double least[PHASES], struct arena *a) {
    const struct knowledge *k = b->knowledge;
    struct reader reader = {k->lexicon, NULL, NULL, NULL};
    struct tokens tokens;
    struct query query;
    struct index_hit hits[RANKED];
    struct ranking ranking;
    double at[PHASES];
    at[0] = cpu_us();
    tokens_read(&reader, text, MATCH_TEXT_MAX, a, &tokens);
    tokens_drop(&reader, &tokens);
    at[1] = cpu_us();
    query_make(k, &tokens, query_langs(&tokens), NULL, a, &query);
    at[2] = cpu_us();
    index_search(k->index, query.terms, query.term_count, hits, RANKED);
    at[3] = cpu_us();
    index_search(k->index, query.terms, query.term_count, hits, RANKED);
    at[4] = cpu_us();
    rank_find(k, &query, a, &ranking);
    at[5] = cpu_us();
    for (enum phase p = 0; p < PHASE_WHOLE; p++)
        hold(b, least, p, at[p + 1] - at[p]);
}

// Each round goes over all queries, so that a query does not find warm what it itself has read.
static void ask(struct bench *b, const char *text, int round, double least[PHASES], unsigned *outcomes) {
    struct arena *a = arena_new(1 << 26);
    if (round % 2)
        ask_phases(b, text, least, a);
    else
        outcomes[ask_whole(b, text, least, a)]++;
    arena_free(a);
    knowledge_compact(b->knowledge, COMPACT_STEP); // as the desk does between batches
}

static void measure(struct bench *b, const char *name, size_t count, size_t (*make)(const struct data *, uint64_t, char *)) {
    double (*least)[PHASES] = malloc(count * sizeof *least), *column = malloc(count * sizeof *column);
    unsigned outcomes[OUTCOMES] = {0};
    char text[DATA_TEXT];
    for (size_t i = 0; i < count * PHASES; i++)
        least[i / PHASES][i % PHASES] = 1e9;
    for (int round = 0; round < 2 * ROUNDS; round++)
        for (size_t i = 0; i < count; i++) {
            make(b->data, i, text);
            ask(b, text, round, least[i], outcomes);
        }
    printf("%s: answer %u, offer %u, none %u\n", name, outcomes[OUTCOME_ANSWER] / ROUNDS, outcomes[OUTCOME_OFFER] / ROUNDS, outcomes[OUTCOME_NONE] / ROUNDS);
    for (size_t p = 0; p < PHASES; p++) {
        double sum = 0;
        for (size_t i = 0; i < count; i++)
            sum += column[i] = least[i][p];
        qsort(column, count, sizeof *column, by_value);
        printf("  %-20s mean %8.1f  p50 %8.1f  p99 %8.1f  most %8.1f µs\n", phase_names[p], sum / (double)count,
               quantile(column, count, 0.5), quantile(column, count, 0.99), column[count - 1]);
        if (p == PHASE_SEARCH)
            b->peer_base[make == data_long] = quantile(column, count, 0.5);
    }
    free(least);
    free(column);
}

// Known facts get other words; each is searchable when knowledge_put returns.
static void measure_edits(struct bench *b) {
    double took[EDITS];
    char title[DATA_TEXT];
    struct arena *a = arena_new(1 << 26);
    size_t lost = 0;
    for (size_t i = 0; i < EDITS; i++) {
        char word[64], *at = title + 0;
        data_fact(b->data, b->facts + i, title);
        snprintf(word, sizeof word, " %szq%c%c", data_word(b->data, i), (char)('a' + i % 26), (char)('a' + i / 26));
        at += strlen(title);
        memcpy(at, word, strlen(word) + 1);
        double start = cpu_us();
        put_fact(b, i * (b->facts / EDITS), title);
        took[i] = cpu_us() - start;
        struct match m;
        matcher_run(b->knowledge, &(struct question){.text = word, .today = 19000}, a, &m);
        lost += m.candidate_count == 0;
        arena_reset(a);
    }
    arena_free(a);
    qsort(took, EDITS, sizeof *took, by_value);
    printf("one edit: p50 %.1f  p99 %.1f  most %.1f µs; not found after it: %zu of %d\n", quantile(took, EDITS, 0.5), quantile(took, EDITS, 0.99), took[EDITS - 1], lost, EDITS);
}

// Enough edits that the index clears behind them; no slice holds up the desk for long.
static void measure_compaction(struct bench *b) {
    char title[DATA_TEXT];
    size_t slices = 0;
    double most = 0, sum = 0;
    for (size_t i = 0; i < CHANGED; i++) {
        data_fact(b->data, 2 * b->facts + i, title);
        put_fact(b, i * 7 % b->facts, title);
    }
    for (bool is_left = true; is_left; slices++) {
        double start = cpu_us();
        is_left = knowledge_compact(b->knowledge, COMPACT_STEP);
        double took = cpu_us() - start;
        sum += took;
        most = took > most ? took : most;
    }
    printf("clearing behind %d edits: %zu slices, %.1f ms, the longest %.1f ms\n", CHANGED, slices, sum / 1e3, most / 1e3);
}

static void measure_typos(const struct bench *b) {
    enum { WORDS = 2000 };
    static double took[WORDS];
    size_t found = 0;
    for (size_t i = 0; i < WORDS; i++) {
        char word[32];
        size_t len = (size_t)snprintf(word, sizeof word, "%s", data_word(b->data, i * (DATA_WORDS / WORDS)));
        word[len / 2] = word[len / 2] == 'x' ? 'q' : 'x';
        struct guess guesses[GUESSES];
        double start = cpu_us();
        found += vocabulary_correct(b->knowledge->vocabulary, word, len, false, guesses) > 0;
        took[i] = cpu_us() - start - b->overhead;
    }
    qsort(took, WORDS, sizeof *took, by_value);
    printf("correct a word: p50 %.2f  p99 %.2f µs; %zu of %d corrected; dictionary %.1f MB\n", quantile(took, WORDS, 0.5), quantile(took, WORDS, 0.99), found, WORDS,
           (double)vocabulary_bytes(b->knowledge->vocabulary) / 1e6);
}

static void must(int rc, sqlite3 *db) {
    if (rc == SQLITE_OK || rc == SQLITE_DONE || rc == SQLITE_ROW)
        return;
    fprintf(stderr, "fts5: %s\n", sqlite3_errmsg(db));
    exit(1);
}

static sqlite3 *peer_build(const struct bench *b) {
    sqlite3 *db;
    sqlite3_stmt *put;
    char title[DATA_TEXT];
    must(sqlite3_open(":memory:", &db), NULL);
    must(sqlite3_exec(db, "CREATE VIRTUAL TABLE f USING fts5(t, content='', tokenize='unicode61'); BEGIN", NULL, NULL, NULL), db);
    must(sqlite3_prepare_v2(db, "INSERT INTO f(rowid, t) VALUES(?, ?)", -1, &put, NULL), db);
    double took = 0;
    for (size_t i = 0; i < b->facts; i++) {
        data_fact(b->data, i, title);
        double start = cpu_us();
        sqlite3_bind_int64(put, 1, (sqlite3_int64)i + 1);
        sqlite3_bind_text(put, 2, title, -1, SQLITE_STATIC);
        must(sqlite3_step(put), db);
        sqlite3_reset(put);
        took += cpu_us() - start;
    }
    sqlite3_finalize(put);
    double start = cpu_us();
    must(sqlite3_exec(db, "COMMIT; INSERT INTO f(f) VALUES('optimize')", NULL, NULL, NULL), db);
    printf("fts5: build %.2f s, %.1f MB\n", (took + cpu_us() - start) / 1e6, (double)sqlite3_memory_used() / 1e6);
    return db;
}

static int by_facts(const void *a, const void *b) {
    const struct query_word *x = a, *y = b;
    return x->facts < y->facts ? -1 : x->facts > y->facts;
}

// Its rarest words, joined by OR.
static void peer_query(const struct bench *b, const char *text, char *out) {
    struct arena *a = arena_new(1 << 26);
    struct reader reader = {b->knowledge->lexicon, NULL, NULL, NULL};
    struct tokens tokens;
    struct query q;
    tokens_read(&reader, text, MATCH_TEXT_MAX, a, &tokens);
    query_make(b->knowledge, &tokens, 0, NULL, a, &q);
    qsort(q.words, q.count, sizeof *q.words, by_facts);
    size_t len = 0;
    for (size_t i = 0; i < q.count && i < RAREST; i++)
        len += (size_t)snprintf(out + len, DATA_TEXT - len, "%s%s", i ? " OR " : "", q.words[i].text);
    arena_free(a);
}

static void peer_measure(struct bench *b, sqlite3 *db, const char *name, size_t count, size_t (*make)(const struct data *, uint64_t, char *)) {
    double *took = malloc(count * sizeof *took), ours = b->peer_base[make == data_long];
    sqlite3_stmt *find;
    must(sqlite3_prepare_v2(db, "SELECT rowid, bm25(f) FROM f WHERE f MATCH ? ORDER BY rank LIMIT 5", -1, &find, NULL), db);
    for (size_t i = 0; i < count; i++) {
        char text[DATA_TEXT], query[DATA_TEXT];
        make(b->data, i, text);
        peer_query(b, text, query);
        double start = cpu_us();
        sqlite3_bind_text(find, 1, query, -1, SQLITE_STATIC);
        while (sqlite3_step(find) == SQLITE_ROW)
            continue;
        sqlite3_reset(find);
        took[i] = cpu_us() - start - b->overhead;
    }
    sqlite3_finalize(find);
    qsort(took, count, sizeof *took, by_value);
    double p50 = quantile(took, count, 0.5);
    printf("fts5 %s: p50 %.1f  p99 %.1f µs; %.0f times the search above\n", name, p50, quantile(took, count, 0.99), p50 / ours);
    free(took);
}

int main(int argc, char **argv) {
    struct bench b = {.data = data_new(), .facts = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000, .overhead = measure_overhead()};
    open_knowledge(&b);
    printf("--- %zu facts of %d words, %d different words\n", b.facts, DATA_FACT, DATA_WORDS);
    build(&b);
    measure(&b, "1-3 words", SHORTS, data_short);
    measure(&b, "100-200 words", LONGS, data_long);
    measure_typos(&b);
    measure_edits(&b);
    measure_compaction(&b);
    if (argc < 3) {
        sqlite3 *db = peer_build(&b);
        peer_measure(&b, db, "1-3 words", PEER_SHORTS, data_short);
        peer_measure(&b, db, "100-200 words, the 32 rarest", PEER_LONGS, data_long);
        sqlite3_close(db);
    }
    knowledge_free(b.knowledge);
    intents_free(b.intents);
    data_free(b.data);
    return 0;
}
