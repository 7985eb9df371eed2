// SPDX-License-Identifier: Apache-2.0
// What an operator does about his own account: password, second factor, sessions.
#include <stdio.h>
#include <string.h>

#include "../base/crypto.h"
#include "../base/totp.h"
#include "account_parts.h"

// --- password

static enum err begin_password(struct account *x) {
    bool is_free = false;
    if (!account_is_password_good(x, x->who.name))
        return OK;
    TRY(account_try_begin(x, x->who.name, &is_free));
    if (is_free)
        x->next.phc = x->who.password;
    return OK;
}

static enum err end_password(struct account *x) {
    if (!x->call->is_right || !text_is_equal(x->call->phc, x->who.password)) {
        TRY(account_audit(x, "password_refused", x->who.id, NULL, NULL));
        return account_refuse(x, 403, "password_wrong", "the present password does not fit");
    }
    if (!x->call->fresh_phc)
        return ERR_LIMIT;
    TRY(account_try_right(x, x->who.name));
    TRY(store_operator_password(x->store, x->who.id, x->call->fresh_phc));
    TRY(store_link_clear(x->store, x->who.id));
    TRY(account_end_sessions(x, x->who.id, x->session.id));
    TRY(account_audit(x, "password_changed", x->who.id, NULL, NULL));
    return account_nothing(x);
}

enum err account_password(struct account *x) {
    return x->call->is_hashed ? end_password(x) : begin_password(x);
}

// --- second factor

enum err account_totp_begin(struct account *x) {
    unsigned char secret[TOTP_SECRET];
    char text[TOTP_BASE32], uri[256];
    if (x->who.has_totp)
        return account_refuse(x, 409, "totp_on", "codes are on already; turn them off first");
    crypto_random(secret, sizeof secret);
    TRY(store_totp_begin(x->store, x->who.id, secret, sizeof secret));
    TRY(account_audit(x, "totp_begun", x->who.id, NULL, NULL));
    totp_base32(secret, text);
    snprintf(uri, sizeof uri, "otpauth://totp/lurus:%s?secret=%s&issuer=lurus&algorithm=SHA1&digits=%d&period=%d", x->who.name, text,
             (int)TOTP_DIGITS, (int)TOTP_STEP_S);
    account_begin_body(x, 200);
    json_member_text(&x->body, "secret", text);
    json_member_text(&x->body, "uri", uri);
    crypto_wipe(secret, sizeof secret);
    crypto_wipe(text, sizeof text);
    crypto_wipe(uri, sizeof uri);
    return account_end_body(x);
}

static void make_recovery_code(char out[RECOVERY_CODE + 1]) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned char random[RECOVERY_CODE];
    crypto_random(random, sizeof random);
    for (int i = 0; i < RECOVERY_CODE; i++)
        out[i] = i == RECOVERY_CODE / 2 ? '-' : alphabet[random[i] & 31];
    out[RECOVERY_CODE] = '\0';
}

static enum err put_recovery_codes(struct account *x) {
    json_member(&x->body, "recovery");
    buf_putc(&x->body, '[');
    for (int i = 0; i < RECOVERY_CODES; i++) {
        char code[RECOVERY_CODE + 1];
        make_recovery_code(code);
        TRY(store_recovery_add(x->store, x->who.id, code));
        json_comma(&x->body);
        json_put_text(&x->body, code);
        crypto_wipe(code, sizeof code);
    }
    buf_putc(&x->body, ']');
    return OK;
}

enum err account_totp_confirm(struct account *x) {
    unsigned char secret[TOTP_SECRET];
    int64_t step = 0;
    if (!x->who.has_new_totp)
        return account_refuse(x, 409, "totp_not_begun", "begin first");
    TRY(store_totp_secret(x->store, x->who.id, true, secret, sizeof secret));
    bool is_right = totp_check(secret, x->now, 0, x->call->code, &step);
    crypto_wipe(secret, sizeof secret);
    if (!is_right)
        return account_refuse(x, 403, "code_wrong", "the code does not fit; is the clock of your phone right?");
    TRY(store_totp_on(x->store, x->who.id, step));
    TRY(account_audit(x, "totp_on", x->who.id, NULL, NULL));
    TRY(account_tell_sessions(x, x->who.id));
    account_begin_body(x, 200);
    TRY(put_recovery_codes(x));
    return account_end_body(x);
}

enum err account_totp_off(struct account *x) {
    TRY(store_totp_off(x->store, x->who.id));
    TRY(account_audit(x, "totp_off", x->who.id, NULL, NULL));
    TRY(account_tell_sessions(x, x->who.id));
    return account_nothing(x);
}

// --- sessions

static void put_session(struct account *x, const struct session_row *row) {
    struct buf *b = &x->body;
    json_comma(b);
    buf_putc(b, '{');
    json_member_int(b, "id", row->id);
    json_member_bool(b, "current", row->id == x->session.id);
    account_put_time(b, "created", row->created_at);
    account_put_time(b, "seen", row->seen_at);
    account_put_time(b, "expires", row->expires_at);
    json_member_text(b, "address", row->address);
    json_member_text(b, "agent", row->agent);
    buf_putc(b, '}');
}

enum err account_sessions(struct account *x) {
    struct session_row *rows;
    size_t count = 0;
    TRY(store_session_list(x->store, x->who.id, x->now, x->arena, &rows, &count));
    account_begin_body(x, 200);
    json_member(&x->body, "sessions");
    buf_putc(&x->body, '[');
    for (size_t i = count; i > 0; i--) // the newest first
        put_session(x, &rows[i - 1]);
    buf_putc(&x->body, ']');
    return account_end_body(x);
}

enum err account_session_end(struct account *x) {
    struct session_row row;
    enum err err = store_session_get(x->store, x->call->id, x->now, x->arena, &row);
    if (err == ERR_NOTFOUND || (err == OK && row.operator_id != x->who.id))
        return account_refuse(x, 404, "not_found", "there is no such session");
    TRY(err);
    TRY(account_end_session(x, &row));
    TRY(account_audit(x, "session_ended", x->who.id, NULL, NULL));
    x->cookie = row.id == x->session.id ? "" : NULL;
    return account_nothing(x);
}

enum err account_others_end(struct account *x) {
    TRY(account_end_sessions(x, x->who.id, x->session.id));
    TRY(account_audit(x, "sessions_ended", x->who.id, NULL, NULL));
    return account_nothing(x);
}
