// The end of a guess: everything after the whole blocks of its prefix, padded to SHA-256's blocks.

#pragma once

#include "CSHA256.h"
#include "sha256.h"

enum {
    /// 63 bytes of prefix, 20 digits, 64 bytes of suffix and 9 of padding need no more.
    sha256_guess_blocks = 3,
};

typedef struct {
    uint8_t bytes[sha256_guess_blocks * sha256_block_bytes];
    /// How many blocks there are: 1 to 3.
    unsigned block_count;
    /// The position after the proof's digits.
    unsigned digits_end;
} sha256_guess;

/// How many digits a number has in a guess.
unsigned sha256_digit_count(const sha256_problem *problem, uint64_t number);

/// The guess that tries a proof.
sha256_guess sha256_guess_of(const sha256_problem *problem, uint64_t proof);

/// The digest of that guess, by the chosen compressor.
sha256_digest sha256_guess_digest(const sha256_problem *problem, uint64_t proof);

/// The largest first word of a proof's digest. The other words have to be looked at as well.
static inline uint32_t sha256_first_word_limit(const sha256_problem *problem) {
    return (uint32_t)(problem->target.words[0] >> 32);
}
