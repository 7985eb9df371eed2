// SPDX-License-Identifier: Apache-2.0
#include "intents.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../model/message.h"
#include "wordings.h"

enum {
    INTENT_MAX = 64,
    INTENT_FILE_MAX = 256 * 1024,
    INTENTS_MAX = 64 * 1024 * 1024,
    INTENT_REPLY_MAX = 620
};

static const char *const actions[INTENT_ACTIONS] = {"reply", "menu",   "latest", "tips",   "language",
                                                    "stop",  "resume", "human",  "danger", "data",
                                                    "erase", "yes",    "no"};
static const char *const langs[INTENT_LANGS] = {"id", "en"};
static const char placeholders[] = "name link days language notices";

struct intents {
    struct arena *arena;
    struct intent items[INTENT_MAX];
    size_t count;
    struct map *wordings; // key → struct wording in the arena
};

// An intent file as it is written.
struct written {
    const char *intent, *action, *value, *title[INTENT_LANGS], *note[INTENT_LANGS], *reply[INTENT_LANGS];
    struct texts exact[INTENT_LANGS], examples[INTENT_LANGS], match[INTENT_LANGS], no_match[INTENT_LANGS],
        buttons;
};

static const char *const names[] = {"intent",   "action",  "value",   "title", "note",    "exact",
                                    "examples", "replies", "buttons", "match", "no_match"};

#define IN(member) offsetof(struct written, member)
static const struct json_field fields[] = {
    {"intent", JSON_TEXT, true, IN(intent), 40},
    {"action", JSON_TEXT, true, IN(action), 40},
    {"value", JSON_TEXT, false, IN(value), 40},
    {"title.id", JSON_TEXT, false, IN(title[0]), REPLY_BUTTON_TITLE},
    {"title.en", JSON_TEXT, false, IN(title[1]), REPLY_BUTTON_TITLE},
    {"note.id", JSON_TEXT, false, IN(note[0]), REPLY_ROW_NOTE},
    {"note.en", JSON_TEXT, false, IN(note[1]), REPLY_ROW_NOTE},
    {"exact.id", JSON_TEXTS, true, IN(exact[0]), 100},
    {"exact.en", JSON_TEXTS, true, IN(exact[1]), 100},
    {"examples.id", JSON_TEXTS, true, IN(examples[0]), 300},
    {"examples.en", JSON_TEXTS, true, IN(examples[1]), 300},
    {"replies.id", JSON_TEXT, true, IN(reply[0]), INTENT_REPLY_MAX},
    {"replies.en", JSON_TEXT, true, IN(reply[1]), INTENT_REPLY_MAX},
    {"buttons", JSON_TEXTS, false, IN(buttons), 40},
    {"match.id", JSON_TEXTS, true, IN(match[0]), 300},
    {"match.en", JSON_TEXTS, true, IN(match[1]), 300},
    {"no_match.id", JSON_TEXTS, true, IN(no_match[0]), 300},
    {"no_match.en", JSON_TEXTS, true, IN(no_match[1]), 300},
};
#undef IN

const char *intent_action_name(enum intent_action action) {
    return actions[action];
}

int intent_lang_index(const char *lang) {
    return lang && strcmp(lang, langs[1]) == 0;
}

static enum err fail_field(struct fail *f, const char *file, const char *field, const char *todo,
                           const char *what) {
    char where[160];
    snprintf(where, sizeof where, "%.60s: %s", file, field);
    return fail_set(f, ERR_INPUT, where, todo, "%s", what);
}

// Fields that hold one entry a language and nothing else.
static enum err check_members(const struct json *root, const char *file, struct fail *f) {
    static const char *const by_lang[] = {"title",   "note",  "exact",   "examples",
                                          "replies", "match", "no_match"};
    TRY(json_only(root, names, COUNT_OF(names), file, f));
    for (size_t i = 0; i < COUNT_OF(by_lang); i++) {
        const struct json *node = json_at(root, by_lang[i]);
        if (!node)
            continue;
        if (!json_is_object(node))
            return fail_field(f, file, by_lang[i], "write {\"id\": …, \"en\": …}", "must be an object");
        char where[160];
        snprintf(where, sizeof where, "%.60s: %s", file, by_lang[i]);
        TRY(json_only(node, langs, INTENT_LANGS, where, f));
    }
    return OK;
}

