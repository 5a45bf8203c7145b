// The x86-64 SHA extensions, four states at a time.
//
// sha256rnds2 does two rounds and takes four cycles: four states keep it busy. They are the changing blocks
// of two guesses and, beside them, the first tails of the previous two guesses. A tail's schedule is known in
// advance, so only two schedules are in flight, and 16 registers suffice. Guesses without a tail have two
// states in flight, and so does the second of two tails.
//
// The order of the instructions is decisive: left to itself, the compiler groups the rounds by guess, waits
// for every result and takes twice as long. PIN emits nothing, but nothing is moved past it.

#include "kernel.h"

#if defined(__x86_64__)

#include <string.h>

#include "instructions.h"
#include "sha_ni.h"

#define PIN(pair) __asm__ volatile("" : "+x"((pair)[0]), "+x"((pair)[1]) : : "memory")

enum {
    pair_size = 2,
    /// A state's word a, the first one of the digest, is in the highest lane.
    lane_of_a = 3,
};

/// The same register for two guesses.
typedef __m128i pair[pair_size];

/// The schedules of two guesses: group, guess, word. The last two groups are used at once and not stored.
typedef uint32_t pair_of_schedules[groups - 2][pair_size][4] __attribute__((aligned(16)));

// MARK: Parts of the loop, each for two guesses

/// Writes the digits of `low` and `low + 1` into the changing blocks. If there is no second word, its value
/// goes to a group that is rewritten before it is read.
SHA_NI_INLINE void place_digits(
    pair_of_schedules schedules, const sha256_segment *segment, uint32_t low) {
    const unsigned first = segment->first_word, second = first + 1;
    for (unsigned guess = 0; guess < pair_size; guess++) {
        const uint64_t bits = sha256_digit_bits(segment, low + guess);
        schedules[first / 4][guess][first % 4] = segment->words[first] | (uint32_t)(bits >> 32);
        schedules[second / 4][guess][second % 4] = segment->words[second] | (uint32_t)bits;
    }
}

/// Two rounds, whose words are in the input's low half. CDGH becomes ABEF and vice versa.
SHA_NI_INLINE void two_rounds(pair cdgh, const pair abef, const pair input) {
    for (unsigned guess = 0; guess < pair_size; guess++) {
        cdgh[guess] = _mm_sha256rnds2_epu32(cdgh[guess], abef[guess], input[guess]);
    }
    PIN(cdgh);
}

/// Two rounds of a tail, where both guesses have the same input.
SHA_NI_INLINE void two_rounds_of_tail(pair cdgh, const pair abef, const uint32_t words[2]) {
    const __m128i input = _mm_loadl_epi64((const __m128i *)words);
    two_rounds(cdgh, abef, (const pair){input, input});
}

/// The part of schedule group `group + 1` that can be computed before `newest`, group `group`, is used up.
SHA_NI_INLINE void begin_group(pair sum, pair_of_schedules schedules, const pair newest, unsigned group) {
    for (unsigned guess = 0; guess < pair_size; guess++) {
        const __m128i words_minus_7 = _mm_alignr_epi8(newest[guess], load(schedules[group - 1][guess]), 4);
        const __m128i sigma0 = _mm_sha256msg1_epu32(
            load(schedules[group - 3][guess]), load(schedules[group - 2][guess]));
        sum[guess] = _mm_add_epi32(sigma0, words_minus_7);
    }
    PIN(sum);
}

/// Makes `newest` the next group of the schedule.
SHA_NI_INLINE void finish_group(pair newest, pair_of_schedules schedules, const pair sum, unsigned group) {
    for (unsigned guess = 0; guess < pair_size; guess++) {
        newest[guess] = _mm_sha256msg2_epu32(sum[guess], newest[guess]);
        if (group + 1 < groups - 2) {
            _mm_store_si128((__m128i *)schedules[group + 1][guess], newest[guess]);
        }
    }
    PIN(newest);
}

/// Whether one of the two digests begins with a word of at most `limit`.
SHA_NI_INLINE bool has_hit(const pair digest, uint32_t limit) {
    return (uint32_t)_mm_extract_epi32(_mm_min_epu32(digest[0], digest[1]), lane_of_a) <= limit;
}

