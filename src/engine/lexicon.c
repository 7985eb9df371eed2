// SPDX-License-Identifier: Apache-2.0
#include "lexicon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/map.h"
#include "../base/text.h"

enum { LEXICON_MAX = 64 * 1024 * 1024, WORDS_MAX = 16, DROPS_MAX = 1000, PAIRS_MAX = 100 };

struct lexicon {
    struct arena *arena;
    struct map *words; // struct lexicon_word in the arena
    struct model model;
};

// Where a line stands, for the message.
struct line {
    const char *file;
    size_t number;
    char *text; // without its end, of the arena
    struct lexicon *lexicon;
    struct fail *fail;
};

static enum err line_bad(const struct line *line, const char *what, const char *todo) {
    char where[160];
    snprintf(where, sizeof where, "%.120s:%zu", line->file, line->number);
    return fail_set(line->fail, ERR_INPUT, where, todo, "%s", what);
}

static struct lexicon_word *word_at(struct lexicon *l, const char *word) {
    size_t len = strlen(word);
    struct lexicon_word *w = map_get(l->words, word, len);
    if (!w) {
        w = arena_alloc(l->arena, sizeof *w);
        w->text = arena_strndup(l->arena, word, len);
        w->len = (unsigned)len;
        map_put(l->words, word, len, w);
    }
    return w;
}

static struct words split(struct lexicon *l, const char *text) {
    struct words words = {.items = arena_alloc(l->arena, WORDS_MAX * sizeof *words.items)};
    while (*text && words.count < WORDS_MAX) {
        size_t len = strcspn(text, " ");
        if (len)
            words.items[words.count++] = word_at(l, arena_strndup(l->arena, text, len));
        text += len + strspn(text + len, " ");
    }
    return words;
}

// Two words that mean one: "pra kerja".
static enum err read_pair(struct line *line, const char *means) {
    struct lexicon *l = line->lexicon;
    struct words key = split(l, line->text), meant = split(l, means);
    if (key.count != 2 || meant.count != 1)
        return line_bad(line, "more than two words, or they mean more than one", "write `pra kerja`, a tab, `prakerja`");
    struct lexicon_word *first = word_at(l, key.items[0]->text);
    if (first->pair_count == PAIRS_MAX)
        return line_bad(line, "too many pairs start with this word", "remove some");
    for (size_t i = 0; i < first->pair_count; i++)
        if (first->pairs[i].second == key.items[1])
            return line_bad(line, "these words stand twice", "remove one");
    struct word_pair *pairs = arena_alloc(l->arena, (first->pair_count + 1) * sizeof *pairs);
    if (first->pair_count)
        memcpy(pairs, first->pairs, first->pair_count * sizeof *pairs);
    pairs[first->pair_count++] = (struct word_pair){key.items[1], meant.items[0]};
    first->pairs = pairs;
    return OK;
}

static enum err read_slang(struct line *line) {
    char *tab = strchr(line->text, '\t');
    if (!tab || tab == line->text || !tab[1])
        return line_bad(line, "no tab between two words", "write `yg`, a tab, `yang`");
    *tab = '\0';
    if (strchr(line->text, ' '))
        return read_pair(line, tab + 1);
    struct lexicon_word *w = word_at(line->lexicon, line->text);
    if (w->means.count)
        return line_bad(line, "this word stands twice", "remove one");
    w->means = split(line->lexicon, tab + 1);
    return OK;
}

static enum err read_flag(struct line *line, unsigned flag) {
    if (strchr(line->text, ' '))
        return line_bad(line, "not one word", "write one word a line");
    word_at(line->lexicon, line->text)->flags |= flag;
    return OK;
}

static enum err read_drop(struct line *line) {
    struct lexicon *l = line->lexicon;
    struct words words = split(l, line->text);
    if (!words.count)
        return OK;
    struct lexicon_word *w = word_at(l, words.items[0]->text);
    if (w->drop_count == DROPS_MAX)
        return line_bad(line, "too many phrases start with this word", "remove some");
    struct words *drops = arena_alloc(l->arena, (w->drop_count + 1) * sizeof *drops);
    size_t at = 0;
    for (; at < w->drop_count && w->drops[at].count >= words.count; at++)
        drops[at] = w->drops[at];
    drops[at] = words;
    for (; at < w->drop_count; at++)
        drops[at + 1] = w->drops[at];
    w->drops = drops;
    w->drop_count++;
    return OK;
}

