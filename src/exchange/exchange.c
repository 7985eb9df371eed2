// SPDX-License-Identifier: Apache-2.0
// The table of formats.
#include "exchange.h"

#include <string.h>

#include "../base/map.h"
#include "fields.h"

static const struct {
    const char *name, *ending;
    enum err (*read)(struct reading *rd, const char *bytes, size_t len);
    void (*write_header)(struct buf *b);
    void (*write)(const struct fact *fact, struct buf *b);
} formats[FORMATS] = {
    [FORMAT_JSONL] = {"jsonl", ".jsonl", jsonl_read, NULL, jsonl_write},
    [FORMAT_CSV] = {"csv", ".csv", csv_read, csv_write_header, csv_write},
};

bool exchange_format_of(const char *name, enum exchange_format *ret_format) {
    for (int i = 0; i < FORMATS; i++) {
        if (strcmp(formats[i].name, name) == 0) {
            *ret_format = (enum exchange_format)i;
            return true;
        }
    }
    return false;
}

bool exchange_format_of_file(const char *path, enum exchange_format *ret_format) {
    for (int i = 0; i < FORMATS; i++) {
        if (text_has_suffix(path, formats[i].ending)) {
            *ret_format = (enum exchange_format)i;
            return true;
        }
    }
    return false;
}

enum err exchange_read(const struct exchange_reader *r, const char *bytes, size_t len, size_t *ret_bad) {
    struct reading rd = {.r = r, .seen = map_new()};
    bool has_mark = len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0; // some editors begin UTF-8 with it
    enum err err = formats[r->format].read(&rd, bytes + (has_mark ? 3 : 0), len - (has_mark ? 3 : 0));
    map_free(rd.seen);
    *ret_bad = rd.bad;
    return err;
}

void exchange_write_header(enum exchange_format format, struct buf *b) {
    if (formats[format].write_header)
        formats[format].write_header(b);
}

void exchange_write_fact(enum exchange_format format, const struct fact *fact, struct buf *b) {
    formats[format].write(fact, b);
}
