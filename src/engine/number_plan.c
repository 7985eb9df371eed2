// SPDX-License-Identifier: Apache-2.0
// What a run of digits can be: a date, an amount, an identity number, a card, an account or a phone number.
#include <string.h>

#include "../base/text.h"
#include "sequence.h"

enum {
    E164_DIGITS = 15,
    INTERNATIONAL_MIN = 8,
    MOBILE_MIN = 9, // without country code or zero, Indonesia's numbering plan (Permenkominfo 14/2018)
    MOBILE_MAX = 12,
    LAND_MIN = 8,
    LAND_MAX = 11,
    SETTLED = 10, // digits after which a short group or a year is no more part of a number
    NIK_DIGITS = 16,
    CARD_MIN = 13,
    CARD_MAX = 19,
    ACCOUNT_MIN = 8,
    ACCOUNT_MAX = 18,
    HOTLINE_DIGITS = 7
};

static int value(const struct sequence *s, size_t group) {
    int n = 0;
    const struct group *g = &s->groups[group];
    for (size_t i = 0; i < g->len && i < 4; i++)
        n = n * 10 + (s->digits[g->first + i] - '0');
    return n;
}

static bool is_year(const struct sequence *s, size_t group) {
    int year = value(s, group);
    return s->groups[group].len == 4 && year >= 1900 && year < 2100;
}

static bool is_short(const struct sequence *s, size_t group, int most) {
    int n = value(s, group);
    return s->groups[group].len <= 2 && n >= 1 && n <= most;
}

size_t sequence_date(const struct sequence *s) {
    if (s->count < 3 || s->has_plus || s->groups[0].is_word || s->groups[1].gap != s->groups[2].gap)
        return 0;
    bool is_iso = is_year(s, 0) && is_short(s, 1, 12) && is_short(s, 2, 31);
    bool is_day = (is_short(s, 0, 31) && is_short(s, 1, 12)) || (is_short(s, 0, 12) && is_short(s, 1, 31));
    bool is_next = s->count > 3 && s->groups[3].gap == s->groups[2].gap;
    bool is_short_year = s->groups[2].len == 2 && s->groups[2].gap != ' ' && !is_next;
    return is_iso || (is_day && (is_year(s, 2) || is_short_year)) ? 3 : 0;
}

// "0.812345", "106,8451300": no list number before a phone number, "1.0812…".
static bool is_decimal(const struct sequence *s) {
    if (s->count < 2 || s->has_plus || !strchr(".,", s->groups[1].gap) || s->groups[1].len < 6)
        return false;
    const char *rest = s->digits + s->groups[1].first;
    bool is_phone = rest[0] == '0' || strncmp(rest, "62", 2) == 0 || strncmp(s->digits, "62", 2) == 0;
    bool is_more = s->count > 2 && s->groups[2].gap == s->groups[1].gap;
    return !is_phone && !is_more &&
           (s->groups[0].len == 1 || (s->groups[0].len < 4 && !strchr("08", s->digits[0])));
}

// "600.000", "1,500,000.00"; after "Rp" with spaces too, and any first group.
size_t sequence_amount(const struct sequence *s, bool is_money) {
    if (s->has_plus && strncmp(s->digits, "62", 2) == 0)
        return 0;
    char gap = s->count > 1 ? s->groups[1].gap : 0;
    size_t count = 1, first = s->groups[0].len;
    bool is_grouped = gap == '.' || gap == ',' || (is_money && gap == ' ');
    if (is_grouped && first <= 3 && (s->digits[0] != '0' || first == 1))
        while (count < s->count && s->groups[count].gap == gap && s->groups[count].len == 3)
            count++;
    bool is_other = count < s->count && s->groups[count].gap == gap && gap != ' ';
    if (count > 1 && !is_other)
        return count;
    if (is_decimal(s))
        return 2;
    return is_money ? 1 : 0;
}

// Groups that have 16 digits together and are written as on an identity card or a payment card.
size_t sequence_identity(const struct sequence *s) {
    static const char *const forms[] = {
        "\x10",     "\x04\x04\x04\x04", "\x06\x06\x04", "\x06\x02\x02\x02\x04", "\x02\x02\x02\x06\x04",
        "\x0c\x04", "\x08\x08"};
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        size_t groups = strlen(forms[i]), same = 0;
        while (same < groups && same < s->count && s->groups[same].len == (size_t)forms[i][same])
            same++;
        if (same == groups && s->digits[0] != '0')
            return groups;
    }
    return 0;
}

static int two(const char *at) {
    return (at[0] - '0') * 10 + (at[1] - '0');
}

