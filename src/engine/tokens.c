// SPDX-License-Identifier: Apache-2.0
#include "tokens.h"

#include <inttypes.h>
#include <string.h>

#include "../base/text.h"
#include "normalize.h"
#include "spelling.h"

enum {
    LEET_LETTERS = 2, // that must stand in a word with digits for letters: "a1" and "g20" stay
    LEET_MIN = 4,     // bytes of such a word of a fact
    PART_LETTERS = 3, // "covid19" is two words, "mp3" is one
    CLITIC_ROUNDS = 2, // "caranyalah"
    WHOLE_DIGITS = 4,  // of a number before "ribu" or "juta"
    FRACTION_DIGITS = 2,
    MULTIPLIED_MAX = 9999,
};

struct reading {
    const struct reader *reader;
    struct arena *arena;
    struct tokens *tokens;
    size_t room; // of tokens
    const struct scan_word *before; // the word read before, or NULL
    size_t number;     // tokens up to a number that the next word may multiply; 0: none
    bool is_fraction;  // the last word is what stands behind the comma of the one before
};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c & 0x80);
}

static void tell(const struct reading *r, const char *step, const char *from, const char *to) {
    const struct step_listener *l = r->reader->listener;
    if (l)
        l->tell(l->arg, step, from, to);
}

static const struct lexicon_word *find(const struct reading *r, const char *text, size_t len) {
    return lexicon_find(r->reader->lexicon, text, len);
}

static bool is_in_facts(const struct reading *r, const char *text, size_t len) {
    return r->reader->is_known && r->reader->is_known(r->reader->arg, text, len);
}

static bool is_known(const struct reading *r, const char *text, size_t len) {
    return find(r, text, len) || is_in_facts(r, text, len);
}

// pra kerja → prakerja: the word before and this one are one.
static bool put_pair(struct reading *r, const struct lexicon_word *w) {
    struct token *last = r->tokens->count ? &r->tokens->items[r->tokens->count - 1] : NULL;
    const struct lexicon_word *first = last ? last->word : NULL;
    for (size_t i = 0; first && i < first->pair_count; i++) {
        if (first->pairs[i].second != w)
            continue;
        const struct lexicon_word *meant = first->pairs[i].means;
        tell(r, "slang", w->text, meant->text);
        *last = (struct token){meant->text, meant->len, meant->flags, meant};
        return true;
    }
    return false;
}

static void put_token(struct reading *r, const char *text, size_t len, const struct lexicon_word *w, unsigned flags);

static uint64_t multiplier(const char *word) {
    static const struct {
        const char *word;
        uint64_t times;
    } rows[] = {{"ribu", 1000},          {"juta", 1000000},       {"miliar", 1000000000},  {"triliun", 1000000000000},
                {"thousand", 1000},      {"million", 1000000},    {"billion", 1000000000}, {"trillion", 1000000000000}};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (strcmp(rows[i].word, word) == 0)
            return rows[i].times;
    return 0;
}

static void put_number(struct reading *r, uint64_t value) {
    const char *text = arena_printf(r->arena, "%" PRIu64, value);
    put_token(r, text, strlen(text), NULL, TOKEN_EXTRA);
}

// A fact that says 600 ribu or 3,5 juta is found by 600.000 and 3.500.000 too.
static void put_multiple(struct reading *r, const char *word, size_t number) {
    const struct token *last = &r->tokens->items[number - 1];
    uint64_t times = multiplier(word), scale = 1;
    int64_t whole = 0, part;
    for (unsigned i = 0; r->is_fraction && i < last->len; i++)
        scale *= 10;
    bool is_read = times && text_number(last->text, 0, MULTIPLIED_MAX, &part) && (!r->is_fraction || text_number(last[-1].text, 0, MULTIPLIED_MAX, &whole));
    if (is_read)
        put_number(r, ((uint64_t)whole * scale + (uint64_t)part) * times / scale);
}

// And one that says 600.000 by 600 ribu.
static void put_divided(struct reading *r, const char *text, size_t len) {
    int64_t value;
    if (len < 4 || memcmp(text + len - 3, "000", 3) != 0 || !text_number(text, 1, INT64_MAX, &value))
        return;
    while (value % 1000 == 0)
        value /= 1000;
    put_number(r, (uint64_t)value);
}

static void put_token(struct reading *r, const char *text, size_t len, const struct lexicon_word *w, unsigned flags) {
    struct tokens *t = r->tokens;
    if (t->count == r->room)
        return;
    if (w && put_pair(r, w))
        return;
    flags |= w ? w->flags : 0;
    flags |= is_digit(text[0]) ? TOKEN_NUMBER : 0;
    size_t number = r->number == t->count ? r->number : 0;
    t->items[t->count++] = (struct token){text, (unsigned)len, flags, w};
    if (r->reader->is_known || flags & TOKEN_EXTRA)
        return; // a message is searched as it stands
    if (number)
        put_multiple(r, text, number);
    if (flags & TOKEN_NUMBER)
        put_divided(r, text, len);
}

