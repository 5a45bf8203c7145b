// The x86-64 SHA extensions, four states at a time.
//
// sha256rnds2 does two rounds and has its result four cycles later: four states keep it busy. Here they are
// the first blocks of two guesses and, beside them, the second blocks of the two guesses before: with the
// second block's schedule known in advance, only two schedules are in flight, and 16 registers suffice.
//
// The order of the instructions decides: left to itself, the compiler gathers each guess's rounds, waits for
// every result and needs twice the time. PIN emits nothing, but nothing is moved past it.

#include "kernel.h"

#if defined(__x86_64__)

#include <string.h>

#include "instructions.h"
#include "sha_ni.h"

#define PIN(pair) __asm__ volatile("" : "+x"((pair)[0]), "+x"((pair)[1]) : : "memory")

enum {
    pair_size = 2,
    /// The highest lane has a state's word a, the first one of the digest.
    lane_of_a = 3,
};

/// The same registers of two guesses.
typedef __m128i pair[pair_size];

/// The schedules of two guesses: group, guess, word. The last two groups are used at once and not stored.
typedef uint32_t pair_of_schedules[groups - 2][pair_size][4] __attribute__((aligned(16)));

// MARK: Parts of the loop, each for two guesses

/// Writes the digits of `low` and `low + 1` into the first blocks.
SHA_NI_INLINE void place_digits(
    pair_of_schedules schedules, const sha256_segment *segment, uint32_t low) {
    const unsigned first = segment->first_word, second = first + 1;
    for (unsigned guess = 0; guess < pair_size; guess++) {
        const uint64_t bits = sha256_digit_bits(segment, low + guess);
        schedules[first / 4][guess][first % 4] = segment->words[first] | (uint32_t)(bits >> 32);
        schedules[second / 4][guess][second % 4] = segment->words[second] | (uint32_t)bits;
    }
}

/// Two rounds; the input's low half has the two words. What was CDGH is ABEF then, and the other way round.
SHA_NI_INLINE void two_rounds(pair cdgh, const pair abef, const pair input) {
    for (unsigned guess = 0; guess < pair_size; guess++) {
        cdgh[guess] = _mm_sha256rnds2_epu32(cdgh[guess], abef[guess], input[guess]);
    }
    PIN(cdgh);
}

/// Two rounds of the second block, where both guesses have the same input.
SHA_NI_INLINE void two_rounds_second_block(pair cdgh, const pair abef, const uint32_t words[2]) {
    const __m128i input = _mm_loadl_epi64((const __m128i *)words);
    two_rounds(cdgh, abef, (const pair){input, input});
}

/// The part of schedule group `group + 1` that can be had before `newest`, group `group`, is used up.
SHA_NI_INLINE void begin_group(pair sum, pair_of_schedules schedules, const pair newest, unsigned group) {
    for (unsigned guess = 0; guess < pair_size; guess++) {
        const __m128i words_minus_7 = _mm_alignr_epi8(newest[guess], load(schedules[group - 1][guess]), 4);
        const __m128i sigma0 = _mm_sha256msg1_epu32(
            load(schedules[group - 3][guess]), load(schedules[group - 2][guess]));
        sum[guess] = _mm_add_epi32(sigma0, words_minus_7);
    }
    PIN(sum);
}

/// Makes `newest` the next group of the schedule.
SHA_NI_INLINE void finish_group(pair newest, pair_of_schedules schedules, const pair sum, unsigned group) {
    for (unsigned guess = 0; guess < pair_size; guess++) {
        newest[guess] = _mm_sha256msg2_epu32(sum[guess], newest[guess]);
        if (group + 1 < groups - 2) {
            _mm_store_si128((__m128i *)schedules[group + 1][guess], newest[guess]);
        }
    }
    PIN(newest);
}

/// Whether one of the two digests begins with a word of at most `limit`.
SHA_NI_INLINE bool has_hit(const pair digest, uint32_t limit) {
    return (uint32_t)_mm_extract_epi32(_mm_min_epu32(digest[0], digest[1]), lane_of_a) <= limit;
}

// MARK: The loop

