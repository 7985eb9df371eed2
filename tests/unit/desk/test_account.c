// SPDX-License-Identifier: Apache-2.0
// What is decided about operators and sessions, on a base in memory with a clock of its own. The pool's part is played
// here, without Argon2: a password fits when it is "right".
#include "desk/account.h"

#include "base/totp.h"
#include "store/db.h"
#include "test.h"

enum { NOW = 1900000000 };

static struct store *s;
static struct arena *a;
static int64_t now;
static bool is_pool_full;
static struct account x;

static void fresh(void) {
    struct fail f;
    a = arena_new(64 << 20);
    now = (int64_t)NOW * 1000;
    is_pool_full = false;
    CHECK_INT(store_open(":memory:", NULL, STORE_WRITE, &s, &f), OK);
}

static void gone(void) {
    account_done(&x);
    x = (struct account){0};
    store_close(s);
    arena_free(a);
}

static void ask(const struct account_call *call) {
    account_done(&x);
    x = (struct account){.store = s, .arena = a, .now = now, .service = "layanan", .is_pool_full = is_pool_full, .call = account_copy(a, call)};
    CHECK_INT(account_run(&x), OK);
}

// The whole way: to the pool and back, when it is asked for.
static int run(struct account_call call) {
    ask(&call);
    if (x.status)
        return x.status;
    struct account_call next = x.next;
    next.is_hashed = true;
    next.is_right = next.phc && next.password && strcmp(next.password, "right") == 0;
    if (next.fresh && (next.is_right || !next.password))
        next.fresh_phc = "$fresh";
    ask(&next);
    return x.status;
}

static const char *code(void) {
    static char out[40];
    const char *at = strstr(buf_text(&x.body), "\"code\":\"");
    snprintf(out, sizeof out, "%.*s", at ? (int)strcspn(at + 8, "\"") : 0, at ? at + 8 : "");
    return out;
}

static int64_t number(const char *sql) {
    int64_t value = -1;
    CHECK_INT(db_ask_int(s->db, sql, &value), OK);
    return value;
}

static int64_t add(const char *name, enum role role) {
    int64_t id = 0;
    CHECK_INT(store_operator_add(s, name, role, now, &id), OK);
    CHECK_INT(store_operator_password(s, id, "$phc"), OK);
    return id;
}

static int sign_in_as(const char *name, const char *password, const char *totp) {
    return run((struct account_call){.kind = ACCOUNT_SIGN_IN, .name = name, .password = password, .code = totp, .origin = name, .address = "a", .agent = "b"});
}

static int64_t session_of(const char *name) {
    CHECK_INT(sign_in_as(name, "right", NULL), 200);
    return number("SELECT max(id) FROM session");
}

static void signing_in(void) {
    fresh();
    add("budi", ROLE_ADMIN);
    CHECK_INT(sign_in_as("budi", "wrong", NULL), 401);
    CHECK_TEXT(code(), "sign_in");
    CHECK_INT(number("SELECT count(*) FROM sign_in_try"), 2);
    CHECK_INT(sign_in_as("Budi", "right", NULL), 200);
    CHECK(x.cookie && strlen(x.cookie) == SESSION_TOKEN && x.note_count == 1 && x.notes[0].change == SESSION_PUT && x.notes[0].role == ROLE_ADMIN);
    CHECK_TEXT(x.notes[0].name, "budi");
    CHECK_INT(number("SELECT count(*) FROM sign_in_try"), 1); // the name starts anew, its address does not
    int64_t first = number("SELECT id FROM session");
    CHECK_INT(run((struct account_call){.kind = ACCOUNT_SIGN_IN, .name = "budi", .password = "right", .session = first}), 200);
    CHECK_INT(x.note_count, 2); // the former one ends
    CHECK(x.notes[0].change == SESSION_END && x.notes[1].change == SESSION_PUT);
    CHECK_INT(number("SELECT count(*) FROM session"), 1);
    is_pool_full = true;
    CHECK_INT(sign_in_as("budi", "right", NULL), 503);
    CHECK_INT(number("SELECT count(*) FROM audit WHERE action = 'signed_in'"), 2);
    gone();
}

