// SPDX-License-Identifier: Apache-2.0
// A hash map from byte strings to pointers; keys are copied, values are the caller's. One thread at a time.
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stddef.h>

struct map;

struct map *map_new(void);
void map_free(struct map *m); // not the values; NULL is fine
void *map_get(const struct map *m, const char *key, size_t len); // NULL: not there
void map_put(struct map *m, const char *key, size_t len, void *value); // replaces; value is not NULL
void *map_remove(struct map *m, const char *key, size_t len);          // what was there, or NULL
size_t map_count(const struct map *m);
// Any order: for (size_t at = 0; map_each(m, &at, &key, &value);)
int map_each(const struct map *m, size_t *at, const char **ret_key, void **ret_value);

#endif