static bool action_of(const char *name, enum intent_action *ret_action) {
    for (int i = 0; i < INTENT_ACTIONS; i++)
        if (strcmp(actions[i], name) == 0) {
            *ret_action = (enum intent_action)i;
            return true;
        }
    return false;
}

static enum err check_action(const struct written *w, const char *file, enum intent_action *ret_action,
                             struct fail *f) {
    if (!action_of(w->action, ret_action)) {
        const char *near = text_nearest(w->action, actions, INTENT_ACTIONS);
        char todo[80];
        snprintf(todo, sizeof todo, near ? "did you mean '%s'?" : "use reply", near ? near : "");
        return fail_field(f, file, "action", todo, "is not an action");
    }
    bool is_language = *ret_action == ACTION_LANGUAGE;
    bool is_lang = w->value && (strcmp(w->value, langs[0]) == 0 || strcmp(w->value, langs[1]) == 0);
    if (is_language && !is_lang)
        return fail_field(f, file, "value", "use \"id\" or \"en\"", "must name the language");
    if (!is_language && w->value)
        return fail_field(f, file, "value", "remove it", "belongs to the action language only");
    return OK;
}

static enum err check_texts(const struct written *w, const char *file, struct fail *f) {
    if (!w->title[0] != !w->title[1])
        return fail_field(f, file, "title", "add the other one", "must stand in both languages");
    if (!w->note[0] != !w->note[1])
        return fail_field(f, file, "note", "add the other one", "must stand in both languages");
    for (size_t i = 0; i < INTENT_LANGS; i++) {
        char stranger[64], what[120];
        if (text_is_blank(w->reply[i]))
            return fail_field(f, file, "replies", "write it", "is empty");
        if (wording_holds_only(w->reply[i], placeholders, stranger, sizeof stranger))
            continue;
        snprintf(what, sizeof what, "unknown placeholder %s", stranger);
        return fail_field(f, file, "replies", "use {name}, {link}, {days}, {language} or {notices}", what);
    }
    return OK;
}

static enum err read_intent(struct intents *i, const struct json *root, const char *file, struct fail *f) {
    struct written w = {0};
    enum intent_action action = ACTION_REPLY;
    if (!json_is_object(root))
        return fail_set(f, ERR_INPUT, file, "write {\"intent\": …}", "must be an object");
    TRY(check_members(root, file, f));
    TRY(json_map(root, fields, COUNT_OF(fields), &w, i->arena, file, f));
    size_t stem = strlen(file) - strlen(".json");
    if (strlen(w.intent) != stem || memcmp(w.intent, file, stem) != 0)
        return fail_field(f, file, "intent", "name both alike", "differs from the name of the file");
    TRY(check_action(&w, file, &action, f));
    TRY(check_texts(&w, file, f));
    if (intents_find(i, w.intent))
        return fail_field(f, file, "intent", "keep one of the files", "is there twice");
    if (i->count == INTENT_MAX)
        return fail_set(f, ERR_LIMIT, file, "remove some", "more than %d intents", INTENT_MAX);
    struct intent *to = &i->items[i->count++];
    *to = (struct intent){.name = w.intent, .action = action, .value = w.value, .buttons = w.buttons};
    for (size_t l = 0; l < INTENT_LANGS; l++) {
        to->title[l] = w.title[l];
        to->note[l] = w.note[l];
        to->exact[l] = w.exact[l];
        to->examples[l] = w.examples[l];
        to->reply[l] = w.reply[l];
        to->match[l] = w.match[l];
        to->no_match[l] = w.no_match[l];
    }
    return OK;
}

