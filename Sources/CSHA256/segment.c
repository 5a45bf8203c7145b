#include "segment.h"

#include <string.h>

#include "compressor.h"

// MARK: The table of digits

#define WORD(n) (0x30303030u + ((n) / 1000 << 24) + ((n) / 100 % 10 << 16) + ((n) / 10 % 10 << 8) + (n) % 10)
#define TEN(n) \
    WORD(n), WORD(n + 1), WORD(n + 2), WORD(n + 3), WORD(n + 4), \
    WORD(n + 5), WORD(n + 6), WORD(n + 7), WORD(n + 8), WORD(n + 9)
#define HUNDRED(n) \
    TEN(n), TEN(n + 10), TEN(n + 20), TEN(n + 30), TEN(n + 40), \
    TEN(n + 50), TEN(n + 60), TEN(n + 70), TEN(n + 80), TEN(n + 90)
#define THOUSAND(n) \
    HUNDRED(n), HUNDRED(n + 100), HUNDRED(n + 200), HUNDRED(n + 300), HUNDRED(n + 400), \
    HUNDRED(n + 500), HUNDRED(n + 600), HUNDRED(n + 700), HUNDRED(n + 800), HUNDRED(n + 900)

const uint32_t sha256_decimal[sha256_segment_size + sha256_decimal_padding] = {
    THOUSAND(0), THOUSAND(1000), THOUSAND(2000), THOUSAND(3000), THOUSAND(4000),
    THOUSAND(5000), THOUSAND(6000), THOUSAND(7000), THOUSAND(8000), THOUSAND(9000),
};

// MARK: Entering a segment

/// Computes what depends only on the number of digits.
static void prepare_digits(sha256_segment *segment, const sha256_guess *guess, unsigned digits) {
    const unsigned digits_in_last_block = (guess->digits_end - 1) % sha256_block_bytes + 1;
    unsigned low_digits = digits < sha256_low_digits ? digits : sha256_low_digits;
    low_digits = digits_in_last_block < low_digits ? digits_in_last_block : low_digits;
    const unsigned begin = (guess->digits_end - low_digits) % sha256_block_bytes;
    segment->digits = digits;
    segment->low_digits = low_digits;
    segment->first_word = begin / 4;
    segment->trim = 8 * (sha256_low_digits - low_digits);
    segment->shift = 32 - 8 * (begin % 4);

    const unsigned tails_begin = (guess->digits_end - 1) / sha256_block_bytes + 1;
    segment->tail_count = guess->block_count - tails_begin;
    for (unsigned tail = 0; tail < segment->tail_count; tail++) {
        sha256_read_inputs(segment->tails[tail], guess->bytes + sha256_block_bytes * (tails_begin + tail));
    }
}

/// The blocks before the changing one, and the changing one without its low digits.
static void prepare_words(
    sha256_segment *segment, const sha256_problem *problem, const sha256_guess *guess) {
    const unsigned changing = (guess->digits_end - 1) / sha256_block_bytes;
    memcpy(segment->initial_state, problem->state, sizeof segment->initial_state);
    if (changing > 0) {
        sha256_chosen_compressor()->compress(segment->initial_state, guess->bytes, changing);
    }
    sha256_read_block(segment->words, guess->bytes + sha256_block_bytes * changing);
    segment->words[sha256_block_words] = 0;
    const uint64_t mask = (uint64_t)(UINT32_MAX << segment->trim) << segment->shift;
    segment->words[segment->first_word] &= ~(uint32_t)(mask >> 32);
    segment->words[segment->first_word + 1] &= ~(uint32_t)mask;
}

/// The rounds before any low digit.
static void prepare_states(sha256_segment *segment) {
    uint32_t state[sha256_state_words];
    memcpy(state, segment->initial_state, sizeof state);
    for (unsigned t = 0; t < segment->first_word; t++) {
        if (t == segment->first_word / 4 * 4) {
            memcpy(segment->group_state, state, sizeof state);
        }
        sha256_round(state, sha256_constants[t] + segment->words[t]);
    }
    if (segment->first_word % 4 == 0) {
        memcpy(segment->group_state, state, sizeof state);
    }
    memcpy(segment->state, state, sizeof state);
}

/// The terms of words 16 to 31 that come from the 14 constant words.
static void prepare_schedule(sha256_segment *segment) {
    uint32_t constant[sha256_block_words + 1];
    memcpy(constant, segment->words, sizeof constant);
    // A word of zero adds nothing: both sigma functions map zero to zero.
    constant[segment->first_word] = constant[segment->first_word + 1] = 0;
    for (unsigned t = 16; t < 32; t++) {
        uint32_t sum = constant[t - 16];
        sum += t - 15 < 16 ? sha256_schedule_sigma0(constant[t - 15]) : 0;
        sum += t - 7 < 16 ? constant[t - 7] : 0;
        sum += t - 2 < 16 ? sha256_schedule_sigma1(constant[t - 2]) : 0;
        segment->partial_schedule[t] = sum;
    }
    segment->partial_schedule[32] = 0;
}

void sha256_segment_enter(sha256_segment *segment, const sha256_problem *problem, uint64_t proof) {
    const sha256_guess guess = sha256_guess_of(problem, proof);
    const unsigned digits = sha256_digit_count(problem, proof);
    if (digits != segment->digits) {
        prepare_digits(segment, &guess, digits);
        segment->limit = sha256_first_word_limit(problem);
    }
    static const uint32_t sizes[sha256_low_digits + 1] = {1, 10, 100, 1000, 10000};
    segment->size = sizes[segment->low_digits];
    segment->base = proof - proof % segment->size;
    prepare_words(segment, problem, &guess);
    prepare_states(segment);
    prepare_schedule(segment);
}
