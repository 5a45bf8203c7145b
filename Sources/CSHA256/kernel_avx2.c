// AVX2: two vectors of 8 guesses at a time, for x86-64 processors that have neither AVX-512 nor the SHA
// extensions.

#if defined(__x86_64__)

#include <immintrin.h>

#define LANES 8
#define VECTORS 2
#define LANES_TARGET __attribute__((target("avx2")))
#define LANES_PIN(x) __asm__ volatile("" : "+x"(x))

#include "kernel_lanes.h"

static bool is_supported(void) {
    return __builtin_cpu_supports("avx2");
}

LANES_INLINE lanes majority(lanes a, lanes b, lanes c) {
    // b ^ c here equals a ^ b of the previous round.
    return b ^ ((a ^ b) & (b ^ c));
}

LANES_INLINE uint32_t lanes_at_most(lanes x, uint32_t limit) {
    const __m256i is_at_most = _mm256_cmpeq_epi32(
        (__m256i)x, _mm256_min_epu32((__m256i)x, (__m256i)in_all_lanes(limit)));
    return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(is_at_most));
}

const sha256_kernel sha256_kernel_avx2 = {"avx2", 1600, is_supported, search, search_midstates};

#endif
