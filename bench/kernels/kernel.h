/* What every kernel includes. A kernel is freestanding C: no library, all state in static arrays, one entry. */
#ifndef KERNEL_H
#define KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Does the kernel's work `n` times over and returns a checksum of all results. */
uint32_t kernel(uint32_t n);

/* Test data: the multiplier and increment are those of Knuth's MMIX generator cut to 32 bits. */
static inline uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Folds a word into a checksum. */
static inline uint32_t fold(uint32_t sum, uint32_t word) {
    return ((sum << 5) | (sum >> 27)) ^ (word + 0x9e3779b9u);
}

#endif
