// SPDX-License-Identifier: Apache-2.0
// Phone numbers, accounts and addresses for chat in a text, judged against the official ones.
#include <string.h>

#include "judge.h"
#include "spans.h"

static bool is_known(const struct number_judged *out, size_t count, const char *digits) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(out[i].digits, digits) == 0)
            return true;
    return false;
}

size_t numbers_find(const char *text, const struct official *official, struct arena *a,
                    struct number_judged out[MATCH_NUMBERS]) {
    static const enum number_kind kinds[] = {
        [SPAN_PHONE] = NUMBER_PHONE, [SPAN_ACCOUNT] = NUMBER_ACCOUNT, [SPAN_HANDLE] = NUMBER_HANDLE};
    struct span_walk w;
    struct span s;
    size_t count = 0;
    span_walk_start(&w, text, official, a);
    while (count < MATCH_NUMBERS && span_next(&w, &s)) {
        if (s.kind > SPAN_HANDLE || s.is_in_link || is_known(out, count, s.digits))
            continue;
        out[count++] = (struct number_judged){.text = arena_strndup(a, s.start, (size_t)(s.end - s.start)),
                                              .digits = arena_strdup(a, s.digits),
                                              .kind = kinds[s.kind],
                                              .judgement = s.judgement};
    }
    return count;
}

char *number_normal(struct arena *a, const char *text) {
    static const char *const none[] = {NULL};
    static const struct official nobody = {none, none};
    struct span_walk w;
    struct span s;
    span_walk_start(&w, text, &nobody, a);
    w.context.words[0] = WORD_PHONE; // so the zero may be missing
    while (span_next(&w, &s))
        if (s.kind == SPAN_PHONE)
            return arena_strdup(a, s.digits);
    return NULL;
}
