// SPDX-License-Identifier: Apache-2.0
// Host names: where one ends in a text, known top-level domains, punycode, and the plain letters that look
// alike. Inside of engine/ only. Pure.
#ifndef ENGINE_HOSTS_H
#define ENGINE_HOSTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/mem.h"

enum { HOST_MAX = 253 }; // bytes, RFC 1035 §3.1

enum host_dots {
    DOTS_WRITTEN, // ".", its full-width forms, "[.]", "(dot)"
    DOTS_SPOKEN,  // " dot " and " titik " too
};
struct host {
    char text[HOST_MAX + 1]; // A-Z in lower case, full-width letters as plain ones
    size_t len, labels;
    const char *end;      // in the source, behind the host
    const char *last_dot; // in the source; NULL with one label
    bool is_hidden;       // a dot was written so that programs pass over it
    bool is_spoken;
};
// Reads the longest host at `at`, which starts a letter or digit. False: too long; ret_host->end is set all
// the same.
bool host_read(const char *at, const char *end, enum host_dots dots, struct host *ret_host);
// Bytes of the letter or digit at `at`, of any script that hosts are written in; 0: none.
size_t host_letter(const char *at, const char *end);
bool host_is_invisible(uint32_t rune); // zero-width and direction marks, soft hyphen, variation selectors

enum host_end {
    END_NONE, // no top-level domain that people write
    END_WORD, // one that is a word, a title or a file's ending as well: "daftar.ke", "m.si", "data.zip"
    END_SURE,
};
// ret_labels: of the public suffix, 1 for "com", 2 for "go.id"; 0 with END_NONE.
enum host_end host_end(const char *host, size_t *ret_labels);

// Lower case, punycode undone (RFC 3492), letters that look like a-z folded to them.
char *host_fold(struct arena *a, const char *host);

#endif
