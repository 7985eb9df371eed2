// SPDX-License-Identifier: Apache-2.0
#include "knowledge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"
#include "echo.h"
#include "groups.h"
#include "inside.h"

enum {
    FACT_BYTES = 4 * 1024 * 1024, // of one fact in memory
    SCRATCH_BYTES = 256 * 1024 * 1024,
    CONFIG_BYTES = 1024 * 1024,
    KEY_MAX = 8192,
};
static const double MEAN_ALL = 24, MEAN_TITLE = 10; // words, as long as nothing is known

static const char *const *copy_names(struct arena *a, const char *const *names) {
    size_t count = 0;
    while (names && names[count])
        count++;
    const char **copy = arena_alloc(a, (count + 1) * sizeof *copy);
    for (size_t i = 0; i < count; i++)
        copy[i] = arena_strdup(a, names[i]);
    return copy;
}

static void new_index(struct knowledge *k, const struct index_shape *shape) {
    index_free(k->index);
    vocabulary_clear(k->vocabulary);
    vocabulary_clear(k->surfaces);
    k->index = index_new(k->vocabulary, shape);
}

static void read_config(struct knowledge *k, const struct knowledge_config *config) {
    k->default_lang = arena_strdup(k->arena, config->default_lang ? config->default_lang : "id");
    k->official = (struct official){copy_names(k->arena, config->official_domains), copy_names(k->arena, config->official_numbers)};
    k->hotline_link = arena_strdup(k->arena, config->hotline_link);
    k->model = *lexicon_model(k->lexicon);
    if (config->answer_threshold >= 0)
        k->model.answer[0] = k->model.answer[1] = config->answer_threshold;
    if (config->offer_threshold >= 0)
        k->model.offer[0] = k->model.offer[1] = config->offer_threshold;
}

enum err knowledge_new(const struct knowledge_config *config, const struct language_file *files, size_t file_count,
                       const struct intents *intents, struct knowledge **ret_k, struct fail *f) {
    struct lexicon *lexicon = NULL;
    TRY(lexicon_new(files, file_count, &lexicon, f));
    struct knowledge *k = xcalloc(1, sizeof *k);
    k->arena = arena_new(CONFIG_BYTES);
    k->scratch = arena_new(SCRATCH_BYTES);
    k->lexicon = lexicon;
    k->stemmer = stemmer_new();
    k->intents = intents;
    read_config(k, config);
    struct slot_table **const tables[] = {&k->keywords, &k->variants, &k->urls, &k->numbers, &k->newer, &k->translations};
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        *tables[i] = slots_new();
    struct reader reader = fact_reader(k);
    k->intent_table = intent_table_new(intents, &reader);
    k->records = records_new();
    buf_init(&k->packed, FACT_BYTES);
    k->echoes = echoes_new();
    k->groups = groups_new();
    k->vocabulary = vocabulary_new();
    k->surfaces = vocabulary_new();
    new_index(k, &(struct index_shape){k->model.k1, k->model.b, k->model.title, MEAN_ALL, MEAN_TITLE, false});
    *ret_k = k;
    return OK;
}

void knowledge_free(struct knowledge *k) {
    if (!k)
        return;
    records_free(k->records);
    buf_done(&k->packed);
    struct slot_table *const tables[] = {k->keywords, k->variants, k->urls, k->numbers, k->newer, k->translations};
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        slots_free(tables[i]);
    echoes_free(k->echoes);
    groups_free(k->groups);
    intent_table_free(k->intent_table);
    index_free(k->index);
    vocabulary_free(k->vocabulary);
    vocabulary_free(k->surfaces);
    stemmer_free(k->stemmer);
    lexicon_free(k->lexicon);
    arena_free(k->scratch);
    arena_free(k->arena);
    free(k);
}

static void count_surfaces(struct knowledge *k, const struct entries *e, int change) {
    for (size_t i = 0; i < e->surface_count; i++)
        vocabulary_count(k->surfaces, e->surfaces[i], change);
}

static void index_entries(struct knowledge *k, uint32_t number, const struct entries *e) {
    if (k->is_settled)
        index_put(k->index, number, e->items, e->count);
    else
        index_load(k->index, number, e->items, e->count);
    count_surfaces(k, e, 1);
}

static void remove_number(struct knowledge *k, uint32_t number) {
    const struct record *r = record_at(k, number);
    struct fact_words words;
    struct entries e;
    record_read(k, &r->fact, &words);
    record_entries(k, &r->fact, &words, &e);
    index_remove(k->index, number, e.items, e.count);
    count_surfaces(k, &e, -1);
    echoes_remove(k, number, &r->fact, &words);
    groups_remove(k, r, &words);
    record_keys(k, r, &words, slots_remove);
    records_remove(k->records, number);
    k->fact_count--;
    arena_reset(k->scratch);
}

void knowledge_remove(struct knowledge *k, const char *id) {
    uint32_t number = records_find(k->records, id);
    if (number != UINT32_MAX)
        remove_number(k, number);
}

