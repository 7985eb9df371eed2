// SPDX-License-Identifier: Apache-2.0
#include "password.h"

#include <string.h>

#include "../base/embed.h"
#include "../base/mem.h"
#include "../base/text.h"

enum {
    UNITS_MIN = 6,       // fewer: common
    RUN_MIN = 3,         // characters of a row, a repeat or a word
    DIGITS_PER_UNIT = 3, // years and dates are guessed together
};

static char fold(char c) {
    static const char from[] = "4@8310!5$7", to[] = "aabeioisst";
    const char *at = c ? strchr(from, c) : NULL;
    if (c >= 'A' && c <= 'Z')
        return (char)(c + 'a' - 'A');
    return at ? to[at - from] : c;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_word_at(const char *text, const char *word, size_t len) {
    for (size_t i = 0; i < len; i++)
        if (!text[i] || fold(text[i]) != fold(word[i]))
            return false;
    return true;
}

// Length of the longest word of the list that stands at the text, 0 for none.
static size_t longest_word(const char *text, const char *list, size_t listlen) {
    size_t longest = 0;
    for (size_t at = 0, len; at < listlen; at += len + 1) {
        const char *end = memchr(list + at, '\n', listlen - at);
        len = end ? (size_t)(end - list) - at : listlen - at;
        bool is_word = len >= RUN_MIN && list[at] != '#';
        if (is_word && len > longest && is_word_at(text, list + at, len))
            longest = len;
    }
    return longest;
}

static size_t longest_name(const char *text, const char *const *names, size_t count) {
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t len = names[i] ? strlen(names[i]) : 0;
        if (len >= RUN_MIN && len > longest && is_word_at(text, names[i], len))
            longest = len;
    }
    return longest;
}

// "aaaa", "abcd", "4321": the same step from each character to the next.
static size_t steps(const char *text) {
    size_t len = 1;
    if (!text[1])
        return 1;
    int step = text[1] - text[0];
    if (step < -1 || step > 1)
        return 1;
    while (text[len] && text[len] - text[len - 1] == step)
        len++;
    return len;
}

// "qwerty", "lkjh": neighbours in a row of keys, either way.
static size_t keys(const char *text) {
    static const char *const rows[] = {"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "0987654321", "poiuytrewq", "lkjhgfdsa", "mnbvcxz"};
    size_t longest = 1;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char first = text[0] >= 'A' && text[0] <= 'Z' ? (char)(text[0] + 'a' - 'A') : text[0];
        const char *row = strchr(rows[i], first);
        size_t len = 0;
        while (row && row[len] && text[len] && (text[len] | 0x20) == (row[len] | 0x20))
            len++;
        longest = len > longest ? len : longest;
    }
    return longest;
}

// "abcabcabc": how much of what stands here stood before it already.
static size_t repeated(const char *password, const char *text) {
    size_t longest = 1;
    for (const char *before = password; before < text; before++) {
        size_t len = 0;
        while (text[len] && before[len] == text[len])
            len++;
        longest = len > longest ? len : longest;
    }
    return longest;
}

static size_t digits(const char *text) {
    size_t len = 0;
    while (is_digit(text[len]))
        len++;
    return len;
}

struct judging {
    const char *password;
    const struct embedded *list;
    const char *const *names;
    size_t count;
};

// How many units the longest known thing at the text makes; *ret_len: its characters.
static size_t take(const struct judging *j, const char *text, size_t *ret_len) {
    const size_t lengths[] = {longest_word(text, (const char *)j->list->bytes, j->list->len), longest_name(text, j->names, j->count), steps(text),
                              keys(text), repeated(j->password, text)};
    size_t longest = 0, number = digits(text);
    for (size_t i = 0; i < COUNT_OF(lengths); i++)
        longest = lengths[i] > longest ? lengths[i] : longest;
    *ret_len = longest >= RUN_MIN ? longest : 1;
    if (*ret_len > 1 || number < RUN_MIN)
        return 1;
    *ret_len = number;
    return (number + DIGITS_PER_UNIT - 1) / DIGITS_PER_UNIT;
}

static bool is_common(const char *password, const char *const *names, size_t count) {
    const struct judging j = {password, embedded_find("passwords.txt"), names, count};
    size_t units = 0, len;
    for (const char *at = password; *at && units < UNITS_MIN; at += len)
        units += take(&j, at, &len);
    return units < UNITS_MIN;
}

enum password_fault password_judge(const char *password, const char *const *names, size_t count) {
    if (strlen(password) > PASSWORD_MAX)
        return PASSWORD_LONG;
    if (utf8_length(password) < PASSWORD_MIN)
        return PASSWORD_SHORT;
    return is_common(password, names, count) ? PASSWORD_COMMON : PASSWORD_GOOD;
}
