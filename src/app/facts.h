// SPDX-License-Identifier: Apache-2.0
// Fact files read whole and validated before anything is changed.
#ifndef APP_FACTS_H
#define APP_FACTS_H

#include "../exchange/exchange.h"

enum { FACTS_FILE_MAX = 1024 * 1024 * 1024 };

struct fact_set {
    struct arena *arena;
    struct fact *facts;
    size_t count, size, bad;
    void (*tell)(const struct fail *f); // hears of every bad line; may be NULL
    struct fail first_bad;
};

void fact_set_init(struct fact_set *set);
void fact_set_done(struct fact_set *set);
MUST_CHECK enum err fact_set_read(struct fact_set *set, const char *name, enum exchange_format format, const char *bytes, size_t len);

#endif
