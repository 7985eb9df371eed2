// SPDX-License-Identifier: Apache-2.0
// Files that the build puts into the binary: intents/** by their path ("intents/greeting.json"), the web
// pages ("web/chat/chat.js", each also as ".gz"; the console's bundles with a hash of their bytes in the name) and
// nothing else. Read-only, any thread.
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include <stddef.h>

struct embedded {
    const char *name;
    const unsigned char *bytes;
    size_t len;
};

extern const struct embedded embedded_files[]; // ends with a NULL name
extern const size_t embedded_count;
const struct embedded *embedded_find(const char *name); // NULL: no such file

#endif
