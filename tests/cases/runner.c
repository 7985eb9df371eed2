// SPDX-License-Identifier: Apache-2.0
// Runs conversation scripts. A line is a word and what follows it; `#` begins a comment line.
//   facts shipped          the shipped knowledge base instead of tests/cases/facts.jsonl; before the first
//   message today 2026-11-24       the day on which it begins, noon in Jakarta page en                the
//   language that the web page says in TEXT                a message ("\n" in it is a line break) choice ID |
//   choice N   a button by its id, or the Nth of the last reply media KIND [CAPTION]   image, audio,
//   reaction, … over                   the next message is over the rate after 25h | 20m | 30s  time passes
//   operator takes | releases | ends
// All further words look at the last reply: expect.c has their table.
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/embed.h"
#include "base/text.h"
#include "exchange/exchange.h"
#include "expect.h"
#include "lines.h"
#include "machines.h"

enum {
    FILES_MAX = 200,
    FILE_MAX = 1 << 20,
    CASE_ARENA = 256 << 20,
    DAY_MS = 86400000,
    NOON_JAKARTA_MS = 5 * 3600000
};

static struct intents *intents;
static struct knowledge *own, *shipped;

_Noreturn static void give_up(const char *where, const char *what) {
    fprintf(stderr, "%s: %s\n", where, what);
    exit(1);
}

static char *read_file(const char *path, size_t *ret_len) {
    FILE *file = fopen(path, "rb");
    if (!file)
        give_up(path, "cannot be opened");
    char *bytes = xmalloc(FILE_MAX + 1);
    *ret_len = fread(bytes, 1, FILE_MAX, file);
    bytes[*ret_len] = '\0';
    fclose(file);
    return bytes;
}

// --- what the scripts run on
static void load_intents(void) {
    struct intent_file files[FILES_MAX];
    struct fail f = {0};
    size_t count = 0;
    for (const struct embedded *e = embedded_files; e->name; e++) {
        bool is_intent = text_has_prefix(e->name, "intents/") && text_has_suffix(e->name, ".json");
        if (is_intent && !strchr(e->name + strlen("intents/"), '/') && count < FILES_MAX)
            files[count++] = (struct intent_file){e->name, (const char *)e->bytes, e->len};
    }
    if (intents_new(files, count, &intents, &f) != OK)
        give_up(f.where, f.what);
}

static struct knowledge *empty_knowledge(void) {
    static const char *const domains[] = {"prakerja.go.id", "*.go.id", NULL};
    static const char *const numbers[] = {"+628119787670", NULL};
    static const struct knowledge_config config = {"id", domains, numbers, -1, -1, "https://wa.me/628119787670"};
    static const char folder[] = "intents/language/";
    struct language_file files[FILES_MAX];
    struct knowledge *k = NULL;
    struct fail f = {0};
    size_t count = 0;
    for (const struct embedded *e = embedded_files; e->name; e++)
        if (text_has_prefix(e->name, folder) && count < FILES_MAX)
            files[count++] =
                (struct language_file){e->name + sizeof folder - 1, (const char *)e->bytes, e->len};
    if (knowledge_new(&config, files, count, intents, &k, &f) != OK)
        give_up(f.where, f.what);
    return k;
}

static enum err take_fact(void *arg, const struct fact *fact, size_t line) {
    (void)line;
    knowledge_put(arg, fact);
    return OK;
}

static void bad_fact(void *arg, const struct fail *f) {
    (void)arg;
    give_up(f->where, f->what);
}

static void add_facts(struct knowledge *k, const char *name, const char *bytes, size_t len) {
    struct exchange_reader reader = {
        .file = name, .format = FORMAT_JSONL, .fact = take_fact, .bad = bad_fact, .arg = k};
    size_t bad = 0;
    if (exchange_read(&reader, bytes, len, &bad) != OK || bad)
        give_up(name, "cannot be read");
}

