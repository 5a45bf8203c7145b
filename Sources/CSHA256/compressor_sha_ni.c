// The x86-64 SHA extensions, one block at a time, or one of each of two texts.
//
// Every sha256rnds2 waits for the one before it. Those of a second text fill that time: two blocks take little more
// than one.

#if defined(__x86_64__)

#include "compressor.h"
#include "instructions.h"
#include "sha_ni.h"

/// Loads four big-endian words from any address.
SHA_NI_INLINE __m128i load_big_endian(const uint8_t *bytes) {
    const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    return _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)bytes), order);
}

/// The given group of the schedule, which replaces the oldest of the newest four: group i is at i % 4.
SHA_NI_INLINE __m128i next_group(const __m128i schedule[4], unsigned group) {
    const __m128i oldest = schedule[group % 4], second = schedule[(group + 1) % 4];
    const __m128i third = schedule[(group + 2) % 4], newest = schedule[(group + 3) % 4];
    const __m128i words_minus_7 = _mm_alignr_epi8(newest, third, 4);
    const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(oldest, second), words_minus_7);
    return _mm_sha256msg2_epu32(sum, newest);
}

SHA_NI_INLINE void compress_block(__m128i *abef, __m128i *cdgh, const uint8_t block[sha256_block_bytes]) {
    __m128i a = *abef, c = *cdgh;
    __m128i schedule[4];
#pragma clang loop unroll(full)
    for (unsigned group = 0; group < groups; group++) {
        __m128i *const newest = &schedule[group % 4];
        *newest = group < 4 ? load_big_endian(block + 16 * group) : next_group(schedule, group);
        const __m128i input = _mm_add_epi32(*newest, load(sha256_constants + 4 * group));
        c = _mm_sha256rnds2_epu32(c, a, input);
        a = _mm_sha256rnds2_epu32(a, c, upper_half(input));
    }
    *abef = _mm_add_epi32(*abef, a);
    *cdgh = _mm_add_epi32(*cdgh, c);
}

/// A block of each of two texts. The empty statement keeps the texts in step, as the compiler would not.
SHA_NI_INLINE void compress_two_blocks(
    __m128i abef[2], __m128i cdgh[2], const uint8_t *first, const uint8_t *second) {
    __m128i a0 = abef[0], c0 = cdgh[0], a1 = abef[1], c1 = cdgh[1];
    __m128i schedule[2][4];
#pragma clang loop unroll(full)
    for (unsigned group = 0; group < groups; group++) {
        __m128i *const newest0 = &schedule[0][group % 4], *const newest1 = &schedule[1][group % 4];
        *newest0 = group < 4 ? load_big_endian(first + 16 * group) : next_group(schedule[0], group);
        *newest1 = group < 4 ? load_big_endian(second + 16 * group) : next_group(schedule[1], group);
        const __m128i constants = load(sha256_constants + 4 * group);
        const __m128i input0 = _mm_add_epi32(*newest0, constants), input1 = _mm_add_epi32(*newest1, constants);
        c0 = _mm_sha256rnds2_epu32(c0, a0, input0);
        c1 = _mm_sha256rnds2_epu32(c1, a1, input1);
        __asm__ volatile("" : "+x"(c0), "+x"(c1));
        a0 = _mm_sha256rnds2_epu32(a0, c0, upper_half(input0));
        a1 = _mm_sha256rnds2_epu32(a1, c1, upper_half(input1));
    }
    abef[0] = _mm_add_epi32(abef[0], a0);
    cdgh[0] = _mm_add_epi32(cdgh[0], c0);
    abef[1] = _mm_add_epi32(abef[1], a1);
    cdgh[1] = _mm_add_epi32(cdgh[1], c1);
}

SHA_NI_INLINE void write_state(uint32_t state[sha256_state_words], __m128i abef, __m128i cdgh) {
    state[0] = (uint32_t)_mm_extract_epi32(abef, 3);
    state[1] = (uint32_t)_mm_extract_epi32(abef, 2);
    state[2] = (uint32_t)_mm_extract_epi32(cdgh, 3);
    state[3] = (uint32_t)_mm_extract_epi32(cdgh, 2);
    state[4] = (uint32_t)_mm_extract_epi32(abef, 1);
    state[5] = (uint32_t)_mm_extract_epi32(abef, 0);
    state[6] = (uint32_t)_mm_extract_epi32(cdgh, 1);
    state[7] = (uint32_t)_mm_extract_epi32(cdgh, 0);
}

SHA_NI static void compress(uint32_t state[sha256_state_words], const uint8_t *blocks, size_t count) {
    __m128i abef = abef_of(state), cdgh = cdgh_of(state);
    for (; count > 0; count--, blocks += sha256_block_bytes) {
        compress_block(&abef, &cdgh, blocks);
    }
    write_state(state, abef, cdgh);
}

SHA_NI static void compress_pair(
    uint32_t states[2][sha256_state_words], const uint8_t *first, const uint8_t *second, size_t count) {
    __m128i abef[2] = {abef_of(states[0]), abef_of(states[1])};
    __m128i cdgh[2] = {cdgh_of(states[0]), cdgh_of(states[1])};
    for (; count > 0; count--, first += sha256_block_bytes, second += sha256_block_bytes) {
        compress_two_blocks(abef, cdgh, first, second);
    }
    write_state(states[0], abef[0], cdgh[0]);
    write_state(states[1], abef[1], cdgh[1]);
}

const sha256_compressor sha256_compressor_sha_ni = {"sha-ni", sha256_has_sha_ni, compress, compress_pair};

#endif
