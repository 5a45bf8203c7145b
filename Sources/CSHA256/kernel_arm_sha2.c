// The arm64 SHA-2 instructions, four guesses at a time.
//
// sha256h and sha256h2 do four rounds at once and take several cycles: four guesses keep them busy, and their
// states and schedules fit in the 32 registers.

#include "kernel.h"

#if defined(__aarch64__)

#include <arm_neon.h>
#include <string.h>

#include "instructions.h"

#define SHA2 __attribute__((target("sha2")))
#define SHA2_INLINE SHA2 static inline __attribute__((always_inline))

enum {
    guesses = 4,
    /// A group is four rounds and the four words of the schedule that they read: one register.
    groups = sha256_rounds / 4,
};

/// The same register for each guess.
typedef uint32x4_t registers[guesses];

/// The changing blocks: guess, word. After each is room for the second changing word if the first is the
/// last.
typedef uint32_t changing_blocks[guesses][sha256_block_words + 4] __attribute__((aligned(16)));

/// Writes the digits of `low`, `low + 1`, ... into the changing blocks.
SHA2_INLINE void place_digits(changing_blocks blocks, const sha256_segment *segment, uint32_t low) {
    const unsigned first = segment->first_word, second = first + 1;
    for (unsigned guess = 0; guess < guesses; guess++) {
        const uint64_t bits = sha256_digit_bits(segment, low + guess);
        blocks[guess][first] = segment->words[first] | (uint32_t)(bits >> 32);
        blocks[guess][second] = segment->words[second] | (uint32_t)bits;
    }
}

/// Four rounds; `input` has their words and constants.
SHA2_INLINE void four_rounds(uint32x4_t *abcd, uint32x4_t *efgh, uint32x4_t input) {
    const uint32x4_t old_abcd = *abcd;
    *abcd = vsha256hq_u32(old_abcd, *efgh, input);
    *efgh = vsha256h2q_u32(*efgh, old_abcd, input);
}

/// The changing blocks, from the rounds of group `entry` on.
SHA2_INLINE void hash_changing_blocks(registers abcd, registers efgh, changing_blocks blocks, unsigned entry) {
    // The newest four groups of each schedule: group i is at i % 4.
    registers schedule[4];
#pragma clang loop unroll(full)
    for (unsigned group = 0; group < groups; group++) {
        const uint32x4_t constants = vld1q_u32(sha256_constants + 4 * group);
#pragma clang loop unroll(full)
        for (unsigned guess = 0; guess < guesses; guess++) {
            uint32x4_t *const newest = &schedule[group % 4][guess];
            if (group < 4) {
                *newest = vld1q_u32(blocks[guess] + 4 * group);
            } else {
                const uint32x4_t sum = vsha256su0q_u32(*newest, schedule[(group + 1) % 4][guess]);
                *newest = vsha256su1q_u32(
                    sum, schedule[(group + 2) % 4][guess], schedule[(group + 3) % 4][guess]);
            }
            if (group >= entry) {
                four_rounds(&abcd[guess], &efgh[guess], vaddq_u32(*newest, constants));
            }
        }
    }
}

/// A block after the changing one; its input is the same for all guesses.
SHA2_INLINE void hash_tail(registers abcd, registers efgh, const uint32_t inputs[sha256_rounds]) {
    registers chained_abcd, chained_efgh;
    for (unsigned guess = 0; guess < guesses; guess++) {
        chained_abcd[guess] = abcd[guess];
        chained_efgh[guess] = efgh[guess];
    }
#pragma clang loop unroll(full)
    for (unsigned group = 0; group < groups; group++) {
        const uint32x4_t input = vld1q_u32(inputs + 4 * group);
#pragma clang loop unroll(full)
        for (unsigned guess = 0; guess < guesses; guess++) {
            four_rounds(&abcd[guess], &efgh[guess], input);
        }
    }
    for (unsigned guess = 0; guess < guesses; guess++) {
        abcd[guess] = vaddq_u32(abcd[guess], chained_abcd[guess]);
        efgh[guess] = vaddq_u32(efgh[guess], chained_efgh[guess]);
    }
}

/// All blocks after the changing ones, and the first of the digests, counted from `low`, that begins with a word of at
/// most `limit`; `end` if none before that does.
SHA2_INLINE uint32_t first_hit_after_tails(
    registers abcd, registers efgh, const uint32_t tails[][sha256_rounds], unsigned tail_count, uint32_t limit,
    uint32_t low, uint32_t end) {
    // Two calls, because only the first uses all words of the states.
    if (tail_count > 1) {
        hash_tail(abcd, efgh, tails[0]);
    }
    if (tail_count > 0) {
        hash_tail(abcd, efgh, tails[tail_count - 1]);
    }
    for (unsigned guess = 0; guess < guesses; guess++) {
        if (__builtin_expect(vgetq_lane_u32(abcd[guess], 0) <= limit, 0)) {
            return low + guess < end ? low + guess : end;
        }
    }
    return end;
}

SHA2 static uint32_t search(const sha256_segment *segment, uint32_t begin, uint32_t end) {
    const uint32x4_t entry_abcd = vld1q_u32(segment->group_state);
    const uint32x4_t entry_efgh = vld1q_u32(segment->group_state + 4);
    const uint32x4_t initial_abcd = vld1q_u32(segment->initial_state);
    const uint32x4_t initial_efgh = vld1q_u32(segment->initial_state + 4);
    changing_blocks blocks;
    for (unsigned guess = 0; guess < guesses; guess++) {
        memcpy(blocks[guess], segment->words, sizeof segment->words);
    }
    for (uint32_t low = begin; low < end; low += guesses) {
        place_digits(blocks, segment, low);
        registers abcd, efgh;
        for (unsigned guess = 0; guess < guesses; guess++) {
            abcd[guess] = entry_abcd;
            efgh[guess] = entry_efgh;
        }
        hash_changing_blocks(abcd, efgh, blocks, segment->first_word / 4);
        for (unsigned guess = 0; guess < guesses; guess++) {
            abcd[guess] = vaddq_u32(abcd[guess], initial_abcd);
            efgh[guess] = vaddq_u32(efgh[guess], initial_efgh);
        }
        const uint32_t hit = first_hit_after_tails(
            abcd, efgh, segment->tails, segment->tail_count, segment->limit, low, end);
        if (hit < end) {
            return hit;
        }
    }
    return end;
}

SHA2 static uint32_t search_midstates(const sha256_midstates *midstates, uint32_t begin, uint32_t end) {
    for (uint32_t row = begin; row < end; row += guesses) {
        registers abcd, efgh;
        for (unsigned guess = 0; guess < guesses; guess++) {
            uint32_t state[sha256_state_words];
            sha256_midstate_of(midstates, row + guess, state);
            abcd[guess] = vld1q_u32(state);
            efgh[guess] = vld1q_u32(state + 4);
        }
        const uint32_t hit = first_hit_after_tails(
            abcd, efgh, midstates->tails, midstates->tail_count, midstates->limit, row, end);
        if (hit < end) {
            return hit;
        }
    }
    return end;
}

const sha256_kernel sha256_kernel_arm_sha2 = {"arm-sha2", 1000, sha256_has_arm_sha2, search, search_midstates};

#endif
