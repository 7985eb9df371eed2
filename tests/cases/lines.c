// SPDX-License-Identifier: Apache-2.0
#include "lines.h"

#include <stdio.h>

#include "base/text.h"
#include "engine/matcher.h"

enum { ARENA_MAX = 64 << 20, TODAY = 20781 }; // 2026-11-24

static const char *const langs[INTENT_LANGS] = {"id", "en"};

// Whether all lines are (not) understood as the intent.
static bool run_texts(const struct intent *intent, const struct texts *texts, const struct knowledge *k,
                      int lang, bool must) {
    bool is_well = true;
    for (size_t i = 0; i < texts->count; i++) {
        struct arena *a = arena_new(ARENA_MAX);
        struct question q = {.text = texts->items[i], .today = TODAY, .lang = langs[lang]};
        struct match m;
        matcher_run(k, &q, a, &m);
        bool is_it = text_is_equal(m.intent, intent->name);
        if (is_it != must)
            fprintf(stderr, "intents/%s.json: \"%s\" is %s\n", intent->name, texts->items[i],
                    m.intent ? m.intent : "no intent");
        is_well = is_well && is_it == must;
        arena_free(a);
    }
    return is_well;
}

bool lines_run(const struct intents *intents, const struct knowledge *k) {
    bool is_well = true;
    for (size_t i = 0; i < intents_count(intents); i++) {
        const struct intent *intent = intents_at(intents, i);
        bool is_one = true;
        for (int lang = 0; lang < INTENT_LANGS; lang++) {
            is_one = run_texts(intent, &intent->match[lang], k, lang, true) && is_one;
            is_one = run_texts(intent, &intent->no_match[lang], k, lang, false) && is_one;
        }
        printf("%s case/intent_%s\n", is_one ? "ok" : "FAILED", intent->name);
        is_well = is_well && is_one;
    }
    return is_well;
}