// What happens between the two halves counts.
static void meanwhile(void) {
    static const struct {
        const char *change;
        int status;
    } rows[] = {
        {"SELECT 1", 200},
        {"UPDATE operator SET disabled = 1", 401},
        {"UPDATE operator SET password = '$other'", 401},
        {"UPDATE operator SET password = NULL", 401},
        {"DELETE FROM operator", 401},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fresh();
        add("budi", ROLE_ADMIN);
        ask(&(struct account_call){.kind = ACCOUNT_SIGN_IN, .name = "budi", .password = "right"});
        CHECK_INT(x.status, 0);
        CHECK_TEXT(x.next.phc, "$phc");
        struct account_call next = x.next;
        next.is_hashed = next.is_right = true;
        CHECK_INT(db_script(s->db, rows[i].change), OK);
        ask(&next);
        CHECK_INT(x.status, rows[i].status);
        gone();
    }
}

static void throttle(void) {
    fresh();
    add("budi", ROLE_ADMIN);
    for (int i = 0; i < TRIES_MAX; i++)
        CHECK_INT(sign_in_as("budi", "wrong", NULL), 401);
    CHECK_INT(sign_in_as("budi", "right", NULL), 429);
    now += TRIES_MS - 1;
    CHECK_INT(sign_in_as("budi", "right", NULL), 429);
    now += 1;
    CHECK_INT(sign_in_as("budi", "right", NULL), 200);
    for (int i = 0; i < TRIES_MAX; i++) { // begun, and not ended yet
        ask(&(struct account_call){.kind = ACCOUNT_SIGN_IN, .name = "siti", .password = "wrong"});
        CHECK_INT(x.status, 0);
    }
    ask(&(struct account_call){.kind = ACCOUNT_SIGN_IN, .name = "siti", .password = "wrong"});
    CHECK_INT(x.status, 429);
    gone();
}

static void second_factor(void) {
    fresh();
    int64_t id = add("budi", ROLE_ADMIN);
    const unsigned char secret[TOTP_SECRET] = {7};
    char text[TOTP_DIGITS + 1];
    CHECK_INT(store_totp_begin(s, id, secret, sizeof secret), OK);
    CHECK_INT(store_totp_on(s, id, 5), OK);
    CHECK_INT(store_recovery_add(s, id, "ABCDE-FGHIJ"), OK);
    CHECK_INT(sign_in_as("budi", "right", NULL), 401);
    CHECK_TEXT(code(), "code_needed");
    CHECK_INT(number("SELECT count(*) FROM sign_in_try"), 0); // not a wrong try
    totp_code(secret, sizeof secret, NOW / TOTP_STEP_S, text);
    CHECK_INT(sign_in_as("budi", "wrong", text), 401);
    CHECK_TEXT(code(), "sign_in");
    CHECK_INT(sign_in_as("budi", "right", text), 200);
    CHECK_INT(sign_in_as("budi", "right", text), 401); // once
    CHECK_TEXT(code(), "sign_in");
    CHECK_INT(sign_in_as("budi", "right", "abcdefghij"), 200);
    CHECK_INT(sign_in_as("budi", "right", "ABCDE-FGHIJ"), 401);
    CHECK_INT(sign_in_as("budi", "right", "-----------------------------"), 401);
    gone();
}

