// SPDX-License-Identifier: Apache-2.0
#include "scan.h"

#include <stdint.h>
#include <string.h>

#include "../base/text.h"
#include "normalize.h"

enum {
    SPACED_MIN = 3, // single letters in a row that are one word
    GAP_MAX = 255,
    PHONE_MIN = 9, // digits of a phone number
    PHONE_MAX = 15,
    PHONE_GAP = 2, // bytes between its groups: "(021) 345"
    PHONE_GROUP = 2,
};

struct scan {
    char *out; // where the next byte of a word goes
    struct scan_words words;
    struct scan_word current;
    size_t gap;
    char before;
};

enum byte_class { CLASS_BREAK, CLASS_LETTER, CLASS_DIGIT, CLASS_SIGN, CLASS_HIGH };
static const unsigned char classes[256] = {
    ['a' ... 'z'] = CLASS_LETTER, ['0' ... '9'] = CLASS_DIGIT,    ['\''] = CLASS_SIGN, ['`'] = CLASS_SIGN,   ['.'] = CLASS_SIGN,
    [','] = CLASS_SIGN,           ['@'] = CLASS_SIGN,             ['$'] = CLASS_SIGN,  ['!'] = CLASS_SIGN,   [0x80 ... 0xff] = CLASS_HIGH,
};

static enum byte_class class_of(char c) {
    return (enum byte_class)classes[(unsigned char)c];
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c & 0x80);
}

static bool is_all_digits(const char *text, size_t len) {
    for (size_t i = 0; i < len; i++)
        if (!is_digit(text[i]))
            return false;
    return len > 0;
}

static void start_word(struct scan *s) {
    s->current = (struct scan_word){.text = s->out, .gap = (unsigned char)(s->gap < GAP_MAX ? s->gap : GAP_MAX), .before = s->before, .is_plain = true};
}

static void end_word(struct scan *s) {
    if (!s->current.len)
        return;
    *s->out++ = '\0';
    if (s->words.count < TOKENS_MAX)
        s->words.items[s->words.count++] = s->current;
    s->current.len = 0;
    s->gap = 0;
}

static void put_bytes(struct scan *s, const char *bytes, size_t len, bool is_plain) {
    if (!s->current.len)
        start_word(s);
    s->current.is_plain &= is_plain;
    if (s->current.len + len > TOKEN_MAX)
        return;
    memcpy(s->out, bytes, len);
    s->out += len;
    s->current.len += (unsigned)len;
}

static void put_break(struct scan *s, char c) {
    end_word(s);
    s->gap += c == '\n' ? 2 : 1;
    s->before = c;
}

// 600.000 and 600,000 are one number: a mark, exactly three digits, no digit.
static bool is_thousands(const struct scan *s, const char *at, const char *end) {
    return end - at > 3 && is_digit(at[1]) && is_digit(at[2]) && is_digit(at[3]) && (end - at == 4 || !is_digit(at[4])) &&
           is_all_digits(s->current.text, s->current.len);
}

// A sign inside a word that belongs to it: don't, 600.000, v@ksin.
static bool is_inside(struct scan *s, const char *at, const char *end) {
    if (!s->current.len || at + 1 >= end)
        return false;
    if (*at == '\'' || *at == '`')
        return is_letter(at[1]);
    if (*at == '.' || *at == ',')
        return is_thousands(s, at, end);
    if (!is_letter(at[1]))
        return false;
    put_bytes(s, at, 1, false);
    s->current.has_sign = true;
    return true;
}

// Pairs of neighbours of a script without spaces; a single character by itself.
static const char *scan_grams(struct scan *s, const char *at, const char *end) {
    end_word(s);
    const char *first = at, *next = at;
    utf8_next(&next, end);
    for (size_t pairs = 0;; pairs++) {
        const char *after = next;
        if (next >= end || rune_kind_of(utf8_next(&after, end)) != RUNE_GRAM) {
            if (!pairs)
                put_bytes(s, first, (size_t)(next - first), false);
            end_word(s);
            return next;
        }
        put_bytes(s, first, (size_t)(after - first), false);
        end_word(s);
        first = next;
        next = after;
    }
}

// After folding, a rune that is not ASCII is a letter, a digit or of a script without spaces.
static const char *scan_high(struct scan *s, const char *at, const char *end) {
    const char *next = at;
    if (rune_kind_of(utf8_next(&next, end)) == RUNE_GRAM)
        return scan_grams(s, at, end);
    put_bytes(s, at, (size_t)(next - at), false);
    return next;
}

static const char *scan_run(struct scan *s, const char *at, const char *end, enum byte_class class) {
    const char *from = at;
    while (at < end && class_of(*at) == class)
        at++;
    size_t len = (size_t)(at - from), room = s->current.len ? TOKEN_MAX - s->current.len : TOKEN_MAX;
    put_bytes(s, from, len < room ? len : room, class == CLASS_LETTER);
    return at;
}

