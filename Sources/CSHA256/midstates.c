#include "midstates.h"

#include <string.h>

#include "compressor.h"

unsigned sha256_ending_digits(const sha256_problem *problem) {
    const size_t end = problem->prefix_count % sha256_block_bytes + problem->width;
    const bool is_short = end > sha256_block_bytes && end <= sha256_block_bytes + sha256_ending_digits_limit;
    return is_short ? (unsigned)(end - sha256_block_bytes) : 0;
}

sha256_midstates sha256_midstates_make(const sha256_problem *problem) {
    return (sha256_midstates){
        .ending_count = sha256_ending_digits(problem) == 1 ? 10 : 100, .limit = sha256_first_word_limit(problem)};
}

/// Adds one to a decimal number, given by the end of its digits. It must not be all nines.
static void increment(uint8_t *digits_end) {
    uint8_t *digit = digits_end - 1;
    for (; *digit == '9'; digit--) {
        *digit = '0';
    }
    *digit += 1;
}

void sha256_midstates_enter(
    sha256_midstates *midstates, const sha256_problem *problem, uint64_t first_row, uint32_t count) {
    sha256_guess guess = sha256_guess_of(problem, first_row * midstates->ending_count);
    const sha256_compressor *const compressor = sha256_chosen_compressor();
    for (uint32_t row = 0; row < count; row++) {
        if (row > 0) {
            increment(guess.bytes + sha256_block_bytes);
        }
        uint32_t state[sha256_state_words];
        memcpy(state, problem->state, sizeof state);
        compressor->compress(state, guess.bytes, 1);
        for (unsigned i = 0; i < sha256_state_words; i++) {
            midstates->states[i][row] = state[i];
        }
    }
}

void sha256_midstates_end_with(sha256_midstates *midstates, const sha256_problem *problem, uint32_t ending) {
    const sha256_guess guess = sha256_guess_of(problem, ending);
    midstates->tail_count = guess.block_count - 1;
    for (unsigned tail = 0; tail < midstates->tail_count; tail++) {
        sha256_read_inputs(midstates->tails[tail], guess.bytes + sha256_block_bytes * (tail + 1));
    }
}
