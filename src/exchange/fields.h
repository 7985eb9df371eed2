// SPDX-License-Identifier: Apache-2.0
// The fields of a fact file, one row each, shared by all formats. Inside of exchange/ only.
#ifndef EXCHANGE_FIELDS_H
#define EXCHANGE_FIELDS_H

#include <stdint.h>

#include "exchange.h"

enum field_kind { FIELD_TEXT, FIELD_LIST, FIELD_SOURCES, FIELD_KIND, FIELD_STATE };
struct field {
    const char *name;
    enum field_kind kind;
    size_t offset;
};
enum { FACT_ROW_MAX = 1024 * 1024 }; // bytes of a line or row
extern const struct field fact_fields[];
extern const size_t fact_field_count;
const struct field *field_find(const char *name, size_t len);
void fact_begin(struct fact *fact); // nothing but what holds when nothing is said
// ERR_INPUT for an unknown field, with the nearest known name.
enum err field_unknown(const char *name, struct fail *f);
// Notes in *given (a bit a field) that the field is there; ERR_INPUT the second time.
MUST_CHECK enum err field_once(const struct field *field, uint32_t *given, struct fail *f);
// Sets a text, kind or state; "" is nothing.
MUST_CHECK enum err field_set_text(const struct field *field, const char *text, struct fact *fact, struct fail *f);

// --- one reading, shared by the formats
struct reading {
    const struct exchange_reader *r;
    struct map *seen; // ids of this file
    size_t bad;
};
// Validates and hands on, or tells what is bad.
MUST_CHECK enum err reading_take(struct reading *rd, struct fact *fact, size_t line);
void reading_tell(struct reading *rd, size_t line, const struct fail *f);
MUST_CHECK enum err jsonl_read(struct reading *rd, const char *bytes, size_t len);
MUST_CHECK enum err csv_read(struct reading *rd, const char *bytes, size_t len);
void jsonl_write(const struct fact *fact, struct buf *b);
void csv_write_header(struct buf *b);
void csv_write(const struct fact *fact, struct buf *b);

#endif
