// SPDX-License-Identifier: Apache-2.0
#include "intent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/map.h"

enum {
    TABLE_MAX = 16 * 1024 * 1024,
    MESSAGE_WORDS = 40,  // a longer message has no intent
    DANGER_WORDS = 60,   // a longer one is a story that is passed on
    COURTESY_WORDS = 6, // of one greeting or thanks
    FRAMED_WORDS = 6,   // of a message in which fillers stand around a phrase
    DANGER_CONTENT = 3,  // words of a danger example that must stand in the message, at least
    EXAMPLE_CONTENT = 2, // of another example, so that their order and what says nothing beside them don't matter
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
    uint64_t words_bits; // see bits_of: a message without them has not these words
    bool is_own; // said of oneself, as the message must be
};

struct intent_table {
    struct arena *arena;
    // struct intent_found in the arena: by the words in order; by the words that say something; by those of them
    // that don't only ask for it ("mau", "tampilkan").
    struct map *exact, *examples, *asked;
    struct map *courteous; // words that stand beside a greeting or thanks
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

// The distinct words that say something, sorted; those with the flags `without` left out too.
static size_t content_words(const struct tokens *t, unsigned without, const char *out[CONTENT_WORDS]) {
    size_t count = 0;
    for (size_t i = 0; i < t->count && count < CONTENT_WORDS; i++)
        if (!(t->items[i].flags & (WORD_STOP | WORD_FILLER | TOKEN_EXTRA | without)))
            out[count++] = t->items[i].text;
    if (count)
        qsort(out, count, sizeof *out, by_text);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!kept || strcmp(out[kept - 1], out[i]) != 0)
            out[kept++] = out[i];
    return kept;
}

static char *content_key(const struct tokens *t, unsigned without, struct arena *a) {
    const char *words[CONTENT_WORDS];
    size_t count = content_words(t, without, words);
    char *key = arena_alloc(a, CONTENT_WORDS * (TOKEN_MAX + 1) + 1), *out = key;
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(words[i]);
        memcpy(out, words[i], len);
        out[len] = ' ';
        out += len + 1;
    }
    return key;
}

static bool is_one_of(const char *word, const char *const *words) {
    for (; *words; words++)
        if (strcmp(*words, word) == 0)
            return true;
    return false;
}

static bool is_of_self(const struct tokens *t) {
    static const char *const selves[] = {"saya", "i", "my", "me", NULL};
    for (size_t i = 0; i < t->count; i++)
        if (is_one_of(t->items[i].text, selves))
            return true;
    return false;
}

// A bit for each word: most messages lack one of most dangers' words, which is told without comparing any.
static uint64_t bits_of(const struct tokens *t) {
    uint64_t bits = 0;
    for (size_t i = 0; i < t->count; i++)
        if (!(t->items[i].flags & TOKEN_EXTRA))
            bits |= (uint64_t)1 << (text_hash(t->items[i].text, t->items[i].len) & 63);
    return bits;
}

// An example of few words that say something is looked for as it stands, like a phrase.
static void add_danger(struct intent_table *t, const struct intent *intent, const struct tokens *words, bool is_example) {
    if (words->count < 2)
        return;
    struct danger *d = arena_alloc(t->arena, sizeof *d);
    d->intent = intent;
    d->is_own = is_of_self(words);
    d->count = is_example ? content_words(words, 0, d->words) : 0;
    if (d->count < DANGER_CONTENT)
        d->phrase = arena_printf(t->arena, " %s ", tokens_join(words, 0, t->arena));
    for (size_t i = 0; i < d->count && !d->phrase; i++)
        d->words_bits |= bits_of(&(struct tokens){&(struct token){.text = d->words[i], .len = (unsigned)strlen(d->words[i])}, 1});
    if (d->phrase)
        d->words_bits = bits_of(words);
    d->next = t->dangers;
    t->dangers = d;
}

static bool has_flag(const struct tokens *t, unsigned flags) {
    for (size_t i = 0; i < t->count; i++)
        if (t->items[i].flags & flags)
            return true;
    return false;
}

// Greetings and thanks: what is said for courtesy, never chosen from a list.
static bool is_courtesy(const struct intent *intent) {
    return intent && intent->action == ACTION_REPLY && !intent->title[0];
}

