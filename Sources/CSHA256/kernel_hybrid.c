// The x86-64 SHA extensions for the rounds, AVX-512 for the schedule.
//
// The instructions that extend a schedule for sha256rnds2 keep it waiting: on a Zen 4, sha256msg2 takes as long
// as two of it. So the schedules of 24 guesses are made as vectors, eight guesses in each, while the rounds of the
// 24 guesses before run from memory, three at a time, beside the tails of three more.
//
// This file prepares batches and looks at their results. The loop is in assembly, because the order of its instructions
// decides over a tenth of the speed, and compilers have their own.

#include "kernel.h"

#if defined(__x86_64__) && defined(__ELF__)

#include <stddef.h>
#include <string.h>

#include "instructions.h"
#include "kernel_hybrid.h"
#include "sha_ni.h"

#define HYBRID __attribute__((target("sha,avx512vl")))
#define HYBRID_INLINE HYBRID static inline __attribute__((always_inline))

enum {
    lane_count = 8,
    vector_count = 3,
    batch_size = lane_count * vector_count,
    /// How many guesses are at a time in the changing block, and as many in the tail.
    group_size = 3,
};

typedef uint32_t lanes __attribute__((vector_size(4 * lane_count)));

/// What the rounds of a batch read: for each two rounds the two words of each guess, with the rounds' constants.
typedef struct {
    lanes words[sha256_rounds / 2][vector_count][2];
} inputs;

typedef struct {
    /// The schedules of the guesses that are next.
    lanes words[sha256_rounds][vector_count];
    /// Three guesses that have their tails before them.
    __m128i states[2 * group_size];
    __m128i initial_state[2];
    /// The first words of the digests that the last batch finished: of the last three guesses of the batch before,
    /// and of all of its own but three.
    uint32_t heads[batch_size];
    /// Of the guesses whose rounds are run, and of the next ones, in turns.
    inputs inputs[2];
} batch;

_Static_assert(offsetof(batch, states) == HYBRID_STATES, "as the assembly has it");
_Static_assert(offsetof(batch, initial_state) == HYBRID_INITIAL_STATE, "as the assembly has it");
_Static_assert(offsetof(batch, heads) == HYBRID_HEADS, "as the assembly has it");

/// Runs the rounds of `current` and `tail`, and extends the schedules in `batch->words` into `next`. Returns the
/// least of the heads.
uint32_t sha256_hybrid_batch(
    batch *batch, const inputs *current, const uint32_t *tail, inputs *next, const uint32_t *constants);

static bool is_supported(void) {
    return sha256_has_sha_ni() && __builtin_cpu_supports("avx512vl");
}

/// Makes inputs of words `2 * pair` and `2 * pair + 1`.
HYBRID_INLINE void put_inputs(inputs *inputs, const batch *batch, unsigned pair) {
    const unsigned t = 2 * pair;
    for (unsigned v = 0; v < vector_count; v++) {
        const lanes first = batch->words[t][v] + sha256_constants[t];
        const lanes second = batch->words[t + 1][v] + sha256_constants[t + 1];
        inputs->words[pair][v][0] = __builtin_shufflevector(first, second, 0, 8, 1, 9, 4, 12, 5, 13);
        inputs->words[pair][v][1] = __builtin_shufflevector(first, second, 2, 10, 3, 11, 6, 14, 7, 15);
    }
}

/// Puts the digits of `low`, `low + 1`, ... into the schedules and the inputs.
HYBRID_INLINE void place_digits(batch *batch, inputs *inputs, const sha256_segment *segment, uint32_t low) {
    const unsigned first = segment->first_word, second = first + 1;
    for (unsigned v = 0; v < vector_count; v++) {
        lanes digits;
        memcpy(&digits, sha256_decimal + low + lane_count * v, sizeof digits);
        // In the order in which `put_inputs` takes the lanes.
        digits = __builtin_shufflevector(digits, digits, 0, 1, 4, 5, 2, 3, 6, 7) << segment->trim;
        batch->words[first][v] = segment->words[first] | digits >> (32 - segment->shift);
        // Word 16 is computed later. A word cannot be shifted by 32 at once.
        batch->words[second][v] = segment->words[second] | digits << (segment->shift - 1) << 1;
    }
    put_inputs(inputs, batch, first / 2);
    if (second < sha256_block_words) {
        put_inputs(inputs, batch, second / 2);
    }
}

HYBRID static uint32_t search(const sha256_segment *segment, uint32_t begin, uint32_t end) {
    if (segment->tail_count != 1) {
        return sha256_kernel_sha_ni.search(segment, begin, end);
    }
    batch batch;
    memset(&batch, 0, sizeof batch);
    for (unsigned t = 0; t < sha256_block_words; t++) {
        for (unsigned v = 0; v < vector_count; v++) {
            batch.words[t][v] = segment->words[t] - (lanes){0};
        }
    }
    for (unsigned pair = 0; pair < sha256_block_words / 2; pair++) {
        put_inputs(&batch.inputs[0], &batch, pair);
        put_inputs(&batch.inputs[1], &batch, pair);
    }
    batch.initial_state[0] = abef_of(segment->initial_state);
    batch.initial_state[1] = cdgh_of(segment->initial_state);

    // A guess's head is known when the rounds of three others have been run after its own, and those are run after the
    // schedules have been made.
    const uint32_t lag = batch_size + group_size;
    unsigned turn = 0;
    for (uint32_t next = begin; next < end + lag; next += batch_size, turn ^= 1) {
        inputs *const current = &batch.inputs[turn], *const scheduled = &batch.inputs[turn ^ 1];
        place_digits(&batch, scheduled, segment, next);
        const uint32_t least = sha256_hybrid_batch(&batch, current, segment->tails[0], scheduled, sha256_constants);
        if (__builtin_expect(least > segment->limit, 1)) {
            continue;
        }
        for (uint32_t i = 0; i < batch_size; i++) {
            if (batch.heads[i] <= segment->limit && next + i >= begin + lag) {
                const uint32_t hit = next + i - lag;
                return hit < end ? hit : end;
            }
        }
    }
    return end;
}

/// With midstates there is no schedule to make.
static uint32_t search_midstates(const sha256_midstates *midstates, uint32_t begin, uint32_t end) {
    return sha256_kernel_sha_ni.search_midstates(midstates, begin, end);
}

const sha256_kernel sha256_kernel_hybrid = {"hybrid", sha256_segment_size, is_supported, search, search_midstates};

#endif
