// SPDX-License-Identifier: Apache-2.0
#include "facts.h"

#include <stdlib.h>

void fact_set_init(struct fact_set *set) {
    *set = (struct fact_set){.arena = arena_new((size_t)4 * FACTS_FILE_MAX)};
}

void fact_set_done(struct fact_set *set) {
    arena_free(set->arena);
    free(set->facts);
    *set = (struct fact_set){0};
}

static enum err take_fact(void *arg, const struct fact *fact, size_t line) {
    (void)line;
    struct fact_set *set = arg;
    if (set->count == set->size) {
        set->size = set->size ? set->size * 2 : 64;
        set->facts = xrealloc(set->facts, set->size * sizeof *set->facts);
    }
    fact_copy(set->arena, fact, &set->facts[set->count++]);
    return OK;
}

static void take_bad(void *arg, const struct fail *f) {
    struct fact_set *set = arg;
    if (!set->bad++)
        set->first_bad = *f;
    if (set->tell)
        set->tell(f);
}

enum err fact_set_read(struct fact_set *set, const char *name, enum exchange_format format, const char *bytes, size_t len) {
    struct exchange_reader r = {.file = name, .format = format, .fact = take_fact, .bad = take_bad, .arg = set};
    size_t bad = 0;
    return exchange_read(&r, bytes, len, &bad);
}
