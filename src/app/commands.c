// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <string.h>

#include "app.h"

const struct command commands[] = {
    {"serve", "serve", "the service; ready when it prints `ready on ADDRESS`", cmd_serve},
    {"ask", "ask [--lang id|en] [--at DATE] [--json] [--explain] TEXT|-", "what a citizen would be told", cmd_ask},
    {"import", "import [--format csv|jsonl] [--dry-run] [--skip-bad] FILE|-", "facts into the base", cmd_import},
    {"export", "export [--format csv|jsonl] [FILE|-]", "the published facts out of the base", cmd_export},
    {"eval", "eval [--json] [--run FILE] [--calibration] [--fit OUT] DIR", "measures the matcher on a folder", cmd_eval},
    {"check", "check [--online]", "config, schema, intents, facts and index, with --online also each gateway; tells every finding", cmd_check},
    {"user", "user add|passwd|list|disable NAME [--role viewer|operator|editor|admin] [--without-totp]",
     "accounts of the console; add and passwd print a one-time link", cmd_user},
    {"version", "version", "the version and the libraries", cmd_version},
    {"help", "help [COMMAND]", "this text, or that of a command", cmd_help},
    {NULL, NULL, NULL, NULL},
};

const struct command *command_find(const char *name) {
    for (const struct command *c = commands; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

int usage_error(const char *command, const char *what) {
    const struct command *c = command_find(command);
    fprintf(stderr, "lurus: %s: %s; usage: lurus [-c FILE] %s\n", command, what, c ? c->usage : command);
    return EXIT_USAGE;
}

int cmd_help(int argc, char **argv) {
    const struct command *c = argc > 1 ? command_find(argv[1]) : NULL;
    if (argc > 1 && !c)
        return usage_error("help", "no such command");
    if (c) {
        printf("lurus [-c FILE] %s\n\n%s\n", c->usage, c->summary);
        return EXIT_DONE;
    }
    printf("lurus: a fact-check hotline\n\nUsage: lurus [-c FILE] COMMAND …\n\n");
    for (c = commands; c->name; c++)
        printf("  %-8s %s\n", c->name, c->summary);
    printf("\nThe manual: man lurus, man lurus.conf\n");
    return EXIT_DONE;
}
