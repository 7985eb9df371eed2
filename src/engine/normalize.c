// SPDX-License-Identifier: Apache-2.0
#include "normalize.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "../base/text.h"
#include "strip.h"
#include "twins.h"

enum {
    PARTS = 8,     // runes that one may be mapped to; a longer mapping is of a whole sentence and left out
    GROWTH = 6,    // bytes written for one of the text, at most
    TWIN_WORD = 3, // letters of a word that consists of look-alikes only
};

struct range {
    uint32_t first, last;
};

static bool is_in(uint32_t rune, const struct range *ranges, size_t count) {
    size_t i = 0;
    while (i < count && rune > ranges[i].last)
        i++;
    return i < count && rune >= ranges[i].first;
}

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static char lower(char c) {
    return is_upper(c) ? (char)(c | 0x20) : c;
}

static bool is_letter(char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

// Scripts that are written without spaces between words: Thai, Lao, Myanmar, Khmer, Balinese, kana and bopomofo,
// Chinese, Javanese. Korean has spaces, but its words carry their particles with them.
static bool is_gram(uint32_t rune) {
    static const struct range grams[] = {{0xe00, 0xeff},   {0x1000, 0x109f}, {0x1780, 0x17ff}, {0x1b00, 0x1b7f},   {0x3041, 0x309f}, {0x30a1, 0x30fa},
                                         {0x30fc, 0x312f}, {0x3400, 0x9fff}, {0xa980, 0xa9df}, {0xac00, 0xd7a3}, {0x20000, 0x3ffff}};
    return rune >= 0xe00 && is_in(rune, grams, COUNT_OF(grams));
}

// Marks above, below and through letters: accents, zalgo, the points of Hebrew and Arabic, the box of a key's emoji.
static bool is_mark(uint32_t rune) {
    static const struct range marks[] = {{0x300, 0x36f},   {0x483, 0x489},   {0x591, 0x5bd},   {0x5bf, 0x5c7},   {0x610, 0x61a},  {0x640, 0x640},
                                         {0x64b, 0x65f},   {0x670, 0x670},   {0x6d6, 0x6dc},   {0x6df, 0x6e8},   {0x6ea, 0x6ed},  {0x1ab0, 0x1aff},
                                         {0x1dc0, 0x1dff}, {0x20d0, 0x20ff}, {0xfe20, 0xfe2f}};
    return rune >= 0x300 && is_in(rune, marks, COUNT_OF(marks));
}

enum rune_kind rune_kind_of(uint32_t rune) {
    if (rune < 0x80) {
        char c = (char)rune;
        return c >= '0' && c <= '9' ? RUNE_DIGIT : is_letter(c) ? RUNE_LETTER : RUNE_BREAK;
    }
    if (is_gram(rune))
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

// Of the digits of other scripts that write numbers as ours do; by their zeros.
static char digit_of(uint32_t rune) {
    static const uint32_t zeros[] = {0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xed0, 0x1040, 0x17e0, 0x1b50, 0xa9d0};
    for (size_t i = 0; i < COUNT_OF(zeros) && rune >= zeros[i]; i++)
        if (rune < zeros[i] + 10)
            return (char)('0' + (rune - zeros[i]));
    return '\0';
}

// A mark of voice after kana (half-width text has them apart) makes one letter of the two.
static bool has_voiced(char *out, const char *start, uint32_t mark) {
    if (out - start < 3)
        return false;
    const char *at = out - 3;
    uint32_t kana = utf8_next(&at, out);
    if (kana < 0x304b || kana > 0x30db)
        return false;
    utf8_put(kana + (mark == 0x3099 ? 1 : 2), out - 3);
    return true;
}

struct folding {
    char *start, *out;
    bool is_latin; // the text is written in Latin letters
};

// One rune as NFKC and case folding leave it.
static void put_part(struct folding *f, uint32_t rune, bool is_twinned) {
    char twin = is_twinned ? twin_of(rune) : '\0', digit = twin ? '\0' : digit_of(rune);
    if (rune < 0x80 || twin || digit)
        *f->out++ = rune < 0x80 ? (char)rune : twin ? twin : digit;
    else if (is_mark(rune) || ((rune == 0x3099 || rune == 0x309a) && has_voiced(f->out, f->start, rune)))
        return;
    else if (rune == 0x2019 || rune == 0x2bc)
        *f->out++ = '\'';
    else if (rune_kind_of(rune) == RUNE_BREAK)
        *f->out++ = ' ';
    else
        f->out += utf8_put(rune, f->out);
}

// Letters that need no mapping; the syllables of Korean would come apart.
static bool is_plain(uint32_t rune) {
    static const struct range plain[] = {{0x3041, 0x3096}, {0x30a1, 0x30fa}, {0x3400, 0x9fff}, {0xac00, 0xd7a3}};
    return rune >= 0x3041 && is_in(rune, plain, COUNT_OF(plain));
}

static void put_high(struct folding *f, uint32_t rune, size_t len, bool is_twinned) {
    static const utf8proc_option_t how = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    char twin = twin_always(rune);
    twin = twin || !is_twinned ? twin : twin_of(rune);
    if (twin) {
        *f->out++ = twin;
        return;
    }
    if (is_plain(rune)) {
        f->out += utf8_put(rune, f->out);
        return;
    }
    utf8proc_int32_t parts[PARTS];
    int last = 0;
    bool is_word = rune != 0xfffd && rune != 0x2122 && rune != 0x2120; // not the signs for a trade and a service mark
    utf8proc_ssize_t count = is_word ? utf8proc_decompose_char((utf8proc_int32_t)rune, parts, PARTS, how, &last) : PARTS + 1;
    if (count < 0 || count > PARTS || (size_t)count * 4 > GROWTH * len) {
        *f->out++ = ' ';
        return;
    }
    for (utf8proc_ssize_t i = 0; i < count; i++)
        put_part(f, (uint32_t)parts[i], is_twinned);
}

// Whether the Greek and Cyrillic letters of the word are meant for Latin ones: when it has Latin letters too, or when
// all of them are look-alikes and the rest of the text is Latin.
static bool is_disguised(const struct folding *f, const char *at, const char *end) {
    size_t latin = 0, twins = 0, foreign = 0;
    while (at < end) {
        uint32_t rune = utf8_next(&at, end);
        bool is_math = rune >= 0x1d400 && rune < 0x1d6a8, is_wide = rune >= 0xff21 && rune <= 0xff5a;
        latin += (rune < 0x80 && is_letter((char)rune)) || (rune >= 0xc0 && rune < 0x250) || is_math || is_wide || twin_always(rune);
        bool is_twin = twin_of(rune) != '\0';
        twins += is_twin;
        foreign += !is_twin && rune >= 0x370 && rune < 0x530;
    }
    return twins && (latin || (f->is_latin && !foreign && twins >= TWIN_WORD));
}

static void put_word(struct folding *f, const char *at, const char *end) {
    bool is_twinned = is_disguised(f, at, end);
    while (at < end) {
        const char *rune_at = at;
        uint32_t rune = utf8_next(&at, end);
        if (rune < 0x80)
            *f->out++ = lower((char)rune);
        else
            put_high(f, rune, (size_t)(at - rune_at), is_twinned);
    }
}

// A text that is not ASCII; words without a high byte stay as they are but for their case.
static char *fold_other(struct arena *a, const char *text, size_t len, size_t *ret_len) {
    struct folding f = {.start = arena_alloc(a, GROWTH * len + 16)};
    const char *at = text, *end = text + len;
    size_t latin = 0;
    f.out = f.start;
    for (const char *c = text; c < end; c++)
        latin += is_letter(*c);
    f.is_latin = latin * 3 > len;
    while (at < end) {
        const char *word = at;
        char high = 0;
        for (; at < end && *at != ' ' && *at != '\n'; at++)
            high |= *at;
        if (high & 0x80)
            put_word(&f, word, at);
        else
            for (const char *c = word; c < at; c++)
                *f.out++ = lower(*c);
        if (at < end)
            *f.out++ = *at++;
    }
    *f.out = '\0';
    *ret_len = (size_t)(f.out - f.start);
    return f.start;
}

char *normalize_fold(struct arena *a, const char *text, size_t max, size_t *ret_len) {
    size_t len = strnlen(text, max);
    char *out = arena_alloc(a, 2 * len + 1); // a hump of #CamelCase adds a space
    bool is_ascii;
    char *end = strip_text(out, text, len, &is_ascii);
    if (!is_ascii)
        return fold_other(a, out, (size_t)(end - out), ret_len);
    for (char *c = out; c < end; c++)
        *c = lower(*c);
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
