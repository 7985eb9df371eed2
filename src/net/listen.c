// SPDX-License-Identifier: Apache-2.0
#include "listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "../base/text.h"

enum { BACKLOG = 1024, HOST_MAX = 128 };

static const char where[] = "server.listen";

static enum err refuse(struct fail *f, const char *address) {
    return fail_set(f, ERR_INPUT, where, "write HOST:PORT, [ADDRESS]:PORT or unix:PATH",
                    "'%s' is no address to listen on", address);
}

static enum err bind_failed(struct fail *f, const char *address, int error) {
    const char *todo = error == EADDRINUSE ? "stop the other program or choose another port"
                                           : "choose an address of this machine and a port above 1023";
    const char *what = error == EADDRINUSE ? "is in use" : strerror(error);
    return fail_set(f, ERR_IO, where, todo, "%s: %s", address, what);
}

// Splits "[host]:port" or "host:port"; false unless both are there.
static bool split(const char *address, char host[HOST_MAX], char port[8]) {
    const char *colon = strrchr(address, ':');
    int64_t number;
    if (!colon || !text_number(colon + 1, 0, 65535, &number))
        return false;
    const char *from = address, *to = colon;
    if (*from == '[') {
        if (to[-1] != ']' || to - from < 3)
            return false;
        from++;
        to--;
    } else if (memchr(from, ':', (size_t)(to - from))) {
        return false;
    }
    size_t len = (size_t)(to - from);
    if (!len || len >= HOST_MAX)
        return false;
    memcpy(host, from, len);
    host[len] = '\0';
    snprintf(port, 8, "%d", (int)number);
    return true;
}

static void tell_address(struct listener *l) {
    struct sockaddr_storage at;
    socklen_t len = sizeof at;
    char host[HOST_MAX], port[8];
    if (getsockname(l->fd, (struct sockaddr *)&at, &len) != 0 ||
        getnameinfo((struct sockaddr *)&at, len, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return;
    snprintf(l->address, sizeof l->address, strchr(host, ':') ? "[%s]:%s" : "%s:%s", host, port);
}

static enum err bind_to(struct listener *l, const struct addrinfo *info) {
    int on = 1, off = 0;
    l->fd = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (l->fd < 0)
        return ERR_IO;
    if (setsockopt(l->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0)
        return ERR_IO;
    if (info->ai_family == AF_INET6 && setsockopt(l->fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off) != 0)
        return ERR_IO;
    return bind(l->fd, info->ai_addr, info->ai_addrlen) == 0 && listen(l->fd, BACKLOG) == 0 ? OK : ERR_IO;
}

static enum err open_inet(struct listener *l, const char *address, struct fail *f) {
    char host[HOST_MAX], port[8];
    if (!split(address, host, port))
        return refuse(f, address);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV},
                    *info = NULL;
    if (getaddrinfo(host, port, &hints, &info) != 0)
        return refuse(f, address);
    enum err err = bind_to(l, info);
    int error = errno;
    freeaddrinfo(info);
    if (err != OK) {
        listener_close(l);
        return bind_failed(f, address, error);
    }
    tell_address(l);
    return OK;
}

// A socket file that nobody listens on any more is left over from a crash.
static void remove_stale(const struct sockaddr_un *at) {
    struct stat st;
    if (lstat(at->sun_path, &st) != 0 || !S_ISSOCK(st.st_mode))
        return;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    bool is_stale = connect(fd, (const struct sockaddr *)at, sizeof *at) != 0 && errno == ECONNREFUSED;
    close(fd);
    if (is_stale)
        unlink(at->sun_path);
}

static enum err open_unix(struct listener *l, const char *address, struct fail *f) {
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    const char *path = address + strlen("unix:");
    if (!*path || strlen(path) >= sizeof at.sun_path)
        return refuse(f, address);
    memcpy(at.sun_path, path, strlen(path) + 1);
    remove_stale(&at);
    l->is_unix = true;
    l->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (l->fd < 0 || bind(l->fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(l->fd, BACKLOG) != 0) {
        int error = errno;
        listener_close(l);
        return bind_failed(f, address, error);
    }
    snprintf(l->path, sizeof l->path, "%s", path);
    snprintf(l->address, sizeof l->address, "%s", address);
    return OK;
}

enum err listener_open(struct listener *l, const char *address, struct fail *f) {
    *l = (struct listener){.fd = -1};
    return text_has_prefix(address, "unix:") ? open_unix(l, address, f) : open_inet(l, address, f);
}

void listener_close(struct listener *l) {
    if (l->fd >= 0)
        close(l->fd);
    l->fd = -1;
    if (l->path[0])
        unlink(l->path);
    l->path[0] = '\0';
}

int listener_accept(const struct listener *l, struct in6_addr *ret_address) {
    struct sockaddr_storage peer = {0};
    socklen_t len = sizeof peer;
    *ret_address = in6addr_loopback;
    int fd = accept4(l->fd, (struct sockaddr *)&peer, &len, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0)
        return -1;
    if (peer.ss_family == AF_INET6)
        memcpy(ret_address, &((struct sockaddr_in6 *)&peer)->sin6_addr, sizeof *ret_address);
    if (peer.ss_family == AF_INET) {
        *ret_address = (struct in6_addr){.s6_addr = {[10] = 0xff, [11] = 0xff}};
        memcpy(ret_address->s6_addr + 12, &((struct sockaddr_in *)&peer)->sin_addr, 4);
    }
    return fd;
}
