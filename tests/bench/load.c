// SPDX-License-Identifier: Apache-2.0
// Load and fake gateway in one process and one thread: signed webhooks over kept connections, and a server that
// takes the replies and counts them by the id of the message that they answer. Loopback only; bounded in count
// and time. Prints one `key=value …` line.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/mem.h"
#include "base/text.h"

enum { CONNECTIONS = 64, BUFFER = 16384, EVENTS = 256, TIME_MAX_S = 120, QUIET_MS = 5000, SERVED_MAX = 4096 };

struct socket {
    int fd;
    enum { CLIENT, SERVED, LISTENER, IDLE } kind;
    char in[BUFFER];
    size_t len;
    int64_t message; // CLIENT: the one under way, -1 none
};

struct message {
    int64_t sent_us, acked_us, replied_us;
    int replies;
};

static struct {
    int port, gateway_port, pid, idle;
    long count, rate, contacts;
    const char *secret, *phone, *path;
    struct message *messages;
    struct socket *clients[CONNECTIONS];
    long next, acked, refused, replied, doubled;
    int epoll;
    int64_t start_us, last_us;
} load;

static const char *const texts[] = {"brp lembaga pelatihan prakerja", "prakerja", "apa benar daftar prakerja di prakerja.vip",
                                    "insentif prakerja berapa",       "hallo min", "syarat daftr prakerja",
                                    "pelatihan prakerja ada berapa jenis ya kak", "harga cabai besok"};

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void watch(struct socket *s) {
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = s};
    if (epoll_ctl(load.epoll, EPOLL_CTL_ADD, s->fd, &e) != 0)
        die("epoll_ctl");
}

static struct sockaddr_in loopback(int port) {
    return (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static struct socket *socket_new(int fd, int kind) {
    struct socket *s = xcalloc(1, sizeof *s);
    s->fd = fd;
    s->kind = (typeof(s->kind))kind;
    s->message = -1;
    int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    watch(s);
    return s;
}

static struct socket *connect_to(int port, int kind) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in to = loopback(port);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) != 0)
        die("connect");
    return socket_new(fd, kind);
}

static void reopen(struct socket *s) {
    struct socket *fresh = connect_to(load.port, CLIENT);
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = s};
    s->fd = fresh->fd;
    s->len = 0;
    if (epoll_ctl(load.epoll, EPOLL_CTL_MOD, s->fd, &e) != 0)
        die("epoll_ctl");
    free(fresh);
}

static void listen_gateway(void) {
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in at = loopback(load.gateway_port);
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, 1024) != 0)
        die("gateway port");
    socket_new(fd, LISTENER);
}

static void put(struct socket *s, const char *bytes, size_t len) {
    while (len) {
        ssize_t n = send(s->fd, bytes, len, MSG_NOSIGNAL);
        if (n < 0 && errno == EAGAIN)
            continue;
        if (n < 0)
            die("send");
        bytes += n;
        len -= (size_t)n;
    }
}

static void send_message(struct socket *s) {
    if (s->fd < 0)
        reopen(s); // a server may close what stood idle
    long i = load.next++;
    char body[2048], request[4096], hex[65];
    unsigned char mac[32];
    int len = snprintf(body, sizeof body,
                       "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"102290129340398\",\"changes\":[{\"value\":{"
                       "\"messaging_product\":\"whatsapp\",\"metadata\":{\"display_phone_number\":\"15550783881\",\"phone_number_id\":\"%s\"},"
                       "\"contacts\":[{\"profile\":{\"name\":\"Ada\"},\"wa_id\":\"628%09ld\"}],\"messages\":[{\"from\":\"628%09ld\",\"id\":"
                       "\"wamid.L%ld\",\"timestamp\":\"%ld\",\"type\":\"text\",\"text\":{\"body\":\"%s\"}}]},\"field\":\"messages\"}]}]}",
                       load.phone, i % load.contacts, i % load.contacts, i, (long)(clock_wall_ms() / 1000), texts[(size_t)i % COUNT_OF(texts)]);
    crypto_hmac_sha256(load.secret, strlen(load.secret), body, (size_t)len, mac);
    hex_encode(mac, sizeof mac, hex);
    int all = snprintf(request, sizeof request,
                       "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nX-Hub-Signature-256: sha256=%s\r\nContent-Length: "
                       "%d\r\n\r\n%s",
                       load.path, hex, len, body);
    s->message = i;
    load.messages[i].sent_us = clock_mono_us();
    put(s, request, (size_t)all);
}

