// SPDX-License-Identifier: Apache-2.0
#include "json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static const cJSON *in(const struct json *node) {
    return (const cJSON *)node;
}

static const struct json *out_of(const cJSON *node) {
    return (const struct json *)node;
}

// A tree lies in an arena of its own: a small message takes a hundred allocations, and freeing them on another thread is
// what malloc does worst. The arena stands before the root, which is the first node that cJSON asks for.
struct tree {
    _Alignas(16) struct arena *arena;
};

static _Thread_local struct arena *growing;

static void *grow(size_t size) {
    return arena_alloc(growing, size);
}

static void keep(void *node) {
    (void)node; // goes with its tree
}

static void set_hooks(void) {
    cJSON_InitHooks(&(cJSON_Hooks){grow, keep});
}

// A node takes 64 bytes, its text another 16 at least; what holds it takes 2 bytes of the text and more.
static struct arena *tree_arena(size_t len) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, set_hooks);
    struct arena *a = arena_new(64 * len + 4096);
    struct tree *tree = arena_alloc(a, sizeof *tree);
    tree->arena = a;
    return a;
}

static struct tree *tree_of(const struct json *root) {
    return (struct tree *)(uintptr_t)root - 1;
}

enum err json_parse(const char *bytes, size_t len, struct json **ret_root, struct fail *f) {
    if (memchr(bytes, 0, len))
        return fail_set(f, ERR_INPUT, "", "", "not JSON: a NUL byte");
    if (!utf8_is_valid(bytes, len))
        return fail_set(f, ERR_INPUT, "", "", "not UTF-8");
    const char *end = NULL;
    struct arena *arena = growing = tree_arena(len);
    cJSON *root = cJSON_ParseWithLengthOpts(bytes, len, &end, false);
    growing = NULL;
    if (!root) {
        arena_free(arena);
        return fail_set(f, ERR_INPUT, "", "", "not JSON at byte %zu", end ? (size_t)(end - bytes) : (size_t)0);
    }
    while (end < bytes + len && strchr(" \t\r\n", *end))
        end++;
    if (end < bytes + len) {
        arena_free(arena);
        return fail_set(f, ERR_INPUT, "", "", "not JSON: something follows at byte %zu", (size_t)(end - bytes));
    }
    *ret_root = (struct json *)root;
    return OK;
}

void json_free(struct json *root) {
    if (root)
        arena_free(tree_of(root)->arena);
}

void json_freep(struct json **root) {
    json_free(*root);
}

bool json_is_object(const struct json *node) {
    return node && cJSON_IsObject(in(node));
}

bool json_is_array(const struct json *node) {
    return node && cJSON_IsArray(in(node));
}

bool json_is_string(const struct json *node) {
    return node && cJSON_IsString(in(node));
}

bool json_is_number(const struct json *node) {
    return node && cJSON_IsNumber(in(node));
}

bool json_is_bool(const struct json *node) {
    return node && cJSON_IsBool(in(node));
}

static const cJSON *member(const cJSON *object, const char *name, size_t len) {
    if (!cJSON_IsObject(object))
        return NULL;
    for (const cJSON *m = object->child; m; m = m->next)
        if (m->string[0] == name[0] && strncmp(m->string, name, len) == 0 && m->string[len] == '\0')
            return m;
    return NULL;
}

const struct json *json_at(const struct json *node, const char *path) {
    const cJSON *at = in(node);
    while (at && *path) {
        size_t len = strcspn(path, ".");
        at = member(at, path, len);
        path += len + (path[len] == '.');
    }
    return at && !cJSON_IsNull(at) ? out_of(at) : NULL;
}

const struct json *json_first(const struct json *node) {
    return node ? out_of(in(node)->child) : NULL;
}

const struct json *json_next(const struct json *node) {
    return out_of(in(node)->next);
}

const char *json_name(const struct json *node) {
    return in(node)->string;
}

const char *json_text(const struct json *node) {
    return json_is_string(node) ? in(node)->valuestring : NULL;
}

double json_double(const struct json *node) {
    return json_is_number(node) ? in(node)->valuedouble : 0;
}

bool json_true(const struct json *node) {
    return node && cJSON_IsTrue(in(node));
}

static enum err map_texts(const struct json *node, size_t max, struct texts *texts, struct arena *a) {
    if (!json_is_array(node))
        return ERR_INPUT;
    size_t count = (size_t)cJSON_GetArraySize(in(node));
    texts->items = arena_alloc(a, (count + 1) * sizeof texts->items[0]);
    for (const struct json *n = json_first(node); n; n = json_next(n)) {
        if (!json_is_string(n) || utf8_length(json_text(n)) > max)
            return ERR_INPUT;
        texts->items[texts->count++] = arena_strdup(a, json_text(n));
    }
    return OK;
}

