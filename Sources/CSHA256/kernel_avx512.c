// AVX-512: two vectors of 16 guesses at a time.
//
// It has single instructions for the parts of SHA-256: rotations, and any function of three bits, such as
// choice, majority and sum.

#if defined(__x86_64__)

#include <immintrin.h>

#define LANES 16
#define VECTORS 2
#define LANES_TARGET __attribute__((target("avx512f")))
#define LANES_PIN(x) __asm__ volatile("" : "+v"(x))

#include "kernel_lanes.h"

static bool is_supported(void) {
    return __builtin_cpu_supports("avx512f");
}

/// The compiler finds the single instruction for choice, but not for this.
LANES_INLINE lanes majority(lanes a, lanes b, lanes c) {
    // The truth table: bit i is the result for the three bits of i.
    return (lanes)_mm512_ternarylogic_epi32((__m512i)a, (__m512i)b, (__m512i)c, 0xe8);
}

LANES_INLINE uint32_t lanes_at_most(lanes x, uint32_t limit) {
    return _mm512_cmple_epu32_mask((__m512i)x, (__m512i)in_all_lanes(limit));
}

const sha256_kernel sha256_kernel_avx512 = {"avx512", 3200, is_supported, search, search_midstates};

#endif
