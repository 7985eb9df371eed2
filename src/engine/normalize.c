// SPDX-License-Identifier: Apache-2.0
#include "normalize.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "../base/text.h"

enum { COMBINING_FIRST = 0x300, COMBINING_LAST = 0x36f };

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static bool is_alnum(char c) {
    return is_lower(c) || is_upper(c) || (c >= '0' && c <= '9') || (c & 0x80);
}

static bool has_prefix(const char *at, const char *end, const char *prefix) {
    for (; *prefix; prefix++, at++)
        if (at == end || (*at | 0x20) != (*prefix | 0x20))
            return false;
    return true;
}

// Links and e-mail addresses are judged elsewhere and are no words: http://…, www.…, name@host.tld, host.tld/path.
// An e-mail needs a letter before and a dot after its @, so that V@KS1N stays a word.
static bool is_entity(const char *at, const char *end) {
    if (has_prefix(at, end, "http://") || has_prefix(at, end, "https://") || has_prefix(at, end, "www."))
        return true;
    const char *mail = NULL, *dot = NULL;
    for (const char *c = at; c < end; c++) {
        if (*c == '@' && c > at && is_alnum(c[-1]))
            mail = c;
        if (*c == '.' && c > at && is_alnum(c[-1]) && c + 1 < end && is_lower((char)(c[1] | 0x20)))
            dot = c;
        if (*c == '/' && dot && c > dot + 1)
            return true;
    }
    return mail && dot > mail;
}

// Where a link begins that is glued to the word before it ("halohttps://…"); the end when none does.
static const char *glued_link(const char *at, const char *end) {
    for (const char *c = at + 1; c + 8 < end; c++)
        if (*c == 'h' && (has_prefix(c, end, "http://") || has_prefix(c, end, "https://")))
            return c;
    return end;
}

// Copies one word in white space; #CamelCase gets spaces at its humps.
static char *copy_word(char *out, const char *at, const char *end) {
    bool is_tag = *at == '#';
    for (; at < end; at++) {
        if (is_tag && is_upper(*at) && is_lower(at[-1]))
            *out++ = ' ';
        *out++ = *at;
    }
    return out;
}

// The text without entities, valid UTF-8, a space between words. Returns its end; *ret_is_ascii.
static char *prepare(char *out, const char *at, const char *end, bool *ret_is_ascii) {
    unsigned char high = 0;
    while (at < end) {
        if (is_space(*at)) {
            *out++ = ' ';
            at++;
            continue;
        }
        const char *word = at;
        for (; at < end && !is_space(*at); at++)
            high |= (unsigned char)*at;
        const char *end_of_word = glued_link(word, at);
        if (!is_entity(word, end_of_word))
            out = copy_word(out, word, end_of_word);
    }
    *ret_is_ascii = high < 0x80;
    return out;
}

static void replace_invalid(char *at, char *end) {
    while (at < end) {
        const char *next = at;
        uint32_t rune = utf8_next(&next, end);
        if (rune == 0xfffd && next == at + 1)
            *at = ' ';
        at += next - at;
    }
}

enum rune_kind rune_kind_of(uint32_t rune) {
    if (rune < 0x80) {
        char c = (char)rune;
        return c >= '0' && c <= '9' ? RUNE_DIGIT : is_lower(c) || is_upper(c) ? RUNE_LETTER : RUNE_BREAK;
    }
    static const struct {
        uint32_t first, last;
    } grams[] = {{0xe00, 0xeff}, {0x1000, 0x109f}, {0x1780, 0x17ff}, {0x3040, 0x30ff}, {0x3400, 0x9fff}, {0x20000, 0x3ffff}};
    for (size_t i = 0; i < COUNT_OF(grams); i++)
        if (rune >= grams[i].first && rune <= grams[i].last)
            return RUNE_GRAM;
    switch (utf8proc_category((utf8proc_int32_t)rune)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
        return RUNE_LETTER;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return RUNE_DIGIT;
    default:
        return RUNE_BREAK;
    }
}