SHA_NI_INLINE void add(pair sum, const pair a, const pair b) {
    sum[0] = _mm_add_epi32(a[0], b[0]);
    sum[1] = _mm_add_epi32(a[1], b[1]);
}

/// A tail on its own.
SHA_NI_INLINE void hash_tail(pair abef, pair cdgh, const uint32_t inputs[sha256_rounds]) {
    const pair chained_abef = {abef[0], abef[1]}, chained_cdgh = {cdgh[0], cdgh[1]};
#pragma clang loop unroll(full)
    for (unsigned group = 0; group < groups; group++) {
        two_rounds_of_tail(cdgh, abef, inputs + 4 * group);
        two_rounds_of_tail(abef, cdgh, inputs + 4 * group + 2);
    }
    add(abef, abef, chained_abef);
    add(cdgh, cdgh, chained_cdgh);
}

// MARK: The loop

/// The changing blocks of two guesses, whose states are `abef` and `cdgh` and whose digits are in
/// `schedules`, beside the first tails of two others, if there are tails. Halfway, once the digits have been
/// used, those of `next` and `next + 1` replace them.
SHA_NI_INLINE void hash_blocks(
    const sha256_segment *segment, pair_of_schedules schedules, uint32_t next, const unsigned entry,
    const bool has_tails, pair abef, pair cdgh, pair abef2, pair cdgh2) {
    pair newest, input, sum;
#pragma clang loop unroll(full)
    for (unsigned group = 0; group < groups; group++) {
        const bool extends = group >= 3 && group < groups - 1;
        if (group <= 3) {
            newest[0] = load(schedules[group][0]);
            newest[1] = load(schedules[group][1]);
        }
        if (group >= entry) {
            const __m128i constants = load(sha256_constants + 4 * group);
            input[0] = _mm_add_epi32(newest[0], constants);
            input[1] = _mm_add_epi32(newest[1], constants);
            two_rounds(cdgh, abef, input);
        }
        if (has_tails) {
            two_rounds_of_tail(cdgh2, abef2, segment->tails[0] + 4 * group);
        }
        if (extends) {
            begin_group(sum, schedules, newest, group);
        }
        if (group >= entry) {
            input[0] = upper_half(input[0]);
            input[1] = upper_half(input[1]);
            two_rounds(abef, cdgh, input);
        }
        if (has_tails) {
            two_rounds_of_tail(abef2, cdgh2, segment->tails[0] + 4 * group + 2);
        }
        if (extends) {
            finish_group(newest, schedules, sum, group);
        }
        if (group == groups / 2) {
            // Groups 0 to 3 were last read two groups ago.
            place_digits(schedules, segment, next);
        }
    }
}

/// The search for segments with this many tails whose first changing word is in group `entry`: the rounds
/// before it are done.
SHA_NI_INLINE uint32_t search_from(
    const sha256_segment *segment, uint32_t begin, uint32_t end, const unsigned entry, const unsigned tail_count) {
    const __m128i entry_abef = abef_of(segment->group_state), entry_cdgh = cdgh_of(segment->group_state);
    const __m128i initial_abef = abef_of(segment->initial_state);
    const __m128i initial_cdgh = cdgh_of(segment->initial_state);
    pair_of_schedules schedules;
    for (unsigned group = 0; group < 4; group++) {
        memcpy(schedules[group][0], segment->words + 4 * group, sizeof schedules[group][0]);
        memcpy(schedules[group][1], segment->words + 4 * group, sizeof schedules[group][1]);
    }
    place_digits(schedules, segment, begin);

    // The previous guesses, after their changing blocks.
    pair abef2 = {0}, cdgh2 = {0};
    // Changing blocks of `low` and `low + 1`, tails of the two before: one more turn than there are pairs.
    const uint32_t lag = tail_count > 0 ? pair_size : 0;
    for (uint32_t low = begin; low < end + lag; low += pair_size) {
        const pair chained_abef = {abef2[0], abef2[1]}, chained_cdgh = {cdgh2[0], cdgh2[1]};
        pair abef = {entry_abef, entry_abef}, cdgh = {entry_cdgh, entry_cdgh};
        hash_blocks(segment, schedules, low + pair_size, entry, tail_count > 0, abef, cdgh, abef2, cdgh2);
        add(abef, abef, (const pair){initial_abef, initial_abef});
        add(cdgh, cdgh, (const pair){initial_cdgh, initial_cdgh});
        add(abef2, abef2, chained_abef);
        add(cdgh2, cdgh2, chained_cdgh);
        if (tail_count == 2) {
            hash_tail(abef2, cdgh2, segment->tails[1]);
        }

        const __m128i *const digest = tail_count == 0 ? abef : abef2;
        if (__builtin_expect(has_hit(digest, segment->limit), 0) && low >= begin + lag) {
            const bool is_first = (uint32_t)_mm_extract_epi32(digest[0], lane_of_a) <= segment->limit;
            // The pair began below `end`, so its second guess is at most `end`, which means none.
            return low - lag + (is_first ? 0 : 1);
        }
        for (unsigned guess = 0; guess < pair_size; guess++) {
            abef2[guess] = abef[guess];
            cdgh2[guess] = cdgh[guess];
        }
    }
    return end;
}

