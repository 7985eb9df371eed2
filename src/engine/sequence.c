// SPDX-License-Identifier: Apache-2.0
#include "sequence.h"

#include <ctype.h>
#include <string.h>

#include "../base/text.h"
#include "hosts.h"
#include "number_words.h"

// The digit at *at, which moves behind it; 0: none.
static char read_digit(const char **at, const char *end) {
    if (*at >= end)
        return 0;
    if ((unsigned char)**at < 0x80)
        return isdigit((unsigned char)**at) ? *(*at)++ : 0;
    const char *next = *at;
    uint32_t rune = utf8_next(&next, end), zero = 0;
    if (rune >= 0xff10 && rune <= 0xff19) // full-width
        zero = 0xff10;
    else if (rune >= 0x1d7ce && rune <= 0x1d7ff) // mathematical
        zero = 0x1d7ce;
    else if ((rune >= 0x660 && rune <= 0x669) || (rune >= 0x6f0 && rune <= 0x6f9)) // Arabic
        zero = rune & ~0xfu;
    if (!zero)
        return 0;
    *at = next;
    return (char)('0' + (rune - zero) % 10);
}

// Marks that nobody sees may stand between digits: direction marks, the key cap of an emoji.
static const char *skip_marks(const char *at, const char *end) {
    while (at < end && (unsigned char)*at >= 0x80) {
        const char *next = at;
        if (!host_is_invisible(utf8_next(&next, end)))
            break;
        at = next;
    }
    return at;
}

// Takes one more digit; false: there is no room.
static bool take(struct sequence *s, struct group *g, char digit) {
    size_t used = g->first + g->len;
    if (used >= SEQUENCE_DIGITS)
        return false;
    s->digits[used] = digit;
    g->len++;
    return true;
}

// Over the rest of a key-cap emoji: U+FE0F U+20E3 behind the digit.
static const char *skip_cap(const char *at, const char *end) {
    static const char variant[] = "\xef\xb8\x8f", cap[] = "\xe2\x83\xa3";
    at += end - at >= 3 && memcmp(at, variant, 3) == 0 ? 3 : 0;
    return at + (end - at >= 3 && memcmp(at, cap, 3) == 0 ? 3 : 0);
}

static size_t word_length(const char *at, const char *end) {
    size_t len = 0;
    while (at + len < end && isalpha((unsigned char)at[len]))
        len++;
    return len;
}

// A group at `at`. ret_fits: false when it has more digits than there is room for.
static bool read_group(struct sequence *s, const char *at, const char *end, struct group *g, bool *ret_fits) {
    char digit;
    *g = (struct group){.start = at,
                        .first = s->count ? s->groups[s->count - 1].first + s->groups[s->count - 1].len : 0};
    *ret_fits = true;
    size_t len = at < end && !isdigit((unsigned char)*at) ? word_length(at, end) : 0;
    if (len) {
        g->is_word = number_word(at, len, &digit) == WORD_DIGIT &&
                     (at + len == end || !isdigit((unsigned char)at[len]));
        g->end = at + len;
        *ret_fits = !g->is_word || take(s, g, digit);
        return g->is_word;
    }
    for (const char *next = at; (digit = read_digit(&next, end)); next = skip_marks(next, end)) {
        *ret_fits = *ret_fits && take(s, g, digit);
        g->end = skip_cap(next, end);
    }
    return g->end != NULL;
}

// The length and plain form of a space, dash, dot, slash or comma between groups; 0: it is none.
static size_t separator(const char *at, const char *end, char *ret_kind) {
    if ((unsigned char)*at < 0x80) {
        static const bool separates[128] = {[' '] = true, ['\t'] = true, ['-'] = true, ['.'] = true, ['/'] = true, [','] = true, ['('] = true, [')'] = true};
        *ret_kind = *at == '\t' ? ' ' : *at;
        return separates[(unsigned char)*at];
    }
    const char *next = at;
    uint32_t rune = utf8_next(&next, end);
    bool is_space = rune == 0xa0 || rune == 0x2009 || rune == 0x202f;
    bool is_dash = (rune >= 0x2010 && rune <= 0x2015) || rune == 0x2212;
    *ret_kind = is_space ? ' ' : '-';
    return is_space || is_dash ? (size_t)(next - at) : 0;
}

// What stands between two groups: at most two spaces, two brackets and one sign. 0: the sequence ends here.
static const char *read_gap(const char *at, const char *end, char *ret_gap) {
    size_t spaces = 0, brackets = 0, signs = 0, len;
    const char *start = at;
    *ret_gap = ' ';
    for (char kind; (at = skip_marks(at, end)) < end && (len = separator(at, end, &kind)); at += len) {
        bool is_bracket = kind == '(' || kind == ')';
        spaces += kind == ' ';
        brackets += is_bracket;
        signs += kind != ' ' && !is_bracket;
        *ret_gap = kind == ' ' || is_bracket ? *ret_gap : kind;
        if (spaces > 2 || brackets > 2 || signs > 1)
            return NULL;
    }
    return at > start ? at : NULL;
}

// A comma stands between words, or in an amount without spaces.
static bool is_joined(const struct group *before, const struct group *next, size_t gap_len) {
    return next->gap != ',' || before->is_word || next->is_word || gap_len == 1;
}

// Over the sign and the bracket before the first digit.
static const char *read_sign(struct sequence *s, const char *at, const char *end) {
    char digit;
    size_t len = word_length(at, end);
    if (len) {
        bool is_plus = number_word(at, len, &digit) == WORD_PLUS && at + len < end && at[len] == ' ';
        s->has_plus = is_plus;
        return is_plus ? at + len + 1 : at;
    }
    for (size_t i = 0; i < 3 && at < end && strchr("+(", *at); i++)
        s->has_plus = *at++ == '+' || s->has_plus;
    return at;
}

bool sequence_read(const char *at, const char *end, struct sequence *ret_sequence) {
    struct sequence *s = ret_sequence;
    s->start = s->end = at;
    s->count = 0;
    s->has_plus = false;
    at = read_sign(s, at, end);
    char gap = 0;
    while (s->count < SEQUENCE_GROUPS) {
        struct group *g = &s->groups[s->count];
        bool fits;
        bool is_group = read_group(s, at, end, g, &fits);
        g->gap = gap;
        if (is_group && !s->count)
            s->end = g->end;
        if (!is_group || !fits || (s->count && !is_joined(g - 1, g, (size_t)(g->start - g[-1].end))))
            break;
        s->count++;
        s->end = g->end;
        at = read_gap(g->end, end, &gap);
        if (!at)
            break;
    }
    s->digits[s->count ? sequence_digits(s, s->count) : 0] = '\0';
    return s->count > 0;
}

size_t sequence_digits(const struct sequence *s, size_t groups) {
    return groups ? s->groups[groups - 1].first + s->groups[groups - 1].len : 0;
}
