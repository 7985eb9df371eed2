// SPDX-License-Identifier: Apache-2.0
#include "spans.h"

#include <ctype.h>
#include <string.h>

#include "../base/mem.h"

enum { WORDS_LEAST = 8, GAP_MAX = 3, BEFORE = 48, PHONE_LEAST = 9, PHONE_MOST = 13 };

static const struct {
    const char *word;
    char digit;
} words[] = {{"nol", '0'},   {"kosong", '0'}, {"zero", '0'}, {"oh", '0'},   {"satu", '1'}, {"one", '1'},   {"dua", '2'},     {"two", '2'},
             {"tiga", '3'},  {"three", '3'},  {"empat", '4'}, {"four", '4'}, {"lima", '5'}, {"five", '5'},  {"enam", '6'},    {"six", '6'},
             {"tujuh", '7'}, {"seven", '7'},  {"delapan", '8'}, {"lapan", '8'}, {"eight", '8'}, {"sembilan", '9'}, {"nine", '9'}};

// The digit that a word at `at` names, and its length; 0: none.
static char word_digit(const char *at, size_t *ret_len) {
    size_t len = 0;
    while (isalpha((unsigned char)at[len]))
        len++;
    *ret_len = len;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strlen(words[i].word) == len && strncasecmp(at, words[i].word, len) == 0)
            return words[i].digit;
    return 0;
}

static bool words_at(const char *at, struct span *s) {
    *s = (struct span){.start = at, .is_words = true};
    size_t len;
    for (char digit; (digit = word_digit(at, &len)) && s->count < SPAN_DIGITS;) {
        s->digits[s->count++] = digit;
        s->end = at + len;
        at = s->end + strspn(s->end, " ,.-");
        if (s->end == at)
            break;
    }
    return s->count >= WORDS_LEAST;
}

// How many bytes of separator stand between two digits of one number; 0 when it ends here.
static size_t gap(const char *at) {
    size_t len = strspn(at, " .-()\t");
    return len <= GAP_MAX && isdigit((unsigned char)at[len]) ? len : 0;
}

static bool digits_at(const char *at, struct span *s) {
    *s = (struct span){.start = at};
    s->has_plus = *at == '+';
    at += strspn(at, "+(");
    const char *first = at;
    bool is_phone = s->has_plus || *at == '0' || strncmp(at, "62", 2) == 0;
    while (isdigit((unsigned char)*at)) {
        size_t group = strspn(at, "0123456789");
        bool is_next = is_phone && s->count >= PHONE_LEAST && (*at == '0' || s->count + group > SPAN_DIGITS) && at > first;
        if (is_next || s->count + group > SPAN_DIGITS)
            break;
        memcpy(s->digits + s->count, at, group);
        s->count += group;
        s->end = at + group;
        at = s->end + gap(s->end);
        if (at == s->end)
            break;
    }
    if (!s->end) // one run that is too long to be a number of ours
        s->end = first + strspn(first, "0123456789");
    return true;
}

static bool ends_with_word(const char *text, const char *at, const char *word) {
    while (at > text && strchr(" .:", at[-1]))
        at--;
    size_t len = strlen(word);
    return (size_t)(at - text) >= len && strncasecmp(at - len, word, len) == 0 && ((size_t)(at - text) == len || !isalpha((unsigned char)*(at - len - 1)));
}

static bool is_money(const char *text, const struct span *s) {
    static const char *const before[] = {"rp", "idr", "usd", "$"}, *const after[] = {"rb", "ribu", "jt", "juta", "miliar", "milyar", "triliun", "%", "persen"};
    for (size_t i = 0; i < COUNT_OF(before); i++)
        if (ends_with_word(text, s->start, before[i]))
            return true;
    const char *end = s->end + strspn(s->end, " ");
    for (size_t i = 0; i < COUNT_OF(after); i++) {
        size_t len = strlen(after[i]);
        if (strncasecmp(end, after[i], len) == 0 && !isalpha((unsigned char)end[len]))
            return true;
    }
    return false;
}