// The length of a whole HTTP message at the buffer's start, or 0 when it isn't all there.
static size_t whole(const char *at, size_t len) {
    const char *end = memmem(at, len, "\r\n\r\n", 4);
    if (!end)
        return 0;
    size_t head = (size_t)(end - at) + 4, body = 0;
    for (const char *line = at; line < end; line = (char *)memchr(line, '\n', (size_t)(end - line) + 2) + 1)
        if (strncasecmp(line, "content-length:", 15) == 0)
            body = strtoul(line + 15, NULL, 10);
    return len >= head + body ? head + body : 0;
}

static void on_answer(struct socket *s, const char *at) {
    int status = atoi(at + 9);
    struct message *m = &load.messages[s->message];
    m->acked_us = clock_mono_us();
    load.last_us = m->acked_us;
    if (status == 200)
        load.acked++;
    else
        load.refused++;
    s->message = -1;
    if (load.rate == 0 && load.next < load.count)
        send_message(s);
}

static void on_reply(struct socket *s, const char *at, size_t len) {
    static const char mark[] = "wamid.L";
    const char *id = memmem(at, len, mark, sizeof mark - 1);
    bool is_read_mark = memmem(at, len, "\"status\":\"read\"", 15) != NULL;
    long i = id ? atol(id + sizeof mark - 1) : -1;
    if (!is_read_mark && i >= 0 && i < load.count) {
        load.messages[i].replied_us = load.last_us = clock_mono_us();
        if (load.messages[i].replies++)
            load.doubled++;
        else
            load.replied++;
    }
    char body[256], answer[512];
    int n = snprintf(body, sizeof body, "{\"messaging_product\":\"whatsapp\",\"contacts\":[{\"input\":\"+1\",\"wa_id\":\"1\"}],\"messages\":[{\"id\":\"wamid.R%ld\"}]}", i);
    int all = snprintf(answer, sizeof answer, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", n, body);
    put(s, answer, (size_t)all);
}

static void on_bytes(struct socket *s) {
    ssize_t got = recv(s->fd, s->in + s->len, BUFFER - s->len, 0);
    if (got < 0 && errno == EAGAIN)
        return;
    if (got <= 0) {
        if (s->kind == CLIENT && s->message >= 0)
            die("the target closed a connection that waits");
        close(s->fd);
        s->fd = -1; // small and few: the program ends soon
        return;
    }
    s->len += (size_t)got;
    size_t used;
    while (s->kind != IDLE && (used = whole(s->in, s->len)) > 0) {
        if (s->kind == CLIENT && s->message >= 0)
            on_answer(s, s->in);
        else if (s->kind == SERVED)
            on_reply(s, s->in, used);
        memmove(s->in, s->in + used, s->len - used);
        s->len -= used;
    }
    if (s->kind == IDLE)
        s->len = 0;
}

static void on_event(struct socket *s) {
    if (s->kind != LISTENER) {
        on_bytes(s);
        return;
    }
    int fd = accept(s->fd, NULL, NULL);
    if (fd >= 0)
        socket_new(fd, SERVED);
}

static void open_idle_chats(void) {
    static const char hello[] = "GET /chat/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: lurus-chat\r\n\r\n";
    for (int i = 0; i < load.idle; i++) {
        struct socket *s = connect_to(load.port, IDLE);
        put(s, hello, sizeof hello - 1);
    }
}

// At a rate: sends what is due on free connections.
static void pace(void) {
    long due = (long)((double)(clock_mono_us() - load.start_us) / 1e6 * (double)load.rate);
    for (int i = 0; i < CONNECTIONS && load.next < load.count && load.next < due; i++)
        if (load.clients[i]->message < 0)
            send_message(load.clients[i]);
}

static double cpu_seconds(int pid) {
    char path[64], text[1024] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *file = fopen(path, "re");
    if (!file || !fgets(text, sizeof text, file))
        return 0;
    fclose(file);
    unsigned long user = 0, system = 0;
    char *after = strrchr(text, ')');
    if (!after || sscanf(after + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2)
        return 0;
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

static long peak_kib(int pid) {
    char path[64], line[256];
    long peak = 0;
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "VmHWM: %ld", &peak) == 1)
            break;
    if (file)
        fclose(file);
    return peak;
}

static int by_value(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void print_quantiles(const char *name, bool is_reply) {
    int64_t *values = xcalloc((size_t)load.count, sizeof *values);
    size_t n = 0;
    for (long i = 0; i < load.count; i++) {
        int64_t end = is_reply ? load.messages[i].replied_us : load.messages[i].acked_us;
        if (end)
            values[n++] = end - load.messages[i].sent_us;
    }
    qsort(values, n, sizeof *values, by_value);
    if (n)
        printf(" %s_p50_ms=%.2f %s_p99_ms=%.2f", name, (double)values[n / 2] / 1e3, name, (double)values[n * 99 / 100] / 1e3);
    free(values);
}

static bool is_done(bool wants_replies) {
    int64_t now = clock_mono_us();
    if (now - load.start_us > TIME_MAX_S * 1000000LL)
        return true;
    if (load.acked + load.refused < load.count)
        return false;
    return !wants_replies || load.replied >= load.acked || now - load.last_us > QUIET_MS * 1000;
}

static void run(bool wants_replies) {
    struct epoll_event events[EVENTS];
    load.start_us = load.last_us = clock_mono_us();
    double cpu = cpu_seconds(load.pid);
    for (int i = 0; i < CONNECTIONS && load.rate == 0 && load.next < load.count; i++)
        send_message(load.clients[i]);
    while (!is_done(wants_replies)) {
        if (load.rate)
            pace();
        int n = epoll_wait(load.epoll, events, EVENTS, load.rate ? 0 : 100);
        for (int i = 0; i < n; i++)
            on_event(events[i].data.ptr);
    }
    double seconds = (double)(load.last_us - load.start_us) / 1e6;
    long lost = wants_replies ? load.acked - load.replied : 0;
    printf("messages=%ld acked=%ld refused=%ld replied=%ld lost=%ld doubled=%ld seconds=%.2f per_second=%.0f", load.count, load.acked,
           load.refused, load.replied, lost, load.doubled, seconds, (double)load.acked / seconds);
    printf(" cpu_s_per_1000=%.4f peak_mib=%.1f", (cpu_seconds(load.pid) - cpu) * 1000 / (double)load.count, (double)peak_kib(load.pid) / 1024);
    print_quantiles("ack", false);
    print_quantiles("reply", true);
    printf("\n");
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN);
    if (argc != 12) {
        fprintf(stderr, "usage: load PORT PATH GATEWAY_PORT PID SECRET PHONE COUNT RATE CONTACTS IDLE_CHATS WANTS_REPLIES\n");
        return 2;
    }
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    load.port = atoi(argv[1]);
    load.path = argv[2];
    load.gateway_port = atoi(argv[3]);
    load.pid = atoi(argv[4]);
    load.secret = argv[5];
    load.phone = argv[6];
    load.count = atol(argv[7]);
    load.rate = atol(argv[8]);
    load.contacts = atol(argv[9]);
    load.idle = atoi(argv[10]);
    load.messages = xcalloc((size_t)load.count, sizeof *load.messages);
    load.epoll = epoll_create1(EPOLL_CLOEXEC);
    listen_gateway();
    open_idle_chats();
    for (int i = 0; i < CONNECTIONS; i++)
        load.clients[i] = connect_to(load.port, CLIENT);
    run(atoi(argv[11]) != 0);
    return 0;
}