SHA_NI static uint32_t search(const sha256_segment *segment, uint32_t begin, uint32_t end) {
    const unsigned entry = segment->first_word / 4;
    if (segment->tail_count != 1) {
        return segment->tail_count == 0 ? search_from(segment, begin, end, entry, 0)
                                        : search_from(segment, begin, end, entry, 2);
    }
    switch (entry) {
    case 0:
        return search_from(segment, begin, end, 0, 1);
    case 1:
        return search_from(segment, begin, end, 1, 1);
    case 2:
        return search_from(segment, begin, end, 2, 1);
    default:
        return search_from(segment, begin, end, 3, 1);
    }
}

// MARK: Rows with midstates

enum {
    /// Four states keep the instructions busy.
    row_pairs = 2,
    row_count = row_pairs * pair_size,
};

/// Takes a block with the same input for all rows.
SHA_NI_INLINE void hash_tail_of_rows(
    pair abef[row_pairs], pair cdgh[row_pairs], const uint32_t inputs[sha256_rounds]) {
    pair chained_abef[row_pairs], chained_cdgh[row_pairs];
    memcpy(chained_abef, abef, sizeof chained_abef);
    memcpy(chained_cdgh, cdgh, sizeof chained_cdgh);
#pragma clang loop unroll(full)
    for (unsigned group = 0; group < groups; group++) {
#pragma clang loop unroll(full)
        for (unsigned i = 0; i < row_pairs; i++) {
            two_rounds_of_tail(cdgh[i], abef[i], inputs + 4 * group);
        }
#pragma clang loop unroll(full)
        for (unsigned i = 0; i < row_pairs; i++) {
            two_rounds_of_tail(abef[i], cdgh[i], inputs + 4 * group + 2);
        }
    }
    for (unsigned i = 0; i < row_pairs; i++) {
        add(abef[i], abef[i], chained_abef[i]);
        add(cdgh[i], cdgh[i], chained_cdgh[i]);
    }
}

SHA_NI static uint32_t search_midstates(const sha256_midstates *midstates, uint32_t begin, uint32_t end) {
    for (uint32_t row = begin; row < end; row += row_count) {
        pair abef[row_pairs], cdgh[row_pairs];
#pragma clang loop unroll(full)
        for (unsigned i = 0; i < row_count; i++) {
            uint32_t state[sha256_state_words];
            sha256_midstate_of(midstates, row + i, state);
            abef[i / pair_size][i % pair_size] = abef_of(state);
            cdgh[i / pair_size][i % pair_size] = cdgh_of(state);
        }
        for (unsigned tail = 0; tail < midstates->tail_count; tail++) {
            hash_tail_of_rows(abef, cdgh, midstates->tails[tail]);
        }
#pragma clang loop unroll(full)
        for (unsigned i = 0; i < row_count; i++) {
            const uint32_t digest = (uint32_t)_mm_extract_epi32(abef[i / pair_size][i % pair_size], lane_of_a);
            if (__builtin_expect(digest <= midstates->limit, 0)) {
                return row + i < end ? row + i : end;
            }
        }
    }
    return end;
}

const sha256_kernel sha256_kernel_sha_ni = {"sha-ni", 2000, sha256_has_sha_ni, search, search_midstates};

#endif
