// SPDX-License-Identifier: Apache-2.0
#include "test.h"

#include <stdlib.h>

int test_failures;

void test_int(const char *file, int line, const char *what, long long got, long long want) {
    if (got == want)
        return;
    test_failures++;
    fprintf(stderr, "%s:%d: %s is %lld, wanted %lld\n", file, line, what, got, want);
}

void test_text(const char *file, int line, const char *what, const char *got, const char *want) {
    if (got == want || (got && want && strcmp(got, want) == 0))
        return;
    test_failures++;
    fprintf(stderr, "%s:%d: %s is \"%s\", wanted \"%s\"\n", file, line, what, got ? got : "(null)", want ? want : "(null)");
}

char *test_file(const char *path, size_t *ret_len) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(1);
    }
    fseek(file, 0, SEEK_END);
    size_t len = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(len + 1);
    if (!bytes || fread(bytes, 1, len, file) != len)
        exit(1);
    bytes[len] = '\0';
    fclose(file);
    if (ret_len)
        *ret_len = len;
    return bytes;
}

int test_run(const struct test *tests, size_t count) {
    int failed = 0;
    for (size_t i = 0; i < count; i++) {
        int before = test_failures;
        tests[i].run();
        failed += test_failures > before;
        printf("%s %s\n", test_failures > before ? "FAILED" : "ok", tests[i].name);
    }
    return failed ? 1 : 0;
}
