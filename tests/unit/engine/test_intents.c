// SPDX-License-Identifier: Apache-2.0
#include "engine/intents.h"

#include <strings.h>

#include "engine/wordings.h"
#include "fixture.h"
#include "model/message.h"
#include "test.h"

static void shipped_are_read(void) {
    struct intents *i = fixture_intents();
    static const char *const names[] = {"greeting", "menu",   "help", "latest", "tips",        "about",
                                        "privacy",  "thanks", "stop", "resume", "human",       "danger",
                                        "data",     "erase",  "yes",  "no",     "language_id", "language_en"};
    CHECK_INT(intents_count(i), COUNT_OF(names));
    for (size_t n = 0; n < COUNT_OF(names); n++)
        CHECK(intents_find(i, names[n]) != NULL);
    CHECK(intents_find(i, "nothing") == NULL);
    CHECK_INT(intents_find(i, "menu")->action, ACTION_MENU);
    CHECK_TEXT(intents_find(i, "language_en")->value, "en");
    CHECK_TEXT(intents_find(i, "yes")->title[0], "Ya");
    CHECK_TEXT(intents_find(i, "yes")->title[1], "Yes");
    CHECK_TEXT(intents_wording(i, "verdict.false", "id"), "SALAH");
    CHECK_TEXT(intents_wording(i, "verdict.false", "en"), "FALSE");
    CHECK(intents_wording_find(i, "verdict.own", "id") == NULL);
    CHECK_INT(intent_lang_index("en"), 1);
    CHECK_INT(intent_lang_index(NULL), 0);
    CHECK_TEXT(intent_action_name(ACTION_DANGER), "danger");
    intents_free(i);
    intents_free(NULL);
}

// The emergency text has to name whom to call, in both languages.
static void danger_names_the_numbers(void) {
    struct intents *i = fixture_intents();
    static const char *const needed[] = {"112", "110", "119", "8", "SEJIWA", "OTP", "PIN", "bank", "157"};
    for (size_t l = 0; l < INTENT_LANGS; l++)
        for (size_t n = 0; n < COUNT_OF(needed); n++)
            CHECK(strstr(intents_find(i, "danger")->reply[l], needed[n]) != NULL);
    intents_free(i);
}

// Two intents that claim the same words would make the answer depend on the order of the files.
static void exact_are_distinct(void) {
    struct intents *i = fixture_intents();
    const char *seen[2000];
    const struct intent *owner[2000];
    size_t count = 0;
    for (size_t n = 0; n < intents_count(i); n++)
        for (size_t l = 0; l < INTENT_LANGS; l++)
            for (size_t e = 0; e < intents_at(i, n)->exact[l].count && count < 2000; e++, count++) {
                seen[count] = intents_at(i, n)->exact[l].items[e];
                owner[count] = intents_at(i, n);
            }
    for (size_t n = 0; n < count; n++)
        for (size_t m = 0; m < n; m++)
            if (owner[n] != owner[m] && strcasecmp(seen[n], seen[m]) == 0) {
                fprintf(stderr, "\"%s\" is in %s and in %s\n", seen[n], owner[n]->name, owner[m]->name);
                test_failures++;
            }
    CHECK(count > 150);
    intents_free(i);
}

static const char good[] =
    "{\"intent\":\"yes\",\"action\":\"yes\",\"exact\":{\"id\":[\"ya\"],\"en\":[\"yes\"]},"
    "\"examples\":{\"id\":[],\"en\":[]},\"replies\":{\"id\":\"Baik.\",\"en\":\"Good.\"},"
    "\"match\":{\"id\":[],\"en\":[]},\"no_match\":{\"id\":[],\"en\":[]},"
    "\"title\":{\"id\":\"Ya\",\"en\":\"Yes\"}}";

// The good file with one piece replaced by another.
static char *changed(const char *from, const char *to) {
    const char *at = strstr(good, from);
    if (!at)
        abort();
    char *text = malloc(sizeof good + strlen(to) + 1);
    snprintf(text, sizeof good + strlen(to) + 1, "%.*s%s%s", (int)(at - good), good, to, at + strlen(from));
    return text;
}

// Replaces yes.json of the shipped files by text; the line of the failure, or "" when it is fine.
static const char *line_of(const char *name, const char *text) {
    static char line[800];
    struct intent_file files[FILES_MAX];
    size_t count = fixture_files(files);
    for (size_t n = 0; n < count; n++)
        if (text_has_suffix(files[n].name, name))
            files[n] = (struct intent_file){name, text, strlen(text)};
    struct intents *i = NULL;
    struct fail f = {0};
    line[0] = '\0';
    if (intents_new(files, count, &i, &f) != OK)
        fail_line(&f, line, sizeof line);
    intents_free(i);
    return line;
}

