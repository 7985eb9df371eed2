// SPDX-License-Identifier: Apache-2.0
#include "fact.h"

#include <string.h>

#include "../base/mem.h"

static const char *const kinds[FACT_KINDS] = {"claim", "programme", "faq", "tip"};
static const char *const states[FACT_STATES] = {"draft", "published", "withdrawn"};

const char *fact_kind_name(enum fact_kind kind) {
    return kinds[kind];
}

const char *fact_state_name(enum fact_state state) {
    return states[state];
}

static int find(const char *const *names, int count, const char *name) {
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

bool fact_kind_of(const char *name, enum fact_kind *ret_kind) {
    int at = find(kinds, FACT_KINDS, name);
    if (at >= 0)
        *ret_kind = (enum fact_kind)at;
    return at >= 0;
}

bool fact_state_of(const char *name, enum fact_state *ret_state) {
    int at = find(states, FACT_STATES, name);
    if (at >= 0)
        *ret_state = (enum fact_state)at;
    return at >= 0;
}

bool fact_id_is_valid(const char *id) {
    static const char first[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    static const char rest[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    size_t len = strlen(id);
    return len >= 1 && len <= FACT_ID_MAX && strchr(first, id[0]) && strspn(id, rest) == len;
}

static struct text_list copy_list(struct arena *a, const struct text_list *from) {
    struct text_list to = {arena_alloc(a, (from->count + 1) * sizeof *to.items), from->count};
    for (size_t i = 0; i < from->count; i++)
        to.items[i] = arena_strdup(a, from->items[i]);
    return to;
}

void fact_copy(struct arena *a, const struct fact *from, struct fact *ret_to) {
    *ret_to = *from;
    const char **const texts[] = {&ret_to->id,           &ret_to->lang,       &ret_to->title,       &ret_to->answer,
                                  &ret_to->verdict,      &ret_to->as_of,      &ret_to->valid_from,  &ret_to->valid_until,
                                  &ret_to->review_after, &ret_to->claimant,   &ret_to->claim_date,  &ret_to->image,
                                  &ret_to->updated,      &ret_to->translation_of, &ret_to->supersedes};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *texts[i] = arena_strdup(a, *texts[i]);
    struct text_list *const lists[] = {&ret_to->keywords, &ret_to->never_match, &ret_to->topics, &ret_to->variants};
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        *lists[i] = copy_list(a, lists[i]);
    ret_to->sources = arena_alloc(a, (from->source_count + 1) * sizeof *ret_to->sources);
    for (size_t i = 0; i < from->source_count; i++) {
        const struct source *s = &from->sources[i];
        ret_to->sources[i] = (struct source){arena_strdup(a, s->publisher), arena_strdup(a, s->title), arena_strdup(a, s->url), arena_strdup(a, s->date)};
    }
}