void knowledge_put_revision(struct knowledge *k, const struct fact *fact) {
    echoes_put_former(k, fact);
    arena_reset(k->scratch);
}

void knowledge_put(struct knowledge *k, const struct fact *fact) {
    const struct fact *former = knowledge_find(k, fact->id);
    if (former && former->revision != fact->revision)
        knowledge_put_revision(k, former);
    knowledge_remove(k, fact->id);
    if (fact->state != FACT_PUBLISHED)
        return;
    struct record r = {.fact = *fact, .arena = k->scratch};
    struct fact_words words;
    record_read(k, fact, &words);
    struct entries e;
    record_entries(k, fact, &words, &e);
    record_phrases(k, &r, &words);
    buf_clear(&k->packed);
    pack(k, &r, &k->packed);
    r.number = records_put(k->records, &k->packed);
    index_entries(k, r.number, &e);
    echoes_put(k, r.number, fact, &words);
    groups_put(k, &r, &words);
    record_keys(k, &r, &words, slots_put);
    k->fact_count++;
    arena_reset(k->scratch);
}

// Weighs a fact by the index's shape as it is now.
static void weigh_again(struct knowledge *k, uint32_t number, bool is_indexed) {
    const struct record *r = unpack(k, records_packed(k->records, number), k->scratch);
    struct fact_words words;
    struct entries e;
    record_read(k, &r->fact, &words);
    record_entries(k, &r->fact, &words, &e);
    if (is_indexed) {
        index_remove(k->index, number, e.items, e.count);
        count_surfaces(k, &e, -1);
    }
    index_entries(k, number, &e);
    arena_reset(k->scratch);
}

static void make_anew(struct knowledge *k, const struct index_shape *shape) {
    k->is_settled = false;
    new_index(k, shape);
    for (uint32_t number = 0; number < records_numbers(k->records); number++)
        if (records_has(k->records, number))
            weigh_again(k, number, false);
    index_settle(k->index);
}

void knowledge_settle(struct knowledge *k) {
    struct index_shape shape;
    if (k->is_moving && knowledge_settle_some(k, SIZE_MAX))
        return;
    index_settle(k->index);
    if (index_has_drifted(k->index, &shape))
        make_anew(k, &shape);
    k->is_settled = true;
}

bool knowledge_settle_some(struct knowledge *k, size_t max) {
    struct index_shape shape;
    if (!k->is_settled) {
        knowledge_settle(k); // what waits is not found before
        return true;
    }
    if (!k->is_moving && !index_has_drifted(k->index, &shape))
        return true;
    if (!k->is_moving) {
        index_set_shape(k->index, &shape);
        k->is_moving = true;
        k->move_at = 0;
    }
    for (; max && k->move_at < records_numbers(k->records); max--, k->move_at++)
        if (records_has(k->records, (uint32_t)k->move_at))
            weigh_again(k, (uint32_t)k->move_at, true);
    k->is_moving = k->move_at < records_numbers(k->records);
    return !k->is_moving;
}

bool knowledge_compact(struct knowledge *k, size_t postings) {
    struct slot_table *const tables[] = {k->keywords, k->variants, k->urls, k->numbers, k->newer, k->translations};
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        slots_make_room(tables[i]);
    vocabulary_make_room(k->vocabulary);
    vocabulary_make_room(k->surfaces);
    bool is_index_left = index_compact(k->index, postings);
    return records_compact(k->records) || is_index_left;
}

size_t knowledge_count(const struct knowledge *k) {
    return k->fact_count;
}

size_t knowledge_bytes(const struct knowledge *k) {
    return index_bytes(k->index) + vocabulary_bytes(k->vocabulary) + vocabulary_bytes(k->surfaces) + echoes_bytes(k->echoes) +
           groups_bytes(k->groups);
}

const struct fact *knowledge_each(const struct knowledge *k, size_t *at) {
    while (*at < records_numbers(k->records)) {
        uint32_t number = (uint32_t)(*at)++;
        if (records_has(k->records, number))
            return &record_at(k, number)->fact;
    }
    return NULL;
}

char *knowledge_keyword(const struct knowledge *k, const char *text, const char *lang, struct arena *a) {
    (void)lang; // the normal form is the same in all
    struct tokens words;
    struct reader reader = fact_reader(k);
    tokens_read(&reader, text, KEY_MAX, a, &words);
    return tokens_join(&words, 0, a);
}

uint64_t knowledge_variant(const struct knowledge *k, const char *text, const char *lang, struct arena *a) {
    (void)lang;
    struct tokens words;
    struct reader reader = fact_reader(k);
    tokens_read(&reader, text, KEY_MAX * 4, a, &words);
    tokens_drop(&reader, &words);
    const char *normal = tokens_join(&words, TOKEN_DROPPED, a);
    return text_hash(normal, strlen(normal));
}
