// SPDX-License-Identifier: Apache-2.0
// What the subcommands share: the table of them, options, and opening what they work on.
#ifndef APP_APP_H
#define APP_APP_H

#include "../base/err.h"
#include "../engine/intents.h"
#include "../engine/knowledge.h"
#include "../model/config.h"
#include "../store/store.h"
#include "config.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct command {
    const char *name, *usage, *summary;
    int (*run)(int argc, char **argv); // argv[0] is the command's name
};
extern const struct command commands[]; // ends with a NULL name
const struct command *command_find(const char *name);

int cmd_serve(int argc, char **argv);
int cmd_ask(int argc, char **argv);
int cmd_import(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_eval(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_user(int argc, char **argv);
int cmd_version(int argc, char **argv);
int cmd_help(int argc, char **argv);

// --- options.c
struct option_row {
    const char *name; // "--lang"; "-c" is known to every command
    const char **ret_value; // takes a value
    bool *ret_flag;         // or is a flag
};
// Fills the values; *ret_rest is the index of the first argument that is no option ("-" is none). A wrong
// option prints the usage to stderr and gives EXIT_USAGE.
MUST_CHECK int options_read(int argc, char **argv, const struct option_row *rows, size_t count, int *ret_rest);
extern const char *option_config; // of -c, wherever it stood
int usage_error(const char *command, const char *what);

// --- load.c
// Everything a command may work on, opened as asked for and closed in reverse by app_close.
struct app {
    struct config *config;
    struct intents *intents;
    struct store *store; // NULL: none, the embedded facts are used
    struct knowledge *knowledge;
    void *files; // the bytes behind intents and languages
};
enum app_store { APP_NO_STORE, APP_STORE_IF_THERE, APP_STORE_READ, APP_STORE_WRITE };
MUST_CHECK enum err app_open(struct app *app, enum app_store mode, struct fail *f);
void app_close(struct app *app);
int say_fail(const struct fail *f); // prints `lurus: …` to stderr, returns EXIT_FAILED
int64_t app_today(const struct config *c);
// The shipped facts as one fact file after the other.
MUST_CHECK enum err app_each_fact_file(const struct config *c, enum err (*each)(void *arg, const char *name, const char *bytes, size_t len),
                                       void *arg, struct fail *f);
// Reads a file or "-" (stdin) of at most max bytes; the caller frees.
MUST_CHECK enum err app_read_file(const char *path, size_t max, char **ret_bytes, size_t *ret_len, struct fail *f);

#endif
