// SPDX-License-Identifier: Apache-2.0
// Prepares the text of a config file for libconfuse, which counts lines with comments twice and takes a section
// that is never closed: comments are blanked, braces counted.
#ifndef APP_CONFIG_SCAN_H
#define APP_CONFIG_SCAN_H

#include "../base/err.h"

// The caller frees *ret_text, also after an error.
MUST_CHECK enum err config_scan(const char *path, char **ret_text, struct fail *f);

#endif
