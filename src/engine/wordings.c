// SPDX-License-Identifier: Apache-2.0
#include "wordings.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

const struct wording_key wording_keys[] = {
    {"hotline.name", ""},
    {"welcome.privacy", ""},
    {"none", ""},
    {"none.question", ""},
    {"none.rejected", ""},
    {"offer.head", ""},
    {"offer.head_one", ""},
    {"offer.foot", ""},
    {"offer.none_button", ""},
    {"offer.again", ""},
    {"choice_gone", ""},
    {"menu.head", ""},
    {"latest.head", ""},
    {"latest.empty", ""},
    {"list.foot", ""},
    {"list.button", ""},
    {"link.official", "host of"},
    {"link.look_alike", "host of"},
    {"link.reported", "host"},
    {"link.unknown", "host"},
    {"number.official", "text"},
    {"number.look_alike", "text"},
    {"number.reported", "text"},
    {"number.unknown", "text"},
    {"account.official", "text"},
    {"account.reported", "text"},
    {"account.unknown", "text"},
    {"more", "count"},
    {"never_ask", ""},
    {"as_of", "date"},
    {"newest_over_a_year", "date"},
    {"expired", "date"},
    {"expired.now", "date text"},
    {"expired.now_undated", "text"},
    {"expired.unknown", ""},
    {"not_yet", "date"},
    {"history", "date text"},
    {"history.later", "date"},
    {"echo.same", "date"},
    {"echo.same_undated", ""},
    {"echo.expired", "date"},
    {"echo.former", "date"},
    {"echo.former_undated", ""},
    {"echo.altered", "changes"},
    {"echo.change", "ours theirs"},
    {"echo.put_in", "theirs"},
    {"echo.withdrawn", "date"},
    {"echo.withdrawn_undated", ""},
    {"only_other_language", "language"},
    {"source", "publisher"},
    {"source.dated", "publisher date"},
    {"answer.foot", "link"},
    {"verdict.false", ""},
    {"verdict.misleading", ""},
    {"verdict.unproven", ""},
    {"verdict.partly_true", ""},
    {"verdict.true", ""},
    {"verdict.satire", ""},
    {"verdict.scam", ""},
    {"tip.head", "text"},
    {"unsupported.image", ""},
    {"unsupported.video", ""},
    {"unsupported.audio", ""},
    {"unsupported.document", ""},
    {"unsupported.sticker", ""},
    {"unsupported.location", ""},
    {"unsupported.contacts", ""},
    {"unsupported.other", ""},
    {"rate", ""},
    {"erase.done", ""},
    {"erase.kept", ""},
    {"language.id", ""},
    {"language.en", ""},
    {"language.other", ""},
    {"notices.yes", ""},
    {"notices.no", ""},
    {"month.1", ""},
    {"month.2", ""},
    {"month.3", ""},
    {"month.4", ""},
    {"month.5", ""},
    {"month.6", ""},
    {"month.7", ""},
    {"month.8", ""},
    {"month.9", ""},
    {"month.10", ""},
    {"month.11", ""},
    {"month.12", ""},
    {"count.1", ""},
    {"count.2", ""},
    {"count.3", ""},
    {"count.4", ""},
    {"count.5", ""},
    {"count.6", ""},
    {"count.7", ""},
    {"count.8", ""},
    {"count.9", ""},
    {"count.10", ""},
    {"count.filler", ""},
};
const size_t wording_key_count = COUNT_OF(wording_keys);

// The length of a placeholder's name at `{name}`, 0 when it is none.
static size_t placeholder_length(const char *at) {
    if (*at != '{')
        return 0;
    size_t len = 1;
    while (islower((unsigned char)at[len]) || at[len] == '.')
        len++;
    return at[len] == '}' ? len - 1 : 0;
}

// Whether a name stands in a list separated by spaces.
static bool is_listed(const char *names, const char *name, size_t len) {
    while (*names) {
        size_t word = strcspn(names, " ");
        if (word == len && memcmp(names, name, len) == 0)
            return true;
        names += word + (names[word] == ' ');
    }
    return false;
}

bool wording_holds_only(const char *text, const char *names, char *stranger, size_t size) {
    for (const char *at = text; *at; at++) {
        size_t len = placeholder_length(at);
        if (!len || is_listed(names, at + 1, len))
            continue;
        snprintf(stranger, size, "%.*s", (int)(len + 2), at);
        return false;
    }
    return true;
}

// The first of the names that text does not hold, into missing as `{name}`.
static bool holds_all(const char *text, const char *names, char *missing, size_t size) {
    while (*names) {
        size_t word = strcspn(names, " ");
        snprintf(missing, size, "{%.*s}", (int)word, names);
        if (!strstr(text, missing))
            return false;
        names += word + (names[word] == ' ');
    }
    return true;
}

