// SPDX-License-Identifier: Apache-2.0
#include "spelling.h"

#include <string.h>

enum { REPEAT_MIN = 3, TWICE_MIN = 3 };

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c & 0x80);
}

size_t spelling_squeeze(char *word, size_t len, size_t keep) {
    if (strspn(word, "ivx") == len)
        return len;
    size_t kept = 0;
    for (size_t i = 0; i < len;) {
        size_t run = 1;
        while (i + run < len && word[i + run] == word[i])
            run++;
        bool is_many = run >= REPEAT_MIN && word[i] >= 'a' && word[i] <= 'z';
        for (size_t k = 0; k < (is_many ? keep : run); k++)
            word[kept++] = word[i];
        i += run;
    }
    word[kept] = '\0';
    return kept;
}

void spelling_unleet(const char *word, size_t len, char one, char vee, char *out) {
    static const char letters[128] = {['0'] = 'o', ['2'] = 'z', ['3'] = 'e', ['4'] = 'a', ['5'] = 's', ['6'] = 'g', ['7'] = 't',
                                      ['8'] = 'b', ['9'] = 'g', ['@'] = 'a', ['$'] = 's', ['!'] = 'i'};
    for (size_t i = 0; i < len; i++) {
        char letter = word[i] & 0x80 ? '\0' : letters[(unsigned char)word[i]];
        out[i] = word[i] == '1' ? one : word[i] == 'v' ? vee : letter ? letter : word[i];
    }
    out[len] = '\0';
}

bool spelling_number(char *word, size_t len) {
    size_t digits = 0;
    for (size_t i = 0; i < len; i++) {
        digits += is_digit(word[i]);
        if (!is_digit(word[i]) && !strchr("oli", word[i]))
            return false;
    }
    bool is_unit = word[len - 1] == 'l' || word[len - 1] == 'i';
    if (digits < 2 || digits == len || is_unit)
        return false;
    for (size_t i = 0; i < len; i++)
        word[i] = is_digit(word[i]) ? word[i] : word[i] == 'o' ? '0' : '1';
    return true;
}

size_t spelling_part(const char *word, size_t len) {
    size_t at = 1;
    while (at < len && is_digit(word[at]) == is_digit(word[0]))
        at++;
    for (size_t i = at; i < len; i++)
        if (is_digit(word[i]) == is_digit(word[0]) || !(is_digit(word[i]) || is_letter(word[i])))
            return 0;
    return at < len ? at : 0;
}

size_t spelling_twice(const char *word, size_t len, const char **ret_suffix) {
    static const char *const suffixes[][2] = {{"", ""}, {"nya", ""}, {"an", "an"}, {"lah", ""}, {"kah", ""}, {"ku", ""}, {"mu", ""}};
    const char *two = memchr(word, '2', len);
    size_t letters = two ? (size_t)(two - word) : 0;
    if (letters < TWICE_MIN)
        return 0;
    for (size_t i = 0; i < letters; i++)
        if (!is_letter(word[i]))
            return 0;
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++)
        if (strcmp(two + 1, suffixes[i][0]) == 0) {
            *ret_suffix = suffixes[i][1];
            return letters;
        }
    return 0;
}

static const struct clitic clitics[] = {{"nya", 3, 3, 4, false}, {"lah", 3, 3, 0, false}, {"kah", 3, 3, 0, false},
                                        {"pun", 3, 3, 0, false}, {"ku", 2, 4, 0, true},  {"mu", 2, 4, 0, true}};

const struct clitic *spelling_clitic(const char *word, size_t len) {
    if (len < 6 || !strchr("ahnu", word[len - 1])) // no clitic ends in another letter
        return NULL;
    for (const struct clitic *c = clitics; c < clitics + sizeof clitics / sizeof *clitics; c++)
        if (len >= c->least + c->len && memcmp(word + len - c->len, c->text, c->len) == 0)
            return c;
    return NULL;
}
