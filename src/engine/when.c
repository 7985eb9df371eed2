// SPDX-License-Identifier: Apache-2.0
#include "when.h"

#include <string.h>

#include "../base/clock.h"
#include "../base/text.h"

enum {
    WHEN_WORDS = 24,     // a longer message is no question about a date
    YEAR_ALONE_WORDS = 10, // up to here a year by itself is meant as a date
    YEAR_FIRST = 1990,
    YEAR_LAST = 2099
};

int when_month(const char *word) {
    static const struct {
        const char *name;
        int month;
    } months[] = {{"januari", 1},  {"january", 1},   {"jan", 1},      {"februari", 2}, {"february", 2}, {"feb", 2},
                  {"pebruari", 2}, {"maret", 3},     {"march", 3},    {"mar", 3},      {"april", 4},    {"apr", 4},
                  {"mei", 5},      {"may", 5},       {"juni", 6},     {"june", 6},     {"jun", 6},      {"juli", 7},
                  {"july", 7},     {"jul", 7},       {"agustus", 8},  {"august", 8},   {"agu", 8},      {"ags", 8},
                  {"agt", 8},      {"aug", 8},       {"september", 9}, {"sept", 9},    {"sep", 9},      {"oktober", 10},
                  {"october", 10}, {"okt", 10},      {"oct", 10},     {"november", 11}, {"nopember", 11}, {"nov", 11},
                  {"desember", 12}, {"december", 12}, {"des", 12},    {"dec", 12}};
    for (size_t i = 0; i < COUNT_OF(months); i++)
        if (strcmp(months[i].name, word) == 0)
            return months[i].month;
    return 0;
}

static int number_of(const struct token *t, unsigned max_len, int min, int max) {
    int64_t value;
    return t->len <= max_len && text_number(t->text, min, max, &value) ? (int)value : 0;
}

// A word's meaning as part of a date: y year, m month's name, n a number up to 12, d one up to 31.
static char part_of(const struct token *t) {
    if (when_month(t->text))
        return 'm';
    if (number_of(t, 4, YEAR_FIRST, YEAR_LAST))
        return 'y';
    if (number_of(t, 2, 1, 12))
        return 'n';
    return number_of(t, 2, 13, 31) ? 'd' : '-';
}

// How dates are written, the longest first. D: a day, M: a month by number or name, Y: a year.
static const struct {
    const char *parts, *means;
} forms[] = {{"nmy", "DMY"}, {"dmy", "DMY"}, {"mny", "MDY"}, {"mdy", "MDY"}, {"ynn", "YMD"}, {"ynd", "YMD"},
             {"nny", "DMY"}, {"dny", "DMY"}, {"my", "MY"},   {"yn", "YM"},   {"ym", "YM"}};

static bool read_form(const struct token *t, const char *means, struct date *ret_date) {
    struct date d = {0};
    for (size_t i = 0; means[i]; i++) {
        int month = when_month(t[i].text), number = number_of(&t[i], 4, 1, YEAR_LAST);
        int *const part = means[i] == 'D' ? &d.day : means[i] == 'M' ? &d.month : &d.year;
        *part = month ? month : number;
    }
    static const int days[] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    *ret_date = d;
    return d.day <= days[d.month];
}

static size_t date_at(const struct tokens *t, const char *parts, size_t at, struct date *ret_date) {
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        size_t len = strlen(forms[i].parts);
        bool is_written = strncmp(parts + at, forms[i].parts, len) == 0;
        bool is_padded = forms[i].parts[1] != 'n' || len != 2 || t->items[at + 1].len == 2; // 2021-06, not "2021 6"
        if (is_written && is_padded && read_form(&t->items[at], forms[i].means, ret_date))
            return len;
    }
    return 0;
}

static bool is_year_word(const char *word) {
    static const char *const words[] = {"tahun", "year", "in", "pada", "di", "per", "sejak", "since", "during", "of", "hingga", "sampai", "selama", "bulan", "tanggal"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i], word) == 0)
            return true;
    return false;
}

static size_t year_at(const struct tokens *t, const char *parts, size_t at, struct date *ret_date) {
    if (parts[at] != 'y' || (t->count > YEAR_ALONE_WORDS && !(at && is_year_word(t->items[at - 1].text))))
        return 0;
    *ret_date = (struct date){.year = number_of(&t->items[at], 4, YEAR_FIRST, YEAR_LAST)};
    return 1;
}

bool when_find(struct tokens *t, struct arena *a, struct when *ret_when) {
    char parts[WHEN_WORDS + 1] = {0};
    bool is_found = false;
    if (t->count > WHEN_WORDS)
        return false;
    for (size_t i = 0; i < t->count; i++)
        parts[i] = part_of(&t->items[i]);
    for (size_t at = 0; at < t->count;) {
        struct date d;
        size_t len = date_at(t, parts, at, &d);
        len = len ? len : year_at(t, parts, at, &d);
        struct tokens words = {&t->items[at], len};
        for (size_t i = 0; i < len; i++)
            words.items[i].flags |= TOKEN_DATE;
        if (len && at && is_year_word(t->items[at - 1].text))
            t->items[at - 1].flags |= TOKEN_DATE;
        if (len) {
            *ret_when = (struct when){date_last_day(d), tokens_join(&words, 0, a)};
            is_found = true;
        }
        at += len ? len : 1;
    }
    return is_found;
}
