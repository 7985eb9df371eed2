// SPDX-License-Identifier: Apache-2.0
// Facts into the base: rows and memory index in the same step. By a command of its own: all in one transaction.
#ifndef DESK_IMPORT_H
#define DESK_IMPORT_H

#include "../engine/knowledge.h"
#include "../model/mail.h"
#include "../store/store.h"

// One fact in the caller's transaction; memory follows by import_remember after it.
MUST_CHECK enum err import_put(struct store *s, const struct knowledge *k, const struct fact *fact, int64_t now, enum fact_change *ret_change);
MUST_CHECK enum err import_remember(struct store *s, struct knowledge *k, const char *id);

// One transaction; the knowledge base is changed after it. tell (may be NULL) hears of keywords that find
// another fact already, and of progress.
struct import_listener {
    void (*conflict)(void *arg, const char *fact, const char *keyword, const char *other);
    void (*progress)(void *arg, size_t done, size_t of);
    void *arg;
};
MUST_CHECK enum err import_apply(struct store *s, struct knowledge *k, struct import_call *call, int64_t now,
                                 const struct import_listener *l);

#endif
