// SPDX-License-Identifier: Apache-2.0
// Time: integer milliseconds. Only threads' loops and `app` read the clocks; the pure core is given the time.
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

int64_t clock_wall_ms(void); // Unix time; may jump
int64_t clock_mono_ms(void); // never goes back: for timers and buckets
int64_t clock_mono_us(void);

// A calendar day; ISO 8601, month and day may be missing (0): "2020", "2020-04", "2022-02-09".
struct date {
    int year, month, day;
};
bool date_parse(const char *text, struct date *ret_date); // the whole text, an existing day
// First and last day that a date with missing parts covers, as days since 1970-01-01.
int64_t date_first_day(struct date d);
int64_t date_last_day(struct date d);
struct date date_of_day(int64_t days);
// The day of a moment in a zone that is `offset_s` seconds east of UTC.
int64_t day_of_ms(int64_t wall_ms, int offset_s);
// ISO text of a moment in UTC, "2026-11-24T10:47:04.123Z"; out holds 32 bytes.
void clock_format(int64_t wall_ms, char out[32]);

#endif
