// SPDX-License-Identifier: Apache-2.0
#include "engine/when.h"

#include "base/clock.h"
#include "words.h"

static void finds(void) {
    static const struct {
        const char *text, *day, *words; // day NULL: no date
    } rows[] = {
        {"berapa lembaga pelatihan juni 2021", "2021-06-30", "juni 2021"},
        {"per 9 Februari 2022", "2022-02-09", "9 februari 2022"},
        {"penerima tahun 2021", "2021-12-31", "2021"},
        {"penerima 2021", "2021-12-31", "2021"},
        {"data 2021-06", "2021-06-30", "2021 06"},
        {"data 2021-06-05 saja", "2021-06-05", "2021 06 05"},
        {"tanggal 18/6/2021", "2021-06-18", "18 6 2021"},
        {"how many in june 2021", "2021-06-30", "june 2021"},
        {"on february 9, 2022", "2022-02-09", "february 9 2022"},
        {"februari 2020", "2020-02-29", "februari 2020"},
        {"31 februari 2022", "2022-02-28", "februari 2022"},
        {"gelombang 18", NULL, NULL},
        {"0811 9787 670", NULL, NULL},
        {"juni", NULL, NULL},
        {"prakerja 2021 6 juta orang", "2021-12-31", "2021"},
    };
    struct lexicon *l = words_lexicon();
    struct arena *a = arena_new(1 << 24);
    struct reader reader = {.lexicon = l};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct tokens t;
        struct when when = {0};
        struct date day;
        tokens_read(&reader, rows[i].text, 1000, a, &t);
        bool is_found = when_find(&t, a, &when);
        CHECK_INT(is_found, rows[i].day != NULL);
        if (!is_found || !rows[i].day || !date_parse(rows[i].day, &day))
            continue;
        CHECK_INT(when.day, date_first_day(day));
        CHECK_TEXT(when.text, rows[i].words);
    }
    arena_free(a);
    lexicon_free(l);
}

static const struct test tests[] = {{"finds", finds}};
TEST_MAIN(tests)
