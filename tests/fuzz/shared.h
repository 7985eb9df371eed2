// SPDX-License-Identifier: Apache-2.0
// The shipped intents and languages for fuzz targets, made once.
#ifndef FUZZ_SHARED_H
#define FUZZ_SHARED_H

#include "engine/intents.h"
#include "engine/knowledge.h"

const struct intents *fuzz_intents(void);
struct knowledge *fuzz_knowledge(void); // without facts until the caller puts some

#endif
