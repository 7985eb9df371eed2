// SPDX-License-Identifier: Apache-2.0
// Links, numbers and the mask on any text: what is found lies in the text, and a masked text masked again is
// the same.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/judge.h"
#include "engine/mask.h"
#include "engine/spans.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const char *const domains[] = {"prakerja.go.id", "*.go.id", NULL}, *const numbers[] = {"+628119787670",
                                                                                              NULL};
static const struct official official = {domains, numbers};

static void must(bool is_true) {
    if (!is_true)
        abort();
}

static void check_links(const char *text, struct arena *a) {
    struct link_judged out[MATCH_LINKS];
    size_t count = links_find(text, &official, a, out);
    must(count <= MATCH_LINKS);
    for (size_t i = 0; i < count; i++) {
        must(out[i].url[0] && out[i].host[0] && strstr(text, out[i].url));
        must(out[i].judgement == JUDGED_UNKNOWN || out[i].of);
        const char *normal = link_normal(a, out[i].url);
        must(normal[0] != '\0');
    }
    struct link_walk w;
    struct link_span l;
    const char *done = text;
    link_walk_start(&w, text, &official, a);
    for (; link_next(&w, &l); done = l.end)
        must(l.start >= done && l.host_end > l.start && l.end >= l.host_end && l.end <= w.end);
}

static void check_numbers(const char *text, struct arena *a) {
    struct number_judged out[MATCH_NUMBERS];
    size_t count = numbers_find(text, &official, a, out);
    must(count <= MATCH_NUMBERS);
    for (size_t i = 0; i < count; i++) {
        must(out[i].text[0] && out[i].digits[0] && strstr(text, out[i].text));
        must(out[i].kind != NUMBER_PHONE || (out[i].digits[0] == '+' && strlen(out[i].digits) <= E164_MAX));
    }
    struct span_walk w;
    struct span s;
    const char *done = text;
    span_walk_start(&w, text, &official, a);
    for (; span_next(&w, &s); done = s.hide_end)
        must(s.hide >= done && s.hide_end > s.hide && s.hide_end <= w.end);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    struct arena *a = arena_new((size_t)256 << 20);
    const char *text = arena_strndup(a, (const char *)bytes, len);
    check_links(text, a);
    check_numbers(text, a);
    number_normal(a, text);
    const char *once = mask_text(a, text, &official);
    must(strcmp(mask_text(a, once, &official), once) == 0);
    arena_free(a);
    return 0;
}
