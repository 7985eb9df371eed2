// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <string.h>

#include "../base/text.h"
#include "app.h"

const char *option_config;

static const struct option_row *row_of(const struct option_row *rows, size_t count, const char *word, const char **ret_value) {
    const char *equals = strchr(word, '=');
    size_t len = equals ? (size_t)(equals - word) : strlen(word);
    for (size_t i = 0; i < count; i++) {
        if (strlen(rows[i].name) != len || strncmp(rows[i].name, word, len) != 0)
            continue;
        *ret_value = equals ? equals + 1 : NULL;
        return &rows[i];
    }
    return NULL;
}

int options_read(int argc, char **argv, const struct option_row *rows, size_t count, int *ret_rest) {
    const struct option_row config = {"-c", &option_config, NULL};
    int i = 1;
    for (; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
        if (strcmp(argv[i], "--") == 0) {
            i++;
            break;
        }
        const char *value = NULL;
        const struct option_row *row = strcmp(argv[i], "-c") == 0 ? &config : row_of(rows, count, argv[i], &value);
        if (!row || (value && row->ret_flag))
            return usage_error(argv[0], "unknown option");
        if (row->ret_flag) {
            *row->ret_flag = true;
            continue;
        }
        if (!value && i + 1 >= argc)
            return usage_error(argv[0], "an option lacks its value");
        *row->ret_value = value ? value : argv[++i];
    }
    *ret_rest = i;
    return EXIT_DONE;
}
