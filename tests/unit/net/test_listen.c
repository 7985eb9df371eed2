// SPDX-License-Identifier: Apache-2.0
#include "net/listen.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net/headers.h"
#include "test.h"

static void bad(void) {
    static const char *const cases[] = {"",
                                        "nowhere",
                                        "8080",
                                        ":8080",
                                        "127.0.0.1",
                                        "[::1]",
                                        "::1:8080",
                                        "[]:80",
                                        "x:99999",
                                        "127.0.0.1:-1",
                                        "127.0.0.1:",
                                        "127.0.0.1:80a",
                                        "no.such.host.invalid:80",
                                        "unix:"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct listener l;
        struct fail f = {0};
        CHECK_INT(listener_open(&l, cases[i], &f), ERR_INPUT);
        CHECK_TEXT(f.where, "server.listen");
        CHECK_INT(l.fd, -1);
    }
}

static void taken(void) {
    struct listener l, second;
    struct fail f = {0};
    CHECK_INT(listener_open(&l, "127.0.0.1:0", &f), OK);
    CHECK(strncmp(l.address, "127.0.0.1:", 10) == 0 && strcmp(l.address, "127.0.0.1:0") != 0);
    CHECK_INT(listener_open(&second, l.address, &f), ERR_IO);
    CHECK(strstr(f.what, "in use") != NULL);
    CHECK(f.todo[0]);
    struct in6_addr peer;
    CHECK_INT(listener_accept(&l, &peer), -1);
    listener_close(&l);
    CHECK_INT(listener_open(&second, "localhost:0", &f), OK);
    listener_close(&second);
}

static void unix_path(void) {
    char address[200];
    struct listener l, second;
    struct fail f = {0};
    struct stat st;
    snprintf(address, sizeof address, "unix:/tmp/lurus-test-%d.sock", (int)getpid());
    CHECK_INT(listener_open(&l, address, &f), OK);
    CHECK_TEXT(l.address, address);
    CHECK_INT(listener_open(&second, address, &f), ERR_IO); // somebody listens there
    close(l.fd);                                            // as a crash leaves it
    CHECK_INT(listener_open(&second, address, &f), OK);
    listener_close(&second);
    CHECK(stat(address + 5, &st) != 0);
}

static const struct test tests[] = {{"bad", bad}, {"taken", taken}, {"unix_path", unix_path}};
TEST_MAIN(tests)