// Province, then the birth date with 40 added to a woman's day (Permendagri 58/2021 lists the provinces).
bool digits_are_nik(const char *digits) {
    static const int provinces[] = {0, 9, 1, 6, 0, 3, 5, 6, 2, 6};
    int island = digits[0] - '0', province = digits[1] - '0', day = two(digits + 6), month = two(digits + 8);
    bool is_day = (day >= 1 && day <= 31) || (day >= 41 && day <= 71);
    return province >= 1 && province <= provinces[island] && is_day && month >= 1 && month <= 12;
}

static bool is_luhn(const char *digits, size_t count) {
    int sum = 0;
    for (size_t i = 0; i < count; i++) {
        int digit = (digits[count - 1 - i] - '0') * (i % 2 ? 2 : 1);
        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
}

size_t sequence_card(const struct sequence *s) {
    for (size_t k = 1; k <= s->count && k <= 5; k++) {
        size_t digits = sequence_digits(s, k);
        bool is_grouped = k == 1 || s->groups[0].len == 4; // 4-4-4-4, 4-6-5
        if (digits >= CARD_MIN && digits <= CARD_MAX && is_grouped && strchr("3456", s->digits[0]) &&
            is_luhn(s->digits, digits))
            return k;
    }
    return 0;
}

static bool is_day_of_year(const char *digits) {
    int century = two(digits), month = two(digits + 4), day = two(digits + 6), last = two(digits + 4);
    bool is_iso = (century == 19 || century == 20) && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    return is_iso || ((last == 19 || last == 20) && two(digits) >= 1 && two(digits) <= 31 &&
                      two(digits + 2) >= 1 && two(digits + 2) <= 12);
}

// Groups before a comma, a new number or one that does not fit. "20220209" is a day, and a round sum is a
// sum.
size_t sequence_account(const struct sequence *s) {
    size_t best = 0;
    for (size_t k = 1; k <= s->count && sequence_digits(s, k) <= ACCOUNT_MAX; k++) {
        const struct group *g = &s->groups[k - 1];
        bool is_new =
            best && (g->gap == '/' || (g->gap == ' ' && (g->len > 4 || is_year(s, k - 1)) && !g->is_word));
        if (is_new || (k > 1 && g->gap == ',' && !g->is_word))
            break;
        best = sequence_digits(s, k) >= ACCOUNT_MIN ? k : best;
    }
    size_t digits = sequence_digits(s, best), zeros = 0;
    while (zeros < digits && s->digits[digits - 1 - zeros] == '0')
        zeros++;
    bool is_years = best == 2 && is_year(s, 0) && is_year(s, 1); // "2024-2025"
    return is_years || zeros >= 6 || (digits == 8 && is_day_of_year(s->digits)) ? 0 : best;
}

// --- phones

struct form {
    const char *national; // without country code or zero
    size_t len;
    bool is_indonesian;
};

// In digits of words there is no first group to tell by.
static bool is_word_at(const struct sequence *s, size_t group) {
    return s->groups[group].is_word;
}

static bool only_spaces(const struct sequence *s, size_t groups) {
    for (size_t i = 1; i < groups; i++)
        if (s->groups[i].gap != ' ')
            return false;
    return true;
}

// Whether the first group is written as the start of a phone number: "08 15 - 10.30" are times.
static bool is_start(const struct sequence *s, size_t groups) {
    size_t first = s->groups[0].len;
    if (s->has_plus || is_word_at(s, 0) || first >= 3)
        return true;
    return strncmp(s->digits, "62", 2) == 0 || only_spaces(s, groups);
}

static bool is_national(const struct sequence *s, const char *digits, size_t len) {
    if (digits[0] == '8' && digits[1] != '0')
        return len >= MOBILE_MIN && len <= MOBILE_MAX;
    if (digits[0] == '8') // 0800, 0804, 0809
        return len >= MOBILE_MIN && len <= LAND_MAX &&
               (s->has_plus || is_word_at(s, 0) || s->groups[0].len >= 4);
    bool is_area = strchr("2345679", digits[0]) != NULL;
    return is_area && len >= LAND_MIN && len <= LAND_MAX &&
           (s->has_plus || is_word_at(s, 0) || s->groups[0].len >= 3);
}

// Reads the country code or the zero off.
static bool read_form(const struct sequence *s, size_t digits, struct form *ret_form) {
    const char *d = s->digits;
    size_t skip = 0;
    bool is_code = strncmp(d, "62", 2) == 0 && (s->has_plus || is_word_at(s, 0) || s->groups[0].len != 1);
    if (!s->has_plus && strncmp(d, "0062", 4) == 0)
        skip = 4;
    else if (is_code)
        skip = 2;
    else if (d[0] == '0' && d[1] != '0')
        skip = 1;
    if (skip > 1 && d[skip] == '0') // +62 (0)811
        skip++;
    if (skip + 3 > digits)
        return false;
    *ret_form = (struct form){d + skip, digits - skip, skip > 0};
    return true;
}

// The zero is missing: "812 3456 7890", after a word that names a phone, or as long as only phones are.
static bool is_bare(const struct sequence *s, size_t groups, size_t digits, bool is_named) {
    bool is_mobile = s->digits[0] == '8' && s->digits[1] != '0' && s->groups[0].len >= 3;
    return is_mobile && digits >= MOBILE_MIN && digits <= MOBILE_MAX &&
           (is_named || (groups == 1 && digits >= SETTLED));
}

// 1500 xxx: call centres, reached without an area code (the same plan). Such a number is as often an amount, so it
// counts after a word that names a phone, with a hyphen, or when its last group starts with a zero.
static bool is_hotline(const struct sequence *s, size_t groups, size_t digits, bool is_named) {
    const char *d = s->digits;
    if (s->has_plus || digits != HOTLINE_DIGITS || strncmp(d, "1500", 4) != 0 || strncmp(d + 4, "000", 3) == 0)
        return false;
    bool is_apart = groups == 2 && s->groups[0].len == 4 && (s->groups[1].gap == '-' || (s->groups[1].gap == ' ' && d[4] == '0'));
    return is_named || is_apart;
}

static bool is_phone(const struct sequence *s, size_t groups, bool is_named, struct form *ret_form) {
    size_t digits = sequence_digits(s, groups);
    if (is_hotline(s, groups, digits, is_named)) {
        *ret_form = (struct form){s->digits, digits, true};
        return true;
    }
    if (!read_form(s, digits, ret_form))
        return false;
    if (ret_form->is_indonesian)
        return is_start(s, groups) && is_national(s, ret_form->national, ret_form->len);
    bool is_other =
        s->has_plus && s->digits[0] != '0' && digits >= INTERNATIONAL_MIN && digits <= E164_DIGITS;
    ret_form->is_indonesian = !s->has_plus;
    return is_other || (!s->has_plus && is_bare(s, groups, digits, is_named));
}

static void write_e164(const struct form *f, char *out) {
    size_t put = 0;
    out[put++] = '+';
    for (const char *c = f->is_indonesian ? "62" : ""; *c; c++)
        out[put++] = *c;
    memcpy(out + put, f->national, f->len);
    out[put + f->len] = '\0';
}

static bool is_official(const struct official *official, const char *phone) {
    for (const char *const *n = official->numbers; *n; n++)
        if (strcmp(*n, phone) == 0)
            return true;
    return false;
}

// Whether the group after a number that is complete already belongs to something else.
static bool is_beyond(const struct sequence *s, size_t group, size_t digits) {
    const struct group *g = &s->groups[group];
    if (g->is_word || digits < SETTLED)
        return g->gap == '/' && group > 1;
    return g->gap == '/' || (g->len > 2 && s->digits[g->first] == '0') || is_year(s, group) ||
           (g->len < 3 && g->gap == ' ' && s->groups[group - 1].len > 2);
}

size_t sequence_phone(const struct sequence *s, const struct official *official, bool is_named,
                      char *ret_e164) {
    size_t best = 0;
    struct form form;
    char phone[E164_DIGITS + 4];
    if (!s->has_plus && !strchr("0168", s->digits[0])) // 0811, 1500, 62811, 811
        return 0;
    for (size_t k = 1; k <= s->count && sequence_digits(s, k) <= E164_DIGITS + 4; k++) {
        const struct group *g = &s->groups[k - 1];
        if (k > 1 && g->gap == ',' && !g->is_word && !s->groups[k - 2].is_word)
            break;
        if (k > 1 && s->groups[0].len == 1 && !is_word_at(s, 0) &&
            strchr(".,-/", s->groups[1].gap)) // "0.81234…"
            break;
        if (best && is_beyond(s, k - 1, g->first))
            break;
        if (!is_phone(s, k, true, &form))
            continue;
        write_e164(&form, phone);
        bool is_ours = is_official(official, phone);
        if (!is_ours && !is_phone(s, k, is_named, &form))
            continue;
        best = k;
        memcpy(ret_e164, phone, strlen(phone) + 1);
        if (is_ours)
            break;
    }
    return best;
}
