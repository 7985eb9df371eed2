// SPDX-License-Identifier: Apache-2.0
#include "number_words.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../base/mem.h"

enum { WORD_MAX = 12 };

// In order of the alphabet.
static const struct entry {
    char word[WORD_MAX + 1], digit;
    unsigned char kind;
} entries[] = {{"account", 0, WORD_ACCOUNT},   {"akun", 0, WORD_CHAT},        {"bank", 0, WORD_ACCOUNT},
               {"bca", 0, WORD_ACCOUNT},       {"billion", 0, WORD_AMOUNT},   {"bjb", 0, WORD_ACCOUNT},
               {"bni", 0, WORD_ACCOUNT},       {"bri", 0, WORD_ACCOUNT},      {"bsi", 0, WORD_ACCOUNT},
               {"btn", 0, WORD_ACCOUNT},       {"call", 0, WORD_PHONE},       {"chat", 0, WORD_PHONE},
               {"cimb", 0, WORD_ACCOUNT},      {"contact", 0, WORD_PHONE},    {"cs", 0, WORD_PHONE},         {"dana", 0, WORD_ACCOUNT},
               {"danamon", 0, WORD_ACCOUNT},   {"delapan", '8', WORD_DIGIT},  {"dlapan", '8', WORD_DIGIT},
               {"dm", 0, WORD_CHAT},           {"dua", '2', WORD_DIGIT},      {"eight", '8', WORD_DIGIT},
               {"empat", '4', WORD_DIGIT},     {"enam", '6', WORD_DIGIT},     {"ewallet", 0, WORD_ACCOUNT},
               {"facebook", 0, WORD_CHAT},     {"fb", 0, WORD_CHAT},          {"five", '5', WORD_DIGIT},
               {"follow", 0, WORD_CHAT},       {"four", '4', WORD_DIGIT},     {"gopay", 0, WORD_ACCOUNT},
               {"handphone", 0, WORD_PHONE},   {"hotline", 0, WORD_PHONE}, {"hp", 0, WORD_PHONE},         {"hub", 0, WORD_PHONE},
               {"hubungi", 0, WORD_PHONE},     {"iban", 0, WORD_ACCOUNT},     {"id", 0, WORD_LABEL},
               {"idcard", 0, WORD_IDENTITY},   {"idr", 0, WORD_MONEY},        {"ig", 0, WORD_CHAT},
               {"insta", 0, WORD_CHAT},        {"instagram", 0, WORD_CHAT},   {"inv", 0, WORD_CODE},
               {"invoice", 0, WORD_CODE},      {"isbn", 0, WORD_CODE},        {"jago", 0, WORD_ACCOUNT},
               {"jenius", 0, WORD_ACCOUNT},    {"jt", 0, WORD_AMOUNT},        {"juta", 0, WORD_AMOUNT},
               {"kk", 0, WORD_IDENTITY},       {"kode", 0, WORD_CODE},        {"kontak", 0, WORD_PHONE},
               {"kosong", '0', WORD_DIGIT},    {"ktp", 0, WORD_IDENTITY},     {"lapan", '8', WORD_DIGIT},
               {"lima", '5', WORD_DIGIT},      {"line", 0, WORD_CHAT},        {"linkaja", 0, WORD_ACCOUNT},
               {"mandiri", 0, WORD_ACCOUNT},   {"maybank", 0, WORD_ACCOUNT},  {"miliar", 0, WORD_AMOUNT},
               {"million", 0, WORD_AMOUNT},    {"milyar", 0, WORD_AMOUNT},    {"mobile", 0, WORD_PHONE},
               {"muamalat", 0, WORD_ACCOUNT},  {"niaga", 0, WORD_ACCOUNT},    {"nik", 0, WORD_IDENTITY},
               {"nine", '9', WORD_DIGIT},      {"nip", 0, WORD_CODE},         {"nisn", 0, WORD_CODE},
               {"no", 0, WORD_LABEL},          {"nohp", 0, WORD_PHONE},       {"nokk", 0, WORD_IDENTITY},
               {"nol", '0', WORD_DIGIT},       {"nomer", 0, WORD_LABEL},      {"nomor", 0, WORD_LABEL},
               {"nomornya", 0, WORD_LABEL},    {"nope", 0, WORD_PHONE},       {"norek", 0, WORD_ACCOUNT},
               {"nowa", 0, WORD_PHONE},        {"npwp", 0, WORD_CODE},        {"number", 0, WORD_LABEL},
               {"ocbc", 0, WORD_ACCOUNT},      {"oh", '0', WORD_DIGIT},       {"one", '1', WORD_DIGIT},
               {"orang", 0, WORD_AMOUNT},      {"order", 0, WORD_CODE},       {"ovo", 0, WORD_ACCOUNT},
               {"panin", 0, WORD_ACCOUNT},     {"people", 0, WORD_AMOUNT},    {"permata", 0, WORD_ACCOUNT},
               {"persen", 0, WORD_AMOUNT},     {"pesanan", 0, WORD_CODE},     {"phone", 0, WORD_PHONE},
               {"plus", 0, WORD_PLUS},         {"rb", 0, WORD_AMOUNT},        {"rek", 0, WORD_ACCOUNT},
               {"rekening", 0, WORD_ACCOUNT},  {"resi", 0, WORD_CODE},        {"ribu", 0, WORD_AMOUNT},
               {"rp", 0, WORD_MONEY},          {"rupiah", 0, WORD_AMOUNT},    {"satu", '1', WORD_DIGIT},
               {"seabank", 0, WORD_ACCOUNT},   {"sembilan", '9', WORD_DIGIT}, {"seven", '7', WORD_DIGIT},
               {"shopeepay", 0, WORD_ACCOUNT}, {"six", '6', WORD_DIGIT},      {"sms", 0, WORD_PHONE},
               {"tele", 0, WORD_CHAT},         {"telegram", 0, WORD_CHAT},    {"telephone", 0, WORD_PHONE},
               {"telepon", 0, WORD_PHONE},     {"telp", 0, WORD_PHONE},       {"telpon", 0, WORD_PHONE},
               {"tf", 0, WORD_ACCOUNT},        {"tg", 0, WORD_CHAT},          {"three", '3', WORD_DIGIT},
               {"ticket", 0, WORD_CODE},       {"tiga", '3', WORD_DIGIT},     {"tiket", 0, WORD_CODE},
               {"tiktok", 0, WORD_CHAT},       {"tlp", 0, WORD_PHONE},        {"transaksi", 0, WORD_CODE},
               {"transfer", 0, WORD_ACCOUNT},  {"triliun", 0, WORD_AMOUNT},   {"trx", 0, WORD_CODE},
               {"tujuh", '7', WORD_DIGIT},     {"twitter", 0, WORD_CHAT},     {"two", '2', WORD_DIGIT},
               {"usd", 0, WORD_MONEY},         {"username", 0, WORD_CHAT},    {"va", 0, WORD_ACCOUNT},
               {"wa", 0, WORD_PHONE},          {"whatsapp", 0, WORD_PHONE},   {"zero", '0', WORD_DIGIT}};

