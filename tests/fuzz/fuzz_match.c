// SPDX-License-Identifier: Apache-2.0
// Normaliser, links, numbers, mask, matcher, dialog and composer on any text.
#include <stdlib.h>
#include <string.h>

#include "engine/ask.h"
#include "engine/mask.h"
#include "shared.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_facts(struct knowledge *k) {
    static const char *keywords[] = {"lembaga pelatihan", "0811 9787 670", "covid19"}, *never[] = {"lembaga bantuan hukum"},
                      *variants[] = {"Daftar sekarang di prakerja.vip, sebarkan ke grup!", "V4KS1N bikin mandul, 600.000 orang"};
    static struct source source = {"P", NULL, "https://p.id", NULL};
    static const struct fact facts[] = {
        {.id = "lama", .kind = FACT_PROGRAMME, .state = FACT_PUBLISHED, .lang = "id", .title = "179 lembaga pelatihan", .answer = "179 lembaga.", .as_of = "2021-06"},
        {.id = "a", .kind = FACT_CLAIM, .state = FACT_PUBLISHED, .lang = "id", .title = "Jumlah lembaga pelatihan", .verdict = "false",
         .answer = "180 lembaga pelatihan, bukan 11,4 juta, tergabung sejak 9 Februari 2022. Lihat www.prakerja.go.id atau 0811 9787 670.",
         .keywords = {keywords, 3}, .variants = {variants, 2}, .never_match = {never, 1}, .sources = &source, .source_count = 1, .as_of = "2022-02-09", .supersedes = "lama"},
        {.id = "a-en", .kind = FACT_CLAIM, .state = FACT_PUBLISHED, .lang = "en", .title = "Training providers since 9 February 2022", .answer = "180 providers.", .verdict = "false",
         .keywords = {keywords + 1, 1}, .sources = &source, .source_count = 1, .translation_of = "a"},
        {.id = "cn", .kind = FACT_FAQ, .state = FACT_PUBLISHED, .lang = "id", .title = "\xe4\xb8\xad\xe5\x9b\xbd\xe4\xba\xba", .answer = "x", .valid_until = "2020", .updated = "2020-01-01T10:00:00Z"}};
    for (size_t i = 0; i < COUNT_OF(facts); i++)
        knowledge_put(k, &facts[i]);
    struct fact former = facts[1];
    former.revision = 1;
    former.answer = "Seratus tujuh puluh lembaga pelatihan tergabung dalam program itu sampai hari Jumat.";
    knowledge_put_revision(k, &former);
    knowledge_settle(k);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const none[] = {NULL};
    static const struct official official = {none, none};
    struct knowledge *k = fuzz_knowledge();
    if (!knowledge_count(k))
        put_facts(k);
    struct arena *a = arena_new((size_t)256 << 20);
    char *text = arena_strndup(a, (const char *)data, size);
    struct ask_context context = {k, fuzz_intents(), "Uji", "https://wa.me/628119787670", NULL, 90};
    struct question q = {.text = text, .today = 20000, .is_explained = size % 2};
    struct match m;
    struct reply r;
    ask_run(&context, &q, a, &m, &r);
    if (utf8_is_valid(text, strlen(text)) && utf8_length(r.text) > REPLY_TEXT_MAX)
        abort();
    struct buf b;
    buf_init(&b, 1 << 20);
    ask_json(&b, &q, &m, &r);
    if (b.is_full || (utf8_is_valid(text, strlen(text)) && !utf8_is_valid(b.bytes, b.len)))
        abort();
    buf_done(&b);
    if (strlen(mask_text(a, text, &official)) > 8 * strlen(text) + 16)
        abort();
    arena_free(a);
    return 0;
}
