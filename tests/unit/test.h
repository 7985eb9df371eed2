// SPDX-License-Identifier: Apache-2.0
// A test program: static functions listed in a table. A failed check prints where and goes on.
#ifndef TEST_H
#define TEST_H

#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct test {
    const char *name;
    void (*run)(void);
};

extern int test_failures;

#define CHECK(condition)                                                                                     \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            test_failures++;                                                                                 \
            fprintf(stderr, "%s:%d: %s is false\n", __FILE__, __LINE__, #condition);                         \
        }                                                                                                    \
    } while (0)
#define CHECK_INT(got, want) test_int(__FILE__, __LINE__, #got, (long long)(got), (long long)(want))
#define CHECK_NEAR(got, want) CHECK((got) - (want) < 1e-9 && (want) - (got) < 1e-9)
#define CHECK_TEXT(got, want) test_text(__FILE__, __LINE__, #got, got, want)

void test_int(const char *file, int line, const char *what, long long got, long long want);
void test_text(const char *file, int line, const char *what, const char *got, const char *want);
// The bytes of a file under the source folder; NUL-terminated, malloced; ends the program when it is missing.
char *test_file(const char *path, size_t *ret_len);
// Runs all; prints `ok NAME` or `FAILED NAME` a test; returns main's exit code.
int test_run(const struct test *tests, size_t count);

#define TEST_MAIN(tests)                                                                                     \
    int main(void) {                                                                                         \
        return test_run(tests, sizeof(tests) / sizeof((tests)[0]));                                          \
    }

#endif
