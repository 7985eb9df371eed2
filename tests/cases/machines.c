// SPDX-License-Identifier: Apache-2.0
#include "machines.h"

#include <stdio.h>
#include <string.h>

#include "engine/dialog.h"

enum { MACHINES_MAX = 1 << 16 };

// From lines `from event to action` to one arrow a line. "same" stays where it is.
static void diagram(struct buf *b, const char *name, void (*print)(struct buf *b)) {
    struct buf lines;
    buf_init(&lines, MACHINES_MAX);
    print(&lines);
    buf_printf(b, "\n### %s\n\n```mermaid\nstateDiagram-v2\n", name);
    char from[40], event[40], to[40], action[40];
    for (const char *at = buf_text(&lines);
         sscanf(at, "%39s %39s %39s %39s", from, event, to, action) == 4;) {
        buf_printf(b, "    %s --> %s: %s / %s\n", from, strcmp(to, "same") == 0 ? from : to, event, action);
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    buf_puts(b, "```\n");
    buf_done(&lines);
}

void machines_print(struct buf *b) {
    buf_puts(b, "Each arrow is a row: `event / action`; `any` is every state that no other row of the event "
                "names.\n");
    diagram(b, "Dialog", dialog_print);
    diagram(b, "Custody", custody_print);
}

bool machines_are_in(const char *tour) {
    struct buf b;
    buf_init(&b, MACHINES_MAX);
    machines_print(&b);
    bool is_there = strstr(tour, buf_text(&b)) != NULL;
    if (!is_there)
        fprintf(stderr,
                "src/README.md: differs from the tables; put what case_runner --machines prints there\n");
    buf_done(&b);
    return is_there;
}
