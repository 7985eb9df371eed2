// SPDX-License-Identifier: Apache-2.0
#include "engine/ask.h"

#include <stdlib.h>

#include "base/embed.h"

#include "test.h"

// The shipped intents and languages, without facts.
static struct intents *intents;
static struct knowledge *knowledge;

static void open_shipped(void) {
    static struct intent_file files[64];
    static struct language_file languages[64];
    size_t count = 0, language_count = 0;
    for (const struct embedded *e = embedded_files; e->name; e++) {
        if (strncmp(e->name, "intents/", 8) != 0)
            continue;
        const char *name = e->name + 8;
        size_t len = strlen(name);
        if (!strchr(name, '/') && strcmp(name + len - 5, ".json") == 0)
            files[count++] = (struct intent_file){name, (const char *)e->bytes, e->len};
        else if (strncmp(name, "language/", 9) == 0 || strcmp(name + len - 4, ".tsv") == 0)
            languages[language_count++] = (struct language_file){strncmp(name, "language/", 9) == 0 ? name + 9 : name, (const char *)e->bytes, e->len};
    }
    CHECK(embedded_find("intents/greeting.json") != NULL && embedded_find("nothing") == NULL);
    CHECK_INT(intents_new(files, count, &intents, NULL), OK);
    static const char *const none[] = {NULL};
    struct knowledge_config config = {.default_lang = "id", .official_domains = none, .official_numbers = none, .answer_threshold = -1, .offer_threshold = -1};
    CHECK_INT(knowledge_new(&config, languages, language_count, intents, &knowledge, NULL), OK);
}

static void asking(void) {
    open_shipped();
    struct ask_context context = {knowledge, intents, NULL, NULL, NULL, 90};
    static const struct {
        const char *text, *outcome;
    } rows[] = {{"halo", "\"outcome\":\"intent\""}, {"kucing \"terbang\"", "\"outcome\":\"none\""}, {"", "\"outcome\":\""}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena *a = arena_new(64 << 20);
        struct question q = {.text = rows[i].text, .today = 20000, .is_explained = true};
        struct match m;
        struct reply r;
        ask_run(&context, &q, a, &m, &r);
        struct buf b;
        buf_init(&b, 1 << 20);
        ask_json(&b, &q, &m, &r);
        struct json *root = NULL;
        CHECK(strstr(buf_text(&b), rows[i].outcome) != NULL && !strchr(buf_text(&b), '\n'));
        CHECK_INT(json_parse(buf_text(&b), b.len, &root, NULL), OK);
        CHECK_TEXT(json_text(json_at(root, "text")), rows[i].text);
        CHECK(json_is_array(json_at(root, "facts")) && json_is_array(json_at(root, "reply.buttons")) && json_is_array(json_at(root, "steps")));
        CHECK(*json_text(json_at(root, "reply.text")) != '\0');
        json_free(root);
        buf_done(&b);
        arena_free(a);
    }
    knowledge_free(knowledge);
    intents_free(intents);
}

static const struct test tests[] = {{"asking", asking}};
TEST_MAIN(tests)