/// The first blocks of two guesses, whose states are `abef` and `cdgh` and whose digits are in `schedules`,
/// beside the second blocks of two others. Halfway, when the digits have been used, those of `next` and
/// `next + 1` replace them.
SHA_NI_INLINE void hash_blocks(
    const sha256_segment *segment, pair_of_schedules schedules, uint32_t next, const unsigned entry,
    pair abef, pair cdgh, pair abef2, pair cdgh2) {
    pair newest, input, sum;
#pragma clang loop unroll(full)
    for (unsigned group = 0; group < groups; group++) {
        const bool extends = group >= 3 && group < groups - 1;
        if (group <= 3) {
            newest[0] = load(schedules[group][0]);
            newest[1] = load(schedules[group][1]);
        }
        if (group >= entry) {
            const __m128i constants = load(sha256_constants + 4 * group);
            input[0] = _mm_add_epi32(newest[0], constants);
            input[1] = _mm_add_epi32(newest[1], constants);
            two_rounds(cdgh, abef, input);
        }
        two_rounds_second_block(cdgh2, abef2, segment->second_block + 4 * group);
        if (extends) {
            begin_group(sum, schedules, newest, group);
        }
        if (group >= entry) {
            input[0] = upper_half(input[0]);
            input[1] = upper_half(input[1]);
            two_rounds(abef, cdgh, input);
        }
        two_rounds_second_block(abef2, cdgh2, segment->second_block + 4 * group + 2);
        if (extends) {
            finish_group(newest, schedules, sum, group);
        }
        if (group == groups / 2) {
            // Groups 0 to 3 were read for the last time two groups ago.
            place_digits(schedules, segment, next);
        }
    }
}

/// The search for segments whose first changing word is in group `entry`: the rounds before it are done.
SHA_NI_INLINE uint32_t search_from(
    const sha256_segment *segment, uint32_t begin, uint32_t end, const unsigned entry) {
    const __m128i entry_abef = abef_of(segment->group_state), entry_cdgh = cdgh_of(segment->group_state);
    const __m128i initial_abef = abef_of(sha256_initial_state);
    const __m128i initial_cdgh = cdgh_of(sha256_initial_state);
    pair_of_schedules schedules;
    for (unsigned group = 0; group < 4; group++) {
        memcpy(schedules[group][0], segment->words + 4 * group, sizeof schedules[group][0]);
        memcpy(schedules[group][1], segment->words + 4 * group, sizeof schedules[group][1]);
    }
    place_digits(schedules, segment, begin);

    pair abef2 = {0}, cdgh2 = {0}, chained = {0};
    // First blocks of `low` and `low + 1`, second blocks of the two before: one turn more than pairs.
    for (uint32_t low = begin; low < end + pair_size; low += pair_size) {
        pair abef = {entry_abef, entry_abef}, cdgh = {entry_cdgh, entry_cdgh};
        hash_blocks(segment, schedules, low + pair_size, entry, abef, cdgh, abef2, cdgh2);

        const pair digest = {_mm_add_epi32(abef2[0], chained[0]), _mm_add_epi32(abef2[1], chained[1])};
        if (__builtin_expect(has_hit(digest, segment->limit), 0) && low > begin) {
            const bool is_first = (uint32_t)_mm_extract_epi32(digest[0], lane_of_a) <= segment->limit;
            // The pair began below `end`, so its second guess is `end` at most, which means none.
            return low - pair_size + (is_first ? 0 : 1);
        }
        for (unsigned guess = 0; guess < pair_size; guess++) {
            abef2[guess] = chained[guess] = _mm_add_epi32(abef[guess], initial_abef);
            cdgh2[guess] = _mm_add_epi32(cdgh[guess], initial_cdgh);
        }
    }
    return end;
}

SHA_NI static uint32_t search(const sha256_segment *segment, uint32_t begin, uint32_t end) {
    switch (segment->first_word / 4) {
    case 0:
        return search_from(segment, begin, end, 0);
    case 1:
        return search_from(segment, begin, end, 1);
    default:
        return search_from(segment, begin, end, 2);
    }
}

const sha256_kernel sha256_kernel_sha_ni = {"sha-ni", 2000, sha256_has_sha_ni, search};

#endif
