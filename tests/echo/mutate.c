// SPDX-License-Identifier: Apache-2.0
#include "mutate.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

enum { TEXT_MAX = 16384, WORDS_MAX = 600 };

uint32_t chance_below(struct chance *c, uint32_t bound) { // xorshift64*, Vigna 2016
    c->state ^= c->state >> 12;
    c->state ^= c->state << 25;
    c->state ^= c->state >> 27;
    return (uint32_t)((c->state * 0x2545f4914f6cdd1dU) >> 33) % bound;
}

bool chance_of(struct chance *c, unsigned percent) {
    return chance_below(c, 100) < percent;
}

static const char *pick(struct chance *c, const char *const *from, size_t count) {
    return from[chance_below(c, (uint32_t)count)];
}

// --- words

static bool is_plain(const char *word, size_t len) {
    for (size_t i = 0; i < len; i++)
        if (!isalpha((unsigned char)word[i]))
            return false;
    return len > 0;
}

// A letter swapped, left out, doubled or replaced by another. Months and words of the verdict are no plain words.
static void put_typo(struct chance *c, struct buf *b, const char *word, size_t len) {
    size_t at = 1 + chance_below(c, (uint32_t)(len - 2));
    switch (chance_below(c, 4)) {
    case 0:
        buf_printf(b, "%.*s%c%c%.*s", (int)at, word, word[at + 1], word[at], (int)(len - at - 2), word + at + 2);
        break;
    case 1:
        buf_printf(b, "%.*s%.*s", (int)at, word, (int)(len - at - 1), word + at + 1);
        break;
    case 2:
        buf_printf(b, "%.*s%c%.*s", (int)at, word, word[at], (int)(len - at), word + at);
        break;
    default:
        buf_printf(b, "%.*s%c%.*s", (int)at, word, "aeinrst"[chance_below(c, 7)], (int)(len - at - 1), word + at + 1);
    }
}

static const struct {
    const char *word, *slang, *lang;
} slang[] = {{"yang", "yg", "id"},      {"tidak", "gak", "id"},   {"dengan", "dgn", "id"},  {"untuk", "utk", "id"},   {"dan", "dn", "id"},
             {"sudah", "udh", "id"},    {"juga", "jg", "id"},     {"jangan", "jgn", "id"},  {"orang", "org", "id"},   {"dalam", "dlm", "id"},
             {"pada", "pd", "id"},      {"dari", "dr", "id"},     {"bukan", "bkn", "id"},   {"setelah", "stlh", "id"}, {"lewat", "lwt", "id"},
             {"and", "n", "en"},        {"are", "r", "en"},       {"you", "u", "en"},       {"people", "ppl", "en"},  {"with", "w/", "en"}};

static bool put_slang(struct buf *b, const char *word, size_t len, const char *lang) {
    for (size_t i = 0; i < COUNT_OF(slang); i++)
        if (strlen(slang[i].word) == len && strncasecmp(slang[i].word, word, len) == 0 && strcmp(slang[i].lang, lang) == 0) {
            buf_puts(b, slang[i].slang);
            return true;
        }
    return false;
}

static bool is_kept(const char *word, size_t len) {
    static const char *const kept[] = {"januari", "februari", "maret",    "april", "mei",    "juni",     "juli",    "agustus", "september",
                                       "oktober", "november", "desember", "january", "february", "march",  "may",     "june",    "july",
                                       "august",  "october",  "december", "salah", "benar",  "penipuan", "false",   "true",    "scam",
                                       "misleading", "menyesatkan", "sebagian", "partly", "senin",   "jumat",    "kamis",    "monday", "friday", "thursday", "never",   "bukan",   "tidak"};
    for (size_t i = 0; i < COUNT_OF(kept); i++)
        if (strlen(kept[i]) == len && strncasecmp(kept[i], word, len) == 0)
            return true;
    return false;
}

static const char *const emoji[] = {"🙏", "😱", "🔥", "⚠️", "👍", "😂"};

struct noise {
    unsigned lost, typo, slang, emoji; // percent of the words
};

