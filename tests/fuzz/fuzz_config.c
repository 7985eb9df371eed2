// SPDX-License-Identifier: Apache-2.0
// The configuration file.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char path[64];
    snprintf(path, sizeof path, "/tmp/lurus-fuzz-%d.conf", (int)getpid());
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size)
        abort();
    close(fd);
    struct config *config = NULL;
    struct fail fail = {0};
    if (config_load(path, &config, &fail) == OK)
        config_free(config);
    else if (!fail.what[0])
        abort();
    unlink(path);
    return 0;
}
