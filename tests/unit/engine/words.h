// SPDX-License-Identifier: Apache-2.0
// What tests of the matcher share: the shipped languages, readers, and a knowledge base on them.
#ifndef TEST_ENGINE_WORDS_H
#define TEST_ENGINE_WORDS_H

#include "engine/inside.h"
#include "fixture.h"

static inline size_t words_files(struct language_file files[FILES_MAX]) {
    static const char folder[] = "intents/language/";
    size_t count = 0;
    for (const struct embedded *e = embedded_files; e->name; e++) {
        bool is_language = text_has_prefix(e->name, folder), is_model = strcmp(e->name, "intents/match.tsv") == 0;
        const char *name = e->name + (is_language ? strlen(folder) : is_model ? strlen("intents/") : 0);
        if ((is_language || is_model) && count < FILES_MAX)
            files[count++] = (struct language_file){name, (const char *)e->bytes, e->len};
    }
    return count;
}

static inline struct lexicon *words_lexicon(void) {
    struct language_file files[FILES_MAX] = {{0}};
    struct lexicon *l = NULL;
    struct fail f = {0};
    char line[800];
    if (lexicon_new(files, words_files(files), &l, &f) == OK)
        return l;
    fail_line(&f, line, sizeof line);
    fprintf(stderr, "%s\n", line);
    abort();
}

static inline struct knowledge *words_knowledge(const struct intents *i, const struct fact *facts, size_t count) {
    static const char *const domains[] = {"prakerja.go.id", "*.go.id", NULL};
    static const char *const numbers[] = {"+628119787670", NULL};
    const struct knowledge_config config = {"id", domains, numbers, -1, -1, "https://wa.me/628119787670"};
    struct language_file files[FILES_MAX] = {{0}};
    struct knowledge *k = NULL;
    struct fail f = {0};
    if (knowledge_new(&config, files, words_files(files), i, &k, &f) != OK)
        abort();
    for (size_t n = 0; n < count; n++)
        knowledge_put(k, &facts[n]);
    knowledge_settle(k);
    return k;
}

#define FACT(ID, LANG, TITLE, ...) {.id = ID, .state = FACT_PUBLISHED, .lang = LANG, .title = TITLE, .answer = "", .revision = 1, __VA_ARGS__}
#define TEXTS(...) {.items = (const char *[]){__VA_ARGS__}, .count = sizeof((const char *[]){__VA_ARGS__}) / sizeof(const char *)}

#endif
