// SPDX-License-Identifier: Apache-2.0
// The listening socket: "127.0.0.1:8080", "[::]:8080", "localhost:0" or "unix:PATH".
#ifndef NET_LISTEN_H
#define NET_LISTEN_H

#include <netinet/in.h>
#include <stdbool.h>

#include "../base/err.h"

struct listener {
    int fd; // -1: closed
    bool is_unix;
    char address[200]; // as it really is, with the port that was given
    char path[120];    // of a Unix socket, removed at the end
};

// ERR_INPUT for an address that is none, ERR_IO when the port is taken or not ours to take.
MUST_CHECK enum err listener_open(struct listener *l, const char *address, struct fail *f);
void listener_close(struct listener *l);
// The next connection, not blocking; -1 with errno when there is none. Unix peers count as ::1.
int listener_accept(const struct listener *l, struct in6_addr *ret_address);

#endif
