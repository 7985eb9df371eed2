// SPDX-License-Identifier: Apache-2.0
#include "../model/problem.h"

#include "inside.h"

void respond_problem(struct response *r, int status, const char *code, const char *detail) {
    r->status = status;
    r->type = PROBLEM_TYPE;
    buf_done(&r->made);
    buf_init(&r->made, PROBLEM_MAX);
    problem_put(&r->made, status, code, detail);
    r->body = buf_text(&r->made);
    r->len = r->made.len;
}