// A phrase counts in any order and with requests around it when every word of it says something: "bahasa inggris",
// not "kirim lagi". Danger is never meant by less than its example, nor is yes: "apakah benar" asks. One word alone is
// found with requests, not with anything that says nothing: "orang dalam" asks for nobody.
static void add_content(struct intent_table *t, struct intent_found found, const struct tokens *words, bool is_example) {
    const char *content[CONTENT_WORDS];
    bool is_danger = found.intent->action == ACTION_DANGER;
    if (is_example && content_words(words, 0, content) >= (is_danger ? DANGER_CONTENT : EXAMPLE_CONTENT))
        put(t, t->examples, content_key(words, 0, t->arena), found);
    for (size_t i = 0; is_courtesy(found.intent) && i < words->count; i++)
        put(t, t->courteous, words->items[i].text, found);
    bool is_plain = !is_danger && found.intent->action != ACTION_YES && found.intent->action != ACTION_NO;
    bool is_whole = is_example ? content_words(words, WORD_REQUEST, content) >= EXAMPLE_CONTENT : !has_flag(words, WORD_STOP | WORD_FILLER);
    if (is_plain && is_whole)
        put(t, t->asked, content_key(words, WORD_REQUEST, t->arena), found);
}

static void add_texts(struct intent_table *t, const struct intent *intent, int lang, const struct reader *reader, bool is_example) {
    const struct texts *texts = is_example ? &intent->examples[lang] : &intent->exact[lang];
    struct intent_found found = {intent, lang_flags[lang], is_example ? "example" : "exact"};
    for (size_t i = 0; i < texts->count; i++) {
        struct tokens words;
        tokens_read(reader, texts->items[i], PHRASE_MAX, t->arena, &words);
        put(t, t->exact, tokens_join(&words, 0, t->arena), found);
        put(t, t->exact, tokens_join(&words, WORD_FILLER, t->arena), found);
        add_content(t, found, &words, is_example);
        if (intent->action == ACTION_DANGER)
            add_danger(t, intent, &words, is_example);
    }
}

struct intent_table *intent_table_new(const struct intents *intents, const struct reader *reader) {
    struct intent_table *t = xcalloc(1, sizeof *t);
    t->arena = arena_new(TABLE_MAX);
    t->exact = map_new();
    t->examples = map_new();
    t->asked = map_new();
    t->courteous = map_new();
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
    map_free(t->asked);
    map_free(t->courteous);
    arena_free(t->arena);
    free(t);
}

static struct intent_found look_up(const struct map *m, const char *key) {
    const struct intent_found *found = *key ? map_get(m, key, strlen(key)) : NULL;
    return found ? *found : (struct intent_found){0};
}

static struct intent_found look_up_part(const struct intent_table *t, const struct token *from, size_t count, struct arena *a) {
    struct tokens part = {(struct token *)from, count};
    return look_up(t->exact, tokens_join(&part, 0, a));
}

static bool is_all(const struct token *from, size_t count, unsigned flags) {
    for (size_t i = 0; i < count; i++)
        if (!(from[i].flags & flags))
            return false;
    return true;
}

// "ya kak", "min tidak ya": a phrase that is made of fillers itself, between others.
static struct intent_found match_framed(const struct intent_table *t, const struct tokens *tokens, struct arena *a) {
    struct intent_found found = {0};
    if (tokens->count > FRAMED_WORDS)
        return found;
    for (size_t len = tokens->count; len > 0 && !found.intent; len--)
        for (size_t at = 0; at + len <= tokens->count && !found.intent; at++) {
            const struct token *after = tokens->items + at + len;
            bool is_framed = is_all(tokens->items, at, WORD_FILLER) && is_all(after, tokens->count - at - len, WORD_FILLER);
            if (is_framed)
                found = look_up_part(t, tokens->items + at, len, a);
        }
    return found;
}

// The longest phrase of courtesy, or of agreement beside it, that starts at the word; *ret_len its words.
static struct intent_found courtesy_at(const struct intent_table *t, const struct tokens *tokens, size_t at, size_t *ret_len, struct arena *a) {
    size_t left = tokens->count - at, most = left < COURTESY_WORDS ? left : COURTESY_WORDS;
    for (*ret_len = most; *ret_len > 0; --*ret_len) {
        struct intent_found found = look_up_part(t, tokens->items + at, *ret_len, a);
        bool is_said = is_courtesy(found.intent) || (found.intent && found.intent->action == ACTION_YES);
        if (is_said && !is_all(tokens->items + at, *ret_len, WORD_FILLER))
            return found;
    }
    return (struct intent_found){0};
}