// Whether the clitic hangs on the word: harganya, but not "tanya", nor vaksinkah unless vaksin is a word.
static bool is_hanging(const struct reading *r, const char *text, size_t len, const struct lexicon_word *w, const struct clitic *c) {
    size_t rest = len - c->len;
    if (c->certain && rest >= c->certain)
        return !(w && w->flags & WORD_KEEP);
    const struct lexicon_word *known = c->is_of_person ? NULL : find(r, text, rest);
    return !w && !is_in_facts(r, text, len) && ((known && !known->means.count) || is_in_facts(r, text, rest));
}

// In place. Returns what the lexicon knows of the rest.
static const struct lexicon_word *drop_clitics(const struct reading *r, char *text, size_t *len, const struct lexicon_word *w) {
    for (int round = 0; round < CLITIC_ROUNDS; round++) {
        const struct clitic *c = spelling_clitic(text, *len);
        if (!c || !is_hanging(r, text, *len, w, c))
            break;
        const char *whole = r->reader->listener ? arena_strndup(r->arena, text, *len) : NULL;
        *len -= c->len;
        text[*len] = '\0';
        tell(r, "clitic", whole, text);
        w = find(r, text, *len);
    }
    return w;
}

static void put_word(struct reading *r, char *text, size_t len, unsigned flags) {
    const struct lexicon_word *w = find(r, text, len);
    if (!w || !w->means.count)
        w = drop_clitics(r, text, &len, w);
    if (!w || !w->means.count) {
        put_token(r, text, len, w, flags);
        return;
    }
    for (size_t i = 0; i < w->means.count; i++) {
        const struct lexicon_word *meant = w->means.items[i];
        tell(r, "slang", text, meant->text);
        put_token(r, meant->text, meant->len, meant, flags);
    }
}

// The first reading of digits and signs as letters that is a known word.
static bool put_unleeted(struct reading *r, const char *text, size_t len) {
    char plain[TOKEN_MAX + 1];
    bool has_one = memchr(text, '1', len) != NULL, has_vee = memchr(text, 'v', len) != NULL;
    for (int reading = 0; reading < 4; reading++) {
        char one = reading & 1 ? 'l' : 'i', vee = reading & 2 ? 'u' : 'v';
        if ((one == 'l' && !has_one) || (vee == 'u' && !has_vee))
            continue;
        spelling_unleet(text, len, one, vee, plain);
        if (!is_known(r, plain, len))
            continue;
        tell(r, "leet", text, plain);
        put_word(r, arena_strndup(r->arena, plain, len), len, 0);
        return true;
    }
    return false;
}

// While a fact is read no word is known yet: the other reading is searched too.
static void put_extra_unleeted(struct reading *r, const char *text, size_t len, size_t letters) {
    if (r->reader->is_known || letters * 2 < len || len < LEET_MIN)
        return;
    char *plain = arena_alloc(r->arena, len + 1);
    spelling_unleet(text, len, 'i', 'v', plain);
    put_token(r, plain, len, find(r, plain, len), TOKEN_EXTRA);
}

static void put_split(struct reading *r, char *text, size_t len) {
    for (size_t at = 0; at < len;) {
        size_t part = strcspn(text + at, "@$!");
        if (at + part < len)
            text[at + part] = '\0';
        if (part)
            put_word(r, text + at, part, 0);
        at += part + 1;
    }
}

static void put_signed(struct reading *r, char *text, size_t len, size_t letters) {
    if (letters >= LEET_LETTERS && put_unleeted(r, text, len))
        return;
    const char *whole = arena_strndup(r->arena, text, len);
    put_split(r, text, len);
    put_extra_unleeted(r, whole, len, letters);
}

// Of copies: a particle is cut off in place, and the word may be read once more.
static void put_parts(struct reading *r, const char *text, size_t part, size_t len) {
    put_word(r, arena_strndup(r->arena, text, part), part, 0);
    put_word(r, arena_strndup(r->arena, text + part, len - part), len - part, 0);
}

static bool is_counted(const struct lexicon_word *w) {
    return w && (w->flags & WORD_COUNTED || (w->means.count == 1 && w->means.items[0]->flags & WORD_COUNTED));
}

// hoax2, anak², teman2nya, mobil2an: said twice. Not gelombang2, which is the second wave.
static bool put_twice(struct reading *r, const char *text, size_t len) {
    const char *suffix;
    size_t once = spelling_twice(text, len, &suffix);
    if (!once || is_counted(find(r, text, once)))
        return false;
    put_word(r, arena_strndup(r->arena, text, once), once, 0);
    char *again = arena_printf(r->arena, "%.*s%s", (int)once, text, suffix);
    put_word(r, again, strlen(again), 0);
    return true;
}

