// SPDX-License-Identifier: Apache-2.0
// Who may write the base: `serve` holds BASE.lock while it runs and listens on BASE.sock (0600) for the
// commands of other processes of the same user or root.
#ifndef APP_LOCK_H
#define APP_LOCK_H

#include "../base/err.h"
#include "../base/queue.h"
#include "../model/account.h"
#include "facts.h"

// *ret_fd is -1 and the result ERR_CONFLICT when another process holds it.
MUST_CHECK enum err lock_take(const char *base, int *ret_fd, struct fail *f);
void lock_release(int fd);

// --- serve's side: a thread of its own
struct doorway;
MUST_CHECK enum err doorway_open(const char *base, struct queue *to_desk, struct doorway **ret_d, struct fail *f);
void doorway_close(struct doorway *d); // NULL is fine

// --- the other process's side: facts through the running desk. counts: new, changed, unchanged.
MUST_CHECK enum err doorway_import(const char *base, const struct fact_set *set, size_t ret_counts[3], struct fail *f);
// What `lurus user` asks. *ret_body: JSON, or a problem when the status says so; the caller frees.
MUST_CHECK enum err doorway_account(const char *base, const struct account_call *call, int *ret_status, char **ret_body, struct fail *f);

#endif
