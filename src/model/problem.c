// SPDX-License-Identifier: Apache-2.0
#include "problem.h"

#include "../base/json.h"

void problem_put(struct buf *b, int status, const char *code, const char *detail) {
    buf_putc(b, '{');
    json_member_int(b, "status", status);
    json_member_text(b, "code", code);
    json_member_text(b, "detail", detail);
    buf_putc(b, '}');
}
