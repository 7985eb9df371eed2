// SPDX-License-Identifier: Apache-2.0
// What a password must be: long enough, and not one of those that are tried first. It is read as the guesser reads it:
// words that many use (model/passwords.txt, and the names of the person and of the service), years and other digits,
// rows of the keyboard and repeats count as one character each; what is left must be many enough. Pure, any thread.
#ifndef MODEL_PASSWORD_H
#define MODEL_PASSWORD_H

#include <stddef.h>

enum {
    PASSWORD_MIN = 12,   // characters
    PASSWORD_MAX = 1024, // bytes
};

enum password_fault { PASSWORD_GOOD, PASSWORD_SHORT, PASSWORD_LONG, PASSWORD_COMMON };

// names: further words that it must not be made of; count may be 0.
enum password_fault password_judge(const char *password, const char *const *names, size_t count);

#endif
