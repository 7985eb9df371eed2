// SPDX-License-Identifier: Apache-2.0
// Log: one line an event on stderr, `TIME level=… module=… event=… key=value …`. Never a token, a phone
// number or a message text at the default level. Any thread.
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "err.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

void log_set_level(enum log_level level);
// fmt gives the further `key=value` pairs; "" for none.
void log_event(enum log_level level, const char *module, const char *event, const char *fmt, ...) PRINTF(4, 5);
void log_fail(const char *module, const char *event, enum err err, const struct fail *f);

#endif
