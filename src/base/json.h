// SPDX-License-Identifier: Apache-2.0
// JSON, the one user of cJSON. Reading: bytes → tree → typed structs by a static map, all in the caller's
// arena; a wrong type or an over-long string is one ERR_INPUT that names the path. Writing: straight into a
// buf. Pure, any thread. Trees nest at most 1,000 deep; the caller bounds the bytes first (a tree takes up to
// 40 times their size).
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "mem.h"
#include "text.h"

struct json; // a node

// Refuses NUL bytes and invalid UTF-8. The tree is freed by json_free.
MUST_CHECK enum err json_parse(const char *bytes, size_t len, struct json **ret_root, struct fail *f);
void json_free(struct json *root); // NULL is fine
void json_freep(struct json **root);

bool json_is_object(const struct json *node); // NULL is nothing
bool json_is_array(const struct json *node);
bool json_is_string(const struct json *node);
bool json_is_number(const struct json *node);
bool json_is_bool(const struct json *node);
// A member by dotted path ("text.body"); NULL when something is missing, null or not an object.
const struct json *json_at(const struct json *node, const char *path);
// Members or elements in order: for (n = json_first(x); n; n = json_next(n)).
const struct json *json_first(const struct json *node);
const struct json *json_next(const struct json *node);
const char *json_name(const struct json *node);  // the member's name, NULL in an array
const char *json_text(const struct json *node);  // NULL unless a string; lives as long as the tree
double json_double(const struct json *node);     // 0 unless a number
bool json_true(const struct json *node);         // true only for true

// A row of the map from JSON to a struct. Offsets by offsetof.
enum json_kind {
    JSON_TEXT,   // const char *: a string of at most max code points; stays NULL when missing
    JSON_INT,    // int64_t: a whole number
    JSON_DOUBLE, // double
    JSON_BOOL,   // bool
    JSON_TEXTS,  // struct texts: an array of strings of at most max code points each
    JSON_NODE,   // const struct json *: any
};
struct json_field {
    const char *path;
    enum json_kind kind;
    bool is_required;
    size_t offset;
    size_t max;
};
struct texts {
    const char **items;
    size_t count;
};
// Fills out by the rows. `where` goes before the path in the message ("greeting.json").
MUST_CHECK enum err json_map(const struct json *node, const struct json_field *fields, size_t count, void *out,
                             struct arena *a, const char *where, struct fail *f);
// ERR_INPUT naming the first member that no row has, with the nearest known name, or when the node is not an
// object: for our own files.
MUST_CHECK enum err json_only(const struct json *node, const char *const *names, size_t count, const char *where,
                              struct fail *f);

// --- writing: json_put_* append a value; commas and colons are the caller's, or use the members below
void json_put_text(struct buf *b, const char *text);                  // quoted and escaped; NULL gives null
void json_member_text(struct buf *b, const char *name, const char *text); // "name":"text" with a comma before
void json_member_int(struct buf *b, const char *name, int64_t value);     // when the last byte is not { [ or :
void json_member_double(struct buf *b, const char *name, double value);
void json_member_bool(struct buf *b, const char *name, bool value);
void json_member(struct buf *b, const char *name); // the name only; a value follows
void json_comma(struct buf *b);                    // a comma, unless something was just opened

#endif
