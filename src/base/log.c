// SPDX-License-Identifier: Apache-2.0
#include "log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"

static _Atomic int threshold = LOG_INFO;

void log_set_level(enum log_level level) {
    atomic_store(&threshold, (int)level);
}

void log_event(enum log_level level, const char *module, const char *event, const char *fmt, ...) {
    static const char *const names[] = {"error", "warn", "info", "debug"};
    if ((int)level > atomic_load(&threshold))
        return;
    char line[1024], time[32];
    clock_format(clock_wall_ms(), time);
    int len = snprintf(line, sizeof line - 1, "%s level=%s module=%s event=%s ", time, names[level], module, event);
    va_list args;
    va_start(args, fmt);
    len += vsnprintf(line + len, sizeof line - 1 - (size_t)len, fmt, args);
    va_end(args);
    if (len > (int)sizeof line - 2)
        len = (int)sizeof line - 2;
    for (int i = 0; i < len; i++)
        if (line[i] == '\n' || line[i] == '\r')
            line[i] = ' ';
    line[len] = '\n';
    if (write(STDERR_FILENO, line, (size_t)len + 1) < 0)
        return; // nowhere to say it
}

void log_fail(const char *module, const char *event, enum err err, const struct fail *f) {
    char line[800];
    fail_line(f, line, sizeof line);
    log_event(LOG_ERROR, module, event, "err=%s cause=\"%s\"", err_name(err), line);
}
