// SPDX-License-Identifier: Apache-2.0
// Reads the configuration: environment beats file beats default. The one user of libconfuse.
#ifndef APP_CONFIG_H
#define APP_CONFIG_H

#include "../base/err.h"
#include "../model/config.h"

// path NULL: $LURUS_CONFIG, ./lurus.conf, /etc/lurus/lurus.conf, or none at all. An unknown key, a key given
// twice, a value out of its range, a half channel: ERR_INPUT with FILE:LINE or section.key.
MUST_CHECK enum err config_load(const char *path, struct config **ret_config, struct fail *f);
void config_free(struct config *c); // NULL is fine; wipes the secrets
void config_freep(struct config **c);
// Seconds east of UTC of hotline.timezone at a moment. The Indonesian zones need no tzdata.
int config_zone_offset(const struct config *c, int64_t wall_ms);

// --- for the documentation test and `check`
struct config_key {
    const char *section, *name;
    enum { KEY_TEXT, KEY_LIST, KEY_INT, KEY_DOUBLE } kind;
    unsigned long offset;
    const char *value; // default; lists by comma; NULL: none
    double min, max;
    bool is_secret; // may be given as NAME_file
    bool is_path;   // relative ones count from the config file's folder
};
extern const struct config_key config_keys[];
extern const unsigned long config_key_count;

#endif
