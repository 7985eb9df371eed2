// SPDX-License-Identifier: Apache-2.0
// CSV (RFC 4180) with a header of the field names; a list is split by `|`, a source is `publisher;title;url;date`.
// A `|`, `;` or `\` inside a part is written with a backslash before it.
#include <stdio.h>
#include <string.h>

#include "fields.h"

// A row's cells and the parts that they are cut into take less than eight times the row.
enum { ROW_ARENA_MAX = 8 * FACT_ROW_MAX, COLUMNS_MAX = 64, SOURCE_PARTS = 4 };

struct row {
    const char *cells[COLUMNS_MAX];
    size_t count;
};

struct csv {
    const char *at, *end;
    size_t line;
};

// Reads one cell into b and stops before its comma or line end; false: a quote was never closed.
static bool read_cell(struct csv *c, struct buf *b) {
    bool is_quoted = c->at < c->end && *c->at == '"';
    c->at += is_quoted;
    for (; c->at < c->end; c->at++) {
        char ch = *c->at;
        if (is_quoted && ch == '"') {
            if (c->at + 1 == c->end || c->at[1] != '"') {
                c->at++;
                return true;
            }
            c->at++;
        } else if (!is_quoted && (ch == ',' || ch == '\n' || ch == '\r')) {
            return true;
        }
        c->line += ch == '\n';
        buf_putc(b, *c->at);
    }
    return !is_quoted;
}

static enum err read_row(struct csv *c, struct arena *a, struct row *row, struct fail *f) {
    *row = (struct row){0};
    for (size_t room = FACT_ROW_MAX;;) {
        struct buf b;
        buf_init(&b, room);
        bool is_closed = read_cell(c, &b), is_good = is_closed && !b.is_full && row->count < COLUMNS_MAX;
        if (is_good)
            row->cells[row->count++] = arena_strndup(a, buf_text(&b), b.len);
        room -= b.len < room ? b.len : room;
        buf_done(&b);
        if (!is_closed)
            return fail_set(f, ERR_INPUT, "", "close it", "a quoted cell has no end");
        if (!is_good)
            return fail_set(f, ERR_INPUT, "", "shorten it", "is longer than 1 MiB, or has more than %d cells", COLUMNS_MAX);
        if (c->at < c->end && *c->at == ',') {
            c->at++;
            continue;
        }
        if (c->at < c->end && *c->at != '\r' && *c->at != '\n')
            return fail_set(f, ERR_INPUT, "", "double the quotes inside", "something follows a closing quote");
        c->at += c->at < c->end && *c->at == '\r';
        c->line += c->at < c->end;
        c->at += c->at < c->end && *c->at == '\n';
        return OK;
    }
}

static void skip_line(struct csv *c) {
    while (c->at < c->end && *c->at != '\n')
        c->at++;
    c->line += c->at < c->end;
    c->at += c->at < c->end;
}

// Cuts at `separator`, undoing backslashes; parts at most max.
static struct text_list split(const char *text, char separator, size_t max, struct arena *a) {
    struct text_list list = {arena_alloc(a, (max + 1) * sizeof *list.items), 0};
    char *part = arena_alloc(a, strlen(text) + 1);
    size_t len = 0;
    for (;; text++) {
        if (*text && *text != separator) {
            text += *text == '\\' && text[1];
            part[len++] = *text;
            continue;
        }
        if (list.count < max)
            list.items[list.count++] = arena_strndup(a, part, len);
        len = 0;
        if (!*text)
            return list;
    }
}

// Of a cell whose parts are cut again by another separator: the backslashes stay.
static struct text_list split_raw(const char *text, char separator, size_t max, struct arena *a) {
    struct text_list list = {arena_alloc(a, (max + 1) * sizeof *list.items), 0};
    const char *start = text;
    for (;; text++) {
        if (*text == '\\' && text[1]) {
            text++;
            continue;
        }
        if (*text && *text != separator)
            continue;
        if (list.count < max)
            list.items[list.count++] = arena_strndup(a, start, (size_t)(text - start));
        start = text + 1;
        if (!*text)
            return list;
    }
}

static const char *part_or_null(const struct text_list *parts, size_t i) {
    return i < parts->count && *parts->items[i] ? parts->items[i] : NULL;
}

static enum err read_sources(const char *text, struct arena *a, struct fact *fact, struct fail *f) {
    struct text_list list = split_raw(text, '|', FACT_LIST_MAX + 1, a);
    fact->sources = arena_alloc(a, (list.count + 1) * sizeof *fact->sources);
    for (size_t i = 0; i < list.count; i++) {
        struct text_list parts = split(list.items[i], ';', SOURCE_PARTS + 1, a);
        if (parts.count > SOURCE_PARTS)
            return fail_set(f, ERR_INPUT, "sources", "write publisher;title;url;date, and \\; for a ; inside", "has more than %d parts", SOURCE_PARTS);
        fact->sources[fact->source_count++] =
            (struct source){part_or_null(&parts, 0), part_or_null(&parts, 1), part_or_null(&parts, 2), part_or_null(&parts, 3)};
    }
    return OK;
}

