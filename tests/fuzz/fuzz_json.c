// SPDX-License-Identifier: Apache-2.0
// Any bytes as JSON: what parses is walked, mapped to a struct, and comes out the same after it was written and read
// again.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

struct thing {
    const char *text;
    int64_t number;
    double fraction;
    bool is_on;
    struct texts list;
    const struct json *any;
};

static const struct json_field fields[] = {
    {"a.text", JSON_TEXT, false, offsetof(struct thing, text), 20},
    {"number", JSON_INT, false, offsetof(struct thing, number), 0},
    {"fraction", JSON_DOUBLE, false, offsetof(struct thing, fraction), 0},
    {"is_on", JSON_BOOL, false, offsetof(struct thing, is_on), 0},
    {"list", JSON_TEXTS, false, offsetof(struct thing, list), 5},
    {"any", JSON_NODE, false, offsetof(struct thing, any), 0},
};

static void must(bool is_true) {
    if (!is_true)
        abort();
}

static void check_text(const char *text) {
    struct buf b;
    struct json *again = NULL;
    buf_init(&b, 8 << 20);
    json_put_text(&b, text);
    must(!b.is_full && json_parse(buf_text(&b), b.len, &again, NULL) == OK);
    must(strcmp(json_text(again), text) == 0);
    json_free(again);
    buf_done(&b);
}

// Depth is bounded by the parser.
static void walk(const struct json *node) {
    if (json_is_string(node))
        check_text(json_text(node));
    if (!json_is_array(node) && !json_is_object(node))
        return;
    for (const struct json *n = json_first(node); n; n = json_next(n)) {
        if (json_is_object(node))
            check_text(json_name(n));
        walk(n);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    struct json *root = NULL;
    struct fail f;
    if (json_parse((const char *)bytes, len, &root, &f) != OK)
        return 0;
    walk(root);
    struct arena *a = arena_new(64 << 20);
    struct thing thing = {0};
    if (json_map(root, fields, COUNT_OF(fields), &thing, a, "fuzz", &f) == OK)
        must(!thing.text || utf8_length(thing.text) <= 20);
    static const char *const names[] = {"number", "list"};
    must(json_only(root, names, COUNT_OF(names), "fuzz", &f) == OK || f.what[0]);
    arena_free(a);
    json_free(root);
    return 0;
}
