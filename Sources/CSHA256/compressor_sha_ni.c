// The x86-64 SHA extensions, one block at a time.

#if defined(__x86_64__)

#include "compressor.h"
#include "instructions.h"
#include "sha_ni.h"

/// Loads four big-endian words from any address.
SHA_NI_INLINE __m128i load_big_endian(const uint8_t *bytes) {
    const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    return _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)bytes), order);
}

/// The next group of the schedule, from the four newest; it replaces the oldest of them.
SHA_NI_INLINE __m128i extended(__m128i oldest, __m128i second, __m128i third, __m128i newest) {
    const __m128i words_minus_7 = _mm_alignr_epi8(newest, third, 4);
    const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(oldest, second), words_minus_7);
    return _mm_sha256msg2_epu32(sum, newest);
}

SHA_NI_INLINE void compress_block(__m128i *abef, __m128i *cdgh, const uint8_t block[sha256_block_bytes]) {
    __m128i a = *abef, c = *cdgh;
    // The newest four groups of the schedule: group i is at i % 4.
    __m128i schedule[4];
#pragma clang loop unroll(full)
    for (unsigned group = 0; group < groups; group++) {
        __m128i *const newest = &schedule[group % 4];
        if (group < 4) {
            *newest = load_big_endian(block + 16 * group);
        } else {
            *newest = extended(
                *newest, schedule[(group + 1) % 4], schedule[(group + 2) % 4], schedule[(group + 3) % 4]);
        }
        const __m128i input = _mm_add_epi32(*newest, load(sha256_constants + 4 * group));
        c = _mm_sha256rnds2_epu32(c, a, input);
        a = _mm_sha256rnds2_epu32(a, c, upper_half(input));
    }
    *abef = _mm_add_epi32(*abef, a);
    *cdgh = _mm_add_epi32(*cdgh, c);
}

SHA_NI static void compress(uint32_t state[sha256_state_words], const uint8_t *blocks, size_t count) {
    __m128i abef = abef_of(state), cdgh = cdgh_of(state);
    for (; count > 0; count--, blocks += sha256_block_bytes) {
        compress_block(&abef, &cdgh, blocks);
    }
    state[0] = (uint32_t)_mm_extract_epi32(abef, 3);
    state[1] = (uint32_t)_mm_extract_epi32(abef, 2);
    state[2] = (uint32_t)_mm_extract_epi32(cdgh, 3);
    state[3] = (uint32_t)_mm_extract_epi32(cdgh, 2);
    state[4] = (uint32_t)_mm_extract_epi32(abef, 1);
    state[5] = (uint32_t)_mm_extract_epi32(abef, 0);
    state[6] = (uint32_t)_mm_extract_epi32(cdgh, 1);
    state[7] = (uint32_t)_mm_extract_epi32(cdgh, 0);
}

const sha256_compressor sha256_compressor_sha_ni = {"sha-ni", sha256_has_sha_ni, compress};

#endif
