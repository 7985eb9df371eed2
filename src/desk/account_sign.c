// SPDX-License-Identifier: Apache-2.0
// Signing in and out, and the one-time link. Whatever does not fit is told with the same words.
#include <string.h>

#include "../base/totp.h"
#include "account_parts.h"

static enum err refuse(struct account *x) {
    return account_refuse(x, 401, "sign_in", "name, password or code do not fit");
}

static enum err answer_signed_in(struct account *x, const struct operator_row *o, bool is_signed_in) {
    account_begin_body(x, 200);
    json_member_bool(&x->body, "signed_in", is_signed_in);
    json_member(&x->body, "operator");
    account_put_operator(&x->body, o);
    return account_end_body(x);
}

static enum err begin(struct account *x) {
    bool is_free = false;
    struct operator_row o = {0};
    TRY(account_try_begin(x, x->call->name, &is_free));
    if (!is_free)
        return OK;
    enum err err = store_operator_find(x->store, x->call->name, x->arena, &o);
    if (err != OK && err != ERR_NOTFOUND)
        return err;
    x->next.phc = err == OK && !o.is_disabled ? o.password : NULL;
    return OK; // status 0: the pool is next, also for a name that is nobody's
}

// Six digits are a code by time, else it is a recovery code, with or without its dash.
static enum err is_code_right(struct account *x, const struct operator_row *o, bool *ret_is_right) {
    unsigned char secret[TOTP_SECRET];
    char code[RECOVERY_CODE + 1];
    size_t len = 0;
    int64_t step = 0;
    *ret_is_right = false;
    for (const char *at = x->call->code; *at && len < RECOVERY_CODE; at++) {
        if (len == 5 && *at != '-')
            code[len++] = '-';
        if (*at != ' ' && len < RECOVERY_CODE)
            code[len++] = *at >= 'a' && *at <= 'z' ? (char)(*at + 'A' - 'a') : *at;
    }
    code[len] = '\0';
    TRY(store_totp_secret(x->store, o->id, false, secret, sizeof secret));
    if (totp_check(secret, x->now, o->totp_step, x->call->code, &step)) {
        *ret_is_right = true;
        return store_totp_step(x->store, o->id, step);
    }
    enum err err = store_recovery_use(x->store, o->id, code);
    *ret_is_right = err == OK;
    if (err == OK)
        return account_audit(x, "recovery_code_used", o->id, NULL, NULL);
    return err == ERR_NOTFOUND ? OK : err;
}

static enum err second_factor(struct account *x, const struct operator_row *o, bool *ret_is_right) {
    *ret_is_right = !o->has_totp;
    if (!o->has_totp)
        return OK;
    if (!x->call->code || !x->call->code[0]) {
        TRY(account_try_void(x));
        return account_refuse(x, 401, "code_needed", "the code of your app, or a recovery code, is needed");
    }
    TRY(is_code_right(x, o, ret_is_right));
    if (*ret_is_right)
        return OK;
    TRY(account_audit(x, "sign_in_refused", o->id, NULL, NULL));
    return refuse(x);
}

static enum err end(struct account *x) {
    struct operator_row o = {0};
    enum err err = store_operator_find(x->store, x->call->name, x->arena, &o);
    if (err != OK && err != ERR_NOTFOUND)
        return err;
    // Meanwhile it may have been disabled, or given another password.
    bool is_right = err == OK && x->call->is_right && !o.is_disabled && text_is_equal(o.password, x->call->phc);
    if (!is_right) {
        if (o.id)
            TRY(account_audit(x, "sign_in_refused", o.id, NULL, NULL));
        return refuse(x);
    }
    bool is_second = false;
    TRY(second_factor(x, &o, &is_second));
    if (!is_second)
        return OK;
    TRY(account_try_right(x, x->call->name));
    if (x->call->fresh_phc)
        TRY(store_operator_password(x->store, o.id, x->call->fresh_phc));
    if (x->session.id)
        TRY(account_end_session(x, &x->session));
    TRY(account_open_session(x, &o));
    x->who = o;
    TRY(account_audit(x, "signed_in", o.id, NULL, NULL));
    return answer_signed_in(x, &o, true);
}

enum err account_sign_in(struct account *x) {
    return x->call->is_hashed ? end(x) : begin(x);
}

enum err account_sign_out(struct account *x) {
    TRY(account_end_session(x, &x->session));
    TRY(account_audit(x, "signed_out", x->who.id, NULL, NULL));
    x->cookie = "";
    return account_nothing(x);
}

enum err account_seen(struct account *x) {
    TRY(store_session_seen(x->store, x->session.id, x->now));
    return account_nothing(x);
}

// --- the link

static enum err find_by_link(struct account *x, struct operator_row *ret_o) {
    unsigned char hash[SESSION_HASH];
    int64_t id = 0;
    account_hash_token(x->call->token, hash);
    enum err err = store_link_find(x->store, hash, x->now, &id);
    if (err == OK)
        err = store_operator_get(x->store, id, x->arena, ret_o);
    return err == OK && ret_o->is_disabled ? ERR_NOTFOUND : err;
}

static enum err begin_link(struct account *x, const struct operator_row *o) {
    if (!account_is_password_good(x, o->name))
        return OK;
    if (x->is_pool_full)
        return account_refuse(x, 503, "busy", "too many sign in just now; come again");
    x->next = *x->call;
    return OK;
}

// With a second factor the link is not enough to be signed in.
static enum err end_link(struct account *x, struct operator_row *o) {
    TRY(store_operator_password(x->store, o->id, x->call->fresh_phc));
    TRY(store_link_clear(x->store, o->id));
    TRY(account_end_sessions(x, o->id, 0));
    o->password = x->call->fresh_phc;
    x->who = *o;
    TRY(account_audit(x, "password_set_by_link", o->id, NULL, NULL));
    if (!o->has_totp)
        TRY(account_open_session(x, o));
    return answer_signed_in(x, o, !o->has_totp);
}

enum err account_link(struct account *x) {
    struct operator_row o = {0};
    enum err err = find_by_link(x, &o);
    if (err == ERR_NOTFOUND)
        return account_refuse(x, 401, "link", "this link was used already, or its time is over; ask for a new one");
    TRY(err);
    if (!x->call->is_hashed)
        return begin_link(x, &o);
    return x->call->fresh_phc ? end_link(x, &o) : ERR_LIMIT;
}
