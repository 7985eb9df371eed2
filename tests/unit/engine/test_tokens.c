// SPDX-License-Identifier: Apache-2.0
#include "engine/tokens.h"

#include "words.h"

static bool knows(const void *arg, const char *word, size_t len) {
    (void)arg;
    static const char *const words[] = {"anggota", "vaksin", "mengundurkan", "lowongan", "hoaks", "rekening", "rekeningmu", "ibu"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strlen(words[i]) == len && memcmp(words[i], word, len) == 0)
            return true;
    return false;
}

static void message(void) {
    static const struct {
        const char *text, *words;
    } rows[] = {
        {"brp lembaga plthn yg ada?", "berapa lembaga pelatihan yang ada"},
        // digits and signs for letters, only when a word comes out
        {"4NGG0T4 DPR", "anggota dpr"},
        {"M3NGVNDURK4N diri", "mengundurkan diri"},
        {"V@KS1N gratis", "vaksin gratis"},
        {"l0w0ng4n", "lowongan"},
        {"v4ks1n v 4 k s 1 n", "vaksin vaksin"},
        {"B3RS1NAR", "b3rs1nar"},
        {"a1 s1 g20 h5n1 mp3", "a1 s1 g20 h5n1 mp3"},
        // letters for digits
        {"l80 lembaga", "180 lembaga"},
        {"O811 2O21 1O0", "0811 2021 100"},
        {"10l 5i", "10l 5i"},
        // letters and digits that are two words
        {"covid19", "covid 19"},
        {"covid-19", "covid 19"},
        {"gelombang66 gel66", "gelombang 66 gelombang 66"},
        {"Rp500 600rb 5juta 12jt", "rupiah 500 600 ribu 5 juta 12 juta"},
        {"juni2021", "juni 2021"},
        // and two that are one
        {"kartu pra kerja, pra-kerja #PraKerja", "kartu prakerja prakerja prakerja"},
        {"pra vaksin kerja", "pra vaksin kerja"},
        // letters apart
        {"v a k s i n", "vaksin"},
        {"h.o.a.x", "hoaks"},
        {"h-o-a-k-s h_o_a_k_s h*o*a*k*s", "hoaks hoaks hoaks"},
        {"v a k s i n  h o a k s", "vaksin hoaks"},
        {"v a k s i n\nh o a k s", "vaksin hoaks"},
        {"v.a.k.s.i.n. h.o.a.x.", "vaksin hoaks"},
        {"1 2 3 a 4", "1 2 3 a 4"},
        {"gol b o", "gol b o"},
        // repeats
        {"satuuuuu", "satu"},
        {"maaaf bangettt halooo", "maaf sangat halo"},
        {"gelombang iii", "gelombang iii"},
        {"hoaaax", "hoaks"},
        // said twice
        {"hoax2", "hoaks hoaks"},
        {"anak²", "anak anak"},
        {"anak-anak", "anak anak"},
        {"anak2nya mobil2an", "anak anak mobil mobilan"},
        {"gelombang2 dosis2", "gelombang 2 dosis 2"},
        // particles
        {"harganya", "harga"},
        {"bertanya", "bertanya"},
        {"vaksinkah vaksinlah vaksinpun", "vaksin vaksin vaksin"},
        {"masalah sekolah langkah ampun jumlah", "masalah sekolah langkah ampun jumlah"},
        {"ibunya bumnya", "ibu bumnya"},
        {"rekeningku pelaku", "rekening pelaku"},
        {"rekeningmu", "rekeningmu"}, // as a fact has it
        // numbers
        {"Rp 600.000 atau 600,000", "rupiah 600000 atau 600000"},
        {"3.14 1.2.3", "3 14 1 2 3"},
        {"assalamu'alaikum", "assalamualaikum"},
        {"hubungi +62 811-9787-670 ya", "hubungi 08119787670 ya"},
        {"wa 0811 9787 670, (021) 345 6789", "whatsapp 08119787670 0213456789"},
        {"2021 2022 2023, 08-12-2021", "2021 2022 2023 08 12 2021"},
        {"1500123 112", "1500123 112"},
        // languages without spaces
        {"中国人", "中国 国人"},
        {"vaksin中国人", "vaksin 中国 国人"},
        {"백신을", "백신 신을"},
        {"แจกเงิน", "แจ จก กเ เง งิ ิน"},
        {"😀😀", ""},
        {"vaksin😀gratis", "vaksin gratis"},
        {"US$500!", "us 500"},
        };
    struct lexicon *l = words_lexicon();
    struct arena *a = arena_new(1 << 24);
    struct reader reader = {.lexicon = l, .is_known = knows};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct tokens t;
        tokens_read(&reader, rows[i].text, 1000, a, &t);
        CHECK_TEXT(tokens_join(&t, 0, a), rows[i].words);
    }
    arena_free(a);
    lexicon_free(l);
}

