// SPDX-License-Identifier: Apache-2.0
#include "tokens.h"

#include <string.h>

#include "../base/text.h"
#include "normalize.h"

enum { SPACED_MIN = 3, REPEAT_MIN = 3, CLITIC_STEM_MIN = 4 };

// A word as it stands in the folded text.
struct word {
    char *text;
    unsigned len;
    bool has_sign; // @ $ ! among letters
};

struct scan {
    const struct reader *reader;
    struct arena *arena;
    char *out; // where the next word's bytes go
    struct word *words;
    size_t count;
    struct word current;
    struct tokens *tokens;
    size_t room; // of tokens
};

static void scan_end(struct scan *s) {
    if (!s->current.len)
        return;
    *s->out++ = '\0';
    if (s->count < TOKENS_MAX)
        s->words[s->count++] = s->current;
    s->current = (struct word){.text = s->out};
}

static void scan_put(struct scan *s, const char *bytes, size_t len) {
    if (s->current.len + len > TOKEN_MAX)
        return;
    memcpy(s->out, bytes, len);
    s->out += len;
    s->current.len += (unsigned)len;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c & 0x80);
}

static bool is_all_digits(const char *text, size_t len) {
    for (size_t i = 0; i < len; i++)
        if (!is_digit(text[i]))
            return false;
    return len > 0;
}

// 600.000 and 600,000 are one number: a mark, exactly three digits, no digit.
static bool is_thousands(const struct scan *s, const char *at, const char *end) {
    return is_all_digits(s->current.text, s->current.len) && end - at > 3 && is_digit(at[1]) && is_digit(at[2]) &&
           is_digit(at[3]) && (end - at == 4 || !is_digit(at[4]));
}

// Whether a break inside a word is a mark that belongs to it.
static bool is_inside(struct scan *s, const char *at, const char *next, const char *end) {
    if (!s->current.len || next >= end)
        return false;
    if (*at == '\'' || *at == '`' || (next - at == 3 && memcmp(at, "\xe2\x80\x99", 3) == 0))
        return is_letter(*next);
    if (*at == '.' || *at == ',')
        return is_thousands(s, at, end);
    if ((*at == '@' || *at == '$' || *at == '!') && is_letter(*next)) {
        scan_put(s, at, 1);
        s->current.has_sign = true;
        return true;
    }
    return false;
}

// Pairs of neighbours of a script without spaces; a single character by itself.
static const char *scan_grams(struct scan *s, const char *at, const char *end) {
    scan_end(s);
    const char *first = at, *next = at;
    utf8_next(&next, end);
    for (size_t pairs = 0;; pairs++) {
        const char *after = next;
        if (next >= end || rune_kind_of(utf8_next(&after, end)) != RUNE_GRAM) {
            if (!pairs)
                scan_put(s, first, (size_t)(next - first));
            scan_end(s);
            return next;
        }
        scan_put(s, first, (size_t)(after - first));
        scan_end(s);
        first = next;
        next = after;
    }
}

static void scan_text(struct scan *s, const char *at, const char *end) {
    while (at < end) {
        const char *next = at;
        enum rune_kind kind = rune_kind_of(utf8_next(&next, end));
        if (kind == RUNE_GRAM) {
            at = scan_grams(s, at, end);
            continue;
        }
        if (kind != RUNE_BREAK)
            scan_put(s, at, (size_t)(next - at));
        else if (!is_inside(s, at, next, end))
            scan_end(s);
        at = next;
    }
    scan_end(s);
}

// v a k s i n, h.o.a.x: at least three single characters in a row, mostly letters, are one word.
static void join_spaced(struct scan *s) {
    size_t kept = 0;
    for (size_t i = 0; i < s->count;) {
        size_t run = 0, letters = 0;
        for (; i + run < s->count && s->words[i + run].len == 1; run++)
            letters += is_letter(s->words[i + run].text[0]);
        if (run < SPACED_MIN || letters * 2 <= run) {
            s->words[kept++] = s->words[i++];
            continue;
        }
        struct word *w = &s->words[i];
        unsigned len = run < TOKEN_MAX ? (unsigned)run : TOKEN_MAX;
        for (unsigned k = 0; k < len; k++)
            w->text[k] = w[k].text[0];
        w->text[len] = '\0';
        s->words[kept] = *w;
        s->words[kept++].len = len;
        i += run;
    }
    s->count = kept;
}