static void put_word(struct chance *c, struct buf *b, const char *word, size_t len, const char *lang, const struct noise *n) {
    size_t letters = len;
    while (letters > 1 && strchr(".,;:!?", word[letters - 1]))
        letters--;
    bool is_typo = chance_of(c, n->typo) && letters >= 4 && is_plain(word, letters) && !is_kept(word, letters);
    bool is_slang = chance_of(c, n->slang);
    if (is_typo)
        put_typo(c, b, word, letters);
    else if (!is_slang || !put_slang(b, word, letters, lang))
        buf_put(b, word, letters);
    buf_put(b, word + letters, len - letters);
    if (chance_of(c, n->emoji))
        buf_printf(b, " %s", pick(c, emoji, COUNT_OF(emoji)));
}

static size_t word_count(const char *text) {
    size_t count = 0;
    for (text += strspn(text, " \n"); *text; text += strspn(text, " \n")) {
        text += strcspn(text, " \n");
        count++;
    }
    return count;
}

static void put_words(struct chance *c, struct buf *b, const char *text, const char *lang, size_t words, const struct noise *n) {
    for (size_t i = 0; *text && i < words; i++) {
        size_t len = strcspn(text, " \n"), space = strspn(text + len, " \n");
        if (!chance_of(c, n->lost)) {
            put_word(c, b, text, len, lang, n);
            buf_putc(b, memchr(text + len, '\n', space) && chance_of(c, 70) ? '\n' : ' ');
        }
        text += len + space;
    }
}

// --- words around it

static const char *const before_id[] = {"",          "Fwd dari grup sebelah: ", "*Diteruskan* ", "Info A1!! ",       "apa benar ini? ",
                                        "min tolong cek: ", "Assalamualaikum, ",  "dapat dari grup RT 05: ", "> "};
static const char *const before_en[] = {"", "Forwarded: ", "is this true? ", "from my family group: ", "hi, please check: ", "> "};
static const char *const behind_id[] = {"", "", "", " mohon infonya", " bener gak ya", " 🙏🙏", " tolong sebarkan"};
static const char *const behind_en[] = {"", "", "", " is it real", " pls tell me", " 🙏🙏"};

static const char *before(struct chance *c, const char *lang) {
    return strcmp(lang, "en") == 0 ? pick(c, before_en, COUNT_OF(before_en)) : pick(c, before_id, COUNT_OF(before_id));
}

static const char *behind(struct chance *c, const char *lang) {
    return strcmp(lang, "en") == 0 ? pick(c, behind_en, COUNT_OF(behind_en)) : pick(c, behind_id, COUNT_OF(behind_id));
}

static char *around(struct chance *c, const char *text, const char *lang, size_t words, const struct noise *n, struct arena *a) {
    struct buf b;
    buf_init(&b, TEXT_MAX);
    buf_puts(&b, before(c, lang));
    bool is_quoted = chance_of(c, 15), is_loud = chance_of(c, 10);
    buf_puts(&b, is_quoted ? "“" : "");
    size_t from = b.len;
    put_words(c, &b, text, lang, words, n);
    for (size_t i = from; i < b.len && is_loud; i++)
        b.bytes[i] = (char)toupper((unsigned char)b.bytes[i]);
    buf_puts(&b, is_quoted ? "”" : "");
    buf_puts(&b, behind(c, lang));
    char *out = arena_strndup(a, buf_text(&b), b.len);
    buf_done(&b);
    return out;
}

char *mutate(struct chance *c, const char *text, const char *lang, struct arena *a) {
    static const struct noise noise = {.lost = 5, .typo = 5, .slang = 60, .emoji = 4};
    size_t words = word_count(text), percent = 50 + chance_below(c, 51);
    return around(c, text, lang, (words * percent + 99) / 100, &noise, a);
}

char *dress(struct chance *c, const char *text, const char *lang, struct arena *a) {
    static const struct noise noise = {.typo = 5, .slang = 60, .emoji = 4};
    return around(c, text, lang, WORDS_MAX, &noise, a);
}

// --- forgeries

static char *replaced(struct arena *a, const char *text, size_t at, size_t len, const char *by) {
    return arena_printf(a, "%.*s%s%s", (int)at, text, by, text + at + len);
}

