// SPDX-License-Identifier: Apache-2.0
#include "frame.h"

#include <string.h>

#include "../base/json.h"
#include "../model/message.h"

enum { TOKEN_MAX = 128 };

struct said {
    const char *type;
    struct frame frame;
};

static const struct json_field fields[] = {
    {"type", JSON_TEXT, true, offsetof(struct said, type), 32},
    {"token", JSON_TEXT, false, offsetof(struct said, frame.token), TOKEN_MAX},
    {"lang", JSON_TEXT, false, offsetof(struct said, frame.lang), 8},
    {"last_seq", JSON_INT, false, offsetof(struct said, frame.last_seq), 0},
    {"id", JSON_TEXT, false, offsetof(struct said, frame.id), FRAME_ID_MAX},
    {"text", JSON_TEXT, false, offsetof(struct said, frame.text), FRAME_MAX},
    {"choice", JSON_TEXT, false, offsetof(struct said, frame.choice), REPLY_CHOICE_ID},
};

static enum frame_error check_hello(const struct frame *f) {
    return f->last_seq >= 0 ? FRAME_OK : FRAME_BAD_MESSAGE;
}

static enum frame_error check_message(const struct frame *f) {
    if (text_is_blank(f->id) || text_is_blank(f->text))
        return FRAME_BAD_MESSAGE;
    return utf8_length(f->text) > FRAME_TEXT_MAX ? FRAME_TOO_LONG : FRAME_OK;
}

static enum frame_error check_choice(const struct frame *f) {
    bool is_whole =
        !text_is_blank(f->id) && !text_is_blank(f->choice) && strlen(f->choice) <= REPLY_CHOICE_ID;
    return is_whole ? FRAME_OK : FRAME_BAD_MESSAGE;
}

static const struct {
    const char *type;
    enum frame_error (*check)(const struct frame *f);
} kinds[FRAME_KINDS] = {{"hello", check_hello}, {"message", check_message}, {"choice", check_choice}};

enum frame_error frame_parse(const char *bytes, size_t len, struct arena *a, struct frame *ret_frame) {
    struct json *root SCOPED(json_freep) = NULL;
    struct said said = {0};
    struct fail fail;
    if (len > FRAME_MAX)
        return FRAME_TOO_LONG;
    if (json_parse(bytes, len, &root, &fail) != OK || !json_is_object(root) ||
        json_map(root, fields, COUNT_OF(fields), &said, a, "frame", &fail) != OK)
        return FRAME_BAD_MESSAGE;
    for (int kind = 0; kind < FRAME_KINDS; kind++) {
        if (strcmp(kinds[kind].type, said.type) != 0)
            continue;
        *ret_frame = said.frame;
        ret_frame->kind = (enum frame_kind)kind;
        return kinds[kind].check(ret_frame);
    }
    return FRAME_BAD_MESSAGE;
}

static const struct {
    const char *code, *id, *en;
} errors[FRAME_ERRORS] = {
    [FRAME_OK] = {"ok", "", ""},
    [FRAME_BAD_MESSAGE] = {"bad_message", "Pesan tidak dapat dibaca. Muat ulang halaman ini.",
                           "The message could not be read. Please load this page again."},
    [FRAME_TOO_LONG] = {"too_long", "Pesan terlalu panjang. Kirim bagian terpentingnya saja.",
                        "The message is too long. Please send only its most important part."},
    [FRAME_RATE] = {"rate", "Pesan datang terlalu cepat. Tunggu sebentar, lalu kirim lagi.",
                    "Messages come too fast. Please wait a moment and send again."},
    [FRAME_BUSY] = {"busy", "Layanan sedang sibuk. Coba lagi sebentar lagi.",
                    "The service is busy. Please try again in a moment."},
};

const char *frame_error_code(enum frame_error error) {
    return errors[error].code;
}

const char *frame_error_text(enum frame_error error, const char *lang) {
    return text_is_equal(lang, "en") ? errors[error].en : errors[error].id;
}
