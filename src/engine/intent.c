// SPDX-License-Identifier: Apache-2.0
#include "intent.h"

#include <stdlib.h>
#include <string.h>

#include "../base/map.h"

enum {
    TABLE_MAX = 16 * 1024 * 1024,
    MESSAGE_WORDS = 40,  // a longer message has no intent
    DANGER_WORDS = 60,   // a longer one is a story that is passed on
    GREETING_WORDS = 5,
    DANGER_CONTENT = 3,  // words of a danger example that must stand in the message, at least
    CONTENT_WORDS = 24,
    PHRASE_MAX = 2048, // bytes
};

// A phrase that tells danger inside a longer message.
struct danger {
    struct danger *next;
    const struct intent *intent;
    char *phrase;            // " saya ditipu ", or NULL
    const char *words[CONTENT_WORDS]; // all of which must stand there
    size_t count;
};

struct intent_table {
    struct arena *arena;
    struct map *exact, *examples; // struct intent_found in the arena
    struct danger *dangers;
};

static const unsigned lang_flags[INTENT_LANGS] = {WORD_ID, WORD_EN};

static void put(struct intent_table *t, struct map *m, const char *key, struct intent_found found) {
    struct intent_found *old = *key ? map_get(m, key, strlen(key)) : NULL;
    if (old && old->intent == found.intent)
        old->langs |= found.langs;
    if (old || !*key)
        return;
    old = arena_alloc(t->arena, sizeof *old);
    *old = found;
    map_put(m, key, strlen(key), old);
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// The distinct words that say something, sorted.
static size_t content_words(const struct tokens *t, const char *out[CONTENT_WORDS]) {
    size_t count = 0;
    for (size_t i = 0; i < t->count && count < CONTENT_WORDS; i++)
        if (!(t->items[i].flags & (WORD_STOP | WORD_FILLER | TOKEN_EXTRA)))
            out[count++] = t->items[i].text;
    if (count)
        qsort(out, count, sizeof *out, by_text);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!kept || strcmp(out[kept - 1], out[i]) != 0)
            out[kept++] = out[i];
    return kept;
}

static char *content_key(const struct tokens *t, struct arena *a) {
    const char *words[CONTENT_WORDS];
    size_t count = content_words(t, words);
    char *key = arena_alloc(a, CONTENT_WORDS * (TOKEN_MAX + 1) + 1), *out = key;
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(words[i]);
        memcpy(out, words[i], len);
        out[len] = ' ';
        out += len + 1;
    }
    return key;
}

static void add_danger(struct intent_table *t, const struct intent *intent, const struct tokens *words, bool is_example) {
    struct danger *d = arena_alloc(t->arena, sizeof *d);
    d->intent = intent;
    if (is_example)
        d->count = content_words(words, d->words);
    else
        d->phrase = arena_printf(t->arena, " %s ", tokens_join(words, 0, t->arena));
    bool is_telling = is_example ? d->count >= DANGER_CONTENT : words->count >= 2;
    if (!is_telling)
        return;
    d->next = t->dangers;
    t->dangers = d;
}

static void add_texts(struct intent_table *t, const struct intent *intent, int lang, const struct reader *reader, bool is_example) {
    const struct texts *texts = is_example ? &intent->examples[lang] : &intent->exact[lang];
    struct intent_found found = {intent, lang_flags[lang], is_example ? "example" : "exact"};
    for (size_t i = 0; i < texts->count; i++) {
        struct tokens words;
        tokens_read(reader, texts->items[i], PHRASE_MAX, t->arena, &words);
        put(t, t->exact, tokens_join(&words, 0, t->arena), found);
        put(t, t->exact, tokens_join(&words, WORD_FILLER, t->arena), found);
        if (is_example)
            put(t, t->examples, content_key(&words, t->arena), found);
        if (intent->action == ACTION_DANGER)
            add_danger(t, intent, &words, is_example);
    }
}

struct intent_table *intent_table_new(const struct intents *intents, const struct reader *reader) {
    struct intent_table *t = xcalloc(1, sizeof *t);
    t->arena = arena_new(TABLE_MAX);
    t->exact = map_new();
    t->examples = map_new();
    for (size_t i = 0; intents && i < 2 * intents_count(intents); i++)
        for (int lang = 0; lang < INTENT_LANGS; lang++)
            add_texts(t, intents_at(intents, i / 2), lang, reader, i % 2);
    return t;
}

void intent_table_free(struct intent_table *t) {
    if (!t)
        return;
    map_free(t->exact);
    map_free(t->examples);
    arena_free(t->arena);
    free(t);
}

static struct intent_found look_up(const struct map *m, const char *key) {
    const struct intent_found *found = *key ? map_get(m, key, strlen(key)) : NULL;
    return found ? *found : (struct intent_found){0};
}

static bool has_matter(const struct tokens *t) {
    for (size_t i = 0; i < t->count; i++)
        if (!(t->items[i].flags & (TOKEN_IDLE | TOKEN_EXTRA)))
            return true;
    return false;
}

// "halo kak mau nanya dong": it starts with a greeting, and nothing else says anything.
static struct intent_found match_greeting(const struct intent_table *t, const struct tokens *tokens, struct arena *a) {
    if (has_matter(tokens))
        return (struct intent_found){0};
    for (size_t len = tokens->count < GREETING_WORDS ? tokens->count : GREETING_WORDS; len > 0; len--) {
        struct tokens start = {tokens->items, len};
        struct intent_found found = look_up(t->exact, tokens_join(&start, 0, a));
        if (found.intent && found.intent->action == ACTION_REPLY)
            return found;
    }
    return (struct intent_found){0};
}

struct intent_found intent_match(const struct intent_table *t, const struct tokens *tokens, struct arena *a) {
    static const unsigned without[] = {0, WORD_FILLER, WORD_FILLER | TOKEN_DROPPED};
    struct intent_found found = {0};
    if (tokens->count > MESSAGE_WORDS)
        return found;
    for (size_t i = 0; i < COUNT_OF(without) && !found.intent; i++)
        found = look_up(t->exact, tokens_join(tokens, without[i], a));
    if (!found.intent)
        found = look_up(t->examples, content_key(tokens, a));
    return found.intent ? found : match_greeting(t, tokens, a);
}

static bool has_word(const struct tokens *t, const char *word) {
    for (size_t i = 0; i < t->count; i++)
        if (strcmp(t->items[i].text, word) == 0)
            return true;
    return false;
}

static bool is_danger(const struct danger *d, const struct tokens *t, const char *text) {
    if (d->phrase)
        return strstr(text, d->phrase) != NULL;
    for (size_t i = 0; i < d->count; i++)
        if (!has_word(t, d->words[i]))
            return false;
    return t->count <= MESSAGE_WORDS;
}

const struct intent *intent_danger(const struct intent_table *t, const struct tokens *tokens, struct arena *a) {
    if (tokens->count > DANGER_WORDS || !t->dangers)
        return NULL;
    const char *text = arena_printf(a, " %s ", tokens_join(tokens, 0, a));
    for (const struct danger *d = t->dangers; d; d = d->next)
        if (is_danger(d, tokens, text))
            return d->intent;
    return NULL;
}
