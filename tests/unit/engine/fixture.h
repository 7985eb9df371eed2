// SPDX-License-Identifier: Apache-2.0
// What tests of the engine share: the shipped intents and a small knowledge base of a made-up programme.
#ifndef TEST_ENGINE_FIXTURE_H
#define TEST_ENGINE_FIXTURE_H

#include <stdlib.h>

#include "base/embed.h"
#include "base/mem.h"
#include "base/text.h"
#include "engine/intents.h"
#include "engine/knowledge.h"
#include "test.h"

enum { FILES_MAX = 100 };

static inline size_t fixture_files(struct intent_file files[FILES_MAX]) {
    size_t count = 0;
    for (const struct embedded *e = embedded_files; e->name; e++) {
        bool is_intent = text_has_prefix(e->name, "intents/") && text_has_suffix(e->name, ".json");
        if (is_intent && !strchr(e->name + strlen("intents/"), '/') && count < FILES_MAX)
            files[count++] = (struct intent_file){e->name, (const char *)e->bytes, e->len};
    }
    return count;
}

static inline struct intents *fixture_intents(void) {
    struct intent_file files[FILES_MAX];
    struct intents *i = NULL;
    struct fail f = {0};
    char line[800];
    if (intents_new(files, fixture_files(files), &i, &f) == OK)
        return i;
    fail_line(&f, line, sizeof line);
    fprintf(stderr, "%s\n", line);
    abort();
}

static inline struct knowledge *fixture_knowledge(const struct intents *i, const struct fact *facts,
                                                  size_t count) {
    static const char *const domains[] = {"prakerja.go.id", "*.go.id", NULL};
    static const char *const numbers[] = {"+628119787670", NULL};
    const struct knowledge_config config = {"id", domains, numbers, -1, -1, "https://wa.me/628119787670"};
    struct knowledge *k = NULL;
    struct fail f = {0};
    if (knowledge_new(&config, NULL, 0, i, &k, &f) != OK)
        abort();
    for (size_t n = 0; n < count; n++)
        knowledge_put(k, &facts[n]);
    knowledge_settle(k);
    return k;
}

#endif