// A bit for what the first and last letter and the length of an entry give: few other words go further. Filled
// before main.
enum { SIEVE_BITS = 4096 };
static uint64_t sieve[SIEVE_BITS / 64];

static unsigned sieve_at(const char *word, size_t len) {
    return ((unsigned)(word[0] & 31) * 31 * 13 + (unsigned)(word[len - 1] & 31) * 13 + (unsigned)len) % SIEVE_BITS;
}

__attribute__((constructor)) static void fill_sieve(void) {
    for (size_t i = 0; i < COUNT_OF(entries); i++) {
        unsigned at = sieve_at(entries[i].word, strlen(entries[i].word));
        sieve[at / 64] |= 1ull << at % 64;
    }
}

static int by_word(const void *key, const void *entry) {
    return strcmp(key, ((const struct entry *)entry)->word);
}

enum word_kind number_word(const char *at, size_t len, char *ret_digit) {
    char word[WORD_MAX + 1];
    *ret_digit = 0;
    if (len < 2 || len > WORD_MAX)
        return WORD_OTHER;
    unsigned sieved = sieve_at(at, len);
    if (!(sieve[sieved / 64] >> sieved % 64 & 1))
        return WORD_OTHER;
    for (size_t i = 0; i < len; i++)
        word[i] = (char)tolower((unsigned char)at[i]);
    word[len] = '\0';
    const struct entry *e = bsearch(word, entries, COUNT_OF(entries), sizeof entries[0], by_word);
    *ret_digit = e ? e->digit : 0;
    return e ? (enum word_kind)e->kind : WORD_OTHER;
}
