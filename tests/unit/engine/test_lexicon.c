// SPDX-License-Identifier: Apache-2.0
#include "engine/lexicon.h"

#include "words.h"

static void shipped(void) {
    struct lexicon *l = words_lexicon();
    const struct lexicon_word *w = lexicon_find(l, "yg", 2);
    CHECK(w && w->means.count == 1);
    if (w)
        CHECK_TEXT(w->means.items[0], "yang");
    w = lexicon_find(l, "yang", 4);
    CHECK(w && w->flags & WORD_STOP && w->flags & WORD_ID);
    w = lexicon_find(l, "the", 3);
    CHECK(w && w->flags & WORD_STOP && w->flags & WORD_EN);
    CHECK(lexicon_model(l)->answer > lexicon_model(l)->offer);
    lexicon_free(l);
}

// A phrase is compared after slang is spelt out: one that holds slang would never be found.
static void phrases_are_spelt_out(void) {
    static const char *const names[] = {"id/phrases.txt", "en/phrases.txt"};
    struct lexicon *l = words_lexicon();
    struct language_file files[FILES_MAX] = {{0}};
    size_t count = words_files(files);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(files[i].name, names[0]) != 0 && strcmp(files[i].name, names[1]) != 0)
            continue;
        char *text = xstrndup(files[i].bytes, files[i].len), *lines = NULL, *rest = NULL;
        for (char *line = strtok_r(text, "\n", &lines); line; line = strtok_r(NULL, "\n", &lines))
            for (char *word = *line == '#' ? NULL : strtok_r(line, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
                const struct lexicon_word *w = lexicon_find(l, word, strlen(word));
                if (w && w->means.count)
                    fprintf(stderr, "%s: %s\n", files[i].name, word);
                CHECK(!w || !w->means.count);
            }
        free(text);
    }
    lexicon_free(l);
}

static void refused(void) {
    static const struct {
        const char *name, *bytes, *where;
    } rows[] = {
        {"id/slang.tsv", "yg yang\n", "id/slang.tsv:1"},
        {"id/slang.tsv", "yg\tyang\nyg\tyank\n", "id/slang.tsv:2"},
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

static const struct test tests[] = {{"shipped", shipped}, {"phrases_are_spelt_out", phrases_are_spelt_out}, {"refused", refused}};
TEST_MAIN(tests)