// A letter that stands three times or more stands once; Roman numerals and numbers stay.
static void squeeze(struct word *w) {
    if (strspn(w->text, "ivx") == w->len || is_all_digits(w->text, w->len))
        return;
    unsigned kept = 0;
    for (unsigned i = 0; i < w->len;) {
        unsigned run = 1;
        while (i + run < w->len && w->text[i + run] == w->text[i])
            run++;
        bool is_many = run >= REPEAT_MIN && w->text[i] >= 'a' && w->text[i] <= 'z';
        for (unsigned k = 0; k < (is_many ? 1 : run); k++)
            w->text[kept++] = w->text[i];
        i += run;
    }
    w->text[kept] = '\0';
    w->len = kept;
}

static void tell(const struct scan *s, const char *step, const char *from, const char *to) {
    const struct step_listener *l = s->reader->listener;
    if (l)
        l->tell(l->arg, step, from, to);
}

static void put_token(struct scan *s, const char *text, size_t len, unsigned flags) {
    struct tokens *t = s->tokens;
    if (t->count == s->room)
        return;
    const struct lexicon_word *w = lexicon_find(s->reader->lexicon, text, len);
    flags |= w ? w->flags : 0;
    flags |= is_digit(text[0]) ? TOKEN_NUMBER : 0;
    t->items[t->count++] = (struct token){text, (unsigned)len, flags};
}

// harganya → harga; not "tanya", nor a word that the list keeps.
static size_t without_clitic(const struct lexicon_word *w, const char *text, size_t len) {
    bool is_clitic = len >= CLITIC_STEM_MIN + 3 && memcmp(text + len - 3, "nya", 3) == 0 && !(w && w->flags & WORD_KEEP);
    return is_clitic ? len - 3 : len;
}

static void put_word(struct scan *s, char *text, size_t len, unsigned flags) {
    const struct lexicon_word *w = lexicon_find(s->reader->lexicon, text, len);
    if (w && w->means.count) {
        for (size_t i = 0; i < w->means.count; i++) {
            tell(s, "slang", text, w->means.items[i]);
            put_token(s, w->means.items[i], strlen(w->means.items[i]), flags);
        }
        return;
    }
    size_t stem = without_clitic(w, text, len);
    if (stem < len) {
        text[stem] = '\0';
        w = lexicon_find(s->reader->lexicon, text, stem);
        if (w && w->means.count == 1) {
            put_token(s, w->means.items[0], strlen(w->means.items[0]), flags);
            return;
        }
    }
    put_token(s, text, stem, flags);
}

static bool is_known(const struct scan *s, const char *word, size_t len) {
    const struct reader *r = s->reader;
    return lexicon_find(r->lexicon, word, len) || (r->is_known && r->is_known(r->arg, word, len));
}

void token_unleet(const char *word, size_t len, char one, char *out) {
    static const char from[] = "0345678924@$!", to[] = "oeasgtbgzaasi";
    for (size_t i = 0; i < len; i++) {
        const char *sign = word[i] == '1' ? NULL : memchr(from, word[i], sizeof from - 1);
        out[i] = word[i] == '1' ? one : sign ? to[sign - from] : word[i];
    }
    out[len] = '\0';
}

// 4nggot4 → anggota when that is a known word; both readings of 1 are tried.
static bool put_unleeted(struct scan *s, const struct word *w, unsigned flags) {
    char plain[TOKEN_MAX + 1];
    for (const char *one = "il"; *one; one++) {
        token_unleet(w->text, w->len, *one, plain);
        if (is_known(s, plain, w->len)) {
            tell(s, "leet", w->text, plain);
            put_word(s, arena_strndup(s->arena, plain, w->len), w->len, flags);
            return true;
        }
    }
    return false;
}

static void put_split(struct scan *s, struct word *w) {
    for (unsigned at = 0; at < w->len;) {
        unsigned len = (unsigned)strcspn(w->text + at, "@$!");
        if (at + len < w->len)
            w->text[at + len] = '\0';
        if (len)
            put_word(s, w->text + at, len, 0);
        at += len + 1;
    }
}