bool span_next(const char *text, const char **at, struct span *ret_span) {
    for (const char *p = *at; *p; p++) {
        bool is_start = p == text || !isalnum((unsigned char)p[-1]);
        bool is_number = isdigit((unsigned char)*p) || ((*p == '+' || *p == '(') && isdigit((unsigned char)p[1 + (p[1] == '+')]));
        bool is_found = is_start && (is_number ? digits_at(p, ret_span) : isalpha((unsigned char)*p) && words_at(p, ret_span));
        if (!is_found)
            continue;
        ret_span->is_money = is_money(text, ret_span);
        *at = ret_span->end;
        return true;
    }
    return false;
}

bool span_phone(const struct span *s, char *out) {
    const char *digits = s->digits;
    size_t count = s->count, skip = 0;
    if (s->is_money || count < 8)
        return false;
    bool is_indonesian = strncmp(digits, "62", 2) == 0;
    bool is_local = digits[0] == '0' && digits[1] && digits[1] != '0';
    if (s->has_plus && !is_indonesian) {
        if (count > 15 || digits[0] == '0')
            return false;
    } else if (is_indonesian || is_local) {
        skip = is_local ? 1 : 2;
        skip += is_indonesian && digits[2] == '0'; // +62 (0)811 …
        if (count - skip < PHONE_LEAST - 1 || count - skip > PHONE_MOST - 1 || digits[skip] == '0' || (is_indonesian && !s->has_plus && digits[skip] == '1'))
            return false;
    } else {
        return false;
    }
    size_t put = 0;
    out[put++] = '+';
    for (const char *c = skip ? "62" : ""; *c; c++)
        out[put++] = *c;
    memcpy(out + put, digits + skip, count - skip + 1);
    return true;
}

bool span_is_account(const char *text, const struct span *s) {
    static const char *const names[] = {"rekening", "norek", "no rek", "no. rek", "rek ", "bca", "bri", "bni", "mandiri", "btn", "bsi", "cimb", "permata",
                                        "danamon", "dana", "ovo", "gopay", "shopeepay", "linkaja", "transfer ke", "va ", "virtual account", "a/n", "atas nama"};
    if (s->count < 8 || s->count > 16 || s->is_money)
        return false;
    char before[BEFORE + 1];
    size_t len = (size_t)(s->start - text) < BEFORE ? (size_t)(s->start - text) : BEFORE;
    const char *from = s->start - len;
    for (size_t i = 0; i < len; i++)
        before[i] = (char)tolower((unsigned char)from[i]);
    before[len] = '\0';
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *at = strstr(before, names[i]);
        if (at && (at == before || !isalpha((unsigned char)at[-1])))
            return true;
    }
    return false;
}

static int two(const char *at) {
    return (at[0] - '0') * 10 + (at[1] - '0');
}

bool span_is_nik(const struct span *s) {
    if (s->count != 16)
        return false;
    // The first digit is the island group, the second counts its provinces (Permendagri 58/2021).
    static const int provinces[] = {0, 9, 1, 6, 0, 3, 5, 6, 2, 6};
    int group = s->digits[0] - '0', place = s->digits[1] - '0', day = two(s->digits + 6), month = two(s->digits + 8);
    return place >= 1 && (place <= provinces[group] || (group == 2 && place == 1)) && month >= 1 && month <= 12 && ((day >= 1 && day <= 31) || (day >= 41 && day <= 71));
}

bool span_is_card(const struct span *s) {
    if (s->count < 13 || s->count > 19)
        return false;
    int sum = 0;
    for (size_t i = 0; i < s->count; i++) {
        int value = s->digits[s->count - 1 - i] - '0';
        value = i % 2 ? value * 2 : value;
        sum += value > 9 ? value - 9 : value;
    }
    return sum % 10 == 0;
}
