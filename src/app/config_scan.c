// SPDX-License-Identifier: Apache-2.0
#include "config_scan.h"

#include <stdio.h>
#include <stdlib.h>

#include "../base/mem.h"

enum { FILE_MAX_BYTES = 1 << 20 };

struct scan {
    int line, depth, opened_at;
    char quote;
};

static void scan_char(struct scan *s, char **at) {
    char c = **at;
    s->line += c == '\n';
    if (s->quote) {
        *at += c == '\\' && (*at)[1] && (*at)[1] != '\n';
        s->quote = c == s->quote ? 0 : s->quote;
        return;
    }
    if (c == '"' || c == '\'')
        s->quote = c;
    if (c == '{' && s->depth++ == 0)
        s->opened_at = s->line;
    s->depth -= c == '}';
    while (c == '#' && **at && (*at)[0] != '\n')
        *(*at)++ = ' ';
    *at -= c == '#';
}

static char *read_text(const char *path) {
    FILE *file = fopen(path, "re");
    char *text = xcalloc(1, FILE_MAX_BYTES);
    size_t len = file ? fread(text, 1, FILE_MAX_BYTES - 1, file) : 0;
    if (file)
        fclose(file);
    if (file && len < FILE_MAX_BYTES - 1)
        return text;
    free(text);
    return NULL;
}

enum err config_scan(const char *path, char **ret_text, struct fail *f) {
    char *text = read_text(path);
    if (!text)
        return fail_set(f, ERR_INPUT, path, "check its path, rights and size", "the config file cannot be read");
    struct scan s = {.line = 1};
    for (char *at = text; *at; at++)
        scan_char(&s, &at);
    *ret_text = text;
    if (s.depth <= 0)
        return OK;
    char where[260];
    snprintf(where, sizeof where, "%s:%d", path, s.opened_at);
    return fail_set(f, ERR_INPUT, where, "close it", "the section that starts here has no closing brace");
}
