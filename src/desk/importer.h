// SPDX-License-Identifier: Apache-2.0
// An import at the running desk, in slices of at most 5 ms between two batches, each a transaction of its own: the facts
// are staged in the base as lines, accepted by one row, and then applied one after the other, while memory follows. What
// was accepted survives a crash, and the next start goes on with it; what was not is dropped then. One at a time.
#ifndef DESK_IMPORTER_H
#define DESK_IMPORTER_H

#include "../engine/knowledge.h"
#include "../model/mail.h"
#include "../store/store.h"

struct importer;

enum importer_state {
    IMPORTER_IDLE,
    IMPORTER_STAGING,  // may still fail as a whole
    IMPORTER_APPLYING, // accepted: it will be there, now or later
    IMPORTER_SETTLING, // all is in the base; the index is put in order
};

struct importer *importer_new(struct store *s, struct knowledge *k);
void importer_free(struct importer *i); // NULL is fine
// At start: drops what was staged and not accepted, and takes up what was.
MUST_CHECK enum err importer_recover(struct importer *i);
// From IDLE. The call stays the caller's, who keeps it until IDLE, or until importer_leave.
void importer_begin(struct importer *i, struct import_call *call);
enum importer_state importer_state(const struct importer *i);
// The next slice. An error while STAGING ends the import with nothing changed; later the slice is undone and may be tried
// again. Counts stand in the call at the end.
MUST_CHECK enum err importer_step(struct importer *i, int64_t now);
const char *importer_cause(const struct importer *i); // of the last error, in the base's words
void importer_leave(struct importer *i); // nobody waits any more: the call is not touched from now on
// Without a desk: all slices of an import that a crash left.
MUST_CHECK enum err importer_finish(struct store *s, struct knowledge *k, int64_t now, struct fail *f);

#endif
