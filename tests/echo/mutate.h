// SPDX-License-Identifier: Apache-2.0
// What becomes of a text while it is passed on, from a fixed seed: cut, words lost, typos, slang, emoji, words before
// and behind it. And what forgers do: one digit, date word, verdict or link changed.
#ifndef TEST_ECHO_MUTATE_H
#define TEST_ECHO_MUTATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"

struct chance {
    uint64_t state;
};
uint32_t chance_below(struct chance *c, uint32_t bound);
bool chance_of(struct chance *c, unsigned percent);

// Nothing that must not change is changed; it may get lost.
char *mutate(struct chance *c, const char *text, const char *lang, struct arena *a);
enum forgery { FORGE_DIGIT, FORGE_DATE, FORGE_VERDICT, FORGE_LINK, FORGERIES };
// NULL: the text has nothing of the kind.
char *forge(struct chance *c, const char *text, enum forgery kind, struct arena *a);
// Words around it, emoji, slang and typos in plain words only; nothing lost.
char *dress(struct chance *c, const char *text, const char *lang, struct arena *a);

#endif
