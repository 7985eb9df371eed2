// SPDX-License-Identifier: Apache-2.0
// Many small blocks of bytes of known length, without the room that malloc takes for each. A dropped block leaves
// a hole until a step of compaction empties its chunk. One owner thread.
#ifndef ENGINE_SHELF_H
#define ENGINE_SHELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHELF_NONE UINT32_MAX
enum { SHELF_BLOCK_MAX = 4 * 1024 * 1024 };

struct shelf;

struct shelf *shelf_new(void);
void shelf_free(struct shelf *s); // NULL is fine
uint32_t shelf_put(struct shelf *s, const void *bytes, size_t len); // the block's place
const unsigned char *shelf_get(const struct shelf *s, uint32_t place);
void shelf_drop(struct shelf *s, uint32_t place, size_t len);
size_t shelf_bytes(const struct shelf *s);
// The chunk that is worth emptying, by putting each of its blocks again and dropping the old one; or SHELF_NONE.
uint32_t shelf_sparse(const struct shelf *s);
bool shelf_is_in(const struct shelf *s, uint32_t place, uint32_t chunk);

#endif
