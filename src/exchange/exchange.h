// SPDX-License-Identifier: Apache-2.0
// Fact files: bytes ↔ facts. Pure. Every row is validated whole; a bad one is told with its line and what to
// do, and does not stop the reading.
#ifndef EXCHANGE_EXCHANGE_H
#define EXCHANGE_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "../base/err.h"
#include "../base/mem.h"
#include "../base/text.h"
#include "../model/fact.h"

enum exchange_format { FORMAT_JSONL, FORMAT_CSV, FORMATS };
bool exchange_format_of(const char *name, enum exchange_format *ret_format); // "jsonl", "csv"
bool exchange_format_of_file(const char *path, enum exchange_format *ret_format);

struct exchange_reader {
    const char *file; // for messages
    enum exchange_format format;
    // Called per good fact; its texts live until the call returns. An error stops the reading.
    enum err (*fact)(void *arg, const struct fact *fact, size_t line);
    void (*bad)(void *arg, const struct fail *f); // f->where is FILE:LINE
    void *arg;
    bool is_lenient; // eval: only id and title are needed, and no source
};
MUST_CHECK enum err exchange_read(const struct exchange_reader *r, const char *bytes, size_t len, size_t *ret_bad);

void exchange_write_header(enum exchange_format format, struct buf *b);
void exchange_write_fact(enum exchange_format format, const struct fact *fact, struct buf *b);
// The rules of a fact: bounds, dates, id, source. ERR_INPUT with the field's name in f->where.
MUST_CHECK enum err fact_validate(const struct fact *fact, struct fail *f);

#endif
