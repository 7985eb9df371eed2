// SPDX-License-Identifier: Apache-2.0
// Facts by kind and by day, told from their packed heads, since unpacking all of a large base would take a second.
#include <stdio.h>
#include <string.h>

#include "../base/clock.h"
#include "inside.h"

int64_t fact_news_day(const struct fact *fact) {
    const char *dates[] = {fact->updated, fact->claim_date, fact->as_of, fact->source_count ? fact->sources[0].date : NULL};
    struct date d;
    for (size_t i = 0; i < COUNT_OF(dates); i++) {
        char day[11] = ""; // "2022-02-09T10:00:00Z" is a day with a time
        if (dates[i])
            snprintf(day, sizeof day, "%.*s", (int)strcspn(dates[i], "T"), dates[i]);
        if (date_parse(day, &d))
            return date_last_day(d);
    }
    return -1;
}

const struct fact *knowledge_each_of(const struct knowledge *k, enum fact_kind kind, size_t *at) {
    while (*at < records_numbers(k->records)) {
        uint32_t number = (uint32_t)(*at)++;
        if (records_has(k->records, number) && pack_head(records_packed(k->records, number)).kind == kind)
            return &record_at(k, number)->fact;
    }
    return NULL;
}

// Of equal days the lesser id comes first.
static bool is_before(const struct head *a, const struct head *b) {
    if (a->day != b->day)
        return a->day > b->day;
    size_t len = a->id_len < b->id_len ? a->id_len : b->id_len;
    int order = memcmp(a->id, b->id, len);
    return order ? order < 0 : a->id_len < b->id_len;
}

size_t knowledge_news(const struct knowledge *k, const struct fact *after, const struct fact **out, size_t max) {
    struct head heads[NEWS_PAGE], from = {0};
    uint32_t numbers[NEWS_PAGE];
    size_t count = 0;
    max = max < NEWS_PAGE ? max : NEWS_PAGE;
    if (after)
        from = (struct head){after->kind, fact_news_day(after), after->id, strlen(after->id)};
    for (uint32_t number = 0; max && number < records_numbers(k->records); number++) {
        if (!records_has(k->records, number))
            continue;
        struct head one = pack_head(records_packed(k->records, number));
        if (one.kind == FACT_TIP || (after && !is_before(&from, &one)) || (count == max && is_before(&heads[max - 1], &one)))
            continue;
        size_t at = count < max ? count++ : max - 1;
        for (; at > 0 && is_before(&one, &heads[at - 1]); at--) {
            heads[at] = heads[at - 1];
            numbers[at] = numbers[at - 1];
        }
        heads[at] = one;
        numbers[at] = number;
    }
    for (size_t i = 0; i < count; i++)
        out[i] = &record_at(k, numbers[i])->fact;
    return count;
}