static void rights(void) {
    static const struct {
        enum account_kind kind;
        enum role least;
    } rows[] = {{ACCOUNT_SESSIONS, ROLE_VIEWER}, {ACCOUNT_OPERATORS, ROLE_OPERATOR}, {ACCOUNT_ADD, ROLE_ADMIN}, {ACCOUNT_CHANGE, ROLE_ADMIN}, {ACCOUNT_RELINK, ROLE_ADMIN}};
    fresh();
    add("chief", ROLE_ADMIN);
    for (int role = 0; role < ROLES; role++) {
        add(role_name((enum role)role), (enum role)role);
        int64_t session = session_of(role_name((enum role)role));
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
            int status = run((struct account_call){.kind = rows[i].kind, .session = session, .name = "!"});
            CHECK_INT(status == 403, role < (int)rows[i].least);
        }
    }
    for (int kind = 0; kind < ACCOUNT_KINDS; kind++) {
        if (kind == ACCOUNT_SIGN_IN || kind == ACCOUNT_LINK)
            continue;
        CHECK_INT(run((struct account_call){.kind = (enum account_kind)kind, .session = 999}), 401);
        CHECK_TEXT(code(), "no_session");
    }
    int64_t session = session_of("viewer");
    CHECK_INT(run((struct account_call){.kind = ACCOUNT_SEEN, .session = session}), 204);
    now += SESSION_IDLE_MS;
    CHECK_INT(run((struct account_call){.kind = ACCOUNT_SESSIONS, .session = session}), 401);
    gone();
}

static void links(void) {
    fresh();
    CHECK_INT(run((struct account_call){.kind = ACCOUNT_ADD, .is_local = true, .name = "budi", .role = ROLE_ADMIN}), 201);
    const char *at = strchr(buf_text(&x.body), '#');
    char token[SESSION_TOKEN + 1] = "";
    CHECK(at != NULL);
    snprintf(token, sizeof token, "%s", at ? at + 1 : "");
    CHECK_INT(run((struct account_call){.kind = ACCOUNT_LINK, .token = token, .fresh = "prakerja2026"}), 400);
    CHECK_TEXT(code(), "password_common");
    CHECK_INT(run((struct account_call){.kind = ACCOUNT_LINK, .token = token, .fresh = "layanan budi"}), 400); // of the two names
    now += LINK_MS;
    CHECK_INT(run((struct account_call){.kind = ACCOUNT_LINK, .token = token, .fresh = "kuda makan ketan"}), 401);
    now -= 1;
    CHECK_INT(run((struct account_call){.kind = ACCOUNT_LINK, .token = token, .fresh = "kuda makan ketan"}), 200);
    CHECK(x.cookie != NULL);
    CHECK_INT(number("SELECT password = '$fresh' FROM operator"), 1);
    CHECK_INT(run((struct account_call){.kind = ACCOUNT_LINK, .token = token, .fresh = "kuda makan ketan"}), 401);
    CHECK_TEXT(code(), "link");
    gone();
}

static void bounds(void) {
    fresh();
    add("budi", ROLE_ADMIN);
    int64_t first = session_of("budi");
    for (int i = 1; i < SESSIONS_PER_OPERATOR + 5; i++)
        session_of("budi");
    CHECK_INT(number("SELECT count(*) FROM session"), SESSIONS_PER_OPERATOR);
    CHECK_INT(run((struct account_call){.kind = ACCOUNT_SESSIONS, .session = first}), 401); // the oldest gave way
    CHECK_INT(run((struct account_call){.kind = ACCOUNT_CHANGE, .is_local = true, .name = "budi", .has_disabled = true, .is_disabled = true}), 409);
    CHECK_TEXT(code(), "last_admin");
    add("siti", ROLE_ADMIN);
    CHECK_INT(run((struct account_call){.kind = ACCOUNT_CHANGE, .is_local = true, .name = "budi", .has_disabled = true, .is_disabled = true}), 200);
    CHECK_INT(x.note_count, SESSIONS_PER_OPERATOR);
    CHECK_INT(number("SELECT count(*) FROM session"), 0);
    CHECK_INT(number("SELECT count(*) FROM audit WHERE action = 'operator_changed' AND actor = 'lurus user'"), 1);
    CHECK_INT(run((struct account_call){.kind = ACCOUNT_RELINK, .is_local = true, .name = "budi"}), 409);
    CHECK_TEXT(code(), "disabled");
    gone();
}

static const struct test tests[] = {{"signing_in", signing_in}, {"meanwhile", meanwhile}, {"throttle", throttle}, {"second_factor", second_factor},
                                    {"rights", rights},         {"links", links},         {"bounds", bounds}};
TEST_MAIN(tests)
