// SPDX-License-Identifier: Apache-2.0
#include "err.h"

#include <stdarg.h>
#include <stdio.h>

static const struct {
    const char *name;
    int http;
} kinds[] = {
    [OK] = {"ok", 200},
    [ERR_INPUT] = {"input", 400},
    [ERR_AUTH] = {"auth", 401},
    [ERR_NOTFOUND] = {"notfound", 404},
    [ERR_CONFLICT] = {"conflict", 409},
    [ERR_BUSY] = {"busy", 503},
    [ERR_NET] = {"net", 502},
    [ERR_REMOTE] = {"remote", 502},
    [ERR_DB] = {"db", 503},
    [ERR_IO] = {"io", 503},
    [ERR_LIMIT] = {"limit", 413},
    [ERR_BUG] = {"bug", 500},
};

enum err fail_set(struct fail *f, enum err err, const char *where, const char *todo, const char *fmt, ...) {
    if (!f)
        return err;
    snprintf(f->where, sizeof f->where, "%s", where ? where : "");
    snprintf(f->todo, sizeof f->todo, "%s", todo ? todo : "");
    va_list args;
    va_start(args, fmt);
    vsnprintf(f->what, sizeof f->what, fmt, args);
    va_end(args);
    return err;
}

void fail_line(const struct fail *f, char *out, unsigned long size) {
    snprintf(out, size, "%s%s%s%s%s", f->where, f->where[0] ? ": " : "", f->what, f->todo[0] ? "; " : "", f->todo);
}

const char *err_name(enum err err) {
    return kinds[err].name;
}

int err_http(enum err err) {
    return kinds[err].http;
}
