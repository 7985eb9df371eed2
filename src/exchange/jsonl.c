// SPDX-License-Identifier: Apache-2.0
// One fact a line, as JSON.
#include <stdio.h>
#include <string.h>

#include "../base/json.h"
#include "fields.h"

enum { LINE_ARENA_MAX = 64 * 1024 * 1024 };

static bool is_null(const struct json *node) {
    return !json_is_string(node) && !json_is_number(node) && !json_is_bool(node) && !json_is_object(node) && !json_is_array(node);
}

static enum err read_list(const struct json *node, const char *name, struct arena *a, struct text_list *list, struct fail *f) {
    size_t count = 0;
    for (const struct json *n = json_first(node); n; n = json_next(n))
        count++;
    list->items = arena_alloc(a, (count + 1) * sizeof *list->items);
    for (const struct json *n = json_first(node); n; n = json_next(n)) {
        if (!json_is_string(n))
            return fail_set(f, ERR_INPUT, name, "make it a list of texts", "holds something else than texts");
        list->items[list->count++] = arena_strdup(a, json_text(n));
    }
    return OK;
}

static enum err read_source(const struct json *node, struct arena *a, struct source *s, struct fail *f) {
    const struct {
        const char *name;
        const char **slot;
    } rows[] = {{"publisher", &s->publisher}, {"title", &s->title}, {"url", &s->url}, {"date", &s->date}};
    for (const struct json *m = json_first(node); m; m = json_next(m)) {
        size_t i = 0;
        while (i < COUNT_OF(rows) && strcmp(rows[i].name, json_name(m) ? json_name(m) : "") != 0)
            i++;
        if (i == COUNT_OF(rows))
            return fail_set(f, ERR_INPUT, "sources", "use publisher, title, url, date", "has an unknown field");
        if (!json_is_string(m) && !is_null(m))
            return fail_set(f, ERR_INPUT, "sources", "put it in quotes", "has a %s that is no text", rows[i].name);
        if (json_is_string(m) && *json_text(m))
            *rows[i].slot = arena_strdup(a, json_text(m));
    }
    return OK;
}

static enum err read_sources(const struct json *node, struct arena *a, struct fact *fact, struct fail *f) {
    size_t count = 0;
    for (const struct json *n = json_first(node); n; n = json_next(n))
        count++;
    fact->sources = arena_alloc(a, (count + 1) * sizeof *fact->sources);
    for (const struct json *n = json_first(node); n; n = json_next(n)) {
        if (!json_is_object(n))
            return fail_set(f, ERR_INPUT, "sources", "make each {publisher, title, url, date}", "holds something else than objects");
        TRY(read_source(n, a, &fact->sources[fact->source_count++], f));
    }
    return OK;
}

static enum err read_member(const struct json *m, uint32_t *given, struct arena *a, struct fact *fact, struct fail *f) {
    const struct field *field = field_find(json_name(m), strlen(json_name(m)));
    if (!field)
        return field_unknown(json_name(m), f);
    TRY(field_once(field, given, f));
    if (is_null(m))
        return OK;
    bool is_list = field->kind == FIELD_LIST || field->kind == FIELD_SOURCES;
    if (is_list && !json_is_array(m))
        return fail_set(f, ERR_INPUT, field->name, "make it a list", "is no list");
    if (field->kind == FIELD_SOURCES)
        return read_sources(m, a, fact, f);
    if (field->kind == FIELD_LIST)
        return read_list(m, field->name, a, (struct text_list *)(void *)((char *)fact + field->offset), f);
    if (json_is_string(m))
        return field_set_text(field, arena_strdup(a, json_text(m)), fact, f);
    return fail_set(f, ERR_INPUT, field->name, "put it in quotes", "is no text");
}

static enum err read_line(const char *line, size_t len, struct arena *a, struct fact *fact, struct fail *f) {
    SCOPED(json_freep) struct json *root = NULL;
    uint32_t given = 0;
    if (len > FACT_ROW_MAX)
        return fail_set(f, ERR_INPUT, "", "split or shorten it", "is longer than 1 MiB");
    TRY(json_parse(line, len, &root, f));
    if (!json_is_object(root))
        return fail_set(f, ERR_INPUT, "", "write {…}", "is no JSON object");
    fact_begin(fact);
    for (const struct json *m = json_first(root); m; m = json_next(m))
        TRY(read_member(m, &given, a, fact, f));
    return OK;
}

static bool is_blank(const char *bytes, size_t len) {
    while (len && (*bytes == ' ' || *bytes == '\t' || *bytes == '\r')) {
        bytes++;
        len--;
    }
    return len == 0;
}

enum err jsonl_read(struct reading *rd, const char *bytes, size_t len) {
    SCOPED(arena_freep) struct arena *a = arena_new(LINE_ARENA_MAX);
    const char *end = bytes + len;
    for (size_t line = 1; bytes < end; line++) {
        const char *stop = memchr(bytes, '\n', (size_t)(end - bytes));
        size_t size = (size_t)((stop ? stop : end) - bytes);
        struct fact fact;
        struct fail f = {0};
        bool is_fact = !is_blank(bytes, size);
        if (is_fact && read_line(bytes, size, a, &fact, &f) != OK)
            reading_tell(rd, line, &f);
        else if (is_fact)
            TRY(reading_take(rd, &fact, line));
        arena_reset(a);
        bytes += size + (stop != NULL);
    }
    return OK;
}

static void write_list(struct buf *b, const char *name, const struct text_list *list) {
    if (!list->count)
        return;
    json_member(b, name);
    buf_putc(b, '[');
    for (size_t i = 0; i < list->count; i++) {
        json_comma(b);
        json_put_text(b, list->items[i]);
    }
    buf_putc(b, ']');
}

static void write_sources(struct buf *b, const struct fact *fact) {
    json_member(b, "sources");
    buf_putc(b, '[');
    for (size_t i = 0; i < fact->source_count; i++) {
        const struct source *s = &fact->sources[i];
        json_comma(b);
        buf_putc(b, '{');
        json_member_text(b, "publisher", s->publisher);
        if (s->title)
            json_member_text(b, "title", s->title);
        json_member_text(b, "url", s->url);
        if (s->date)
            json_member_text(b, "date", s->date);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

void jsonl_write(const struct fact *fact, struct buf *b) {
    buf_putc(b, '{');
    for (const struct field *field = fact_fields; field < fact_fields + fact_field_count; field++) {
        const char *at = (const char *)fact + field->offset;
        const char *text = field->kind == FIELD_TEXT ? *(const char *const *)(const void *)at : NULL;
        if (field->kind == FIELD_KIND)
            json_member_text(b, "kind", fact_kind_name(fact->kind));
        else if (field->kind == FIELD_LIST)
            write_list(b, field->name, (const struct text_list *)(const void *)at);
        else if (field->kind == FIELD_SOURCES)
            write_sources(b, fact);
        else if (field->kind == FIELD_STATE && fact->state != FACT_PUBLISHED)
            json_member_text(b, "state", fact_state_name(fact->state));
        else if (text)
            json_member_text(b, field->name, text);
    }
    buf_puts(b, "}\n");
}