static void scan_bytes(struct scan *s, const char *at, const char *end) {
    while (at < end) {
        enum byte_class class = class_of(*at);
        switch (class) {
        case CLASS_LETTER:
        case CLASS_DIGIT:
            at = scan_run(s, at, end, class);
            break;
        case CLASS_HIGH:
            at = scan_high(s, at, end);
            break;
        case CLASS_SIGN:
        case CLASS_BREAK:
            if (class == CLASS_BREAK || !is_inside(s, at, end))
                put_break(s, *at);
            at++;
            break;
        }
    }
    end_word(s);
}

// How many words from i on are single characters with the same gap and sign between them; *ret_is_word: they are mostly letters.
static size_t spaced(const struct scan_words *w, size_t i, bool *ret_is_word) {
    size_t run = 0, letters = 0;
    for (; i + run < w->count && w->items[i + run].len == 1; run++) {
        const struct scan_word *second = &w->items[i + 1], *next = &w->items[i + run];
        if (run > 1 && (next->gap > second->gap || next->before != second->before))
            break;
        letters += is_letter(w->items[i + run].text[0]);
    }
    *ret_is_word = run >= SPACED_MIN && letters * 2 > run;
    return run;
}

static void join_letters(struct scan_word *w, size_t run) {
    unsigned len = run < TOKEN_MAX ? (unsigned)run : TOKEN_MAX;
    for (unsigned i = 0; i < len; i++) {
        w->is_plain &= w[i].is_plain;
        w->text[i] = w[i].text[0];
    }
    w->text[len] = '\0';
    w->len = len;
}

// Whether a phone number may begin with the word: +62 811, 0811, (021), 62811.
static bool begins_phone(const struct scan_word *w) {
    bool is_national = w->text[0] == '0' && w->len >= 3 && w->text[1] != '0';
    bool is_indonesian = w->text[0] == '6' && w->text[1] == '2' && (w->len == 2 || w->text[2] == '8');
    return is_all_digits(w->text, w->len) && (w->before == '+' || is_national || is_indonesian);
}

static bool continues_phone(const struct scan_word *w) {
    bool is_near = w->gap <= PHONE_GAP && w->before && strchr("- .()", w->before);
    return is_near && w->len >= PHONE_GROUP && is_all_digits(w->text, w->len);
}

// How many words from i on are the groups of one phone number: +62 811-9787-670, (021) 345 6789, 08119787670.
static size_t phone(const struct scan_words *w, size_t i) {
    if (!begins_phone(&w->items[i]))
        return 0;
    size_t digits = w->items[i].len, run = 1;
    for (; i + run < w->count && continues_phone(&w->items[i + run]); run++) {
        const struct scan_word *group = &w->items[i + run];
        bool is_next = digits >= PHONE_MIN && begins_phone(group);
        if (is_next || digits + group->len > PHONE_MAX)
            break;
        digits += group->len;
    }
    return digits >= PHONE_MIN && digits <= PHONE_MAX ? run : 0;
}

// The groups as one word, in national form: +62 811-9787-670 → 08119787670.
static void join_phone(struct scan_word *w, size_t groups) {
    bool is_indonesian = w->text[0] == '6' && w->text[1] == '2';
    char *out = w->text + is_indonesian;
    for (size_t i = 0; i < groups; i++) {
        size_t skip = i == 0 && is_indonesian ? 2 : 0;
        memmove(out, w[i].text + skip, w[i].len - skip);
        out += w[i].len - skip;
    }
    *out = '\0';
    if (is_indonesian)
        w->text[0] = '0';
    w->len = (unsigned)(out - w->text);
}

// v a k s i n and h.o.a.x become words, the groups of a phone number too.
static void settle(struct scan_words *w) {
    size_t kept = 0;
    for (size_t i = 0; i < w->count;) {
        struct scan_word *word = &w->items[i];
        bool is_word = false;
        size_t run = word->len == 1 ? spaced(w, i, &is_word) : 1, groups = is_digit(word->text[0]) ? phone(w, i) : 0;
        if (is_word)
            join_letters(word, run);
        if (groups)
            join_phone(word, groups);
        for (size_t k = 0; k < (is_word || groups ? 1 : run); k++)
            w->items[kept++] = word[k];
        i += groups ? groups : run;
    }
    w->count = kept;
}

void scan_text(const char *folded, size_t len, struct arena *a, struct scan_words *ret_words) {
    // Words take a byte and a break, or a pair of characters of three bytes and more, half of which is shared.
    size_t most = len / 2 + 2 < TOKENS_MAX ? len / 2 + 2 : TOKENS_MAX;
    struct scan s = {.out = arena_alloc(a, 3 * len + 8), .words = {.items = arena_alloc(a, most * sizeof *s.words.items)}};
    scan_bytes(&s, folded, folded + len);
    settle(&s.words);
    *ret_words = s.words;
}
