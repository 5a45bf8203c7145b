// Shared by the code for the x86-64 SHA extensions.

#pragma once

#include <immintrin.h>

#include "sha256.h"

#define SHA_NI __attribute__((target("sha,sse4.1,ssse3")))
#define SHA_NI_INLINE SHA_NI static inline __attribute__((always_inline))

enum {
    /// A group is four rounds and the four words of the schedule that they read: one register.
    groups = sha256_rounds / 4,
};

SHA_NI_INLINE __m128i load(const uint32_t words[4]) {
    return _mm_load_si128((const __m128i *)words);
}

/// A state as the instructions need it: four of its words in one register, the other four in another.
SHA_NI_INLINE __m128i abef_of(const uint32_t state[sha256_state_words]) {
    return _mm_set_epi32((int)state[0], (int)state[1], (int)state[4], (int)state[5]);
}

SHA_NI_INLINE __m128i cdgh_of(const uint32_t state[sha256_state_words]) {
    return _mm_set_epi32((int)state[2], (int)state[3], (int)state[6], (int)state[7]);
}

/// The input of a group's last two rounds: the upper half of the input of its first two.
SHA_NI_INLINE __m128i upper_half(__m128i input) {
    return _mm_shuffle_epi32(input, 0x0e);
}
