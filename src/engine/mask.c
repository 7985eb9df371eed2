// SPDX-License-Identifier: Apache-2.0
#include "mask.h"

#include <ctype.h>
#include <string.h>

#include "../base/text.h"
#include "spans.h"

enum { MASKED_MAX = 64 * 1024 };

static bool is_official(const char *phone, const struct official *official) {
    for (const char *const *at = official->numbers; *at; at++)
        if (strcmp(*at, phone) == 0)
            return true;
    return false;
}

// What stands in a span's place, or NULL when it may stay.
static const char *tag_of(const char *text, const struct span *s, const struct official *official) {
    char phone[SPAN_DIGITS + 4];
    bool is_phone = span_phone(s, phone);
    if (is_phone && is_official(phone, official))
        return NULL;
    if (span_is_nik(s))
        return "[nik]";
    if (is_phone)
        return "[telepon]";
    if (span_is_card(s) && !s->is_money)
        return "[kartu]";
    return span_is_account(text, s) ? "[rekening]" : NULL;
}

static bool is_local_byte(char c) {
    return isalnum((unsigned char)c) || (c && strchr("._%+-", c));
}

// An e-mail address around the '@' at `sign`: where it starts and ends; false: it is none.
static bool email_at(const char *text, const char *sign, const char **ret_start, const char **ret_end) {
    const char *start = sign, *end = sign + 1;
    while (start > text && is_local_byte(start[-1]))
        start--;
    while (isalnum((unsigned char)*end) || *end == '-' || *end == '.')
        end++;
    while (end > sign + 1 && (end[-1] == '.' || end[-1] == '-'))
        end--;
    *ret_start = start;
    *ret_end = end;
    return start < sign && end > sign + 3 && memchr(sign, '.', (size_t)(end - sign));
}

static char *mask_emails(struct arena *a, const char *text) {
    struct buf b;
    buf_init(&b, MASKED_MAX);
    const char *at = text, *start, *end;
    for (const char *sign = strchr(text, '@'); sign; sign = strchr(sign, '@')) {
        if (!email_at(at, sign, &start, &end)) {
            sign++;
            continue;
        }
        buf_put(&b, at, (size_t)(start - at));
        buf_puts(&b, "[surel]");
        at = sign = end;
    }
    buf_puts(&b, at);
    char *masked = arena_strndup(a, buf_text(&b), b.len);
    buf_done(&b);
    return masked;
}

char *mask_text(struct arena *a, const char *text, const struct official *official) {
    if (strlen(text) > MASKED_MAX / 4)
        text = arena_strndup(a, text, MASKED_MAX / 4);
    if (strchr(text, '@'))
        text = mask_emails(a, text);
    struct buf b;
    buf_init(&b, MASKED_MAX);
    const char *done = text;
    struct span s;
    for (const char *at = text; span_next(text, &at, &s);) {
        const char *tag = tag_of(text, &s, official);
        if (!tag)
            continue;
        buf_put(&b, done, (size_t)(s.start - done));
        buf_puts(&b, tag);
        done = s.end;
    }
    buf_puts(&b, done);
    char *masked = arena_strndup(a, buf_text(&b), b.len);
    buf_done(&b);
    return masked;
}
