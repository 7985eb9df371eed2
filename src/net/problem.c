// SPDX-License-Identifier: Apache-2.0
#include "../base/json.h"
#include "inside.h"

enum { PROBLEM_MAX = 2048 };

// application/problem+json (RFC 9457); `code` is stable, `detail` is for people.
void respond_problem(struct response *r, int status, const char *code, const char *detail) {
    r->status = status;
    r->type = "application/problem+json";
    buf_done(&r->made);
    buf_init(&r->made, PROBLEM_MAX);
    buf_putc(&r->made, '{');
    json_member_int(&r->made, "status", status);
    json_member_text(&r->made, "code", code);
    json_member_text(&r->made, "detail", detail);
    buf_putc(&r->made, '}');
    r->body = buf_text(&r->made);
    r->len = r->made.len;
}
