// The text that is hashed, padded to SHA-256's blocks.
//
// It has 66 to 104 bytes, so with its padding it always fills two blocks; and the digits of the proof end at
// byte 40 at the latest, so they lie in the first block.

#pragma once

#include "CProofSearch.h"

enum {
    proof_search_message_words = 32,
    /// UINT64_MAX has 20.
    proof_search_digits_limit = 20,
};

/// How many decimal digits a number has; 0 has one.
unsigned proof_search_digits(uint64_t number);

/// The message of one proof, as the big-endian words SHA-256 reads. Returns the end of the proof's digits.
unsigned proof_search_message(
    const proof_search_problem *problem, uint64_t proof, uint32_t words[proof_search_message_words]);

/// The first 16 hex digits of one proof's digest, by plain SHA-256.
uint64_t proof_search_digest_head(const proof_search_problem *problem, uint64_t proof);
