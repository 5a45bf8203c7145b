// Midstates: what many guesses share if the block with their last digits holds only one or two of these.
//
// A segment would be of 10 or 100 guesses there, and entering it would cost more than they do. So the work is cut the
// other way: a row is all numbers with the same digits before that block, and has one state before it, its midstate. An
// ending, the digits in the block, is tried for many rows. For all of them it has the same blocks, whose schedules are
// computed once.
//
// That needs a fixed number of digits. A ledger's proof comes to this: after those of a last proof and a seal of 174
// digits together, the last two of the nonce's 20 begin a block.

#pragma once

#include "CSHA256.h"
#include "guess.h"
#include "sha256.h"

enum {
    sha256_ending_digits_limit = 2,
    sha256_row_limit = 500,
    /// A kernel that makes several guesses at once may read this many rows past the last one.
    sha256_row_padding = 64,
};

typedef struct {
    /// How many endings there are: 10 or 100.
    uint32_t ending_count;
    /// How many blocks the ending begins: 1 or 2.
    unsigned tail_count;
    /// Their schedules, each word with its round's constant added.
    uint32_t tails[sha256_guess_blocks - 1][sha256_rounds] __attribute__((aligned(16)));
    /// The largest first word of a valid proof's digest.
    uint32_t limit;
    /// The midstates: word by word, of all rows.
    uint32_t states[sha256_state_words][sha256_row_limit + sha256_row_padding];
} sha256_midstates;

/// How many digits an ending has, or 0 if a problem's numbers have to be cut into segments.
unsigned sha256_ending_digits(const sha256_problem *problem);

/// Computes what all rows and endings share. The problem must have endings.
sha256_midstates sha256_midstates_make(const sha256_problem *problem);

/// Computes the midstates of rows that follow each other: at most `sha256_row_limit`.
void sha256_midstates_enter(
    sha256_midstates *midstates, const sha256_problem *problem, uint64_t first_row, uint32_t count);

/// Computes the tails of an ending.
void sha256_midstates_end_with(sha256_midstates *midstates, const sha256_problem *problem, uint32_t ending);

/// The midstate of a row.
static inline void sha256_midstate_of(
    const sha256_midstates *midstates, uint32_t row, uint32_t state[sha256_state_words]) {
    for (unsigned i = 0; i < sha256_state_words; i++) {
        state[i] = midstates->states[i][row];
    }
}