// While a fact is read no word is known yet: both readings are searched.
static void put_mixed(struct scan *s, struct word *w, unsigned letters) {
    bool is_twice = letters >= 3 && letters + 1 == w->len && w->text[w->len - 1] == '2';
    if (is_twice) { // hoax2, anak²: said twice
        w->text[--w->len] = '\0';
        put_word(s, w->text, w->len, 0);
        return;
    }
    if (s->reader->is_known) {
        if (is_known(s, w->text, w->len) || !put_unleeted(s, w, 0))
            put_word(s, w->text, w->len, TOKEN_MIXED);
        return;
    }
    put_word(s, w->text, w->len, 0);
    if (letters * 2 < w->len || w->len < 4)
        return;
    char *plain = arena_alloc(s->arena, w->len + 1);
    token_unleet(w->text, w->len, 'i', plain);
    put_token(s, plain, w->len, TOKEN_EXTRA);
}

static void put_scanned(struct scan *s, struct word *w) {
    squeeze(w);
    unsigned letters = 0, digits = 0;
    for (unsigned i = 0; i < w->len; i++) {
        letters += is_letter(w->text[i]);
        digits += is_digit(w->text[i]);
    }
    if (w->has_sign) {
        if (!put_unleeted(s, w, 0))
            put_split(s, w);
    } else if (letters && digits) {
        put_mixed(s, w, letters);
    } else {
        put_word(s, w->text, w->len, 0);
    }
}

static bool is_phrase_at(const struct tokens *t, size_t at, const struct words *phrase) {
    if (phrase->count > t->count - at)
        return false;
    for (size_t i = 0; i < phrase->count; i++)
        if (strcmp(t->items[at + i].text, phrase->items[i]) != 0)
            return false;
    return true;
}

static size_t phrase_at(const struct reader *r, const struct tokens *t, size_t at) {
    const struct lexicon_word *w = lexicon_find(r->lexicon, t->items[at].text, t->items[at].len);
    for (size_t i = 0; w && i < w->drop_count; i++)
        if (is_phrase_at(t, at, &w->drops[i]))
            return w->drops[i].count;
    return 0;
}

void tokens_drop(const struct reader *r, struct tokens *t) {
    for (size_t i = 0; i < t->count;) {
        size_t len = phrase_at(r, t, i);
        for (size_t k = 0; k < len; k++)
            t->items[i + k].flags |= TOKEN_DROPPED;
        i += len ? len : 1;
    }
}

void tokens_read(const struct reader *r, const char *text, size_t max, struct arena *a, struct tokens *ret_tokens) {
    size_t len;
    char *folded = normalize_fold(a, text, max, &len);
    size_t most = len < TOKENS_MAX ? len + 1 : TOKENS_MAX;
    // Pairs of characters take each character twice, and a NUL a word: 4 bytes for one of the folded text.
    struct scan s = {.reader = r, .arena = a, .out = arena_alloc(a, 4 * len + 8), .words = arena_alloc(a, most * sizeof *s.words)};
    s.current.text = s.out;
    scan_text(&s, folded, folded + len);
    join_spaced(&s);
    s.room = 3 * s.count + 8; // slang may mean several words
    ret_tokens->items = arena_alloc(a, s.room * sizeof *ret_tokens->items);
    ret_tokens->count = 0;
    s.tokens = ret_tokens;
    for (size_t i = 0; i < s.count; i++)
        put_scanned(&s, &s.words[i]);
}

char *tokens_join(const struct tokens *t, unsigned without, struct arena *a) {
    size_t size = 1;
    for (size_t i = 0; i < t->count; i++)
        size += t->items[i].len + 1;
    char *text = arena_alloc(a, size), *out = text;
    for (size_t i = 0; i < t->count; i++) {
        if (t->items[i].flags & (without | TOKEN_EXTRA))
            continue;
        if (out > text)
            *out++ = ' ';
        memcpy(out, t->items[i].text, t->items[i].len);
        out += t->items[i].len;
    }
    *out = '\0';
    return text;
}
