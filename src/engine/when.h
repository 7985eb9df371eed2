// SPDX-License-Identifier: Apache-2.0
// The date that a question names: "juni 2021", "9 februari 2022", "tahun 2021", "2021-06", "june 2021". Pure.
#ifndef ENGINE_WHEN_H
#define ENGINE_WHEN_H

#include <stdbool.h>
#include <stdint.h>

#include "tokens.h"

struct when {
    int64_t day; // the last one that the date covers, as days since 1970-01-01
    const char *text;
};
// Marks the words of the date TOKEN_DATE. The last of several counts. False: none.
int when_month(const char *word); // 1 … 12, 0: no name of a month
bool when_find(struct tokens *t, struct arena *a, struct when *ret_when);

#endif