static enum err map_number(const struct json *node, const struct json_field *row, char *at) {
    double value = json_double(node);
    if (!json_is_number(node))
        return ERR_INPUT;
    if (row->kind == JSON_DOUBLE) {
        memcpy(at, &value, sizeof value);
        return OK;
    }
    if (value != floor(value) || fabs(value) > 9007199254740992.0)
        return ERR_INPUT;
    int64_t whole = (int64_t)value;
    memcpy(at, &whole, sizeof whole);
    return OK;
}

static enum err map_field(const struct json *node, const struct json_field *row, char *at, struct arena *a) {
    switch (row->kind) {
    case JSON_TEXT:
        if (!json_is_string(node) || utf8_length(json_text(node)) > row->max)
            return ERR_INPUT;
        *(const char **)(void *)at = arena_strdup(a, json_text(node));
        return OK;
    case JSON_INT:
    case JSON_DOUBLE:
        return map_number(node, row, at);
    case JSON_BOOL:
        *(bool *)at = json_true(node);
        return json_is_bool(node) ? OK : ERR_INPUT;
    case JSON_TEXTS:
        return map_texts(node, row->max, (struct texts *)(void *)at, a);
    case JSON_NODE:
        *(const struct json **)(void *)at = node;
        return OK;
    }
    return ERR_BUG;
}

enum err json_map(const struct json *node, const struct json_field *fields, size_t count, void *out,
                  struct arena *a, const char *where, struct fail *f) {
    static const char *const wanted[] = {[JSON_TEXT] = "a string",        [JSON_INT] = "a whole number",
                                         [JSON_DOUBLE] = "a number",      [JSON_BOOL] = "true or false",
                                         [JSON_TEXTS] = "a list of strings", [JSON_NODE] = "a value"};
    for (const struct json_field *row = fields; row < fields + count; row++) {
        const struct json *value = json_at(node, row->path);
        char path[160];
        snprintf(path, sizeof path, "%s%s%s", where, *where ? ": " : "", row->path);
        if (!value && row->is_required)
            return fail_set(f, ERR_INPUT, path, "add it", "is missing");
        if (value && map_field(value, row, (char *)out + row->offset, a) != OK)
            return fail_set(f, ERR_INPUT, path, "correct it", "must be %s%s", wanted[row->kind],
                            row->max ? " within its length" : "");
    }
    return OK;
}

enum err json_only(const struct json *node, const char *const *names, size_t count, const char *where,
                   struct fail *f) {
    if (!json_is_object(node))
        return fail_set(f, ERR_INPUT, where, "write {…}", "must be an object");
    for (const struct json *m = json_first(node); m; m = json_next(m)) {
        bool is_known = false;
        for (size_t i = 0; i < count && !is_known; i++)
            is_known = strcmp(json_name(m), names[i]) == 0;
        if (is_known)
            continue;
        const char *near = text_nearest(json_name(m), names, count);
        char todo[120];
        snprintf(todo, sizeof todo, near ? "did you mean '%s'?" : "remove it", near ? near : "");
        return fail_set(f, ERR_INPUT, where, todo, "unknown field '%.60s'", json_name(m));
    }
    return OK;
}

static void put_escaped(struct buf *b, unsigned char c) {
    static const char plain[] = "\"\\/bfnrt", raw[] = "\"\\/\b\f\n\r\t";
    const char *at = memchr(raw, c, 8);
    if (at)
        buf_printf(b, "\\%c", plain[at - raw]);
    else
        buf_printf(b, "\\u%04x", c);
}

void json_put_text(struct buf *b, const char *text) {
    static const bool is_escaped[256] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, // controls
                                         ['"'] = 1, ['\\'] = 1, [0x7f] = 1};
    if (!text) {
        buf_puts(b, "null");
        return;
    }
    buf_putc(b, '"');
    while (*text) {
        size_t len = 0;
        while (!is_escaped[(unsigned char)text[len]]) // 0 is one of them
            len++;
        buf_put(b, text, len);
        text += len;
        if (*text)
            put_escaped(b, (unsigned char)*text++);
    }
    buf_putc(b, '"');
}

void json_comma(struct buf *b) {
    if (b->len && !strchr("{[:,", b->bytes[b->len - 1]))
        buf_putc(b, ',');
}

void json_member(struct buf *b, const char *name) {
    json_comma(b);
    json_put_text(b, name);
    buf_putc(b, ':');
}

void json_member_text(struct buf *b, const char *name, const char *text) {
    json_member(b, name);
    json_put_text(b, text);
}

void json_member_int(struct buf *b, const char *name, int64_t value) {
    json_member(b, name);
    buf_printf(b, "%lld", (long long)value);
}

void json_member_double(struct buf *b, const char *name, double value) {
    json_member(b, name);
    buf_printf(b, "%.6g", isfinite(value) ? value : 0);
}

void json_member_bool(struct buf *b, const char *name, bool value) {
    json_member(b, name);
    buf_puts(b, value ? "true" : "false");
}