// "halo kak mau nanya dong", "siap, terima kasih": nothing but greetings and thanks, and what stands around them.
// Thanks answer a message that has both.
static struct intent_found match_courtesy(const struct intent_table *t, const struct tokens *tokens, struct arena *a) {
    struct intent_found best = {0};
    for (size_t i = 0; i < tokens->count;) {
        size_t len;
        struct intent_found found = courtesy_at(t, tokens, i, &len, a);
        const struct token *word = &tokens->items[i];
        bool is_beside = word->flags & (TOKEN_IDLE | TOKEN_EXTRA | WORD_REQUEST) || look_up(t->courteous, word->text).intent;
        if (!found.intent && !is_beside)
            return (struct intent_found){0};
        if (is_courtesy(found.intent) && (!best.intent || strcmp(found.intent->name, "thanks") == 0))
            best = found;
        i += found.intent ? len : 1;
    }
    return best;
}

// "tampilkan menu dong", "bisa ganti ke bahasa inggris".
static struct intent_found match_asked(const struct intent_table *t, const struct tokens *tokens, struct arena *a) {
    const char *words[CONTENT_WORDS];
    bool is_single = content_words(tokens, WORD_REQUEST, words) < 2;
    for (size_t i = 0; is_single && i < tokens->count; i++)
        if (tokens->items[i].flags & WORD_STOP && !(tokens->items[i].flags & WORD_REQUEST))
            return (struct intent_found){0};
    return look_up(t->asked, content_key(tokens, WORD_REQUEST, a));
}

struct intent_found intent_match(const struct intent_table *t, const struct tokens *tokens, struct arena *a) {
    static const unsigned without[] = {0, WORD_FILLER};
    struct intent_found found = {0};
    if (tokens->count > MESSAGE_WORDS)
        return found;
    for (size_t i = 0; i < COUNT_OF(without) && !found.intent; i++)
        found = look_up(t->exact, tokens_join(tokens, without[i], a));
    if (!found.intent)
        found = match_framed(t, tokens, a);
    if (!found.intent)
        found = match_courtesy(t, tokens, a);
    if (!found.intent)
        found = look_up(t->exact, tokens_join(tokens, WORD_FILLER | TOKEN_DROPPED, a));
    if (!found.intent)
        found = look_up(t->examples, content_key(tokens, 0, a));
    return found.intent ? found : match_asked(t, tokens, a);
}

static bool has_word(const struct tokens *t, const char *word) {
    for (size_t i = 0; i < t->count; i++)
        if (strcmp(t->items[i].text, word) == 0)
            return true;
    return false;
}

// What only supposes: "kalau saya ditipu", "jangan kirim uang dan otp".
static const char *const supposing[] = {"apakah", "jika",  "kalau",  "bila", "apabila", "jangan", "boleh",  "agar", "supaya", "biar", "takut",
                                        "sampai", "hoaks", "if",     "when", "never",   "should", "would", "may",  "does",   "will", NULL};

static bool has_phrase(const char *text, const char *phrase) {
    for (const char *at = strstr(text, phrase); at; at = strstr(at + 1, phrase)) {
        char before[TOKEN_MAX + 1] = "";
        const char *word = at;
        while (word > text && word[-1] != ' ')
            word--;
        snprintf(before, sizeof before, "%.*s", (int)(at - word), word);
        if (!is_one_of(before, supposing))
            return true;
    }
    return false;
}

static bool is_danger(const struct danger *d, const struct tokens *t, const char *text) {
    if (d->phrase)
        return has_phrase(text, d->phrase);
    for (size_t i = 0; i < t->count; i++)
        if (is_one_of(t->items[i].text, supposing))
            return false;
    for (size_t i = 0; i < d->count; i++)
        if (!has_word(t, d->words[i]))
            return false;
    return t->count <= MESSAGE_WORDS && (!d->is_own || is_of_self(t));
}

const struct intent *intent_danger(const struct intent_table *t, const struct tokens *tokens, struct arena *a) {
    if (tokens->count > DANGER_WORDS || !t->dangers || has_word(tokens, "hoaks")) // news that is doubted
        return NULL;
    const char *text = NULL;
    uint64_t lacking = ~bits_of(tokens);
    for (const struct danger *d = t->dangers; d; d = d->next) {
        if (d->words_bits & lacking)
            continue;
        if (!text)
            text = arena_printf(a, " %s ", tokens_join(tokens, 0, a));
        if (is_danger(d, tokens, text))
            return d->intent;
    }
    return NULL;
}