// Whether the letters before or after the digits are a word by themselves.
static bool is_part_known(const struct reading *r, const char *text, size_t part, size_t len) {
    const char *letters = is_digit(text[0]) ? text + part : text;
    size_t count = is_digit(text[0]) ? len - part : part;
    return count >= LEET_LETTERS && (find(r, letters, count) || (count >= PART_LETTERS && is_in_facts(r, letters, count)));
}

// A word of letters and digits: slang, twice, a number, two words, leet; else itself.
static void put_mixed(struct reading *r, char *text, size_t len, size_t letters) {
    size_t part = spelling_part(text, len);
    if (find(r, text, len)) {
        put_word(r, text, len, 0);
    } else if (put_twice(r, text, len)) {
        return;
    } else if (spelling_number(text, len)) {
        put_token(r, text, len, NULL, 0);
    } else if (part && is_part_known(r, text, part, len)) {
        put_parts(r, text, part, len);
    } else if (!is_in_facts(r, text, len) && letters >= LEET_LETTERS && put_unleeted(r, text, len)) {
        return;
    } else {
        if (part && letters >= PART_LETTERS)
            put_parts(r, text, part, len);
        else
            put_token(r, text, len, NULL, r->reader->is_known ? TOKEN_MIXED : 0);
        put_extra_unleeted(r, text, len, letters);
    }
}

static bool has_run(const char *text, size_t len) {
    for (size_t i = 2; i < len; i++)
        if (text[i] == text[i - 1] && text[i] == text[i - 2])
            return true;
    return false;
}

// satuuu → satu, maaaf → maaf: once, or twice when that is the word.
static void squeeze(const struct reading *r, struct scan_word *w) {
    char *twice = arena_strndup(r->arena, w->text, w->len);
    size_t len = spelling_squeeze(twice, w->len, 2);
    w->len = (unsigned)spelling_squeeze(w->text, w->len, 1);
    if (!is_known(r, w->text, w->len) && is_known(r, twice, len)) {
        w->text = twice;
        w->len = (unsigned)len;
    }
}

// Marks a number of a fact that the next word may multiply: of few digits, and at most two behind a comma.
static void mark_number(struct reading *r, const struct scan_word *w, size_t digits) {
    const struct scan_word *b = r->before;
    bool is_behind = b && w->gap == 1 && (w->before == ',' || w->before == '.') && is_digit(b->text[b->len - 1]);
    r->is_fraction = is_behind;
    r->number = digits && digits <= (is_behind ? FRACTION_DIGITS : WHOLE_DIGITS) ? r->tokens->count + 1 : 0;
    bool is_first = is_behind && r->tokens->count && r->tokens->items[r->tokens->count - 1].len <= WHOLE_DIGITS;
    r->number = is_behind && !is_first ? 0 : r->number;
}

static void put_scanned(struct reading *r, struct scan_word *w) {
    if (has_run(w->text, w->len))
        squeeze(r, w);
    size_t letters = 0, digits = 0;
    for (unsigned i = 0; !w->is_plain && i < w->len; i++) {
        letters += is_letter(w->text[i]);
        digits += is_digit(w->text[i]);
    }
    if (digits)
        mark_number(r, w, strspn(w->text, "0123456789"));
    if (w->has_sign)
        put_signed(r, w->text, w->len, letters);
    else if (letters && digits)
        put_mixed(r, w->text, w->len, letters);
    else
        put_word(r, w->text, w->len, 0);
    r->before = w;
}

void token_unleet(const char *word, size_t len, char one, char *out) {
    spelling_unleet(word, len, one, 'v', out);
}

static bool is_phrase_at(const struct tokens *t, size_t at, const struct words *phrase) {
    if (phrase->count > t->count - at)
        return false;
    for (size_t i = 0; i < phrase->count; i++)
        if (t->items[at + i].word != phrase->items[i])
            return false;
    return true;
}

static size_t phrase_at(const struct tokens *t, size_t at) {
    const struct lexicon_word *w = t->items[at].word;
    for (size_t i = 0; w && i < w->drop_count; i++)
        if (is_phrase_at(t, at, &w->drops[i]))
            return w->drops[i].count;
    return 0;
}

void tokens_drop(const struct reader *r, struct tokens *t) {
    (void)r;
    for (size_t i = 0; i < t->count;) {
        size_t len = phrase_at(t, i);
        for (size_t k = 0; k < len; k++)
            t->items[i + k].flags |= TOKEN_DROPPED;
        i += len ? len : 1;
    }
}

void tokens_read(const struct reader *reader, const char *text, size_t max, struct arena *a, struct tokens *ret_tokens) {
    size_t len;
    const char *folded = normalize_fold(a, text, max, &len);
    struct scan_words words;
    scan_text(folded, len, a, &words);
    size_t room = 3 * words.count + 8; // slang may mean several words
    *ret_tokens = (struct tokens){.items = arena_alloc(a, room * sizeof *ret_tokens->items)};
    struct reading r = {.reader = reader, .arena = a, .tokens = ret_tokens, .room = room};
    for (size_t i = 0; i < words.count; i++)
        put_scanned(&r, &words.items[i]);
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
