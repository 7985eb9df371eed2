// SPDX-License-Identifier: Apache-2.0
// What of a raw text is no word of it: links and e-mail addresses, which are judged elsewhere, and the lines with
// date and sender that a copied chat carries. #CamelCase is split here, while capitals still tell. Pure.
#ifndef ENGINE_STRIP_H
#define ENGINE_STRIP_H

#include <stdbool.h>
#include <stddef.h>

// Copies the text without those to out, which holds twice its length and a NUL. White space becomes one space a
// character, a new line stays one. Returns the end of what was written; *ret_is_ascii: no byte is over 0x7f.
char *strip_text(char *out, const char *text, size_t len, bool *ret_is_ascii);

#endif
