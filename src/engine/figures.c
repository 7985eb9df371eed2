// SPDX-License-Identifier: Apache-2.0
#include "figures.h"

#include <string.h>

const char figure_mark[] = "q";

enum { MARK_LENGTH = sizeof figure_mark - 1, GROUPED_MIN = 5, WORDS_MAX = 12, DIGITS_MAX = 40 };

static const struct {
    const char *word;
    unsigned zeros;
} scales[] = {{"ribu", 3},     {"rb", 3},       {"k", 3},       {"thousand", 3}, {"juta", 6},  {"jt", 6},       {"million", 6},
              {"mio", 6},      {"miliar", 9},   {"milyar", 9},  {"billion", 9},  {"bn", 9},    {"triliun", 12}, {"trilyun", 12},
              {"trillion", 12}};

// Numbers in words. unit: 0-99 by itself; belas: added to the unit before; hundreds: multiplies it; whole: complete.
enum part { PART_NONE, PART_UNIT, PART_TEEN, PART_TENS, PART_HUNDRED, PART_SCALED };
static const struct {
    const char *word;
    enum part part;
    unsigned value;
} words[] = {
    {"nol", PART_UNIT, 0},        {"satu", PART_UNIT, 1},       {"dua", PART_UNIT, 2},        {"tiga", PART_UNIT, 3},
    {"empat", PART_UNIT, 4},      {"lima", PART_UNIT, 5},       {"enam", PART_UNIT, 6},       {"tujuh", PART_UNIT, 7},
    {"delapan", PART_UNIT, 8},    {"sembilan", PART_UNIT, 9},   {"sepuluh", PART_UNIT, 10},   {"sebelas", PART_UNIT, 11},
    {"belas", PART_TEEN, 10},     {"puluh", PART_TENS, 10},     {"ratus", PART_HUNDRED, 100}, {"seratus", PART_SCALED, 100},
    {"seribu", PART_SCALED, 1000}, {"zero", PART_UNIT, 0},      {"one", PART_UNIT, 1},        {"two", PART_UNIT, 2},
    {"three", PART_UNIT, 3},      {"four", PART_UNIT, 4},       {"five", PART_UNIT, 5},       {"six", PART_UNIT, 6},
    {"seven", PART_UNIT, 7},      {"eight", PART_UNIT, 8},      {"nine", PART_UNIT, 9},       {"ten", PART_UNIT, 10},
    {"eleven", PART_UNIT, 11},    {"twelve", PART_UNIT, 12},    {"thirteen", PART_UNIT, 13},  {"fourteen", PART_UNIT, 14},
    {"fifteen", PART_UNIT, 15},   {"sixteen", PART_UNIT, 16},   {"seventeen", PART_UNIT, 17}, {"eighteen", PART_UNIT, 18},
    {"nineteen", PART_UNIT, 19},  {"twenty", PART_UNIT, 20},    {"thirty", PART_UNIT, 30},    {"forty", PART_UNIT, 40},
    {"fifty", PART_UNIT, 50},     {"sixty", PART_UNIT, 60},     {"seventy", PART_UNIT, 70},   {"eighty", PART_UNIT, 80},
    {"ninety", PART_UNIT, 90},    {"hundred", PART_HUNDRED, 100}};

static bool is_digits(const char *text, size_t len) {
    return len > 0 && strspn(text, "0123456789") >= len;
}

static unsigned zeros_of(const char *word) {
    for (size_t i = 0; i < COUNT_OF(scales); i++)
        if (strcmp(scales[i].word, word) == 0)
            return scales[i].zeros;
    return 0;
}

static const char *text_at(const struct tokens *t, size_t at) {
    return at < t->count && !(t->items[at].flags & TOKEN_EXTRA) ? t->items[at].text : "";
}

// Without leading zeros when it is short enough to be a day, a month or a count.
static char *plain(struct arena *a, const char *digits, size_t len) {
    while (len > 1 && len <= 2 && *digits == '0') {
        digits++;
        len--;
    }
    return arena_strndup(a, digits, len);
}

// 600000 as people write it, 600.000; a phone number and a year stay.
static char *grouped(struct arena *a, const char *digits) {
    size_t len = strlen(digits), put = 0;
    if (len < GROUPED_MIN || len > DIGITS_MAX || *digits == '0')
        return arena_strdup(a, digits);
    char *out = arena_alloc(a, len + len / 3 + 1);
    for (size_t i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0)
            out[put++] = '.';
        out[put++] = digits[i];
    }
    return out;
}

static char *scaled(struct arena *a, const char *whole, size_t wholelen, const char *decimals, unsigned zeros) {
    size_t len = strlen(decimals);
    return arena_printf(a, "%.*s%s%.*s", (int)wholelen, whole, decimals, (int)(zeros - len), "000000000000");
}

