// SPDX-License-Identifier: Apache-2.0
// Masks what belongs to people before a text is stored, logged or shown: NIK/KK (16 digits with plausible date
// parts) → [nik], phone numbers → [telepon], e-mail → [surel], payment cards (Luhn) → [kartu], account numbers
// beside a bank's name → [rekening]. Official numbers stay. Pure.
#ifndef ENGINE_MASK_H
#define ENGINE_MASK_H

#include "../base/mem.h"
#include "judge.h"

char *mask_text(struct arena *a, const char *text, const struct official *official);

#endif