static enum err read_fact(const struct row *head, const struct row *row, struct arena *a, struct fact *fact, struct fail *f) {
    if (row->count != head->count)
        return fail_set(f, ERR_INPUT, "", "check commas and quotes", "has %zu cells, the header %zu", row->count, head->count);
    fact_begin(fact);
    for (size_t i = 0; i < row->count; i++) {
        const struct field *field = field_find(head->cells[i], strlen(head->cells[i]));
        if (!utf8_is_valid(row->cells[i], strlen(row->cells[i])))
            return fail_set(f, ERR_INPUT, field->name, "save the file as UTF-8", "is not UTF-8");
        if (!*row->cells[i])
            continue;
        if (field->kind == FIELD_SOURCES)
            TRY(read_sources(row->cells[i], a, fact, f));
        else if (field->kind == FIELD_LIST)
            *(struct text_list *)(void *)((char *)fact + field->offset) = split(row->cells[i], '|', FACT_LIST_MAX + 1, a);
        else
            TRY(field_set_text(field, row->cells[i], fact, f));
    }
    return OK;
}

static enum err read_head(struct csv *c, struct arena *a, struct row *head, struct fail *f) {
    uint32_t given = 0;
    TRY(read_row(c, a, head, f));
    if (head->count == 1 && !*head->cells[0])
        return fail_set(f, ERR_INPUT, "", "begin with the names of the columns", "has no header");
    for (size_t i = 0; i < head->count; i++) {
        const struct field *field = field_find(head->cells[i], strlen(head->cells[i]));
        if (!field)
            return field_unknown(head->cells[i], f);
        TRY(field_once(field, &given, f));
    }
    return OK;
}

static enum err read_next(struct reading *rd, struct csv *c, const struct row *head, struct arena *a) {
    struct row row;
    struct fact fact;
    struct fail f = {0};
    size_t line = c->line;
    enum err err = read_row(c, a, &row, &f);
    if (err != OK)
        skip_line(c);
    else if (row.count == 1 && !*row.cells[0])
        return OK; // a blank line
    else
        err = read_fact(head, &row, a, &fact, &f);
    if (err == OK)
        return reading_take(rd, &fact, line);
    reading_tell(rd, line, &f);
    return OK;
}

enum err csv_read(struct reading *rd, const char *bytes, size_t len) {
    SCOPED(arena_freep) struct arena *head_arena = arena_new(ROW_ARENA_MAX);
    SCOPED(arena_freep) struct arena *a = arena_new(ROW_ARENA_MAX);
    struct csv c = {bytes, bytes + len, 1};
    struct row head;
    struct fail f = {0};
    enum err err = len && memchr(bytes, 0, len) ? fail_set(&f, ERR_INPUT, "", "save it as CSV", "holds a NUL byte") : read_head(&c, head_arena, &head, &f);
    if (err != OK) {
        reading_tell(rd, 1, &f);
        return OK;
    }
    while (c.at < c.end) {
        TRY(read_next(rd, &c, &head, a));
        arena_reset(a);
    }
    return OK;
}

// --- writing

static void put_cell(struct buf *b, const char *text) {
    if (!strpbrk(text, "\",\r\n")) {
        buf_puts(b, text);
        return;
    }
    buf_putc(b, '"');
    for (; *text; text++) {
        if (*text == '"')
            buf_putc(b, '"');
        buf_putc(b, *text);
    }
    buf_putc(b, '"');
}

static void put_part(struct buf *b, const char *text) {
    for (; text && *text; text++) {
        if (strchr("|;\\", *text))
            buf_putc(b, '\\');
        buf_putc(b, *text);
    }
}

static void put_list(struct buf *b, const struct text_list *list) {
    for (size_t i = 0; i < list->count; i++) {
        if (i)
            buf_putc(b, '|');
        put_part(b, list->items[i]);
    }
}

static void put_sources(struct buf *b, const struct fact *fact) {
    for (size_t i = 0; i < fact->source_count; i++) {
        const struct source *s = &fact->sources[i];
        const char *const parts[] = {s->publisher, s->title, s->url, s->date};
        if (i)
            buf_putc(b, '|');
        for (size_t j = 0; j < COUNT_OF(parts); j++) {
            if (j)
                buf_putc(b, ';');
            put_part(b, parts[j]);
        }
    }
}

void csv_write_header(struct buf *b) {
    for (size_t i = 0; i < fact_field_count; i++)
        buf_printf(b, "%s%s", i ? "," : "", fact_fields[i].name);
    buf_puts(b, "\r\n");
}

void csv_write(const struct fact *fact, struct buf *b) {
    for (const struct field *field = fact_fields; field < fact_fields + fact_field_count; field++) {
        const char *at = (const char *)fact + field->offset;
        struct buf cell;
        buf_init(&cell, FACT_ROW_MAX);
        const char *text = field->kind == FIELD_TEXT ? *(const char *const *)(const void *)at : NULL;
        if (field->kind == FIELD_LIST)
            put_list(&cell, (const struct text_list *)(const void *)at);
        else if (field->kind == FIELD_SOURCES)
            put_sources(&cell, fact);
        else if (field->kind != FIELD_TEXT)
            text = field->kind == FIELD_KIND ? fact_kind_name(fact->kind) : fact_state_name(fact->state);
        if (text)
            buf_puts(&cell, text);
        if (field > fact_fields)
            buf_putc(b, ',');
        put_cell(b, buf_text(&cell));
        buf_done(&cell);
    }
    buf_puts(b, "\r\n");
}