static char *forge_digit(struct chance *c, const char *text, struct arena *a) {
    size_t digits = 0;
    for (const char *t = text; *t; t++)
        digits += isdigit((unsigned char)*t) != 0;
    if (!digits)
        return NULL;
    size_t which = chance_below(c, (uint32_t)digits), at = 0;
    while (!isdigit((unsigned char)text[at]) || which--)
        at++;
    char by[2] = {(char)('0' + (text[at] - '0' + 1 + (int)chance_below(c, 8)) % 10), '\0'};
    if (by[0] == '0' && (at == 0 || !isdigit((unsigned char)text[at - 1])))
        by[0] = text[at] == '9' ? '8' : '9';
    return replaced(a, text, at, 1, by);
}

// One of the words by another one of its row.
static char *forge_word(struct chance *c, const char *text, const char *const *words, size_t count, struct arena *a) {
    struct {
        size_t at, word;
    } found[WORDS_MAX];
    size_t finds = 0;
    for (size_t w = 0; w < count; w++)
        for (const char *at = strstr(text, words[w]); at && finds < WORDS_MAX; at = strstr(at + 1, words[w])) {
            bool is_whole = (at == text || !isalpha((unsigned char)at[-1])) && !isalpha((unsigned char)at[strlen(words[w])]);
            if (!is_whole)
                continue;
            found[finds].at = (size_t)(at - text);
            found[finds++].word = w;
        }
    if (!finds)
        return NULL;
    size_t which = chance_below(c, (uint32_t)finds), other = chance_below(c, (uint32_t)count - 1);
    other += other >= found[which].word;
    return replaced(a, text, found[which].at, strlen(words[found[which].word]), words[other]);
}

static char *forge_date(struct chance *c, const char *text, struct arena *a) {
    static const char *const id[] = {"Januari", "Februari", "Maret", "April", "Juni", "Agustus", "Oktober", "Desember"};
    static const char *const en[] = {"January", "February", "March", "April", "June", "August", "October", "December"};
    static const char *const days_id[] = {"Senin", "Rabu", "Kamis", "Jumat"};
    static const char *const days_en[] = {"Monday", "Wednesday", "Thursday", "Friday"};
    const struct {
        const char *const *words;
        size_t count;
    } rows[] = {{days_id, 4}, {days_en, 4}, {id, COUNT_OF(id)}, {en, COUNT_OF(en)}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char *forged = forge_word(c, text, rows[i].words, rows[i].count, a);
        if (forged)
            return forged;
    }
    return NULL;
}

static char *forge_verdict(struct chance *c, const char *text, struct arena *a) {
    static const char *const id[] = {"SALAH", "BENAR", "PENIPUAN", "MENYESATKAN", "SEBAGIAN BENAR"};
    static const char *const en[] = {"FALSE", "TRUE", "SCAM", "MISLEADING", "PARTLY TRUE"};
    char *forged = forge_word(c, text, id, COUNT_OF(id), a);
    return forged ? forged : forge_word(c, text, en, COUNT_OF(en), a);
}

static char *forge_link(struct chance *c, const char *text, struct arena *a) {
    static const char *const hosts[] = {"prakerja-resmi.com", "bit.ly/daftar2", "kartuprakerja.xyz", "bantuan-go-id.site"};
    static const char *const own[] = {"prakerja.go.id", "prakerja.vip", "prakerja12.com", "prakerja12.xyz", "kartu-prakerja.com", "republika.co.id",
                                      "liputan6.com", "rmol.id", "wa.me/628119787670", "KFCUK11.XYZ"};
    size_t first = chance_below(c, COUNT_OF(own));
    for (size_t i = 0; i < COUNT_OF(own); i++) {
        const char *host = own[(first + i) % COUNT_OF(own)], *at = strstr(text, host);
        if (at)
            return replaced(a, text, (size_t)(at - text), strlen(host), pick(c, hosts, COUNT_OF(hosts)));
    }
    return NULL;
}

char *forge(struct chance *c, const char *text, enum forgery kind, struct arena *a) {
    static char *(*const ways[FORGERIES])(struct chance *, const char *, struct arena *) = {forge_digit, forge_date, forge_verdict, forge_link};
    return ways[kind](c, text, a);
}