static enum err read_phrase(struct line *line, const char *section, unsigned lang) {
    static const struct {
        const char *name;
        unsigned flag; // 0: a phrase to drop
        bool tells_lang;
    } sections[] = {{"[drop]", 0, false},         {"[filler]", WORD_FILLER, true},    {"[question]", WORD_QUESTION, true},
                    {"[keep]", WORD_KEEP, true},  {"[counted]", WORD_COUNTED, true}, {"[request]", WORD_REQUEST, false}};
    for (size_t i = 0; i < COUNT_OF(sections); i++)
        if (section && strcmp(section, sections[i].name) == 0)
            return sections[i].flag ? read_flag(line, sections[i].flag | (sections[i].tells_lang ? lang : 0)) : read_drop(line);
    return line_bad(line, "not in a known section", "use [drop], [filler], [question], [request], [keep] or [counted]");
}

static enum err read_weight(struct line *line) {
    const char *wrong = weights_read(&line->lexicon->model, line->text);
    return wrong ? line_bad(line, wrong, "see the names and numbers in the shipped match.tsv") : OK;
}

// By the file's name: folder of the language, and what its lines are.
static enum err read_line(struct line *line, char **section) {
    const char *base = strrchr(line->file, '/');
    base = base ? base + 1 : line->file;
    unsigned lang = text_has_prefix(line->file, "en/") ? WORD_EN : text_has_prefix(line->file, "id/") ? WORD_ID : 0;
    if (strcmp(base, "slang.tsv") == 0)
        return read_slang(line);
    if (strcmp(base, "stop.txt") == 0)
        return read_flag(line, WORD_STOP | lang);
    if (strcmp(base, "match.tsv") == 0)
        return read_weight(line);
    if (strcmp(base, "phrases.txt") != 0)
        return OK;
    if (line->text[0] == '[') {
        *section = line->text;
        return OK;
    }
    return read_phrase(line, *section, lang);
}

static enum err read_file(struct lexicon *l, const struct language_file *file, struct fail *f) {
    char *section = NULL;
    struct line line = {.file = file->name, .lexicon = l, .fail = f};
    for (const char *at = file->bytes, *end = at + file->len; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t len = (size_t)((stop ? stop : end) - at);
        line.number++;
        line.text = arena_strndup(l->arena, at, len && at[len - 1] == '\r' ? len - 1 : len);
        if (line.text[0] && line.text[0] != '#')
            TRY(read_line(&line, &section));
        at += len + 1;
    }
    return OK;
}

// A word that is a function word of both languages tells neither.
static void settle_langs(struct lexicon *l) {
    size_t at = 0;
    const char *key;
    void *value;
    while (map_each(l->words, &at, &key, &value)) {
        struct lexicon_word *w = value;
        if ((w->flags & (WORD_ID | WORD_EN)) == (WORD_ID | WORD_EN))
            w->flags &= ~(unsigned)(WORD_ID | WORD_EN);
    }
}

enum err lexicon_new(const struct language_file *files, size_t count, struct lexicon **ret_l, struct fail *f) {
    struct lexicon *l = xcalloc(1, sizeof *l);
    l->arena = arena_new(LEXICON_MAX);
    l->words = map_new();
    l->model = (struct model){.k1 = 1.2, .b = 0.9, .title = 0.5, .answer = {0.7, 0.7}, .offer = {0.2, 0.2}};
    enum err err = OK;
    for (size_t i = 0; i < count && err == OK; i++)
        err = files[i].len < LEXICON_MAX / 8 ? read_file(l, &files[i], f)
                                             : fail_set(f, ERR_LIMIT, files[i].name, "make it smaller", "larger than 8 MiB");
    if (err == OK) {
        settle_langs(l);
        *ret_l = l;
    } else {
        lexicon_free(l);
    }
    return err;
}

void lexicon_free(struct lexicon *l) {
    if (!l)
        return;
    map_free(l->words);
    arena_free(l->arena);
    free(l);
}

const struct lexicon_word *lexicon_find(const struct lexicon *l, const char *word, size_t len) {
    return map_get(l->words, word, len);
}

const struct model *lexicon_model(const struct lexicon *l) {
    return &l->model;
}
