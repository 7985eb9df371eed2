// SPDX-License-Identifier: Apache-2.0
#include "mask.h"

#include <string.h>

#include "../base/text.h"
#include "spans.h"

// What stood glued to something that was masked can show only then what it is: "a@b.id://4@c.id". Two passes
// are enough for what people write; the bound keeps the time linear.
enum { PASSES = 8 };

// A handle is public by nature, and stays.
static const char *const tags[] = {
    [SPAN_PHONE] = "[telepon]", [SPAN_ACCOUNT] = "[rekening]", [SPAN_HANDLE] = NULL,
    [SPAN_IDENTITY] = "[nik]",  [SPAN_CARD] = "[kartu]",       [SPAN_EMAIL] = "[surel]"};

// NULL: there was nothing to mask.
static char *mask_once(struct arena *a, const char *text, const struct official *official) {
    struct span_walk w;
    struct span s;
    struct buf b;
    const char *done = text;
    buf_init(&b, 4 * strlen(text) + 64); // the longest tag for the shortest address, "a@b.co"
    span_walk_start(&w, text, official, a);
    while (span_next(&w, &s)) {
        if (!tags[s.kind] || s.judgement == JUDGED_OFFICIAL)
            continue;
        buf_put(&b, done, (size_t)(s.hide - done));
        buf_puts(&b, tags[s.kind]);
        done = s.hide_end;
    }
    buf_puts(&b, done);
    char *masked = done > text ? arena_strndup(a, buf_text(&b), b.len) : NULL;
    buf_done(&b);
    return masked;
}

char *mask_text(struct arena *a, const char *text, const struct official *official) {
    char *masked = mask_once(a, text, official), *last = masked;
    for (size_t i = 1; i < PASSES && masked; i++) {
        last = masked;
        masked = mask_once(a, masked, official);
    }
    last = masked ? masked : last;
    return last ? last : arena_strdup(a, text);
}
