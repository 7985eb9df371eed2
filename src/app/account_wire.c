// SPDX-License-Identifier: Apache-2.0
#include "account_wire.h"

#include "../base/json.h"

static const struct {
    const char *name;
    enum account_kind kind;
} kinds[] = {{"add", ACCOUNT_ADD}, {"passwd", ACCOUNT_RELINK}, {"list", ACCOUNT_OPERATORS}, {"disable", ACCOUNT_CHANGE}};

void account_wire_put(struct buf *b, const struct account_call *call) {
    buf_putc(b, '{');
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (kinds[i].kind == call->kind)
            json_member_text(b, "kind", kinds[i].name);
    json_member_text(b, "name", call->name);
    json_member_text(b, "role", role_name(call->role));
    json_member_bool(b, "without_totp", call->is_totp_off);
    buf_putc(b, '}');
}

struct wire {
    const char *kind, *name, *role;
    bool is_totp_off;
};

enum err account_wire_read(const char *bytes, size_t len, struct arena *a, struct account_call *ret_call) {
    static const struct json_field fields[] = {
        {"kind", JSON_TEXT, true, offsetof(struct wire, kind), 16},
        {"name", JSON_TEXT, false, offsetof(struct wire, name), 200},
        {"role", JSON_TEXT, false, offsetof(struct wire, role), 16},
        {"without_totp", JSON_BOOL, false, offsetof(struct wire, is_totp_off), 0},
    };
    struct json *root SCOPED(json_freep) = NULL;
    struct wire wire = {0};
    TRY(json_parse(bytes, len, &root, NULL));
    TRY(json_map(root, fields, COUNT_OF(fields), &wire, a, "account", NULL));
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (!text_is_equal(kinds[i].name, wire.kind))
            continue;
        *ret_call = (struct account_call){.kind = kinds[i].kind, .is_local = true, .name = wire.name, .is_totp_off = wire.is_totp_off};
        bool is_disabling = kinds[i].kind == ACCOUNT_CHANGE, is_named = wire.name || kinds[i].kind == ACCOUNT_OPERATORS;
        ret_call->has_disabled = ret_call->is_disabled = is_disabling;
        ret_call->has_role = role_of(wire.role, &ret_call->role) && !is_disabling;
        return is_named ? OK : ERR_INPUT;
    }
    return ERR_INPUT;
}
