// SPDX-License-Identifier: Apache-2.0
// `lurus user`: accounts of the console. Alone it writes the base itself, else the running desk does.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/clock.h"
#include "../base/json.h"
#include "../desk/account.h"
#include "account_wire.h"
#include "app.h"
#include "lock.h"

enum { ARGS_MAX = 16 };

struct using {
    struct config *config;
    struct account_call call;
    int status;
    char *body; // JSON
};

// The base needs neither intents nor facts here, so they are not read.
static enum err run_here(struct using *u, struct fail *f) {
    struct store *s = NULL;
    if (u->call.kind != ACCOUNT_ADD && access(u->config->store.path, F_OK) != 0)
        return fail_set(f, ERR_NOTFOUND, u->config->store.path, "run `lurus user add` first, or name it by store.path", "there is no base");
    TRY(store_open(u->config->store.path, u->config->store.contact_key, STORE_WRITE, &s, f));
    struct account x = {.store = s, .arena = arena_new(ACCOUNT_ARENA), .now = clock_wall_ms(), .service = u->config->hotline.name, .call = &u->call};
    enum err err = store_begin(s);
    if (err == OK)
        err = account_run(&x);
    if (err == OK)
        err = store_commit(s);
    if (err != OK)
        fail_set(f, err, u->config->store.path, "nothing was changed", "the base refused: %s", store_error(s));
    if (err == OK) {
        u->status = x.status;
        u->body = xstrdup(buf_text(&x.body));
    }
    account_done(&x);
    arena_free(x.arena);
    store_close(s);
    return err;
}

static enum err run(struct using *u, struct fail *f) {
    int lock = -1;
    enum err err = lock_take(u->config->store.path, &lock, f);
    if (err == ERR_CONFLICT)
        return doorway_account(u->config->store.path, &u->call, &u->status, &u->body, f);
    if (err == OK)
        err = run_here(u, f);
    lock_release(lock);
    return err;
}

// --- what is printed

static enum err tell_problem(const struct using *u, const struct json *answer, struct fail *f) {
    const char *detail = json_text(json_at(answer, "detail"));
    return fail_set(f, u->status == 503 ? ERR_BUSY : ERR_INPUT, u->call.name ? u->call.name : "user", "", "%s",
                    detail ? detail : "the service has no time just now; try again");
}

// Where the console is: public_url, else what the service listens on, as this machine reaches it.
static void put_base(const struct config *c, struct buf *b) {
    const char *listen = c->server.listen, *port = strrchr(listen, ':');
    bool is_any = text_has_prefix(listen, "0.0.0.0:") || text_has_prefix(listen, "[::]:"), is_unix = text_has_prefix(listen, "unix:");
    if (c->server.public_url) {
        size_t len = strlen(c->server.public_url);
        buf_put(b, c->server.public_url, len && c->server.public_url[len - 1] == '/' ? len - 1 : len);
        return;
    }
    buf_puts(b, c->server.tls_cert ? "https://" : "http://");
    if (is_any || is_unix)
        buf_printf(b, "localhost%s", is_any && port ? port : "");
    else
        buf_puts(b, listen);
}

static void print_link(const struct using *u, const struct json *answer) {
    struct buf b;
    buf_init(&b, 4096);
    put_base(u->config, &b);
    buf_puts(&b, json_text(json_at(answer, "link")));
    printf("%s\n", buf_text(&b));
    buf_done(&b);
    fprintf(stderr, "Tautan ini berlaku 24 jam dan hanya sekali. / This link is good for 24 hours, and once.\n");
}

static void print_operators(const struct using *u, const struct json *answer) {
    (void)u;
    for (const struct json *o = json_first(json_at(answer, "operators")); o; o = json_next(o)) {
        const char *state = json_true(json_at(o, "disabled")) ? "disabled" : json_true(json_at(o, "password")) ? "active" : "invited";
        printf("%-24s %-9s %-9s %-5s %.10s\n", json_text(json_at(o, "name")), json_text(json_at(o, "role")), state,
               json_true(json_at(o, "totp")) ? "totp" : "-", json_text(json_at(o, "created")));
    }
}

