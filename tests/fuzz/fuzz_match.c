// SPDX-License-Identifier: Apache-2.0
// Normaliser, links, numbers, mask, matcher, dialog and composer on any text.
#include <stdlib.h>
#include <string.h>

#include "engine/ask.h"
#include "engine/mask.h"
#include "shared.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_fact(struct knowledge *k) {
    static const char *keywords[] = {"lembaga pelatihan"}, *variants[] = {"Daftar sekarang di prakerja.vip, sebarkan ke grup!"};
    static struct source source = {"P", NULL, "https://p.id", NULL};
    struct fact f = {.id = "a", .kind = FACT_CLAIM, .state = FACT_PUBLISHED, .lang = "id", .title = "Jumlah lembaga pelatihan", .answer = "180 lembaga.",
                     .verdict = "false", .keywords = {keywords, 1}, .variants = {variants, 1}, .sources = &source, .source_count = 1, .as_of = "2022-02-09"};
    knowledge_put(k, &f);
    knowledge_settle(k);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const none[] = {NULL};
    static const struct official official = {none, none};
    struct knowledge *k = fuzz_knowledge();
    if (!knowledge_count(k))
        put_fact(k);
    struct arena *a = arena_new((size_t)256 << 20);
    char *text = arena_strndup(a, (const char *)data, size);
    struct ask_context context = {k, fuzz_intents(), "Uji", "https://wa.me/628119787670", NULL, 90};
    struct question q = {.text = text, .today = 20000, .is_explained = size % 2};
    struct match m;
    struct reply r;
    ask_run(&context, &q, a, &m, &r);
    if (utf8_is_valid(text, strlen(text)) && utf8_length(r.text) > REPLY_TEXT_MAX)
        abort();
    if (strlen(mask_text(a, text, &official)) > 8 * strlen(text) + 16)
        abort();
    arena_free(a);
    return 0;
}
