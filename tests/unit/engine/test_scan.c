// SPDX-License-Identifier: Apache-2.0
#include "engine/scan.h"

#include <stdlib.h>

#include "base/text.h"
#include "test.h"

static void words(void) {
    static const struct {
        const char *text, *words; // with "|" between
    } rows[] = {
        {"halo dunia, apa-kabar", "halo|dunia|apa|kabar"},
        {"don't jum'at 'kutip'", "dont|jumat|kutip"},
        {"600.000 1.234.567 600.0000 3.14", "600000|1234567|600|0000|3|14"},
        {"v@ks!n harga $5 wow!", "v@ks!n|harga|5|wow"},
        {"h.o.a.x h o a x", "hoax|hoax"},
        {"h o a x  h o a x", "hoax|hoax"},
        {"h o a x\nv a k", "hoax|vak"},
        {"a b", "a|b"},
        {"1 2 3 4", "1|2|3|4"},
        {"0811-9787-670 62811 9787670 08119787670", "08119787670|08119787670|08119787670"},
        {"+62 811 9787 670 dan (021) 345 6789", "08119787670|dan|0213456789"},
        {"+1 650 555 0100", "16505550100"},
        {"0811 9787", "0811|9787"},
        {"10-12-2021 08.00", "10|12|2021|08|00"},
        {"3174012345678901234", "3174012345678901234"},
        {"中国人 vaksin", "中国|国人|vaksin"},
        {"中 国", "中|国"},
        {"правда", "правда"},
        {"", ""},
    };
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct scan_words w;
        scan_text(rows[i].text, strlen(rows[i].text), a, &w);
        struct buf b;
        buf_init(&b, 4096);
        for (size_t k = 0; k < w.count; k++) {
            buf_printf(&b, "%s%s", k ? "|" : "", w.items[k].text);
            CHECK_INT(w.items[k].len, strlen(w.items[k].text));
        }
        CHECK_TEXT(buf_text(&b), rows[i].words);
        buf_done(&b);
    }
    arena_free(a);
}

static void plain(void) {
    static const char text[] = "abc a1c caf\xc3\xa9 a@b 12 v a k s i n";
    static const bool is_plain[] = {true, false, false, false, false, true};
    struct arena *a = arena_new(1 << 20);
    struct scan_words w;
    scan_text(text, strlen(text), a, &w);
    CHECK_INT(w.count, COUNT_OF(is_plain));
    for (size_t i = 0; i < w.count && i < COUNT_OF(is_plain); i++)
        CHECK_INT(w.items[i].is_plain, is_plain[i]);
    CHECK(w.items[3].has_sign);
    arena_free(a);
}

static void bounds(void) {
    enum { BYTES = 40000 };
    char *text = xmalloc(BYTES + 1);
    struct arena *a = arena_new(1 << 24);
    struct scan_words w;
    memset(text, 'x', BYTES);
    scan_text(text, BYTES, a, &w);
    CHECK_INT(w.count, 1);
    CHECK_INT(w.items[0].len, TOKEN_MAX);
    for (size_t i = 0; i < BYTES; i++)
        text[i] = "ab "[i % 3];
    scan_text(text, BYTES, a, &w);
    CHECK_INT(w.count, TOKENS_MAX);
    for (size_t i = 0; i + 3 <= BYTES; i += 3)
        memcpy(text + i, "\xe4\xb8\xad", 3);
    scan_text(text, BYTES / 3 * 3, a, &w);
    CHECK_INT(w.count, TOKENS_MAX);
    for (size_t i = 0; i + 4 <= 1000; i += 4)
        memcpy(text + i, "a\xe4\xb8\xad", 4);
    scan_text(text, 1000, a, &w);
    CHECK_INT(w.count, 500);
    arena_free(a);
    free(text);
}

static const struct test tests[] = {{"words", words}, {"plain", plain}, {"bounds", bounds}};
TEST_MAIN(tests)
