// SPDX-License-Identifier: Apache-2.0
#include "compose.h"

#include <assert.h>

#include "compose_parts.h"

// Replies that are one wording, with the intents that may help next.
static const struct {
    const char *key;
    const char *next[REPLY_BUTTONS];
    size_t next_count;
} plain[SAYS] = {
    [SAY_NONE] = {"none", {"menu", "human"}, 2},
    [SAY_CHOICE_GONE] = {"choice_gone", {"menu"}, 1},
    [SAY_RATE] = {"rate", {0}, 0},
    [SAY_AGAIN] = {"offer.again", {0}, 0},
    [SAY_REJECTED] = {"none.rejected", {"human"}, 1},
    [SAY_ERASED] = {"erase.done", {0}, 0},
    [SAY_KEPT] = {"erase.kept", {"menu"}, 1},
    [SAY_UNSUPPORTED] = {"unsupported.other", {"help", "menu"}, 2},
};

static const char *const unsupported[MESSAGE_KINDS] = {
    [MSG_IMAGE] = "unsupported.image",       [MSG_VIDEO] = "unsupported.video",
    [MSG_AUDIO] = "unsupported.audio",       [MSG_DOCUMENT] = "unsupported.document",
    [MSG_STICKER] = "unsupported.sticker",   [MSG_LOCATION] = "unsupported.location",
    [MSG_CONTACTS] = "unsupported.contacts",
};

static const char *plain_key(const struct dialog_out *said) {
    if (said->say == SAY_UNSUPPORTED && unsupported[said->kind])
        return unsupported[said->kind];
    if (said->say == SAY_NONE && said->is_question)
        return "none.question";
    return plain[said->say].key;
}

static void compose_plain(struct composing *c) {
    enum say say = c->in->said->say;
    assert(plain[say].key);
    c->reply->text = compose_word(c, plain_key(c->in->said));
    compose_intents(c, plain[say].next, plain[say].next_count);
}

static const char *language_name(const struct composing *c) {
    const char *lang = c->in->said->conversation.lang;
    return compose_word(c, text_is_equal(lang ? lang : c->lang, "en") ? "language.en" : "language.id");
}

static void compose_intent(struct composing *c) {
    const struct dialog_out *said = c->in->said;
    const char *name = c->in->hotline_name, *link = c->in->hotline_link;
    const char *days = c->in->retain_days > 0 ? arena_printf(c->arena, "%d", c->in->retain_days) : NULL;
    const struct placeholder values[] = {
        {"name", text_is_blank(name) ? compose_word(c, "hotline.name") : compose_line(c->arena, name, 40)},
        {"link", text_is_blank(link) || utf8_length(link) > 80 ? NULL : link},
        {"days", days},
        {"language", language_name(c)},
        {"notices", compose_word(c, said->conversation.is_stopped ? "notices.no" : "notices.yes")},
    };
    const char *text = said->intent->reply[intent_lang_index(c->lang)];
    struct paragraph paragraphs[] = {
        {.text = wording_fill(c->arena, text, values, COUNT_OF(values))},
        {.text = said->is_danger ? compose_warning(c, NULL) : NULL, .drop = 1, .is_apart = true},
        {.text = said->is_welcome ? compose_word(c, "welcome.privacy") : NULL, .drop = 1, .is_apart = true},
    };
    c->reply->text = compose_fit(c->arena, paragraphs, COUNT_OF(paragraphs));
    compose_intents(c, said->intent->buttons.items, said->intent->buttons.count);
}

void compose_reply(const struct compose_in *in, struct arena *a, struct reply *ret_reply) {
    const struct dialog_out *said = in->said;
    assert(said->say != SAY_NOTHING);
    struct reply reply = {.kind = REPLY_TEXT, .lang = said->lang};
    struct composing c = {.in = in, .arena = a, .lang = said->lang, .reply = &reply};
    switch (said->say) {
    case SAY_INTENT:
        compose_intent(&c);
        break;
    case SAY_MENU:
        compose_menu(&c);
        break;
    case SAY_LATEST:
        compose_latest(&c);
        break;
    case SAY_TIP:
        compose_tip(&c);
        break;
    case SAY_ANSWER:
        if (!said->fact && in->match->echo.state)
            compose_echo(&c);
        else
            compose_answer(&c, said->fact ? said->fact : in->match->candidates[0].fact);
        break;
    case SAY_OFFER:
        compose_offer(&c);
        break;
    case SAY_LINK:
        compose_judged(&c);
        break;
    case SAY_NOTHING:
    case SAY_NONE:
    case SAY_UNSUPPORTED:
    case SAY_CHOICE_GONE:
    case SAY_RATE:
    case SAY_AGAIN:
    case SAY_REJECTED:
    case SAY_ERASED:
    case SAY_KEPT:
    case SAYS:
        compose_plain(&c);
        break;
    }
    *ret_reply = reply;
}
