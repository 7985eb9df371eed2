// SPDX-License-Identifier: Apache-2.0
// A made-up base for the bench of the matcher: words that look like words, their frequencies as in real text
// (Zipf), all from one fixed seed, so that every fact and every query can be made again at any time.
#ifndef BENCH_MATCH_DATA_H
#define BENCH_MATCH_DATA_H

#include <stddef.h>
#include <stdint.h>

enum {
    DATA_WORDS = 300000,   // different words
    DATA_FACT = 40,        // words of a fact
    DATA_TEXT = 4096,      // bytes that hold any of its texts
    DATA_COMMON = 60,      // the most frequent words, as many as a list of stop words has: no short question has them
    DATA_SHORT = 3,        // words of a short question, at most
    DATA_LONG_LEAST = 100, // words of a long message
    DATA_LONG_MOST = 200,
};

struct data;

struct data *data_new(void);
void data_free(struct data *d);
const char *data_word(const struct data *d, size_t rank); // 0: the most frequent one
// Each returns how many words it wrote with a space between; out holds DATA_TEXT bytes.
size_t data_fact(const struct data *d, uint64_t number, char *out);
size_t data_short(const struct data *d, uint64_t number, char *out);
size_t data_long(const struct data *d, uint64_t number, char *out);

#endif
