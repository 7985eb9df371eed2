// SPDX-License-Identifier: Apache-2.0
// Errors: what can fail returns `enum err`, a kind of reaction and not a cause, and tells the cause in a
// `struct fail`, which becomes the one line `lurus: WHERE: WHAT; WHAT TO DO`. Nothing below a thread's loop
// logs: the loop does, once. Any thread.
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err {
    OK = 0,
    ERR_INPUT,    // the caller's bytes are wrong: say where, change nothing
    ERR_AUTH,     // signature, token or password does not fit
    ERR_NOTFOUND, // no such thing
    ERR_CONFLICT, // it exists already, or somebody else holds it
    ERR_BUSY,     // full for now: come again
    ERR_NET,      // the network failed
    ERR_REMOTE,   // the other side answered with an error
    ERR_DB,       // the base failed
    ERR_IO,       // a file or socket failed
    ERR_LIMIT,    // a bound of ours was reached
    ERR_BUG,      // an invariant of ours is broken
};

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

// Return at once what a call returned when it is not OK.
#define TRY(call)                                                                                            \
    do {                                                                                                     \
        enum err try_err_ = (call);                                                                          \
        if (try_err_ != OK)                                                                                  \
            return try_err_;                                                                                 \
    } while (0)

// One line of cause. `where` is FILE:LINE, section.key or a JSON path. `todo` may stay empty.
struct fail {
    char where[200];
    char what[360];
    char todo[200];
};

// Fills *f (may be NULL) and returns err, so that `return fail_set(f, ERR_INPUT, …)` reads as one step.
enum err fail_set(struct fail *f, enum err err, const char *where, const char *todo, const char *fmt, ...)
    PRINTF(5, 6);
// Writes `WHERE: WHAT; TODO` into out (size bytes).
void fail_line(const struct fail *f, char *out, unsigned long size);
const char *err_name(enum err err);
// HTTP status of the reaction: 400 401 404 409 503 502 507 500.
int err_http(enum err err);

#endif
