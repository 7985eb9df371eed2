// SPDX-License-Identifier: Apache-2.0
#include "codec.h"

#include <string.h>

// Codes below WORDS are signs; a word is its number above them. A code takes one byte below TWO, two bytes below
// 0xf0 and three below 0xff of its first byte.
enum code { CODE_END, CODE_CAPITAL, CODE_UPPER, CODE_LITERAL, CODE_RAW, CODE_MARKS, CODE_WORDS = 16 };
enum { TWO = 0xc0, THREE = 0xf0, FIVE = 0xff, TWO_MOST = TWO + (THREE - TWO) * 256, THREE_MOST = TWO_MOST + (FIVE - THREE) * 65536, PIECE_MAX = 255 };

static const char *const marks[CODE_WORDS - CODE_MARKS] = {", ", ". ", ".", "?", ": ", "-", " \"", "\" ", " (", ") ", "/"};

void codec_put_number(struct buf *b, uint64_t number) {
    for (; number >= 0x80; number >>= 7)
        buf_putc(b, (char)(number | 0x80));
    buf_putc(b, (char)number);
}

uint64_t codec_number(const unsigned char **at) {
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        number |= (uint64_t)(**at & 0x7f) << shift;
        if (!(*(*at)++ & 0x80))
            break;
    }
    return number;
}

static void put_code(struct buf *b, uint32_t code) {
    if (code < TWO) {
        buf_putc(b, (char)code);
    } else if (code < TWO_MOST) {
        buf_putc(b, (char)(TWO + ((code - TWO) >> 8)));
        buf_putc(b, (char)(code - TWO));
    } else if (code < THREE_MOST) {
        uint32_t rest = code - TWO_MOST;
        buf_putc(b, (char)(THREE + (rest >> 16)));
        buf_putc(b, (char)(rest >> 8));
        buf_putc(b, (char)rest);
    } else {
        buf_putc(b, (char)FIVE);
        buf_put(b, &code, sizeof code);
    }
}

static uint32_t code_at(const unsigned char **at) {
    const unsigned char *p = *at;
    if (p[0] < TWO) {
        *at = p + 1;
        return p[0];
    }
    if (p[0] < THREE) {
        *at = p + 2;
        return TWO + ((uint32_t)(p[0] - TWO) << 8) + p[1];
    }
    if (p[0] < FIVE) {
        *at = p + 3;
        return TWO_MOST + ((uint32_t)(p[0] - THREE) << 16) + ((uint32_t)p[1] << 8) + p[2];
    }
    uint32_t code;
    memcpy(&code, p + 1, sizeof code);
    *at = p + 1 + sizeof code;
    return code;
}

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static size_t run(const char *text, bool of_words) {
    size_t len = 0;
    while (text[len] && is_word(text[len]) == of_words)
        len++;
    return len;
}

static void put_bytes(struct buf *b, enum code code, const char *bytes, size_t len) {
    put_code(b, code);
    buf_putc(b, (char)len);
    buf_put(b, bytes, len);
}

// CODE_END for lower case, else the sign; CODE_LITERAL when its letters are mixed.
static enum code shape_of(const char *word, size_t len) {
    size_t upper = 0;
    for (size_t i = 0; i < len; i++)
        upper += is_upper(word[i]);
    if (!upper)
        return CODE_END;
    if (upper == 1 && is_upper(word[0]))
        return CODE_CAPITAL;
    for (size_t i = 0; i < len; i++)
        if (word[i] >= 'a' && word[i] <= 'z')
            return CODE_LITERAL;
    return CODE_UPPER;
}

struct putting {
    struct buf *out;
    const struct vocabulary *v;
    struct codec_words words;
    bool is_after_word;
};

static void put_word(struct putting *p, const char *word, size_t len) {
    char lower[PIECE_MAX];
    for (size_t i = 0; i < len; i++)
        lower[i] = (char)(is_upper(word[i]) ? word[i] + 'a' - 'A' : word[i]);
    enum code shape = shape_of(word, len);
    uint32_t term = shape == CODE_LITERAL ? TERM_NONE : vocabulary_find(p->v, lower, len);
    p->words.is_plain = p->words.is_plain && term != TERM_NONE && shape == CODE_END;
    if (term == TERM_NONE) {
        put_bytes(p->out, CODE_LITERAL, word, len);
        return;
    }
    if (shape != CODE_END)
        put_code(p->out, shape);
    put_code(p->out, term + CODE_WORDS);
    if (p->words.terms)
        p->words.terms[p->words.count++] = term;
}

static void put_marks(struct putting *p, const char *bytes, size_t len) {
    p->words.is_plain = false;
    for (uint32_t m = 0; m < COUNT_OF(marks); m++)
        if (strlen(marks[m]) == len && memcmp(marks[m], bytes, len) == 0) {
            put_code(p->out, CODE_MARKS + m);
            return;
        }
    for (size_t from = 0; from < len; from += PIECE_MAX)
        put_bytes(p->out, CODE_RAW, bytes + from, len - from < PIECE_MAX ? len - from : PIECE_MAX);
}

