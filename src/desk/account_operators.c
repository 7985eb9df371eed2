// SPDX-License-Identifier: Apache-2.0
// What admins, and `lurus user`, do about operators.
#include <string.h>

#include "account_parts.h"

enum err account_operators(struct account *x) {
    struct operator_row *rows;
    size_t count = 0;
    TRY(store_operator_list(x->store, x->arena, &rows, &count));
    account_begin_body(x, 200);
    json_member(&x->body, "operators");
    buf_putc(&x->body, '[');
    for (size_t i = 0; i < count; i++) {
        json_comma(&x->body);
        account_put_operator(&x->body, &rows[i]);
    }
    buf_putc(&x->body, ']');
    return account_end_body(x);
}

static enum err answer_link(struct account *x, int status, int64_t id, const char *link) {
    struct operator_row o;
    TRY(store_operator_get(x->store, id, x->arena, &o));
    account_begin_body(x, status);
    json_member_text(&x->body, "link", link);
    json_member(&x->body, "operator");
    account_put_operator(&x->body, &o);
    return account_end_body(x);
}

static const char *state_of(struct account *x, enum role role, bool is_disabled) {
    return arena_printf(x->arena, "{\"role\":\"%s\",\"disabled\":%s}", role_name(role), is_disabled ? "true" : "false");
}

enum err account_add(struct account *x) {
    int64_t id = 0;
    const char *link = NULL;
    if (!operator_name_is_good(x->call->name))
        return account_refuse(x, 400, "name", "a name is made of letters, digits and . _ @ -, 64 at most, and begins with a letter or digit");
    enum err err = store_operator_add(x->store, x->call->name, x->call->role, x->now, &id);
    if (err == ERR_CONFLICT)
        return account_refuse(x, 409, "name_taken", "there is an operator of this name");
    if (err == ERR_LIMIT)
        return account_refuse(x, 409, "operators_full", "there are 1,000 operators");
    TRY(err);
    TRY(account_new_link(x, id, &link));
    TRY(account_audit(x, "operator_added", id, NULL, state_of(x, x->call->role, false)));
    return answer_link(x, 201, id, link);
}

// By name of the command line, else by id. ERR_NOTFOUND: answered.
static enum err find_meant(struct account *x, struct operator_row *ret_o) {
    enum err err = x->call->name ? store_operator_find(x->store, x->call->name, x->arena, ret_o)
                                 : store_operator_get(x->store, x->call->id, x->arena, ret_o);
    if (err == ERR_NOTFOUND)
        account_refuse(x, 404, "not_found", "there is no such operator");
    return err;
}

static enum err apply_change(struct account *x, const struct operator_row *o, enum role role, bool is_disabled) {
    TRY(store_operator_change(x->store, o->id, role, is_disabled));
    if (is_disabled) {
        TRY(account_end_sessions(x, o->id, 0));
        TRY(store_link_clear(x->store, o->id));
    } else {
        TRY(account_tell_sessions(x, o->id));
    }
    return account_audit(x, "operator_changed", o->id, state_of(x, o->role, o->is_disabled), state_of(x, role, is_disabled));
}

enum err account_change(struct account *x) {
    struct operator_row o;
    int64_t admins = 0;
    enum err err = find_meant(x, &o);
    if (err != OK)
        return err == ERR_NOTFOUND ? OK : err;
    enum role role = x->call->has_role ? x->call->role : o.role;
    bool is_disabled = x->call->has_disabled ? x->call->is_disabled : o.is_disabled;
    TRY(store_operator_admins(x->store, &admins));
    bool is_admin = o.role == ROLE_ADMIN && !o.is_disabled, stays_admin = role == ROLE_ADMIN && !is_disabled;
    if (is_admin && !stays_admin && admins == 1)
        return account_refuse(x, 409, "last_admin", "this is the last admin; make another one first");
    if (role != o.role || is_disabled != o.is_disabled)
        TRY(apply_change(x, &o, role, is_disabled));
    o.role = role;
    o.is_disabled = is_disabled;
    account_begin_body(x, 200);
    json_member(&x->body, "operator");
    account_put_operator(&x->body, &o);
    return account_end_body(x);
}

// The former password is gone with it: whoever knows it is not let in any more.
enum err account_relink(struct account *x) {
    struct operator_row o;
    const char *link = NULL;
    enum err err = find_meant(x, &o);
    if (err != OK)
        return err == ERR_NOTFOUND ? OK : err;
    if (o.is_disabled)
        return account_refuse(x, 409, "disabled", "this operator is disabled; an admin enables it in the console");
    TRY(store_operator_password(x->store, o.id, NULL));
    if (x->call->is_totp_off)
        TRY(store_totp_off(x->store, o.id));
    TRY(account_end_sessions(x, o.id, 0));
    TRY(account_new_link(x, o.id, &link));
    TRY(account_audit(x, x->call->is_totp_off ? "password_and_totp_reset" : "password_reset", o.id, NULL, NULL));
    return answer_link(x, 200, o.id, link);
}
