// SPDX-License-Identifier: Apache-2.0
// All facts by number, each packed; those that were looked at lately stand unpacked beside it. One owner thread.
#ifndef ENGINE_RECORDS_H
#define ENGINE_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/text.h"

struct knowledge;
struct record;
struct records;

struct records *records_new(void);
void records_free(struct records *r); // NULL is fine
uint32_t records_put(struct records *r, const struct buf *packed); // the number
void records_remove(struct records *r, uint32_t number);
uint32_t records_find(const struct records *r, const char *id); // UINT32_MAX: not there
size_t records_numbers(const struct records *r); // all are below it
bool records_has(const struct records *r, uint32_t number);
const unsigned char *records_packed(const struct records *r, uint32_t number);
size_t records_bytes(const struct records *r);
// Forgets unpacked records when there are many, which ends the life of all that were unpacked; clears holes behind
// changes. False when nothing is left to do.
bool records_compact(struct records *r);
// The record unpacked; it lives until the fact is removed or records_compact is called.
const struct record *records_get(struct records *r, const struct knowledge *k, uint32_t number);
// Asks the memory for what records_get will read: of many first each block, then for each the words of its title.
void records_expect(const struct records *r, uint32_t number);
void records_expect_words(const struct records *r, const struct knowledge *k, uint32_t number);

#endif
