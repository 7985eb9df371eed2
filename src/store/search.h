// SPDX-License-Identifier: Apache-2.0
// The full-text index of the published facts, kept in the fact's own transaction. Inside of store/ only.
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include "db.h"

struct search_columns {
    const char *title, *answer, *keywords, *variants;
};

MUST_CHECK enum err search_put(struct db *db, const char *id, const struct search_columns *c);
MUST_CHECK enum err search_remove(struct db *db, const char *id);

// Words that are indexed otherwise than the texts beside them say. Changes nothing, so a reader may ask.
MUST_CHECK enum err search_check(struct db *db, int64_t *ret_wrong);

#endif