static enum err read_file(struct intents *i, const struct intent_file *file, struct fail *f) {
    const char *slash = strrchr(file->name, '/');
    const char *name = slash ? slash + 1 : file->name;
    if (file->len > INTENT_FILE_MAX)
        return fail_set(f, ERR_INPUT, name, "shorten it", "is longer than %d KiB", INTENT_FILE_MAX / 1024);
    if (!text_has_suffix(name, ".json"))
        return fail_set(f, ERR_INPUT, name, "name it NAME.json", "is not an intent file");
    struct json *root SCOPED(json_freep) = NULL;
    struct fail cause = {0};
    if (json_parse(file->bytes, file->len, &root, &cause) != OK)
        return fail_set(f, ERR_INPUT, name, "correct it", "is not JSON: %.200s", cause.what);
    if (strcmp(name, "wordings.json") == 0)
        return wordings_read(root, name, i->wordings, i->arena, f);
    return read_intent(i, root, name, f);
}

static enum err check_buttons(const struct intents *i, const struct intent *intent, struct fail *f) {
    char file[64], what[120];
    snprintf(file, sizeof file, "%.40s.json", intent->name);
    size_t max = intent->action == ACTION_MENU ? REPLY_ROWS : REPLY_BUTTONS;
    if (intent->buttons.count > max)
        return fail_field(f, file, "buttons", "remove some", "are too many");
    for (size_t n = 0; n < intent->buttons.count; n++) {
        const struct intent *button = intents_find(i, intent->buttons.items[n]);
        if (button && button->title[0])
            continue;
        snprintf(what, sizeof what, button ? "'%.40s' has no title" : "'%.40s' is not an intent",
                 intent->buttons.items[n]);
        return fail_field(f, file, "buttons", "correct it", what);
    }
    return OK;
}

// What the dialog itself goes to: each must be there.
static enum err check_needed(const struct intents *i, struct fail *f) {
    static const char *const needed[] = {"greeting", "menu", "help", "latest", "tips", "yes", "no"};
    for (size_t n = 0; n < COUNT_OF(needed); n++)
        if (!intents_find(i, needed[n]))
            return fail_set(f, ERR_INPUT, "intents", "add it", "%s.json is missing", needed[n]);
    return OK;
}

static enum err check_all(const struct intents *i, struct fail *f) {
    if (map_count(i->wordings) == 0)
        return fail_set(f, ERR_INPUT, "intents", "add it", "wordings.json is missing");
    TRY(check_needed(i, f));
    for (size_t n = 0; n < i->count; n++)
        TRY(check_buttons(i, &i->items[n], f));
    return OK;
}

enum err intents_new(const struct intent_file *files, size_t count, struct intents **ret_intents,
                     struct fail *f) {
    struct intents *i = xcalloc(1, sizeof *i);
    i->arena = arena_new(INTENTS_MAX);
    i->wordings = map_new();
    enum err err = OK;
    for (size_t n = 0; n < count && err == OK; n++)
        err = read_file(i, &files[n], f);
    if (err == OK)
        err = check_all(i, f);
    if (err != OK) {
        intents_free(i);
        return err;
    }
    *ret_intents = i;
    return OK;
}

void intents_free(struct intents *i) {
    if (!i)
        return;
    map_free(i->wordings);
    arena_free(i->arena);
    free(i);
}

size_t intents_count(const struct intents *i) {
    return i->count;
}

const struct intent *intents_at(const struct intents *i, size_t index) {
    assert(index < i->count);
    return &i->items[index];
}

const struct intent *intents_find(const struct intents *i, const char *name) {
    for (size_t n = 0; n < i->count; n++)
        if (strcmp(i->items[n].name, name) == 0)
            return &i->items[n];
    return NULL;
}

const char *intents_wording_find(const struct intents *i, const char *key, const char *lang) {
    const struct wording *w = map_get(i->wordings, key, strlen(key));
    return w ? w->text[intent_lang_index(lang)] : NULL;
}

const char *intents_wording(const struct intents *i, const char *key, const char *lang) {
    const char *text = intents_wording_find(i, key, lang);
    assert(text);
    return text;
}