// Letters of Cyrillic and Greek that look like Latin ones, after case folding (Unicode TR 39, confusables).
static char latin_twin(uint32_t rune) {
    static const struct {
        uint16_t rune;
        char twin;
    } twins[] = {{0x3b1, 'a'}, {0x3b5, 'e'}, {0x3b7, 'n'}, {0x3b9, 'i'}, {0x3ba, 'k'}, {0x3bc, 'm'}, {0x3bd, 'v'},
                 {0x3bf, 'o'}, {0x3c1, 'p'}, {0x3c4, 't'}, {0x3c5, 'u'}, {0x3c7, 'x'}, {0x430, 'a'}, {0x432, 'b'},
                 {0x433, 'r'}, {0x435, 'e'}, {0x43a, 'k'}, {0x43c, 'm'}, {0x43d, 'h'}, {0x43e, 'o'}, {0x43f, 'n'},
                 {0x440, 'p'}, {0x441, 'c'}, {0x442, 't'}, {0x443, 'y'}, {0x445, 'x'}, {0x448, 'w'}, {0x44c, 'b'},
                 {0x455, 's'}, {0x456, 'i'}, {0x458, 'j'}, {0x4bb, 'h'}, {0x4cf, 'l'}, {0x501, 'd'}, {0x51b, 'q'},
                 {0x51d, 'w'}};
    size_t low = 0, high = COUNT_OF(twins);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (twins[middle].rune == rune)
            return twins[middle].twin;
        if (twins[middle].rune < rune)
            low = middle + 1;
        else
            high = middle;
    }
    return '\0';
}

// Folds a word's foreign look-alikes when it has a Latin letter too; a Russian word stays Russian.
static char *fold_word(char *out, const char *at, const char *end, bool has_latin) {
    while (at < end) {
        uint32_t rune = utf8_next(&at, end);
        if (rune >= COMBINING_FIRST && rune <= COMBINING_LAST)
            continue;
        char twin = has_latin && rune >= 0x370 && rune < 0x530 ? latin_twin(rune) : '\0';
        if (twin)
            *out++ = twin;
        else
            out += utf8_put(rune, out);
    }
    return out;
}

// In place: a folded word is never longer.
static char *fold_words(char *text, char *end) {
    char *out = text, *at = text;
    while (at < end) {
        bool has_latin = false;
        char *word = at;
        for (; at < end && *at != ' '; at++)
            has_latin |= is_lower(*at);
        out = fold_word(out, word, at, has_latin);
        if (at < end) {
            *out++ = ' ';
            at++;
        }
    }
    return out;
}

static char *fold_other(struct arena *a, char *text, size_t len, size_t *ret_len) {
    utf8proc_uint8_t *mapped = NULL;
    replace_invalid(text, text + len);
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len, &mapped,
                                      UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    if (n < 0) {
        *ret_len = 0;
        return arena_strdup(a, "");
    }
    char *out = arena_strndup(a, (const char *)mapped, (size_t)n);
    free(mapped);
    *ret_len = (size_t)(fold_words(out, out + n) - out);
    out[*ret_len] = '\0';
    return out;
}

char *normalize_fold(struct arena *a, const char *text, size_t max, size_t *ret_len) {
    size_t len = strnlen(text, max);
    char *out = arena_alloc(a, 2 * len + 1); // a hump of #CamelCase adds a space
    bool is_ascii;
    char *end = prepare(out, text, text + len, &is_ascii);
    if (!is_ascii)
        return fold_other(a, out, (size_t)(end - out), ret_len);
    for (char *c = out; c < end; c++)
        *c = is_upper(*c) ? (char)(*c | 0x20) : *c;
    *ret_len = (size_t)(end - out);
    return out;
}

struct stemmer {
    struct sb_stemmer *english;
};

struct stemmer *stemmer_new(void) {
    struct stemmer *s = xcalloc(1, sizeof *s);
    s->english = sb_stemmer_new("english", "UTF_8");
    return s;
}

void stemmer_free(struct stemmer *s) {
    if (!s)
        return;
    sb_stemmer_delete(s->english);
    free(s);
}

const char *stemmer_english(struct stemmer *s, const char *word, size_t len, size_t *ret_len) {
    *ret_len = len;
    if (!s->english || len < 3 || len > 64)
        return word;
    const sb_symbol *stem = sb_stemmer_stem(s->english, (const sb_symbol *)word, (int)len);
    *ret_len = (size_t)sb_stemmer_length(s->english);
    return (const char *)stem;
}