void codec_put(struct buf *b, const struct vocabulary *v, const char *text, struct arena *a, struct codec_words *ret_words) {
    struct putting p = {.out = b, .v = v, .words.is_plain = true};
    if (ret_words)
        p.words.terms = arena_alloc(a, (strlen(text) / 2 + 1) * sizeof *p.words.terms);
    while (*text) {
        size_t len = run(text, true);
        bool is_space = !len && p.is_after_word && text[0] == ' ' && is_word(text[1]) && run(text + 1, true) < PIECE_MAX;
        if (is_space) {
            text++;
            continue;
        }
        bool is_piece = len && len < PIECE_MAX;
        if (!len)
            len = run(text, false);
        if (is_piece)
            put_word(&p, text, len);
        else
            put_marks(&p, text, len);
        p.is_after_word = is_piece;
        text += len;
    }
    put_code(b, CODE_END);
    if (ret_words)
        *ret_words = p.words;
}

// Goes over a text, piece by piece.
struct reading {
    const unsigned char *at;
    bool is_after_word, has_space; // has_space: one stands before this piece
    enum code shape;
    uint32_t term;     // TERM_NONE: it is no known word, but these bytes
    const char *bytes;
    size_t len;
};

static inline void read_bytes(struct reading *r, uint32_t code) {
    if (code >= CODE_MARKS) {
        r->bytes = marks[code - CODE_MARKS];
        r->len = strlen(r->bytes);
    } else if (code != CODE_END) {
        r->len = *r->at++;
        r->bytes = (const char *)r->at;
        r->at += r->len;
    }
}

// The next piece; false at the end, behind which `at` stands then.
static inline bool next_piece(struct reading *r) {
    r->shape = CODE_END;
    uint32_t code = code_at(&r->at);
    if (code == CODE_CAPITAL || code == CODE_UPPER) {
        r->shape = (enum code)code;
        code = code_at(&r->at);
    }
    r->term = code >= CODE_WORDS ? code - CODE_WORDS : TERM_NONE;
    if (code < CODE_WORDS)
        read_bytes(r, code);
    bool is_a_word = code >= CODE_WORDS || code == CODE_LITERAL;
    r->has_space = is_a_word && r->is_after_word;
    r->is_after_word = is_a_word;
    return code != CODE_END;
}

static char *put_piece(char *out, const struct reading *r) {
    if (r->has_space)
        *out++ = ' ';
    memcpy(out, r->bytes, r->len);
    size_t upper = r->shape == CODE_UPPER ? r->len : r->shape == CODE_CAPITAL;
    for (size_t i = 0; i < upper; i++)
        out[i] = (char)(out[i] >= 'a' && out[i] <= 'z' ? out[i] - 'a' + 'A' : out[i]);
    return out + r->len;
}

// Three times over the codes, since the vocabulary is large: the first and the second only ask the memory for what
// the next one needs.
char *codec_text(const unsigned char **at, const struct vocabulary *v, struct arena *a, struct codec_words *ret_words) {
    struct codec_words words = {.is_plain = true};
    struct reading r = {.at = *at};
    while (next_piece(&r)) {
        if (r.term != TERM_NONE)
            vocabulary_expect(v, r.term);
        words.count += r.term != TERM_NONE;
        words.is_plain = words.is_plain && r.term != TERM_NONE && r.shape == CODE_END;
    }
    size_t size = 1;
    for (r = (struct reading){.at = *at}; next_piece(&r); size += r.len + r.has_space)
        if (r.term != TERM_NONE)
            __builtin_prefetch(vocabulary_word(v, r.term, &r.len));
    char *text = arena_alloc(a, size), *out = text;
    words.terms = ret_words ? arena_alloc(a, (words.count + 1) * sizeof *words.terms) : NULL;
    words.count = 0;
    for (r = (struct reading){.at = *at}; next_piece(&r);) {
        if (r.term != TERM_NONE) {
            r.bytes = vocabulary_word(v, r.term, &r.len);
            if (words.terms)
                words.terms[words.count++] = r.term;
        }
        out = put_piece(out, &r);
    }
    *at = r.at;
    if (ret_words)
        *ret_words = words;
    return text;
}

void codec_expect(const unsigned char *at, const struct vocabulary *v) {
    struct reading r = {.at = at};
    while (next_piece(&r))
        if (r.term != TERM_NONE)
            vocabulary_expect(v, r.term);
}

char *codec_join(const struct codec_words *words, const struct vocabulary *v, struct arena *a) {
    size_t size = 1, len;
    for (uint32_t i = 0; i < words->count; i++) {
        vocabulary_word(v, words->terms[i], &len);
        size += len + 1;
    }
    char *text = arena_alloc(a, size), *out = text;
    for (uint32_t i = 0; i < words->count; i++) {
        const char *word = vocabulary_word(v, words->terms[i], &len);
        if (i)
            *out++ = ' ';
        memcpy(out, word, len);
        out += len;
    }
    return text;
}
