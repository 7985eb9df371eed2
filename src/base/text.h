// SPDX-License-Identifier: Apache-2.0
// Bytes and UTF-8. A `struct buf` grows up to a maximum from birth and keeps a sticky error: append freely,
// check once. Pure, any thread.
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "mem.h"

struct buf {
    char *bytes; // always NUL-terminated once something was put
    size_t len, size, max;
    bool is_full; // something did not fit and was left out
};

void buf_init(struct buf *b, size_t max);
void buf_done(struct buf *b);
void buf_clear(struct buf *b);
void buf_put(struct buf *b, const void *bytes, size_t len);
void buf_puts(struct buf *b, const char *text);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
void buf_put_rune(struct buf *b, uint32_t rune);
const char *buf_text(const struct buf *b); // "" when empty
char *buf_take(struct buf *b);             // the caller frees; the buffer is empty afterwards

// --- UTF-8
bool utf8_is_valid(const void *bytes, size_t len); // no overlongs, surrogates or runes over U+10FFFF
// Decodes one rune at *at (< end), moves *at on; an invalid byte gives U+FFFD and moves one byte.
uint32_t utf8_next(const char **at, const char *end);
size_t utf8_put(uint32_t rune, char out[4]); // bytes written
size_t utf8_length(const char *text);        // code points
size_t utf16_length(const char *text);       // UTF-16 code units
// Bytes of the longest prefix of at most `runes` code points.
size_t utf8_prefix(const char *text, size_t runes);
// A copy of at most `runes` code points; "…" ends it when something was cut, preferably at a space.
char *utf8_ellipsis(struct arena *a, const char *text, size_t runes);
// The text itself when it is valid, else a copy with U+FFFD for each byte that is not.
const char *utf8_repaired(struct arena *a, const char *text);

// --- small helpers
bool text_is_equal(const char *a, const char *b); // NULL equals NULL only
bool text_has_prefix(const char *text, const char *prefix);
bool text_has_suffix(const char *text, const char *suffix);
bool text_is_blank(const char *text); // NULL, "" or white space
int text_case_compare(const char *a, const char *b); // ASCII only
// Nearest of `count` names by edit distance ≤ 3, or NULL: for "did you mean".
const char *text_nearest(const char *word, const char *const *names, size_t count);
// Optimal string alignment distance of two byte strings, or max + 1 when it is greater than max (≤ 8).
unsigned text_distance(const char *a, size_t alen, const char *b, size_t blen, unsigned max);
uint64_t text_hash(const void *bytes, size_t len); // 64 bit, stable across versions; not for secrets
bool text_number(const char *text, int64_t min, int64_t max, int64_t *ret_value); // whole text, decimal

// Hex and base64 (standard alphabet, padded). Decoders return false on any stray byte or a wrong length.
void hex_encode(const void *bytes, size_t len, char *out); // out: 2 * len + 1
bool hex_decode(const char *text, size_t textlen, unsigned char *out, size_t outlen);
size_t base64_encode(const void *bytes, size_t len, char *out); // out: (len + 2) / 3 * 4 + 1
// RFC 4648, section 5, without padding; out: (len + 2) / 3 * 4 + 1.
size_t base64url_encode(const void *bytes, size_t len, char *out);
bool base64_decode(const char *text, size_t textlen, unsigned char *out, size_t outmax, size_t *ret_len);

#endif
