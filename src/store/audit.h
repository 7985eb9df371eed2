// SPDX-License-Identifier: Apache-2.0
// The audit: rows that are only ever added, each chained to the former one. Writer: within the caller's transaction.
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "store.h"

struct audit_row {
    int64_t id, at, operator_id; // id is given by the store; operator_id 0: the command line
    const char *actor, *action, *subject;
    const char *before, *after; // JSON, or NULL
    const char *address;        // without its last part, or NULL
};

MUST_CHECK enum err store_audit_add(struct store *s, const struct audit_row *row);
// One call of tell a finding: a row that does not fit the chain, rows that are missing at the end.
MUST_CHECK enum err store_audit_check(struct store *s, void (*tell)(void *arg, const char *finding), void *arg);

#endif
