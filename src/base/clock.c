// SPDX-License-Identifier: Apache-2.0
#include "clock.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t now_us(clockid_t id) {
    struct timespec t;
    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_wall_ms(void) {
    return now_us(CLOCK_REALTIME) / 1000;
}

int64_t clock_mono_us(void) {
    return now_us(CLOCK_MONOTONIC);
}

int64_t clock_mono_ms(void) {
    return clock_mono_us() / 1000;
}

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && is_leap);
}

// Reads `count` digits at *at, moving it on; -1 when they are not all there.
static int digits(const char **at, int count) {
    int value = 0;
    for (int i = 0; i < count; i++, (*at)++) {
        if (!isdigit((unsigned char)**at))
            return -1;
        value = value * 10 + (**at - '0');
    }
    return value;
}

bool date_parse(const char *text, struct date *ret_date) {
    struct date d = {0};
    d.year = digits(&text, 4);
    if (d.year < 1000)
        return false;
    if (*text == '-') {
        text++;
        d.month = digits(&text, 2);
        if (d.month < 1 || d.month > 12)
            return false;
    }
    if (*text == '-') {
        text++;
        d.day = digits(&text, 2);
        if (d.day < 1 || d.day > days_in_month(d.year, d.month))
            return false;
    }
    if (*text)
        return false;
    *ret_date = d;
    return true;
}

// Days from 1970-01-01 in the proleptic Gregorian calendar; years are counted from March so that the leap
// day comes last.
static int64_t days_of(int year, int month, int day) {
    int64_t y = month > 2 ? year : year - 1;
    int64_t m = month > 2 ? month - 3 : month + 9;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

int64_t date_first_day(struct date d) {
    return days_of(d.year, d.month ? d.month : 1, d.day ? d.day : 1);
}

int64_t date_last_day(struct date d) {
    int month = d.month ? d.month : 12;
    return days_of(d.year, month, d.day ? d.day : days_in_month(d.year, month));
}

struct date date_of_day(int64_t days) {
    int year = (int)(1970 + days / 366) - 1;
    while (days_of(year + 1, 1, 1) <= days)
        year++;
    int month = 1;
    while (month < 12 && days_of(year, month + 1, 1) <= days)
        month++;
    return (struct date){year, month, (int)(days - days_of(year, month, 1)) + 1};
}

int64_t day_of_ms(int64_t wall_ms, int offset_s) {
    int64_t day_ms = 86400 * (int64_t)1000, ms = wall_ms + (int64_t)offset_s * 1000;
    return ms >= 0 ? ms / day_ms : -((-ms + day_ms - 1) / day_ms);
}

void clock_format(int64_t wall_ms, char out[32]) {
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm t;
    gmtime_r(&seconds, &t);
    size_t len = strftime(out, 32, "%Y-%m-%dT%H:%M:%S", &t);
    snprintf(out + len, 32 - len, ".%03dZ", (int)(wall_ms % 1000));
}
