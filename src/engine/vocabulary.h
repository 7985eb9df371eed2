// SPDX-License-Identifier: Apache-2.0
// The words of all facts, numbered, each with the count of facts that hold it; and for a word that none holds,
// the known one that was probably meant. One owner thread.
#ifndef ENGINE_VOCABULARY_H
#define ENGINE_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TERM_NONE UINT32_MAX

struct vocabulary;

struct vocabulary *vocabulary_new(void);
void vocabulary_free(struct vocabulary *v); // NULL is fine
uint32_t vocabulary_add(struct vocabulary *v, const char *word, size_t len); // finds or makes; len ≤ 255
uint32_t vocabulary_find(const struct vocabulary *v, const char *word, size_t len);
const char *vocabulary_text(const struct vocabulary *v, uint32_t term);
const char *vocabulary_word(const struct vocabulary *v, uint32_t term, size_t *ret_len); // the same with its length
void vocabulary_expect(const struct vocabulary *v, uint32_t term); // asks the memory for it
// Idle words say nothing about the subject, so that facts are not searched by them.
void vocabulary_set_idle(struct vocabulary *v, uint32_t term);
bool vocabulary_is_idle(const struct vocabulary *v, uint32_t term);
uint32_t vocabulary_facts(const struct vocabulary *v, uint32_t term); // that hold it
void vocabulary_count(struct vocabulary *v, uint32_t term, int change);
uint64_t vocabulary_changes(const struct vocabulary *v); // of those counts, so far
void vocabulary_clear(struct vocabulary *v); // no fact holds any word now; the words stay
// Grows before it must, so that no word waits for it.
void vocabulary_make_room(struct vocabulary *v);
size_t vocabulary_bytes(const struct vocabulary *v);

enum { GUESSES = 3 };
struct guess {
    uint32_t term;
    double likely; // in the measure of ln(facts)
};
// The known words at edit distance 1 (a letter more, less, another, or two swapped), from 9 letters on also 2, the
// likeliest first: what most facts hold and fingers slip to. None for short words and numbers. The second edit is
// looked for only when is_far and there is none at 1: it takes up to a hundred times as long.
size_t vocabulary_correct(const struct vocabulary *v, const char *word, size_t len, bool is_far, struct guess ret_guesses[GUESSES]);

#endif