static enum err check_text(const char *text, const char *names, const char *where, struct fail *f) {
    char name[64];
    if (!wording_holds_only(text, names, name, sizeof name))
        return fail_set(f, ERR_INPUT, where, "remove it", "unknown placeholder %s", name);
    if (!holds_all(text, names, name, sizeof name))
        return fail_set(f, ERR_INPUT, where, "add it", "%s is missing in the text", name);
    return text_is_blank(text) ? fail_set(f, ERR_INPUT, where, "write it", "is empty") : OK;
}

static enum err read_one(const struct json *node, const char *names, const char *where, struct arena *a,
                         struct map *into, struct fail *f) {
    static const char *const langs[] = {"id", "en"};
    static const struct json_field fields[] = {
        {"id", JSON_TEXT, true, offsetof(struct wording, text[0]), WORDING_MAX},
        {"en", JSON_TEXT, true, offsetof(struct wording, text[1]), WORDING_MAX},
    };
    struct wording *w = arena_alloc(a, sizeof *w);
    if (!json_is_object(node))
        return fail_set(f, ERR_INPUT, where, "write {\"id\": \"…\", \"en\": \"…\"}", "must be an object");
    TRY(json_only(node, langs, COUNT_OF(langs), where, f));
    TRY(json_map(node, fields, COUNT_OF(fields), w, a, where, f));
    for (size_t i = 0; i < INTENT_LANGS; i++)
        TRY(check_text(w->text[i], names, where, f));
    map_put(into, json_name(node), strlen(json_name(node)), w);
    return OK;
}

static const struct wording_key *key_find(const char *name) {
    static const struct wording_key own_verdict = {"verdict.", ""};
    for (size_t i = 0; i < wording_key_count; i++)
        if (strcmp(wording_keys[i].key, name) == 0)
            return &wording_keys[i];
    return text_has_prefix(name, "verdict.") ? &own_verdict : NULL;
}

static enum err unknown_key(const char *name, const char *file, struct fail *f) {
    const char *names[COUNT_OF(wording_keys)];
    for (size_t i = 0; i < COUNT_OF(wording_keys); i++)
        names[i] = wording_keys[i].key;
    const char *near = text_nearest(name, names, COUNT_OF(wording_keys));
    char todo[120];
    snprintf(todo, sizeof todo, near ? "did you mean '%s'?" : "remove it", near ? near : "");
    return fail_set(f, ERR_INPUT, file, todo, "unknown field '%.60s'", name);
}

enum err wordings_read(const struct json *root, const char *file, struct map *into, struct arena *a,
                       struct fail *f) {
    if (!json_is_object(root))
        return fail_set(f, ERR_INPUT, file, "write {\"key\": {…}}", "must be an object");
    for (const struct json *node = json_first(root); node; node = json_next(node)) {
        const struct wording_key *known = key_find(json_name(node));
        if (!known)
            return unknown_key(json_name(node), file, f);
        char where[160];
        snprintf(where, sizeof where, "%.60s: %.60s", file, json_name(node));
        TRY(read_one(node, known->names, where, a, into, f));
    }
    for (size_t i = 0; i < wording_key_count; i++)
        if (!map_get(into, wording_keys[i].key, strlen(wording_keys[i].key)))
            return fail_set(f, ERR_INPUT, file, "add it", "'%s' is missing", wording_keys[i].key);
    return OK;
}

static const char *value_of(const char *name, size_t len, const struct placeholder *values, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strlen(values[i].name) == len && memcmp(values[i].name, name, len) == 0)
            return values[i].value;
    return NULL;
}

// Appends one line; false when one of its placeholders has no value.
static bool fill_line(struct buf *b, const char *line, size_t len, const struct placeholder *values,
                      size_t count) {
    for (const char *at = line; at < line + len; at++) {
        size_t name = placeholder_length(at);
        if (!name) {
            buf_putc(b, *at);
            continue;
        }
        const char *value = value_of(at + 1, name, values, count);
        if (!value)
            return false;
        buf_puts(b, value);
        at += name + 1;
    }
    return true;
}

char *wording_fill(struct arena *a, const char *text, const struct placeholder *values, size_t count) {
    enum { FILLED_MAX = 16384 };
    struct buf b;
    buf_init(&b, FILLED_MAX);
    while (*text) {
        size_t len = strcspn(text, "\n"), before = b.len;
        if (fill_line(&b, text, len, values, count)) {
            if (text[len])
                buf_putc(&b, '\n');
        } else if (b.bytes) {
            b.len = before;
            b.bytes[before] = '\0';
        }
        text += len + (text[len] == '\n');
    }
    size_t end = b.len;
    while (end > 0 && b.bytes[end - 1] == '\n')
        end--;
    char *filled = arena_strndup(a, buf_text(&b), end);
    buf_done(&b);
    return filled;
}
