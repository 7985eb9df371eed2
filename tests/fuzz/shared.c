// SPDX-License-Identifier: Apache-2.0
#include "shared.h"

#include <stdlib.h>
#include <string.h>

#include "base/embed.h"

static struct intents *intents;
static struct knowledge *knowledge;

static void open_all(void) {
    static struct intent_file files[128];
    static struct language_file languages[128];
    static const char *const domains[] = {"prakerja.go.id", "*.go.id", NULL}, *const numbers[] = {"+628119787670", NULL};
    size_t count = 0, language_count = 0;
    for (const struct embedded *e = embedded_files; e->name; e++) {
        if (strncmp(e->name, "intents/", 8) != 0)
            continue;
        const char *name = e->name + 8, *bytes = (const char *)e->bytes;
        bool is_json = strcmp(name + strlen(name) - 5, ".json") == 0, is_language = strncmp(name, "language/", 9) == 0;
        if (is_json && !strchr(name, '/'))
            files[count++] = (struct intent_file){name, bytes, e->len};
        else if (is_language || strcmp(name + strlen(name) - 4, ".tsv") == 0)
            languages[language_count++] = (struct language_file){is_language ? name + 9 : name, bytes, e->len};
    }
    struct knowledge_config config = {"id", domains, numbers, -1, -1, "https://wa.me/628119787670"};
    if (intents_new(files, count, &intents, NULL) != OK || knowledge_new(&config, languages, language_count, intents, &knowledge, NULL) != OK)
        abort();
}

const struct intents *fuzz_intents(void) {
    if (!intents)
        open_all();
    return intents;
}

struct knowledge *fuzz_knowledge(void) {
    if (!knowledge)
        open_all();
    return knowledge;
}