static void print_disabled(const struct using *u, const struct json *answer) {
    (void)u;
    printf("%s: disabled\n", json_text(json_at(answer, "operator.name")));
}

static const struct {
    const char *name;
    enum account_kind kind;
    bool has_name;
    void (*print)(const struct using *u, const struct json *answer);
} subs[] = {
    {"add", ACCOUNT_ADD, true, print_link},
    {"passwd", ACCOUNT_RELINK, true, print_link},
    {"list", ACCOUNT_OPERATORS, false, print_operators},
    {"disable", ACCOUNT_CHANGE, true, print_disabled},
};

static enum err run_and_print(struct using *u, size_t sub, struct fail *f) {
    struct json *answer SCOPED(json_freep) = NULL;
    enum err err = run(u, f);
    if (err == OK && u->body && u->body[0])
        err = json_parse(u->body, strlen(u->body), &answer, f);
    if (err == OK && u->status >= 300)
        err = tell_problem(u, answer, f);
    if (err == OK)
        subs[sub].print(u, answer);
    return err;
}

// --- the command line

// Options may stand behind the names: they are moved before them.
static int read_words(int argc, char **argv, const struct option_row *rows, size_t count, char *words[2]) {
    char *sorted[ARGS_MAX + 1] = {argv[0]}, *rest[2] = {0};
    int options = 1, names = 0, first = 0;
    if (argc > ARGS_MAX)
        return usage_error("user", "too many words");
    for (int i = 1; i < argc; i++) {
        bool is_option = argv[i][0] == '-', takes_value = is_option && !strchr(argv[i], '=') && strcmp(argv[i], "--without-totp") != 0;
        if (!is_option && names == 2)
            return usage_error("user", "too many words");
        if (is_option)
            sorted[options++] = argv[i];
        else
            rest[names++] = argv[i];
        if (takes_value && i + 1 < argc)
            sorted[options++] = argv[++i];
    }
    int rc = options_read(options, sorted, rows, count, &first);
    words[0] = rest[0];
    words[1] = rest[1];
    return rc;
}

static int start(struct using *u, size_t sub) {
    struct fail f = {0};
    enum err err = config_load(option_config, &u->config, &f);
    if (err == OK)
        err = run_and_print(u, sub, &f);
    config_free(u->config);
    free(u->body);
    return err == OK ? EXIT_DONE : say_fail(&f);
}

int cmd_user(int argc, char **argv) {
    const char *role = NULL;
    bool is_totp_off = false;
    char *words[2] = {NULL, NULL};
    const struct option_row rows[] = {{"--role", &role, NULL}, {"--without-totp", NULL, &is_totp_off}};
    int rc = read_words(argc, argv, rows, COUNT_OF(rows), words);
    if (rc != EXIT_DONE)
        return rc;
    size_t sub = 0;
    while (sub < COUNT_OF(subs) && !text_is_equal(subs[sub].name, words[0]))
        sub++;
    if (sub == COUNT_OF(subs))
        return usage_error("user", "add, passwd, list or disable is needed");
    if (subs[sub].has_name != (words[1] != NULL))
        return usage_error("user", subs[sub].has_name ? "a name is needed" : "takes no name");
    struct using u = {.call = {.kind = subs[sub].kind, .is_local = true, .name = words[1], .is_totp_off = is_totp_off}};
    u.call.has_disabled = u.call.is_disabled = subs[sub].kind == ACCOUNT_CHANGE;
    if ((role && subs[sub].kind != ACCOUNT_ADD) || (is_totp_off && subs[sub].kind != ACCOUNT_RELINK))
        return usage_error("user", role ? "--role goes with add" : "--without-totp goes with passwd");
    if (role && !role_of(role, &u.call.role))
        return usage_error("user", "a role is viewer, operator, editor or admin");
    return start(&u, sub);
}
