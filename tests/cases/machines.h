// SPDX-License-Identifier: Apache-2.0
// The state machines as diagrams for src/README.md, made from their tables.
#ifndef CASES_MACHINES_H
#define CASES_MACHINES_H

#include <stdbool.h>

#include "base/text.h"

void machines_print(struct buf *b); // Markdown with a Mermaid diagram a machine
// Whether the text of the tour holds just these diagrams; else prints what to do.
bool machines_are_in(const char *tour);

#endif
