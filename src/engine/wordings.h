// SPDX-License-Identifier: Apache-2.0
// The texts of replies besides intents and facts: intents/wordings.json, {"key": {"id": "…", "en": "…"}}.
// Every key of the table must be there, and only those; "verdict.CODE" may name further codes of an
// instance's own scale. Read once, then never changed.
#ifndef ENGINE_WORDINGS_H
#define ENGINE_WORDINGS_H

#include <stdbool.h>

#include "../base/err.h"
#include "../base/json.h"
#include "../base/map.h"
#include "../base/mem.h"
#include "intents.h"

struct wording {
    const char *text[INTENT_LANGS];
};

struct wording_key {
    const char *key;
    const char *names; // the placeholders that its text must hold, separated by spaces; "" for none
};
extern const struct wording_key wording_keys[];
extern const size_t wording_key_count;

enum { WORDING_MAX = 400 }; // code points of one text

// Puts every wording of the file (struct wording, in the arena) into the map.
MUST_CHECK enum err wordings_read(const struct json *root, const char *file, struct map *into,
                                  struct arena *a, struct fail *f);
// Whether text holds no other placeholder than the named ones ({x} with letters and dots); the first stranger
// is written into stranger (size bytes).
bool wording_holds_only(const char *text, const char *names, char *stranger, size_t size);

#endif
