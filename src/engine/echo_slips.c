// SPDX-License-Identifier: Apache-2.0
#include "echo_slips.h"

#include <string.h>

#include "../base/text.h"

enum { YEAR_FIRST = 1990, YEAR_LAST = 2099, PART_MIN = 4, PATH_SLIPS = 2 };

size_t atoms_digits(const struct atom *const *x, size_t count, char out[SLIP_DIGITS]) {
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        for (const char *c = x[i]->text; *c && len < SLIP_DIGITS - 1; c++)
            if (*c >= '0' && *c <= '9')
                out[len++] = *c;
    out[len] = '\0';
    if (len >= PHONE_MIN && memcmp(out, "62", 2) == 0) {
        memmove(out + 1, out + 2, len - 1);
        out[0] = '0';
        len--;
    }
    return len;
}

static bool is_year(const char *text) {
    int64_t value;
    return strlen(text) == 4 && text_number(text, YEAR_FIRST, YEAR_LAST, &value);
}

static bool is_swapped(const char *x, const char *y) {
    size_t at = 0;
    while (x[at] && x[at] == y[at])
        at++;
    return x[at] && x[at + 1] && x[at] == y[at + 1] && x[at + 1] == y[at] && strcmp(x + at + 2, y + at + 2) == 0;
}

bool year_is_slip(const char *ours, const char *theirs) {
    size_t len = strlen(theirs);
    if (!is_year(ours) || is_year(theirs))
        return false;
    return len == 4 ? is_swapped(ours, theirs) : text_distance(ours, 4, theirs, len, 1) <= 1;
}

bool phone_is_part(const char *ours, const char *theirs) {
    return ours[0] == '0' && strlen(ours) >= PHONE_MIN && strlen(theirs) >= PART_MIN && strlen(theirs) < strlen(ours) && strstr(ours, theirs);
}

static bool has_same_digits(const struct atom *ours, const struct atom *theirs) {
    char x[SLIP_DIGITS], y[SLIP_DIGITS];
    return atoms_digits(&ours, 1, x) == atoms_digits(&theirs, 1, y) && strcmp(x, y) == 0;
}

static size_t count_of(const char *text, size_t len, char sign) {
    size_t count = 0;
    for (size_t i = 0; i < len; i++)
        count += text[i] == sign;
    return count;
}

// One letter, not in the ending, and not towards an address that imitates an official one.
static bool is_host_slip(const struct atom *ours, size_t host, const struct atom *theirs, size_t their_host) {
    const char *end = memrchr(ours->text, '.', host), *their_end = memrchr(theirs->text, '.', their_host);
    if (!end || !their_end || (theirs->judgement == JUDGED_LOOK_ALIKE && ours->judgement != JUDGED_LOOK_ALIKE))
        return false;
    size_t tail = host - (size_t)(end - ours->text), their_tail = their_host - (size_t)(their_end - theirs->text);
    bool is_same_end = tail == their_tail && memcmp(end, their_end, tail) == 0;
    bool is_same_form = count_of(ours->text, host, '.') == count_of(theirs->text, their_host, '.') &&
                        count_of(ours->text, host, '-') == count_of(theirs->text, their_host, '-');
    return is_same_end && is_same_form && text_distance(ours->text, host, theirs->text, their_host, 1) <= 1;
}

bool link_is_same(const struct atom *ours, const struct atom *theirs, bool is_last) {
    size_t host = strcspn(ours->text, "/?#"), their_host = strcspn(theirs->text, "/?#");
    bool is_cut = strncmp(ours->text, theirs->text, theirs->len) == 0;
    if (is_cut && (is_last || their_host == host))
        return true;
    bool is_same_host = host == their_host && memcmp(ours->text, theirs->text, host) == 0;
    if (!has_same_digits(ours, theirs) || (!is_same_host && !is_host_slip(ours, host, theirs, their_host)))
        return false;
    size_t path = ours->len - host, their_path = theirs->len - their_host;
    return !their_path || text_distance(ours->text + host, path, theirs->text + their_host, their_path, PATH_SLIPS) <= PATH_SLIPS;
}
