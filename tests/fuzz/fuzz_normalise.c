// SPDX-License-Identifier: Apache-2.0
// The normaliser on any text, as facts and as messages are read: folded text is valid and small, words are bounded,
// and what is read twice is the same.
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "engine/inside.h"
#include "shared.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool is_true) {
    if (!is_true)
        abort();
}

// Some words are known, so that every reading of a word is taken.
static bool knows_some(const void *arg, const char *word, size_t len) {
    (void)arg;
    return text_hash(word, len) % 3 == 0;
}

static void check_folded(struct arena *a, const char *text, size_t len) {
    size_t folded_len;
    const char *folded = normalize_fold(a, text, len, &folded_len);
    must(strlen(folded) == folded_len && folded_len <= 6 * len + 16 && utf8_is_valid(folded, folded_len));
    for (const char *c = folded; *c; c++)
        must(*c < 'A' || *c > 'Z');
    struct scan_words w;
    scan_text(folded, folded_len, a, &w);
    must(w.count <= TOKENS_MAX);
    for (size_t i = 0; i < w.count; i++)
        must(w.items[i].len && w.items[i].len <= TOKEN_MAX && strlen(w.items[i].text) == w.items[i].len);
}

static const char *check_tokens(const struct reader *r, const char *text, size_t len, struct arena *a) {
    struct tokens t;
    tokens_read(r, text, len, a, &t);
    tokens_drop(r, &t);
    must(t.count <= 3 * (size_t)TOKENS_MAX + 8);
    for (size_t i = 0; i < t.count; i++) {
        must(t.items[i].len && t.items[i].len <= TOKEN_MAX && strlen(t.items[i].text) == t.items[i].len);
        must(!strchr(t.items[i].text, ' ') && utf8_is_valid(t.items[i].text, t.items[i].len));
    }
    return tokens_join(&t, TOKEN_DROPPED, a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *a = arena_new((size_t)256 << 20);
    const char *text = arena_strndup(a, (const char *)data, size);
    const struct lexicon *lexicon = fuzz_knowledge()->lexicon;
    const struct reader fact = {.lexicon = lexicon}, message = {.lexicon = lexicon, .is_known = knows_some};
    check_folded(a, text, size);
    must(strcmp(check_tokens(&message, text, size, a), check_tokens(&message, text, size, a)) == 0);
    check_tokens(&fact, text, size, a);
    arena_free(a);
    return 0;
}
