// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include "test.h"

static void dates(void) {
    static const struct {
        const char *text;
        int is_good;
        long long first, last;
    } rows[] = {
        {"1970-01-01", 1, 0, 0},         {"2022-02-09", 1, 19032, 19032}, {"2020-02-29", 1, 18321, 18321}, {"2021-02-29", 0, 0, 0},
        {"1970", 1, 0, 364},             {"1970-02", 1, 31, 58},          {"2022-13-01", 0, 0, 0},         {"2022-2-9", 0, 0, 0},
        {"2022-02-09T10:00", 0, 0, 0},   {"", 0, 0, 0},                   {"0022-01-01", 0, 0, 0},         {"2000-12-31", 1, 11322, 11322},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct date d = {0};
        CHECK_INT(date_parse(rows[i].text, &d), rows[i].is_good);
        if (!rows[i].is_good)
            continue;
        CHECK_INT(date_first_day(d), rows[i].first);
        CHECK_INT(date_last_day(d), rows[i].last);
    }
}

static void round_trip(void) {
    for (int64_t day = 0; day < 40000; day += 7) {
        struct date d = date_of_day(day);
        CHECK_INT(date_first_day(d), day);
    }
    struct date d = date_of_day(19032);
    CHECK(d.year == 2022 && d.month == 2 && d.day == 9);
}

static void zones(void) {
    CHECK_INT(day_of_ms(0, 7 * 3600), 0);
    CHECK_INT(day_of_ms(17LL * 3600 * 1000, 7 * 3600), 1);
    CHECK_INT(day_of_ms(-1, 0), -1);
    char text[32];
    clock_format(1644364800123, text);
    CHECK_TEXT(text, "2022-02-09T00:00:00.123Z");
}

static const struct test tests[] = {{"dates", dates}, {"round_trip", round_trip}, {"zones", zones}};
TEST_MAIN(tests)
