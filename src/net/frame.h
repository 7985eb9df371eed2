// SPDX-License-Identifier: Apache-2.0
// What a chat page says in one text frame (CONTRACT §4). Pure.
#ifndef NET_FRAME_H
#define NET_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include "../base/mem.h"

enum {
    FRAME_MAX = 16 * 1024,    // bytes
    FRAME_TEXT_MAX = 4096,    // code points
    FRAME_ID_MAX = 64,        // code points
    FRAME_ARENA = 256 * 1024, // enough for all strings of a frame
};

enum frame_kind { FRAME_HELLO, FRAME_MESSAGE, FRAME_CHOICE, FRAME_KINDS };
enum frame_error { FRAME_OK, FRAME_BAD_MESSAGE, FRAME_TOO_LONG, FRAME_RATE, FRAME_BUSY, FRAME_ERRORS };

struct frame {
    enum frame_kind kind;
    const char *token, *lang; // hello; may be NULL
    int64_t last_seq;
    const char *id, *text, *choice;
};

enum frame_error frame_parse(const char *bytes, size_t len, struct arena *a, struct frame *ret_frame);
const char *frame_error_code(enum frame_error error);
// For the person, in "id" or "en"; NULL is "id".
const char *frame_error_text(enum frame_error error, const char *lang);

#endif
