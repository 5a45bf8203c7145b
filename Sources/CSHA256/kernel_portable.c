// One guess at a time, in plain C, for every processor.

#include <string.h>

#include "kernel.h"

static bool is_supported(void) {
    return true;
}

/// Adds what one changing word contributes to words 16 to 31 of the schedule.
static inline void add_changing_word(uint32_t schedule[33], unsigned index, uint32_t word) {
    if (index + 2 >= 16) {
        schedule[index + 2] += sha256_schedule_sigma1(word);
    }
    if (index + 7 >= 16) {
        schedule[index + 7] += word;
    }
    // For word 0 this is entry 15, which is never read.
    schedule[index + 15] += sha256_schedule_sigma0(word);
    schedule[index + 16] += word;
}

/// The state after the changing block, for a guess whose digits are in `words`.
static inline void hash_changing_block(
    const sha256_segment *segment, const uint32_t words[sha256_block_words + 1], uint32_t state[sha256_state_words]) {
    const unsigned first_word = segment->first_word;
    uint32_t schedule[sha256_rounds];
    memcpy(schedule, segment->partial_schedule, sizeof segment->partial_schedule);
    add_changing_word(schedule, first_word, words[first_word]);
    add_changing_word(schedule, first_word + 1, words[first_word + 1]);

    memcpy(state, segment->state, sizeof segment->state);
    for (unsigned t = first_word; t < 16; t++) {
        sha256_round(state, sha256_constants[t] + words[t]);
    }
#pragma clang loop unroll(full)
    for (unsigned t = 16; t < 32; t++) {
        // The partial sum already has the terms from words below 16.
        schedule[t] += (t - 2 < 16 ? 0 : sha256_schedule_sigma1(schedule[t - 2]))
            + (t - 7 < 16 ? 0 : schedule[t - 7])
            + (t - 15 < 16 ? 0 : sha256_schedule_sigma0(schedule[t - 15]));
        sha256_round(state, sha256_constants[t] + schedule[t]);
    }
#pragma clang loop unroll(full)
    for (unsigned t = 32; t < sha256_rounds; t++) {
        schedule[t] = sha256_schedule_sigma1(schedule[t - 2]) + schedule[t - 7]
            + sha256_schedule_sigma0(schedule[t - 15]) + schedule[t - 16];
        sha256_round(state, sha256_constants[t] + schedule[t]);
    }
    for (unsigned i = 0; i < sha256_state_words; i++) {
        state[i] += segment->initial_state[i];
    }
}

/// A block after the changing one. Always inlined: the last call needs only the first word of the state, and a function
/// of its own would compute and store all eight.
__attribute__((always_inline)) static inline void hash_tail(
    uint32_t state[sha256_state_words], const uint32_t inputs[sha256_rounds]) {
    uint32_t chained[sha256_state_words];
    memcpy(chained, state, sizeof chained);
#pragma clang loop unroll(full)
    for (unsigned t = 0; t < sha256_rounds; t++) {
        sha256_round(state, inputs[t]);
    }
    for (unsigned i = 0; i < sha256_state_words; i++) {
        state[i] += chained[i];
    }
}

/// All blocks after the changing one. Returns the digest's first word.
__attribute__((always_inline)) static inline uint32_t hash_tails(
    uint32_t state[sha256_state_words], const uint32_t tails[][sha256_rounds], unsigned tail_count) {
    // Two calls, because only the first uses all words of the states.
    if (tail_count > 1) {
        hash_tail(state, tails[0]);
    }
    if (tail_count > 0) {
        hash_tail(state, tails[tail_count - 1]);
    }
    return state[0];
}

static uint32_t search(const sha256_segment *segment, uint32_t begin, uint32_t end) {
    const unsigned first_word = segment->first_word;
    uint32_t words[sha256_block_words + 1];
    memcpy(words, segment->words, sizeof words);
    for (uint32_t low = begin; low < end; low++) {
        const uint64_t bits = sha256_digit_bits(segment, low);
        words[first_word] = segment->words[first_word] | (uint32_t)(bits >> 32);
        words[first_word + 1] = segment->words[first_word + 1] | (uint32_t)bits;

        uint32_t state[sha256_state_words];
        hash_changing_block(segment, words, state);
        if (hash_tails(state, segment->tails, segment->tail_count) <= segment->limit) {
            return low;
        }
    }
    return end;
}

static uint32_t search_midstates(const sha256_midstates *midstates, uint32_t begin, uint32_t end) {
    for (uint32_t row = begin; row < end; row++) {
        uint32_t state[sha256_state_words];
        sha256_midstate_of(midstates, row, state);
        if (hash_tails(state, midstates->tails, midstates->tail_count) <= midstates->limit) {
            return row;
        }
    }
    return end;
}

const sha256_kernel sha256_kernel_portable = {"portable", 500, is_supported, search, search_midstates};
