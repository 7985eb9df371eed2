// SPDX-License-Identifier: Apache-2.0
// Phone numbers, accounts and addresses for chat in a text, judged against the official ones.
#include <ctype.h>
#include <string.h>

#include "../base/text.h"
#include "judge.h"
#include "spans.h"

static enum judgement judge(const char *digits, const struct official *official) {
    for (const char *const *at = official->numbers; *at; at++)
        if (strcmp(*at, digits) == 0)
            return JUDGED_OFFICIAL;
    return JUDGED_UNKNOWN;
}

static bool is_known(const struct number_judged *out, size_t count, const char *digits) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(out[i].digits, digits) == 0)
            return true;
    return false;
}

static size_t find_digits(const char *text, const struct official *official, struct arena *a, struct number_judged out[MATCH_NUMBERS]) {
    size_t count = 0;
    struct span s;
    for (const char *at = text; count < MATCH_NUMBERS && span_next(text, &at, &s);) {
        char phone[SPAN_DIGITS + 4];
        bool is_phone = span_phone(&s, phone) && !span_is_nik(&s);
        if (!is_phone && !span_is_account(text, &s))
            continue;
        const char *digits = arena_strdup(a, is_phone ? phone : s.digits);
        if (is_known(out, count, digits))
            continue;
        out[count++] = (struct number_judged){.text = arena_strndup(a, s.start, (size_t)(s.end - s.start)),
                                              .digits = digits,
                                              .kind = is_phone ? NUMBER_PHONE : NUMBER_ACCOUNT,
                                              .judgement = judge(digits, official)};
    }
    return count;
}

static bool is_name_byte(char c) {
    return isalnum((unsigned char)c) || c == '_';
}

// "t.me/name", "telegram @name".
static size_t find_handles(const char *text, size_t count, struct arena *a, struct number_judged out[MATCH_NUMBERS]) {
    static const char *const marks[] = {"t.me/", "telegram.me/", "telegram @", "tele @", "tele: @", "telegram: @", "ig @", "ig: @", "instagram @"};
    for (const char *at = text; *at && count < MATCH_NUMBERS; at++) {
        for (size_t i = 0; i < COUNT_OF(marks); i++) {
            size_t mark = strlen(marks[i]), len = 0;
            if (strncasecmp(at, marks[i], mark) != 0 || (at > text && isalnum((unsigned char)at[-1])))
                continue;
            while (is_name_byte(at[mark + len]))
                len++;
            if (len < 4 || len > 64)
                continue;
            char *digits = arena_strndup(a, at + mark, len);
            for (char *c = digits; *c; c++)
                *c = (char)tolower((unsigned char)*c);
            out[count++] = (struct number_judged){.text = arena_strndup(a, at, mark + len), .digits = digits, .kind = NUMBER_HANDLE};
            at += mark + len - 1;
            break;
        }
    }
    return count;
}

size_t numbers_find(const char *text, const struct official *official, struct arena *a, struct number_judged out[MATCH_NUMBERS]) {
    return find_handles(text, find_digits(text, official, a, out), a, out);
}

char *number_normal(struct arena *a, const char *text) {
    struct span s;
    char phone[SPAN_DIGITS + 4];
    const char *at = text;
    return span_next(text, &at, &s) && span_phone(&s, phone) ? arena_strdup(a, phone) : NULL;
}