static struct knowledge *own_knowledge(void) {
    if (own)
        return own;
    own = empty_knowledge();
    size_t len;
    char *bytes = read_file("tests/cases/facts.jsonl", &len);
    add_facts(own, "tests/cases/facts.jsonl", bytes, len);
    free(bytes);
    knowledge_settle(own);
    return own;
}

static struct knowledge *shipped_knowledge(void) {
    if (shipped)
        return shipped;
    shipped = empty_knowledge();
    for (const struct embedded *e = embedded_files; e->name; e++)
        if (text_has_prefix(e->name, "intents/facts/") && text_has_suffix(e->name, ".jsonl"))
            add_facts(shipped, e->name, (const char *)e->bytes, e->len);
    knowledge_settle(shipped);
    return shipped;
}

// --- the words of a script that do something; false: the rest makes no sense
static bool do_facts(struct talk *t, const char *rest) {
    t->knowledge = shipped_knowledge();
    return strcmp(rest, "shipped") == 0;
}

static bool do_today(struct talk *t, const char *rest) {
    struct date d;
    if (!date_parse(rest, &d))
        return false;
    t->now = date_first_day(d) * DAY_MS + NOON_JAKARTA_MS;
    return true;
}

static bool do_page(struct talk *t, const char *rest) {
    t->page_lang = arena_strdup(t->arena, rest);
    return true;
}

static char *unescaped(struct arena *a, const char *text) {
    char *copy = arena_strdup(a, text);
    for (char *at; (at = strstr(copy, "\\n"));) {
        *at = '\n';
        memmove(at + 1, at + 2, strlen(at + 2) + 1);
    }
    return copy;
}

static bool do_in(struct talk *t, const char *rest) {
    talk_send(t, (struct inbound){.kind = MSG_TEXT, .text = unescaped(t->arena, rest)});
    return true;
}

static bool do_choice(struct talk *t, const char *rest) {
    int64_t number;
    const struct reply *r = &t->reply;
    const char *id = arena_strdup(t->arena, rest), *title = "judul";
    if (text_number(rest, 1, REPLY_ROWS, &number)) {
        if ((size_t)number > r->choice_count)
            return false;
        id = r->choices[number - 1].id;
    }
    for (size_t i = 0; i < r->choice_count; i++)
        if (strcmp(r->choices[i].id, id) == 0)
            title = r->choices[i].title;
    talk_send(t, (struct inbound){.kind = MSG_CHOICE, .choice = id, .text = title});
    return true;
}

static bool do_media(struct talk *t, const char *rest) {
    size_t len = strcspn(rest, " ");
    const char *caption = rest[len] ? unescaped(t->arena, rest + len + 1) : NULL;
    for (int kind = 0; kind < MESSAGE_KINDS; kind++) {
        const char *name = message_kind_name((enum message_kind)kind);
        if (strlen(name) != len || memcmp(name, rest, len) != 0)
            continue;
        talk_send(t, (struct inbound){.kind = (enum message_kind)kind, .text = caption});
        return true;
    }
    return false;
}

static bool do_over(struct talk *t, const char *rest) {
    t->is_over_rate = true;
    return *rest == '\0';
}

static bool do_after(struct talk *t, const char *rest) {
    char *unit;
    long long count = strtoll(rest, &unit, 10);
    const char *at = strchr("smh", *unit);
    static const int64_t units[] = {1000, 60000, 3600000};
    if (!*unit || !at || unit[1] || count <= 0)
        return false;
    t->now += count * units[at - "smh"];
    return true;
}

static bool do_operator(struct talk *t, const char *rest) {
    static const char *const names[] = {"takes", "releases", "ends"};
    bool speaks;
    for (int i = 0; i < 3; i++)
        if (strcmp(names[i], rest) == 0) {
            enum custody_event event = (enum custody_event)(CUSTODY_TAKEN + i);
            t->conversation.custody = custody_next(t->conversation.custody, event, &speaks);
            return true;
        }
    return false;
}

