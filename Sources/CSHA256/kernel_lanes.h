// One guess in each lane of a vector: textbook SHA-256 on vectors instead of words.
//
// A file includes this once, for its vector width. Before that, it defines LANES, the number of words in a
// vector; VECTORS, the number of vectors computed side by side; LANES_TARGET, the attribute that allows the
// instructions; and LANES_PIN, an empty assembly statement with a vector as its operand. After that, it
// defines `majority` and `lanes_at_most`.
//
// Two vectors keep a processor busy that finds too few independent instructions in one, even if it lacks the
// registers for both. The pins matter as well: without them the compiler moves parts of a round to where no
// registers are left, which costs a tenth of the speed.

#pragma once

#include <string.h>

#include "kernel.h"

#define LANES_INLINE LANES_TARGET static inline __attribute__((always_inline))

typedef uint32_t lanes __attribute__((vector_size(4 * LANES)));

/// What each round of the changing block adds, for the guesses of one vector. As in a segment, with one extra
/// word.
typedef struct {
    /// The first 16 words, each with its round's constant.
    lanes inputs[17];
    /// Words 16 to 31 of the schedule: the sum of their terms from the first 16.
    lanes partial_schedule[33];
} lanes_of_block;

/// The majority of three bits.
LANES_INLINE lanes majority(lanes a, lanes b, lanes c);

/// Which lanes are at most `limit`, the first in the lowest bit.
LANES_INLINE uint32_t lanes_at_most(lanes x, uint32_t limit);

// MARK: SHA-256

LANES_INLINE lanes in_all_lanes(uint32_t word) {
    return word - (lanes){0};
}

LANES_INLINE lanes rotate_right(lanes x, int count) {
    return x >> count | x << (32 - count);
}

LANES_INLINE lanes schedule_sigma0(lanes x) {
    return rotate_right(x, 7) ^ rotate_right(x, 18) ^ x >> 3;
}

LANES_INLINE lanes schedule_sigma1(lanes x) {
    return rotate_right(x, 17) ^ rotate_right(x, 19) ^ x >> 10;
}

/// Round `t`. The words don't move: word i of the state before it is at `(i - t) % 8`.
LANES_INLINE void lanes_round(lanes state[sha256_state_words], unsigned t, lanes input) {
#define WORD(i) state[((i) - t) % sha256_state_words]
    const lanes a = WORD(0), b = WORD(1), c = WORD(2), e = WORD(4), f = WORD(5), g = WORD(6);
    const lanes sigma0 = rotate_right(a, 2) ^ rotate_right(a, 13) ^ rotate_right(a, 22);
    const lanes sigma1 = rotate_right(e, 6) ^ rotate_right(e, 11) ^ rotate_right(e, 25);
    const lanes choice = g ^ (e & (f ^ g));
    const lanes sum = WORD(7) + input + choice + sigma1;
    WORD(3) += sum;
    WORD(7) = sum + (sigma0 + majority(a, b, c));
    LANES_PIN(WORD(3));
    LANES_PIN(WORD(7));
#undef WORD
}

/// Word `t` of the schedule, from 16 on.
LANES_INLINE lanes schedule_word(
    const lanes schedule[sha256_rounds], unsigned t, const lanes_of_block *block) {
    if (t >= 32) {
        return schedule[t - 16] + schedule[t - 7] + schedule_sigma0(schedule[t - 15])
            + schedule_sigma1(schedule[t - 2]);
    }
    // The partial sum already has the terms from words below 16.
    lanes word = block->partial_schedule[t];
    word += t - 7 < 16 ? in_all_lanes(0) : schedule[t - 7];
    word += t - 15 < 16 ? in_all_lanes(0) : schedule_sigma0(schedule[t - 15]);
    word += t - 2 < 16 ? in_all_lanes(0) : schedule_sigma1(schedule[t - 2]);
    return word;
}

// MARK: Parts of the loop

/// Everything that doesn't depend on the low digits; the rest is replaced for every vector.
LANES_INLINE void fill_block(lanes_of_block *block, const sha256_segment *segment) {
    for (unsigned t = 0; t < 16; t++) {
        block->inputs[t] = in_all_lanes(segment->words[t] + sha256_constants[t]);
    }
    for (unsigned t = 16; t < 32; t++) {
        block->partial_schedule[t] = in_all_lanes(segment->partial_schedule[t]);
    }
}

/// Puts the digits of `low`, `low + 1`, ... into the lanes.
LANES_INLINE void place_digits(lanes_of_block *block, const sha256_segment *segment, uint32_t low) {
    const unsigned first = segment->first_word, second = first + 1;
    lanes digits;
    memcpy(&digits, sha256_decimal + low, sizeof digits);
    digits <<= segment->trim;
    // The shift is by 8 to 32 bits, and a word cannot be shifted by 32 at once.
    const lanes first_word = segment->words[first] | digits >> (32 - segment->shift);
    const lanes second_word = segment->words[second] | digits << (segment->shift - 1) << 1;
    block->inputs[first] = first_word + sha256_constants[first];
    block->inputs[second] = second_word + sha256_constants[second];

    const uint32_t *const partial = segment->partial_schedule;
    lanes *const sums = block->partial_schedule;
    if (first + 2 >= 16) {
        sums[first + 2] = partial[first + 2] + schedule_sigma1(first_word);
    }
    if (second + 2 >= 16) {
        sums[second + 2] = partial[second + 2] + schedule_sigma1(second_word);
    }
    if (first + 7 >= 16) {
        sums[first + 7] = partial[first + 7] + first_word;
    }
    if (second + 7 >= 16) {
        sums[second + 7] = partial[second + 7] + second_word;
    }
    // For word 0 the first of these is entry 15, which is never read.
    sums[first + 15] = partial[first + 15] + schedule_sigma0(first_word);
    sums[second + 15] = partial[second + 15] + schedule_sigma0(second_word) + first_word;
    sums[second + 16] = partial[second + 16] + second_word;
}

