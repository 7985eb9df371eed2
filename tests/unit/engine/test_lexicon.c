// SPDX-License-Identifier: Apache-2.0
#include "engine/lexicon.h"

#include "engine/tokens.h"
#include "words.h"

static void shipped(void) {
    struct lexicon *l = words_lexicon();
    const struct lexicon_word *w = lexicon_find(l, "yg", 2);
    CHECK(w && w->means.count == 1);
    if (w)
        CHECK_TEXT(w->means.items[0]->text, "yang");
    w = lexicon_find(l, "yang", 4);
    CHECK(w && w->flags & WORD_STOP && w->flags & WORD_ID);
    w = lexicon_find(l, "the", 3);
    CHECK(w && w->flags & WORD_STOP && w->flags & WORD_EN);
    CHECK(lexicon_model(l)->answer[0] > lexicon_model(l)->offer[0] && lexicon_model(l)->answer[1] > lexicon_model(l)->offer[1]);
    lexicon_free(l);
}

// Calls check(lexicon, file, line) for the lines of the languages' files of a name that are neither empty nor comments.
static void each_line(const char *name, void (*check)(const struct lexicon *, const char *, char *)) {
    struct lexicon *l = words_lexicon();
    struct language_file files[FILES_MAX] = {{0}};
    size_t count = words_files(files), lines = 0;
    for (size_t i = 0; i < count; i++) {
        if (!text_has_suffix(files[i].name, name))
            continue;
        char *text = xstrndup(files[i].bytes, files[i].len), *rest = NULL;
        for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest), lines++)
            if (*line != '#' && *line != '[')
                check(l, files[i].name, line);
        free(text);
    }
    CHECK(lines > 50);
    lexicon_free(l);
}

// A phrase is compared with words as they were read: one that holds slang or a particle would never be found.
static void phrase(const struct lexicon *l, const char *file, char *line) {
    struct arena *a = arena_new(1 << 20);
    struct reader reader = {.lexicon = l};
    struct tokens t;
    tokens_read(&reader, line, 1000, a, &t);
    const char *read = tokens_join(&t, 0, a);
    if (strcmp(read, line) != 0)
        fprintf(stderr, "%s: %s is read as %s\n", file, line, read);
    CHECK_TEXT(read, line);
    arena_free(a);
}

static void phrases_are_spelt_out(void) {
    each_line("phrases.txt", phrase);
    each_line("stop.txt", phrase);
}

static int slang_lines;

// No slang means itself or other slang, and none is a word of its own that the lexicon knows for something else.
static void slang(const struct lexicon *l, const char *file, char *line) {
    slang_lines += strcmp(file, "id/slang.tsv") == 0;
    const char *key = strtok_r(line, "\t", &line);
    if (strchr(key, ' '))
        return; // a pair, see pairs
    const struct lexicon_word *w = lexicon_find(l, key, strlen(key));
    bool is_own = w && w->means.count && !w->flags && !w->drop_count;
    for (size_t i = 0; is_own && i < w->means.count; i++)
        is_own = w->means.items[i] != w && !w->means.items[i]->means.count;
    if (!is_own)
        fprintf(stderr, "%s: %s\n", file, key);
    CHECK(is_own);
    for (const char *c = key; *c; c++) // as the reader leaves a word
        CHECK((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9'));
}

static void slang_is_sound(void) {
    slang_lines = 0;
    each_line("slang.tsv", slang);
    CHECK(slang_lines >= 900);
}

static void pairs(void) {
    struct lexicon *l = words_lexicon();
    const struct lexicon_word *w = lexicon_find(l, "pra", 3);
    CHECK(w && w->pair_count == 1);
    if (w && w->pair_count) {
        CHECK_TEXT(w->pairs[0].second->text, "kerja");
        CHECK_TEXT(w->pairs[0].means->text, "prakerja");
        CHECK(!w->pairs[0].means->means.count);
    }
    lexicon_free(l);
}

static void refused(void) {
    static const struct {
        const char *name, *bytes, *where;
    } rows[] = {
        {"id/slang.tsv", "yg yang\n", "id/slang.tsv:1"},
        {"id/slang.tsv", "yg\tyang\nyg\tyank\n", "id/slang.tsv:2"},
        {"id/slang.tsv", "pra kerja\tprakerja\npra kerja\tkerja\n", "id/slang.tsv:2"},
        {"id/slang.tsv", "a b c\tabc\n", "id/slang.tsv:1"},
        {"id/slang.tsv", "a b\tc d\n", "id/slang.tsv:1"},
        {"id/stop.txt", "# words\ndua kata\n", "id/stop.txt:2"},
        {"id/phrases.txt", "apakah benar\n", "id/phrases.txt:1"},
        {"id/phrases.txt", "[other]\napakah benar\n", "id/phrases.txt:2"},
        {"match.tsv", "anwser\t0.7\n", "match.tsv:1"},
        {"match.tsv", "answer\tmuch\n", "match.tsv:1"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct language_file file = {rows[i].name, rows[i].bytes, strlen(rows[i].bytes)};
        struct lexicon *l = NULL;
        struct fail f = {0};
        CHECK_INT(lexicon_new(&file, 1, &l, &f), ERR_INPUT);
        CHECK_TEXT(f.where, rows[i].where);
        CHECK(l == NULL);
    }
}

static const struct test tests[] = {{"shipped", shipped}, {"phrases_are_spelt_out", phrases_are_spelt_out}, {"slang_is_sound", slang_is_sound}, {"pairs", pairs}, {"refused", refused}};
TEST_MAIN(tests)
