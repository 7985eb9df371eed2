// SPDX-License-Identifier: Apache-2.0
// Letters that look like Latin ones. Pure.
#ifndef ENGINE_TWINS_H
#define ENGINE_TWINS_H

#include <stdint.h>

// Of a letter that is only ever used for the Latin one: small capitals, letters in a box, a crossed-out o. 0: none.
char twin_always(uint32_t rune);
// Of a Greek or Cyrillic letter, which is meant so only beside Latin ones; before case folding, since Н and н, Ν and
// ν look like different letters. 0: none.
char twin_of(uint32_t rune);

#endif