/// Takes the states from the round of the first changing word to the end of the changing blocks.
LANES_INLINE void hash_changing_blocks(
    lanes states[VECTORS][sha256_state_words], const lanes_of_block blocks[VECTORS], const sha256_segment *segment) {
    lanes schedules[VECTORS][sha256_rounds];
#pragma clang loop unroll(full)
    for (unsigned t = 0; t < 16; t++) {
        if (t >= segment->first_word) {
#pragma clang loop unroll(full)
            for (unsigned v = 0; v < VECTORS; v++) {
                lanes_round(states[v], t, blocks[v].inputs[t]);
            }
        }
    }
#pragma clang loop unroll(full)
    for (unsigned t = 16; t < sha256_rounds; t++) {
#pragma clang loop unroll(full)
        for (unsigned v = 0; v < VECTORS; v++) {
            schedules[v][t] = schedule_word(schedules[v], t, &blocks[v]);
            LANES_PIN(schedules[v][t]);
            lanes_round(states[v], t, schedules[v][t] + sha256_constants[t]);
        }
    }
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < VECTORS * sha256_state_words; i++) {
        const unsigned v = i / sha256_state_words, word = i % sha256_state_words;
        states[v][word] += segment->initial_state[word];
    }
}

/// A block after the changing one: its inputs are the same for all guesses.
LANES_INLINE void hash_tail(lanes states[VECTORS][sha256_state_words], const uint32_t inputs[sha256_rounds]) {
    lanes chained[VECTORS][sha256_state_words];
    memcpy(chained, states, sizeof chained);
#pragma clang loop unroll(full)
    for (unsigned t = 0; t < sha256_rounds; t++) {
#pragma clang loop unroll(full)
        for (unsigned v = 0; v < VECTORS; v++) {
            lanes_round(states[v], t, in_all_lanes(inputs[t]));
        }
    }
#pragma clang loop unroll(full)
    for (unsigned i = 0; i < VECTORS * sha256_state_words; i++) {
        const unsigned v = i / sha256_state_words, word = i % sha256_state_words;
        states[v][word] += chained[v][word];
    }
}

/// All blocks after the changing ones. Two calls, because only the first uses all words of the states.
LANES_INLINE void hash_tails(
    lanes states[VECTORS][sha256_state_words], const uint32_t tails[][sha256_rounds], unsigned tail_count) {
    if (tail_count > 1) {
        hash_tail(states, tails[0]);
    }
    if (tail_count > 0) {
        hash_tail(states, tails[tail_count - 1]);
    }
}

/// The first guess from `low` on whose digest begins with a word of at most `limit`; `end` if none before that does.
LANES_INLINE uint32_t first_hit(
    const lanes states[VECTORS][sha256_state_words], uint32_t limit, uint32_t low, uint32_t end) {
#pragma clang loop unroll(full)
    for (unsigned v = 0; v < VECTORS; v++) {
        const uint32_t hits = lanes_at_most(states[v][0], limit);
        if (__builtin_expect(hits != 0, 0)) {
            const uint32_t hit = low + LANES * v + (uint32_t)__builtin_ctz(hits);
            return hit < end ? hit : end;
        }
    }
    return end;
}

// MARK: The loops

LANES_TARGET static uint32_t search(const sha256_segment *segment, uint32_t begin, uint32_t end) {
    lanes entry_state[sha256_state_words];
    for (unsigned i = 0; i < sha256_state_words; i++) {
        entry_state[(i - segment->first_word) % sha256_state_words] = in_all_lanes(segment->state[i]);
    }
    lanes_of_block blocks[VECTORS];
    for (unsigned v = 0; v < VECTORS; v++) {
        fill_block(&blocks[v], segment);
    }
    for (uint32_t low = begin; low < end; low += LANES * VECTORS) {
        lanes states[VECTORS][sha256_state_words];
#pragma clang loop unroll(full)
        for (unsigned v = 0; v < VECTORS; v++) {
            place_digits(&blocks[v], segment, low + LANES * v);
            memcpy(states[v], entry_state, sizeof entry_state);
        }
        hash_changing_blocks(states, blocks, segment);
        hash_tails(states, segment->tails, segment->tail_count);
        const uint32_t hit = first_hit(states, segment->limit, low, end);
        if (__builtin_expect(hit < end, 0)) {
            return hit;
        }
    }
    return end;
}

LANES_TARGET static uint32_t search_midstates(const sha256_midstates *midstates, uint32_t begin, uint32_t end) {
    for (uint32_t row = begin; row < end; row += LANES * VECTORS) {
        lanes states[VECTORS][sha256_state_words];
#pragma clang loop unroll(full)
        for (unsigned i = 0; i < VECTORS * sha256_state_words; i++) {
            const unsigned v = i / sha256_state_words, word = i % sha256_state_words;
            memcpy(&states[v][word], midstates->states[word] + row + LANES * v, sizeof states[v][word]);
        }
        hash_tails(states, midstates->tails, midstates->tail_count);
        const uint32_t hit = first_hit(states, midstates->limit, row, end);
        if (__builtin_expect(hit < end, 0)) {
            return hit;
        }
    }
    return end;
}
