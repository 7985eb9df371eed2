// SPDX-License-Identifier: Apache-2.0
// A walk over the table of subcommands.
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "../base/text.h"
#include "app.h"

static const char *alias(const char *word) {
    static const char *const pairs[][2] = {{"--version", "version"}, {"-V", "version"}, {"--help", "help"}, {"-h", "help"}};
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        if (strcmp(word, pairs[i][0]) == 0)
            return pairs[i][1];
    return word;
}

static int unknown(const char *word) {
    const char *names[32];
    size_t count = 0;
    for (const struct command *c = commands; c->name && count < COUNT_OF(names); c++)
        names[count++] = c->name;
    const char *near = text_nearest(word, names, count);
    fprintf(stderr, near ? "lurus: %s: unknown command; did you mean '%s'?\n" : "lurus: %s: unknown command; try 'lurus help'%s\n",
            word, near ? near : "");
    return EXIT_USAGE;
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); // a full quota is an error of the write, not the end of the service
    while (argc > 2 && strcmp(argv[1], "-c") == 0) {
        option_config = argv[2];
        argv += 2;
        argc -= 2;
    }
    if (argc < 2) {
        cmd_help(0, argv);
        return EXIT_USAGE;
    }
    const struct command *command = command_find(alias(argv[1]));
    return command ? command->run(argc - 1, argv + 1) : unknown(argv[1]);
}
