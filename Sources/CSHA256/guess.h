// The end of a guess: everything after the whole blocks of its prefix, padded to SHA-256's blocks.

#pragma once

#include "CSHA256.h"
#include "sha256.h"

enum {
    /// UINT64_MAX has 20.
    sha256_decimal_limit = 20,
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

/// How many decimal digits a number has; 0 has one.
unsigned sha256_decimal_digits(uint64_t number);

/// The guess that tries a proof.
sha256_guess sha256_guess_of(const sha256_problem *problem, uint64_t proof);

/// The first 16 hex digits of a guess's digest, by the chosen compressor.
uint64_t sha256_digest_head(const sha256_problem *problem, uint64_t proof);
