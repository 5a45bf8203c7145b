// A segment: proofs that share all but their low digits, and what their digests have in common.
//
// There are four low digits if those lie in one block; otherwise only the digits in the proof's last block
// are low. So only one block changes, and only two words in it. Everything before that block is hashed once
// per segment. What doesn't depend on those two words is computed once per segment as well, and what depends
// only on the number of digits (the blocks after the changing one) once per number of digits.

#pragma once

#include "CSHA256.h"
#include "guess.h"
#include "sha256.h"

enum {
    sha256_low_digits = 4,
    sha256_segment_size = 10000,
    /// A kernel that makes several guesses at once may read this many entries past the last number.
    sha256_decimal_padding = 64,
};

/// The four decimal digits of 0 to 9999 in ASCII, each as one big-endian word.
extern const uint32_t sha256_decimal[sha256_segment_size + sha256_decimal_padding];

typedef struct {
    // The same for all proofs with this number of digits.

    /// How many digits the proofs have; 0 before the first segment.
    unsigned digits;
    /// How many of those are low: 1 to 4.
    unsigned low_digits;
    /// The word of the changing block in which the low digits begin (0 to 15); they may continue in the next
    /// one.
    unsigned first_word;
    /// How many bits the digits move left to drop the leading zeros if there are fewer than four.
    unsigned trim;
    /// How many bits the digits move left in the 64 bits of the two words.
    unsigned shift;
    /// How many blocks follow the changing one: 0 to 2.
    unsigned tail_count;
    /// Their schedules, each word with its round's constant added.
    uint32_t tails[sha256_guess_blocks - 1][sha256_rounds] __attribute__((aligned(16)));

    // The same for all proofs of the segment.

    /// The proof whose low digits are all zero.
    uint64_t base;
    /// How many proofs there are from the base on: ten to the power of the number of low digits.
    uint32_t size;
    /// The state before the changing block.
    uint32_t initial_state[sha256_state_words];
    /// The changing block, with zero bytes in place of the low digits. The word beyond its end is zero: it
    /// stands in for the second changing word if the first is the block's last.
    uint32_t words[sha256_block_words + 1];
    /// Words 16 to 31 of its schedule: the sum of their terms from constant words. One extra, as above.
    uint32_t partial_schedule[33];
    /// The state before the round that reads `first_word`.
    uint32_t state[sha256_state_words];
    /// The state up to three rounds earlier, before a round whose number is a multiple of four.
    uint32_t group_state[sha256_state_words];
    /// The largest first word of a valid proof's digest.
    uint32_t limit;
} sha256_segment;

/// Makes `segment` the one that contains `proof`. Until then it has no digits, or is another one of the same
/// problem.
void sha256_segment_enter(
    sha256_segment *segment, const sha256_problem *problem, uint64_t proof);

/// The low digits of a proof, at their place in the two words, with the first word in the upper half.
static inline uint64_t sha256_digit_bits(const sha256_segment *segment, uint32_t low) {
    return (uint64_t)(sha256_decimal[low] << segment->trim) << segment->shift;
}