static size_t read_digits(const struct tokens *t, size_t at, struct arena *a, struct figure *f) {
    const struct token *token = &t->items[at];
    const char *next = text_at(t, at + 1);
    if (token->len <= DIGITS_MAX && zeros_of(next)) {
        f->value = scaled(a, token->text, token->len, "", zeros_of(next));
        f->shown = arena_printf(a, "%s %s", token->text, next);
        return 2;
    }
    f->value = plain(a, token->text, token->len);
    f->shown = f->value[0] == token->text[0] ? grouped(a, f->value) : arena_strndup(a, token->text, token->len);
    return 1;
}

// "11qzd4" before "juta": the decimals take the first zeros.
static size_t read_decimal(const struct tokens *t, size_t at, const char *mark, struct arena *a, struct figure *f) {
    const char *whole = t->items[at].text, *decimals = mark + MARK_LENGTH, *next = text_at(t, at + 1);
    int len = (int)(mark - whole);
    unsigned zeros = zeros_of(next);
    f->value = zeros ? scaled(a, whole, (size_t)len, decimals, zeros) : arena_printf(a, "%.*s.%s", len, whole, decimals);
    f->shown = zeros ? arena_printf(a, "%.*s,%s %s", len, whole, decimals, next) : arena_printf(a, "%.*s,%s", len, whole, decimals);
    return zeros ? 2 : 1;
}

// 600rb, 3jt, 23rd.
static size_t read_mixed(const struct token *token, struct arena *a, struct figure *f) {
    size_t digits = strspn(token->text, "0123456789");
    const char *rest = token->text + digits;
    unsigned zeros = zeros_of(rest);
    bool is_ordinal = strcmp(rest, "st") == 0 || strcmp(rest, "nd") == 0 || strcmp(rest, "rd") == 0 || strcmp(rest, "th") == 0;
    if (!digits || (!zeros && !is_ordinal))
        return 0;
    f->value = scaled(a, token->text, digits, "", zeros);
    f->shown = arena_strdup(a, token->text);
    return 1;
}

struct spoken {
    uint64_t total, group; // complete; below a thousand
    unsigned unit;
    bool has_unit, has_any;
};

static enum part part_of(const char *word, unsigned *ret_value) {
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i].word, word) == 0) {
            *ret_value = words[i].value;
            return words[i].part;
        }
    return PART_NONE;
}

static bool take_unit(struct spoken *s, unsigned value) {
    bool is_joined = s->has_unit && s->unit >= 20 && s->unit % 10 == 0 && value > 0 && value < 10; // twenty one
    if (s->has_unit && !is_joined)
        return false;
    s->unit = is_joined ? s->unit + value : value;
    s->has_unit = s->has_any = true;
    return true;
}

// False: the word does not go on with the number.
static bool take_word(struct spoken *s, const char *word) {
    unsigned value = 0, zeros = zeros_of(word);
    enum part part = part_of(word, &value);
    if (part == PART_UNIT)
        return take_unit(s, value);
    if (part == PART_SCALED && !s->has_unit) {
        s->group += value < 1000 ? value : 0;
        s->total += value < 1000 ? 0 : value;
        return s->has_any = true;
    }
    if (part == PART_TEEN && s->has_unit) {
        s->unit += value;
        return true;
    }
    bool is_multiplied = (part == PART_TENS || part == PART_HUNDRED) && s->has_unit;
    if (!is_multiplied && (!zeros || !s->has_any || s->total))
        return false;
    s->group += is_multiplied ? (uint64_t)s->unit * value : s->unit;
    s->unit = 0;
    s->has_unit = false;
    if (is_multiplied)
        return true;
    s->total = s->group;
    for (unsigned i = 0; i < zeros; i++)
        s->total *= 10;
    s->group = 0;
    return true;
}

static size_t read_spoken(const struct tokens *t, size_t at, struct arena *a, struct figure *f) {
    struct spoken s = {0};
    size_t count = 0;
    while (at + count < t->count && count < WORDS_MAX && take_word(&s, text_at(t, at + count)))
        count++;
    if (!s.has_any)
        return 0;
    struct tokens spoken = {&t->items[at], count};
    f->value = arena_printf(a, "%llu", (unsigned long long)(s.total + s.group + s.unit));
    f->shown = tokens_join(&spoken, 0, a);
    return count;
}

size_t figure_read(const struct tokens *t, size_t at, struct arena *a, struct figure *ret_figure) {
    const struct token *token = &t->items[at];
    if (token->flags & TOKEN_EXTRA)
        return 0;
    if (is_digits(token->text, token->len))
        return read_digits(t, at, a, ret_figure);
    const char *mark = strstr(token->text, figure_mark);
    if (mark && is_digits(token->text, (size_t)(mark - token->text)) && is_digits(mark + MARK_LENGTH, strlen(mark + MARK_LENGTH)))
        return read_decimal(t, at, mark, a, ret_figure);
    if (token->flags & TOKEN_NUMBER)
        return read_mixed(token, a, ret_figure);
    return read_spoken(t, at, a, ret_figure);
}