static void dropped(void) {
    static const struct {
        const char *text, *rest;
    } rows[] = {
        {"apakah benar prakerja ditutup?", "prakerja ditutup"},
        {"halo min, tolong cek ini hoaks bukan: gempa bali", "gempa bali"},
        {"min mau nanya, bener ga sih vaksin bikin mandul", "vaksin bikin mandul"},
        {"Fwd dari grup sebelah: minum air", "minum air"},
        {"Diteruskan berkali-kali\ngempa bali", "gempa bali"},
        {"Forwarded many times: drink water", "drink water"},
        {"[10/2 08.14] Budi: gempa bali", "gempa bali"},
        {"[10/02/21, 8:14 PM] +62 811-9787-670: gempa\n[10/02/21, 8:15 PM] Ani: bali", "gempa bali"},
        {"10/02/21 08.14 - Pak RT: gempa bali", "gempa bali"},
        {"is it true that wave 18 opens", "wave 18 opens"},
        {"hi, can you please check whether this is real: lemon cures covid", "lemon cures covid"},
        };
    struct lexicon *l = words_lexicon();
    struct arena *a = arena_new(1 << 24);
    struct reader reader = {.lexicon = l, .is_known = knows};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct tokens t;
        tokens_read(&reader, rows[i].text, 1000, a, &t);
        tokens_drop(&reader, &t);
        CHECK_TEXT(tokens_join(&t, TOKEN_IDLE, a), rows[i].rest);
    }
    arena_free(a);
    lexicon_free(l);
}

// A fact is read before its words are known: both readings of a mixed word are there.
static void fact(void) {
    struct lexicon *l = words_lexicon();
    struct arena *a = arena_new(1 << 24);
    struct reader reader = {.lexicon = l};
    struct tokens t;
    tokens_read(&reader, "PR4BOWO", 1000, a, &t);
    CHECK_INT(t.count, 2);
    CHECK_TEXT(t.items[0].text, "pr4bowo");
    CHECK_TEXT(t.items[1].text, "prabowo");
    CHECK(t.items[1].flags & TOKEN_EXTRA);
    CHECK_TEXT(tokens_join(&t, 0, a), "pr4bowo");
    tokens_read(&reader, "jokow1 covid19", 1000, a, &t); // "jokow" is no word that the lexicon knows
    CHECK_INT(t.count, 5);
    CHECK_TEXT(tokens_join(&t, 0, a), "jokow 1 covid 19");
    CHECK_TEXT(t.items[2].text, "jokowi");
    CHECK(t.items[2].flags & TOKEN_EXTRA);
    tokens_read(&reader, "8harganya", 1000, a, &t); // the particle goes, and the other reading is whole
    CHECK_TEXT(tokens_join(&t, 0, a), "8 harga");
    for (size_t i = 0; i < t.count; i++)
        CHECK_INT(t.items[i].len, strlen(t.items[i].text));
    arena_free(a);
    lexicon_free(l);
}

// A fact's amount is found however it is written.
static void amounts(void) {
    static const struct {
        const char *text, *extra; // the further readings, with spaces between
    } rows[] = {
        {"600 ribu", "600000"},
        {"3,5 juta", "3500000"},
        {"2,75jt atau 600rb", "2750000 600000"},
        {"1.5 million", "1500000"},
        {"1,234 juta", "1234000000"},
        {"600.000", "600"},
        {"Rp 1.500.000", "1500"},
        {"12345 ribu, 3,5 dan 4 juta", "4000000"},
        {"dua juta, 600 orang, 2021", ""},
    };
    struct lexicon *l = words_lexicon();
    struct arena *a = arena_new(1 << 24);
    struct reader fact = {.lexicon = l}, message = {.lexicon = l, .is_known = knows};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct tokens t;
        struct buf b;
        buf_init(&b, 1000);
        tokens_read(&fact, rows[i].text, 1000, a, &t);
        for (size_t n = 0; n < t.count; n++)
            if (t.items[n].flags & TOKEN_EXTRA)
                buf_printf(&b, "%s%s", b.len ? " " : "", t.items[n].text);
        CHECK_TEXT(buf_text(&b), rows[i].extra);
        tokens_read(&message, rows[i].text, 1000, a, &t);
        for (size_t n = 0; n < t.count; n++)
            CHECK(!(t.items[n].flags & TOKEN_EXTRA));
        buf_done(&b);
    }
    arena_free(a);
    lexicon_free(l);
}

static void bounds(void) {
    struct lexicon *l = words_lexicon();
    struct arena *a = arena_new(1 << 24);
    struct reader reader = {.lexicon = l};
    struct tokens t;
    char *text = xmalloc(20001);
    memset(text, 'x', 20000);
    for (size_t i = 1; i < 20000; i += 2)
        text[i] = i % 4 == 1 ? ' ' : 'y';
    text[20000] = '\0';
    tokens_read(&reader, text, 20000, a, &t);
    CHECK(t.count > 1000 && t.count <= 3 * (size_t)TOKENS_MAX + 8);
    memset(text, 'q', 20000);
    for (size_t i = 1; i < 20000; i += 2)
        text[i] = 'z';
    tokens_read(&reader, text, 20000, a, &t);
    CHECK_INT(t.count, 1);
    CHECK_INT(t.items[0].len, TOKEN_MAX);
    free(text);
    arena_free(a);
    lexicon_free(l);
}

static const struct test tests[] = {{"message", message}, {"dropped", dropped}, {"fact", fact}, {"amounts", amounts}, {"bounds", bounds}};
TEST_MAIN(tests)
