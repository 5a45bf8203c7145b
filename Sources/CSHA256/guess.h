// The text that is hashed, padded to SHA-256's blocks.
//
// It has 66 to 104 bytes, so with its padding it always fills two blocks; and the digits of the proof end at
// byte 40 at the latest, so they lie in the first block.

#pragma once

#include "CSHA256.h"

enum {
    sha256_guess_words = 32,
    /// UINT64_MAX has 20.
    sha256_decimal_limit = 20,
};

/// How many decimal digits a number has; 0 has one.
unsigned sha256_decimal_digits(uint64_t number);

/// The message of one proof, as the big-endian words SHA-256 reads. Returns the end of the proof's digits.
unsigned sha256_guess(
    const sha256_problem *problem, uint64_t proof, uint32_t words[sha256_guess_words]);

/// The first 16 hex digits of one proof's digest, by plain SHA-256.
uint64_t sha256_digest_head(const sha256_problem *problem, uint64_t proof);