static const struct {
    const char *word;
    bool (*run)(struct talk *t, const char *rest);
    bool is_message;
} words[] = {
    {"facts", do_facts, false}, {"today", do_today, false},  {"page", do_page, false},
    {"in", do_in, true},        {"choice", do_choice, true}, {"media", do_media, true},
    {"over", do_over, false},   {"after", do_after, false},  {"operator", do_operator, false},
};

// What is wrong with the line, or "".
static void run_line(struct talk *t, const char *word, const char *rest, char *why, size_t size) {
    why[0] = '\0';
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strcmp(words[i].word, word) != 0)
            continue;
        if (!words[i].run(t, rest))
            snprintf(why, size, "makes no sense");
        else if (words[i].is_message && t->has_reply)
            expect_limits(t, why, size);
        return;
    }
    if (!expect_line(t, word, rest, why, size))
        snprintf(why, size, "is not a word of a script");
}

static bool run_lines(struct talk *t, const char *path, char *text) {
    bool is_well = true;
    size_t number = 0;
    for (char *line = text; line; number++) {
        char *next = strchr(line, '\n'), why[300];
        if (next)
            *next++ = '\0';
        size_t len = strcspn(line, " ");
        const char *rest = line[len] ? line + len + 1 : line + len;
        char *word = arena_strndup(t->arena, line, len);
        if (len && *line != '#') {
            run_line(t, word, rest, why, sizeof why);
            if (*why)
                fprintf(stderr, "%s:%zu: %s: %s\n--- say %s, the reply:\n%s\n---\n", path, number + 1, line,
                        why, say_name(t->said.say), t->has_reply ? t->reply.text : "(none)");
            is_well = is_well && !*why;
        }
        line = next;
    }
    return is_well;
}

static bool run_case(const char *path) {
    size_t len;
    char *text = read_file(path, &len);
    struct talk t = {.arena = arena_new(CASE_ARENA), .intents = intents, .knowledge = own_knowledge()};
    (void)do_today(&t, "2026-11-24");
    bool is_well = run_lines(&t, path, text);
    const char *name = strrchr(path, '/');
    printf("%s case/%.*s\n", is_well ? "ok" : "FAILED", (int)strcspn(name ? name + 1 : path, "."),
           name ? name + 1 : path);
    fflush(stdout);
    arena_free(t.arena);
    free(text);
    return is_well;
}

static int is_case(const struct dirent *entry) {
    return text_has_suffix(entry->d_name, ".case");
}

static bool run_folder(const char *path) {
    struct dirent **entries;
    int count = scandir(path, &entries, is_case, alphasort);
    bool is_well = count > 0;
    for (int i = 0; i < count; i++) {
        char file[600];
        snprintf(file, sizeof file, "%s/%s", path, entries[i]->d_name);
        is_well = run_case(file) && is_well;
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return is_well;
}

static int print_machines(void) {
    struct buf b;
    buf_init(&b, FILE_MAX);
    machines_print(&b);
    fputs(buf_text(&b), stdout);
    buf_done(&b);
    return 0;
}

static bool check_machines(void) {
    size_t len;
    char *tour = read_file("src/README.md", &len);
    bool is_well = machines_are_in(tour);
    printf("%s case/machines\n", is_well ? "ok" : "FAILED");
    free(tour);
    return is_well;
}

// case_runner --machines, or the names of scripts and folders; a folder's run adds the intents' own lines and
// the tour's diagrams.
int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "--machines") == 0)
        return print_machines();
    bool is_well = argc > 1;
    load_intents();
    for (int i = 1; i < argc; i++) {
        bool is_one = text_has_suffix(argv[i], ".case");
        is_well = (is_one ? run_case(argv[i]) : run_folder(argv[i])) && is_well;
        if (is_one)
            continue;
        is_well = lines_run(intents, own_knowledge()) && is_well;
        is_well = check_machines() && is_well;
    }
    knowledge_free(own);
    knowledge_free(shipped);
    intents_free(intents);
    return is_well ? 0 : 1;
}
