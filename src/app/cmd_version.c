// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>

#include "app.h"

int cmd_version(int argc, char **argv) {
    (void)argv;
    if (argc > 1)
        return usage_error("version", "takes no argument");
    printf("lurus %s\n", LURUS_VERSION);
    return EXIT_DONE;
}
