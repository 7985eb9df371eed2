// SPDX-License-Identifier: Apache-2.0
#include "choose.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "../base/text.h"

enum { WORDS = 6, WORDS_OF_OPTION = 4, WORD_BYTES = 40, TITLE_WORDS = 60, NUMBER_MAX = 99 };

struct words {
    char items[TITLE_WORDS][WORD_BYTES];
    size_t count;
    bool is_long; // more than asked for
};

// Letters are ASCII letters, digits and the alphabets below U+2000; emoji and signs separate words.
static bool is_letter(uint32_t rune) {
    return rune < 0x80 ? isalnum((int)rune) != 0 : rune >= 0xc0 && rune < 0x2000;
}

static void words_of(const char *text, size_t max, struct words *w) {
    const char *at = text, *end = text + strlen(text);
    size_t len = 0;
    *w = (struct words){0};
    while (at < end && !w->is_long) {
        const char *from = at;
        uint32_t rune = utf8_next(&at, end);
        size_t bytes = (size_t)(at - from);
        if (!is_letter(rune)) {
            w->count += len > 0;
            len = 0;
        } else if (w->count == max) {
            w->is_long = true;
        } else if (len + bytes < WORD_BYTES) {
            memcpy(w->items[w->count] + len, from, bytes);
            if (rune < 0x80)
                w->items[w->count][len] = (char)tolower((int)rune);
            len += bytes;
        }
    }
    w->count += len > 0;
}

static bool is_word_of(const char *list, const char *word) {
    size_t len = strlen(word);
    for (const char *at = list; *at; at += strspn(at, " ")) {
        size_t one = strcspn(at, " ");
        if (one == len && memcmp(at, word, len) == 0)
            return true;
        at += one;
    }
    return false;
}

static bool is_counted(const struct intents *i, const char *key, const char *word) {
    return is_word_of(intents_wording(i, key, "id"), word) || is_word_of(intents_wording(i, key, "en"), word);
}

static int number_of(const struct intents *i, const char *word) {
    static const char *const counts[] = {"count.1", "count.2", "count.3", "count.4", "count.5",
                                         "count.6", "count.7", "count.8", "count.9", "count.10"};
    int64_t number;
    if (text_number(word, 1, NUMBER_MAX, &number))
        return (int)number;
    for (size_t n = 0; n < COUNT_OF(counts); n++)
        if (is_counted(i, counts[n], word))
            return (int)n + 1;
    return 0;
}

int choose_number(const struct intents *i, const char *text) {
    struct words w;
    words_of(text, WORDS, &w);
    if (w.is_long)
        return 0;
    int found = 0, weak = 0; // weak: a word that is also a filler, as in "the second one"
    for (size_t n = 0; n < w.count; n++) {
        int number = number_of(i, w.items[n]);
        bool is_filler = is_counted(i, "count.filler", w.items[n]);
        if (is_filler)
            weak = number ? number : weak;
        else if (!number || found)
            return 0;
        else
            found = number;
    }
    return found ? found : weak;
}

static bool holds(const struct words *title, const char *word) {
    for (size_t n = 0; n < title->count; n++)
        if (strcmp(title->items[n], word) == 0)
            return true;
    return false;
}

// Whether the title holds all words but fillers, and one of them is long enough to mean something.
static bool is_meant(const struct intents *i, const struct words *said, const char *title) {
    struct words of;
    bool is_telling = false;
    words_of(title, TITLE_WORDS, &of);
    for (size_t n = 0; n < said->count; n++) {
        bool is_held = holds(&of, said->items[n]);
        if (!is_held && !is_counted(i, "count.filler", said->items[n]))
            return false;
        is_telling = is_telling || (is_held && strlen(said->items[n]) >= 3);
    }
    return is_telling;
}

size_t choose_word(const struct intents *i, const char *text, const char *const *titles, size_t count) {
    struct words said;
    words_of(text, WORDS_OF_OPTION, &said);
    size_t found = 0;
    if (said.is_long)
        return 0;
    for (size_t n = 0; n < count; n++) {
        if (!titles[n] || !is_meant(i, &said, titles[n]))
            continue;
        if (found)
            return 0;
        found = n + 1;
    }
    return found;
}
