// SPDX-License-Identifier: Apache-2.0
#include "strip.h"

#include <string.h>

enum {
    STAMP_MAX = 40, // bytes of "[10/2/2021, 08.14.23 AM]"
    SENDER_MAX = 60,
};

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_alnum(char c) {
    return is_lower(c) || is_upper(c) || is_digit(c) || (c & 0x80);
}

static bool has_prefix(const char *at, const char *end, const char *prefix) {
    for (; *prefix; prefix++, at++)
        if (at == end || (*at | 0x20) != (*prefix | 0x20))
            return false;
    return true;
}

static bool is_scheme(const char *at, const char *end) {
    return has_prefix(at, end, "http://") || has_prefix(at, end, "https://") || has_prefix(at, end, "hxxp://") ||
           has_prefix(at, end, "hxxps://");
}

// http://…, www.…, name@host.tld, host.tld/path. An e-mail needs a letter before and a dot after its @, so that
// V@KS1N stays a word.
static bool is_entity(const char *at, const char *end) {
    if (is_scheme(at, end) || has_prefix(at, end, "www."))
        return true;
    const char *mail = NULL, *dot = NULL;
    for (const char *c = at; c < end; c++) {
        if (*c == '@' && c > at && is_alnum(c[-1]))
            mail = c;
        if (*c == '.' && c > at && is_alnum(c[-1]) && c + 1 < end && is_lower((char)(c[1] | 0x20)))
            dot = c;
        if (*c == '/' && dot && c > dot + 1)
            return true;
    }
    return mail && dot > mail;
}

// Where a link begins that is glued to the word before it ("halohttps://…"); the end when none does.
static const char *glued_link(const char *at, const char *end) {
    for (const char *c = at + 1; c + 8 < end; c++)
        if ((*c | 0x20) == 'h' && is_scheme(c, end))
            return c;
    return end;
}

// A hump of #CamelCase or @CamelCase: a capital after a small letter or a digit, or the last of several before a small letter.
static bool is_hump(const char *at, const char *end) {
    bool is_word_before_done = is_lower(at[-1]) || is_digit(at[-1]);
    return is_upper(*at) && (is_word_before_done || (is_upper(at[-1]) && at + 1 < end && is_lower(at[1])));
}

static char *copy_tag(char *out, const char *at, const char *end) {
    *out++ = *at++;
    for (; at < end; at++) {
        if (is_hump(at, end))
            *out++ = ' ';
        *out++ = *at;
    }
    return out;
}

static const char *skip_marks(const char *at, const char *end) {
    while (end - at >= 3 && (memcmp(at, "\xe2\x80\x8e", 3) == 0 || memcmp(at, "\xe2\x80\x8f", 3) == 0))
        at += 3; // left-to-right and right-to-left marks
    return at;
}

// The end of a date with a time ("10/2 08.14", "10/02/21, 8:14 PM"), as chats write it; NULL when it is none.
static const char *stamp_end(const char *at, const char *end) {
    const char *most = end - at > STAMP_MAX ? at + STAMP_MAX : end;
    int slashes = 0, colons = 0;
    if (at == end || !is_digit(*at))
        return NULL;
    for (; at < most && *at != '\n'; at++) {
        bool is_dash = *at == '-' && at + 1 < end && at[1] == ' ';
        if (*at == ']' || is_dash)
            break;
        slashes += *at == '/';
        colons += *at == ':' || *at == '.';
        bool is_part = is_digit(*at) || strchr("/.,: APMapm", *at) || *at & 0x80; // a narrow space before AM
        if (!is_part || *at == '\0')
            return NULL;
    }
    return at < most && slashes && colons ? at : NULL;
}

// After "Budi: "; NULL when no name follows.
static const char *sender_end(const char *at, const char *end) {
    const char *most = end - at > SENDER_MAX ? at + SENDER_MAX : end;
    for (const char *c = at; c < most && *c != '\n'; c++)
        if (*c == ':' && c > at && (c + 1 == end || is_space(c[1])))
            return c + 1;
    return NULL;
}

// Of a line that was copied out of a chat: "[10/2 08.14] Budi: ", "10/02/21 08.14 - Budi: ". Returns its start when
// it has no such header.
static const char *after_header(const char *line, const char *end) {
    const char *at = skip_marks(line, end);
    bool is_bracketed = at < end && *at == '[';
    if (at == end || !(is_bracketed || is_digit(*at)))
        return line;
    const char *stop = stamp_end(at + is_bracketed, end);
    if (!stop || (*stop == ']') != is_bracketed)
        return line;
    for (stop++; stop < end && *stop == ' ';)
        stop++;
    const char *after = sender_end(stop, end);
    return after ? after : is_bracketed ? stop : line;
}

// What a byte may be the sign of.
enum byte_kind { BYTE_SPACE = 1, BYTE_MARK = 2, BYTE_HIGH = 4 };
static unsigned byte_kind(unsigned char c) {
    static const unsigned char kinds[128] = {
        ['\t'] = BYTE_SPACE, ['\n'] = BYTE_SPACE, ['\v'] = BYTE_SPACE, ['\f'] = BYTE_SPACE, ['\r'] = BYTE_SPACE,
        [' '] = BYTE_SPACE,  ['@'] = BYTE_MARK,   ['/'] = BYTE_MARK,   ['.'] = BYTE_MARK,
    };
    return c & 0x80 ? BYTE_HIGH : kinds[c];
}

static char *copy_word(char *out, const char *at, const char *end, unsigned seen) {
    if (seen & BYTE_MARK) { // no link nor address is without one
        end = glued_link(at, end);
        if (is_entity(at, end))
            return out;
    }
    if (*at == '#' || *at == '@')
        return copy_tag(out, at, end);
    memcpy(out, at, (size_t)(end - at));
    return out + (end - at);
}

char *strip_text(char *out, const char *text, size_t len, bool *ret_is_ascii) {
    const char *at = text, *end = text + len;
    unsigned all = 0;
    at = after_header(at, end);
    while (at < end) {
        if (is_space(*at)) {
            bool is_line = *at++ == '\n';
            *out++ = is_line ? '\n' : ' ';
            at = is_line ? after_header(at, end) : at;
            continue;
        }
        const char *word = at;
        unsigned seen = 0, kind = 0;
        for (; at < end && !((kind = byte_kind((unsigned char)*at)) & BYTE_SPACE); at++)
            seen |= kind;
        out = copy_word(out, word, at, seen);
        all |= seen;
    }
    *ret_is_ascii = !(all & BYTE_HIGH);
    return out;
}
