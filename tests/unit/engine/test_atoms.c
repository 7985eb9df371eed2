// SPDX-License-Identifier: Apache-2.0
#include "engine/atoms.h"

#include "engine/figures.h"

#include "words.h"

// Kind and text of each atom; "~" before one that is no part of a quoted text.
static const char *read(const struct knowledge *k, const char *text, struct arena *a) {
    static const char *const kinds[ATOM_KINDS] = {"", "#", "%", "month:", "day:", "link:", "judged:", "said:"};
    struct atoms atoms;
    atoms_read(k, text, 4096, a, &atoms);
    const char *line = "";
    for (size_t i = 0; i < atoms.count; i++)
        line = arena_printf(a, "%s%s%s%s%s", line, i ? " " : "", atoms.items[i].is_idle ? "~" : "", kinds[atoms.items[i].kind], atoms.items[i].text);
    return line;
}

static void reads(void) {
    static const struct {
        const char *text, *atoms;
    } rows[] = {
        {"", ""},
        {"180 lembaga", "#180 lembaga"},
        {"seratus delapan puluh lembaga", "#180 lembaga"},
        {"one hundred eighty providers", "#180 providers"},
        {"dua belas gelombang", "#12 gelombang"},
        {"twenty one days", "#21 days"},
        {"sebelas juta orang", "#11000000 orang"},
        {"dua puluh lima ribu rupiah", "#25000 rupiah"},
        {"11,4 juta orang", "#11400000 orang"},
        {"11.4 million people", "#11400000 people"},
        {"13,36 triliun", "#13360000000000"},
        {"11,4 orang", "#11.4 orang"},
        {"600.000 orang", "#600000 orang"},
        {"600 ribu orang", "#600000 orang"},
        {"600rb orang", "#600000 orang"},
        {"Rp600.000 tunai", "rupiah #600000 tunai"},
        {"gelombang ke-23", "gelombang ke #23"},
        {"the 23rd wave", "the #23 wave"},
        {"salah satu orang", "salah #1 orang"},
        {"9 Februari 2022", "#9 month:2 #2022"},
        {"9/2/2022", "#9 month:2 #2022"},
        {"09-02-2022", "#9 month:2 #2022"},
        {"9.2.2022", "#9 month:2 #2022"},
        {"2022-02-09", "#9 month:2 #2022"},
        {"February 9, 2022", "#9 month:2 #2022"},
        {"Februari 2022", "month:2 #2022"},
        {"you may apply", "you may apply"},
        {"hari Jumat dan Monday", "hari day:5 dan day:1"},
        {"setiap minggu", "setiap minggu"},
        {"lihat https://www.Prakerja.go.id/?utm_source=wa dan prakerja.vip", "lihat link:prakerja.go.id dan link:prakerja.vip"},
        {"itu hoaks", "itu judged:-"},
        {"ya resmi", "~said:+ judged:+"},
        {"tidak boleh", "said:- boleh"},
        {"lulusan S1", "lulusan %s1"},
        {"min, apa benar lembaga", "~min ~apa ~judged:+ lembaga"},
    };
    struct knowledge *k = words_knowledge(NULL, NULL, 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct arena *a = arena_new(1 << 22);
        CHECK_TEXT(read(k, rows[i].text, a), rows[i].atoms);
        arena_free(a);
    }
    knowledge_free(k);
}

static void bounds(void) {
    struct knowledge *k = words_knowledge(NULL, NULL, 0);
    struct arena *a = arena_new(1 << 24);
    struct buf b;
    buf_init(&b, 1 << 16);
    for (int i = 0; i < 2000; i++)
        buf_printf(&b, "kata%c ", 'a' + i % 26);
    struct atoms atoms;
    atoms_read(k, buf_text(&b), 1 << 16, a, &atoms);
    CHECK_INT(atoms.count, ATOMS_MAX);
    atoms_read(k, "\xff\xfe \x01", 100, a, &atoms);
    CHECK_INT(atoms.count, 0);
    buf_clear(&b);
    for (int i = 0; i < 40; i++) // more links than are told apart
        buf_printf(&b, "contoh%d.com ", i);
    atoms_read(k, buf_text(&b), 1 << 16, a, &atoms);
    CHECK(atoms.count >= 26 && atoms.items[25].kind == ATOM_LINK);
    buf_done(&b);
    arena_free(a);
    knowledge_free(k);
}

static void likeness(void) {
    static const struct {
        const char *one, *other;
        bool is_alike;
    } rows[] = {{"pelatihan", "pelatihan", true}, {"pelatihan", "platihan", true}, {"pelatihan", "peltaihan", true}, {"pelatihan", "pltihan", true},
                {"pelatihan", "penerima", false}, {"kota", "kita", true},          {"180", "181", false},            {"dua", "dia", false},
                {"juni 2021", "juli 2021", false}};
    struct knowledge *k = words_knowledge(NULL, NULL, 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct arena *a = arena_new(1 << 22);
        struct atoms one, other;
        atoms_read(k, rows[i].one, 100, a, &one);
        atoms_read(k, rows[i].other, 100, a, &other);
        if (atom_is_alike(&one.items[0], &other.items[0]) != rows[i].is_alike)
            fprintf(stderr, "%s, %s\n", rows[i].one, rows[i].other);
        CHECK(atom_is_alike(&one.items[0], &other.items[0]) == rows[i].is_alike);
        arena_free(a);
    }
    knowledge_free(k);
}

static void shows(void) {
    static const struct {
        const char *text, *shown;
    } rows[] = {{"600000", "600.000"}, {"2022", "2022"}, {"05", "05"}, {"11,4 juta", "11,4 juta"}, {"dua belas", "dua belas"}, {"08119787670", "08119787670"}};
    struct knowledge *k = words_knowledge(NULL, NULL, 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct arena *a = arena_new(1 << 22);
        struct atoms atoms;
        atoms_read(k, rows[i].text, 100, a, &atoms);
        CHECK(atoms.count == 1);
        CHECK_TEXT(atoms.items[0].shown, rows[i].shown);
        arena_free(a);
    }
    CHECK_TEXT(figure_mark, "q");
    knowledge_free(k);
}

static const struct test tests[] = {{"reads", reads}, {"bounds", bounds}, {"likeness", likeness}, {"shows", shows}};
TEST_MAIN(tests)