static void wrong_fields(void) {
    static const struct {
        const char *from, *to, *line;
    } rows[] = {
        {"\"intent\":\"yes\"", "\"intent\":\"yes\"", ""},
        {"\"exact\"", "\"exakt\"", "yes.json: unknown field 'exakt'; did you mean 'exact'?"},
        {"\"examples\":{\"id\":[]", "\"examples\":{\"xx\":[]", "yes.json: examples: unknown field 'xx'"},
        {"\"examples\":{\"id\":[],\"en\":[]},", "", "yes.json: examples.id: is missing; add it"},
        {"[\"ya\"]", "\"ya\"", "yes.json: exact.id: must be a list of strings"},
        {"\"Baik.\"", "7", "yes.json: replies.id: must be a string"},
        {"\"Baik.\"", "\" \"", "yes.json: replies: is empty; write it"},
        {"\"Baik.\"", "\"Baik, {nama}\"", "yes.json: replies: unknown placeholder {nama}"},
        {"\"action\":\"yes\"", "\"action\":\"stap\"",
         "yes.json: action: is not an action; did you mean 'stop'?"},
        {"\"action\":\"yes\"", "\"action\":\"language\"", "yes.json: value: must name the language"},
        {"\"action\":\"yes\"", "\"action\":\"yes\",\"value\":\"id\"",
         "yes.json: value: belongs to the action"},
        {"\"intent\":\"yes\"", "\"intent\":\"ya\"", "yes.json: intent: differs from the name of the file"},
        {"\"title\":{\"id\":\"Ya\",", "\"title\":{", "yes.json: title: must stand in both languages"},
        {"\"Ya\"", "\"Judul yang terlalu panjang\"",
         "yes.json: title.id: must be a string within its length"},
        {"\"title\":", "\"buttons\":[\"nope\"],\"title\":", "yes.json: buttons: 'nope' is not an intent"},
        {"\"title\":", "\"buttons\":[\"thanks\"],\"title\":", "yes.json: buttons: 'thanks' has no title"},
        {"\"title\":", "\"buttons\":[\"menu\",\"menu\",\"menu\",\"menu\"],\"title\":",
         "yes.json: buttons: are too many"},
        {"\"title\":{", "\"title\":[{", "yes.json: is not JSON"},
        {"{\"id\":\"Ya\",\"en\":\"Yes\"}", "\"Ya\"", "yes.json: title: must be an object"},
    };
    for (size_t n = 0; n < COUNT_OF(rows); n++) {
        char *text = changed(rows[n].from, rows[n].to);
        const char *line = line_of("yes.json", text);
        if (*rows[n].line ? !text_has_prefix(line, rows[n].line) : *line != '\0') {
            fprintf(stderr, "row %zu: got  %s\n        want %s\n", n, line, rows[n].line);
            test_failures++;
        }
        free(text);
    }
}

static void wrong_wordings(void) {
    static const struct {
        const char *text, *line;
    } rows[] = {
        {"[]", "wordings.json: must be an object"},
        {"{\"nine\":{\"id\":\"a\",\"en\":\"b\"}}",
         "wordings.json: unknown field 'nine'; did you mean 'none'?"},
        {"{\"none\":{\"id\":\"a\"}}", "wordings.json: none: en: is missing"},
        {"{\"none\":{\"id\":\"a\",\"en\":\"b\",\"de\":\"c\"}}", "wordings.json: none: unknown field 'de'"},
        {"{\"none\":\"a\"}", "wordings.json: none: must be an object"},
        {"{\"none\":{\"id\":\"a {date}\",\"en\":\"b\"}}", "wordings.json: none: unknown placeholder {date}"},
        {"{\"as_of\":{\"id\":\"Per {date}.\",\"en\":\"b\"}}",
         "wordings.json: as_of: {date} is missing in the text"},
        {"{\"none\":{\"id\":\"a\",\"en\":\"\"}}", "wordings.json: none: is empty"},
        {"{\"verdict.own\":{\"id\":\"a\",\"en\":\"b\"}}", "wordings.json: 'hotline.name' is missing; add it"},
    };
    for (size_t n = 0; n < COUNT_OF(rows); n++) {
        const char *line = line_of("wordings.json", rows[n].text);
        if (!text_has_prefix(line, rows[n].line)) {
            fprintf(stderr, "row %zu: got  %s\n        want %s\n", n, line, rows[n].line);
            test_failures++;
        }
    }
}

static void missing_files(void) {
    struct intent_file files[FILES_MAX];
    struct intents *i = NULL;
    struct fail f = {0};
    CHECK_INT(intents_new(NULL, 0, &i, &f), ERR_INPUT);
    CHECK_TEXT(f.what, "wordings.json is missing");
    size_t count = fixture_files(files), kept = 0;
    for (size_t n = 0; n < count; n++)
        if (!text_has_suffix(files[n].name, "/greeting.json"))
            files[kept++] = files[n];
    CHECK_INT(intents_new(files, kept, &i, &f), ERR_INPUT);
    CHECK_TEXT(f.what, "greeting.json is missing");
}

static void placeholders(void) {
    struct arena *a = arena_new(65536);
    const struct placeholder values[] = {{"name", "Lurus"}, {"link", NULL}, {"date", "2022"}};
    CHECK_TEXT(wording_fill(a, "Ini {name}.\nBagikan: {link}\nPer {date}", values, 3),
               "Ini Lurus.\nPer 2022");
    CHECK_TEXT(wording_fill(a, "{link}", values, 3), "");
    CHECK_TEXT(wording_fill(a, "a\n\n{link}", values, 3), "a");
    CHECK_TEXT(wording_fill(a, "{ x } {", values, 3), "{ x } {");
    char stranger[20];
    CHECK(wording_holds_only("{a} {b.c}", "b.c a", stranger, sizeof stranger));
    CHECK(!wording_holds_only("{a} {b}", "a", stranger, sizeof stranger));
    CHECK_TEXT(stranger, "{b}");
    arena_free(a);
}

static const struct test tests[] = {
    {"shipped_are_read", shipped_are_read},
    {"danger_names_the_numbers", danger_names_the_numbers},
    {"exact_are_distinct", exact_are_distinct},
    {"wrong_fields", wrong_fields},
    {"wrong_wordings", wrong_wordings},
    {"missing_files", missing_files},
    {"placeholders", placeholders},
};
TEST_MAIN(tests)
