#include "kernel.h"

typedef struct {
    const sha256_kernel *kernel;
    const sha256_problem *problem;
    sha256_is_wanted is_wanted;
    const void *context;
} search;

/// Guesses that a kernel makes in one go: the one at `i` tries `first + i * step`. They are those of a segment or, if
/// there is none, of midstates' rows with one ending.
typedef struct {
    const sha256_segment *segment;
    const sha256_midstates *midstates;
    uint64_t first, step;
} run;

static uint32_t smaller(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

/// Looks for the smallest `hit` in `begin ..< end` that is a proof.
static sha256_outcome search_run(const search *search, const run *run, uint32_t begin, uint32_t end, uint32_t *hit) {
    const sha256_kernel *const kernel = search->kernel;
    for (uint32_t next = begin; next < end;) {
        if (search->is_wanted && !search->is_wanted(search->context, run->first)) {
            return sha256_stopped;
        }
        const uint32_t pause = smaller(end, next + kernel->guesses_between_questions);
        while (next < pause) {
            const uint32_t found = run->segment ? kernel->search(run->segment, next, pause)
                                                : kernel->search_midstates(run->midstates, next, pause);
            // A kernel compares only the first word.
            if (found < pause && sha256_is_proof(search->problem, run->first + found * run->step)) {
                *hit = found;
                return sha256_found;
            }
            next = found < pause ? found + 1 : pause;
        }
    }
    return sha256_exhausted;
}

/// Segment by segment.
static sha256_outcome search_segments(const search *search, uint64_t first, uint64_t last, uint64_t *proof) {
    sha256_segment segment = {.digits = 0};
    // Counted from the segment's base, with the range given by its last member, so nothing here can exceed
    // UINT64_MAX.
    for (uint64_t next = first; first <= last; next = segment.base + segment.size) {
        sha256_segment_enter(&segment, search->problem, next);
        const uint64_t last_low = last - segment.base;
        const uint32_t end = last_low < segment.size ? (uint32_t)last_low + 1 : segment.size;
        const run run = {.segment = &segment, .first = segment.base, .step = 1};
        uint32_t hit;
        const sha256_outcome outcome = search_run(search, &run, (uint32_t)(next - segment.base), end, &hit);
        if (outcome == sha256_found) {
            *proof = segment.base + hit;
        }
        if (outcome != sha256_exhausted || last_low < segment.size) {
            return outcome;
        }
    }
    return sha256_exhausted;
}

/// Each ending for many rows at a time. A hit leaves only the rows before it: they have smaller numbers, with whatever
/// ending.
static sha256_outcome search_rows(const search *search, uint64_t first, uint64_t last, uint64_t *proof) {
    sha256_midstates midstates = sha256_midstates_make(search->problem);
    const uint32_t step = midstates.ending_count;
    const uint64_t first_row = first / step, last_row = last / step;
    uint32_t count;
    for (uint64_t row = first_row; first <= last && row <= last_row; row += count) {
        const uint64_t rows_after = last_row - row;
        count = rows_after < sha256_row_limit ? (uint32_t)rows_after + 1 : sha256_row_limit;
        sha256_midstates_enter(&midstates, search->problem, row, count);
        uint64_t smallest = 0;
        uint32_t rows_before = count;
        bool is_found = false;
        for (uint32_t ending = 0; ending < step; ending++) {
            const uint32_t begin = row == first_row && ending < first % step ? 1 : 0;
            const uint32_t end = row + count > last_row && ending > last % step ? count - 1 : count;
            const run run = {.midstates = &midstates, .first = row * step + ending, .step = step};
            sha256_midstates_end_with(&midstates, search->problem, ending);
            uint32_t hit;
            const sha256_outcome outcome = search_run(search, &run, begin, smaller(end, rows_before), &hit);
            if (outcome == sha256_stopped) {
                return outcome;
            }
            if (outcome == sha256_found) {
                is_found = true;
                rows_before = hit;
                smallest = run.first + (uint64_t)hit * step;
            }
        }
        if (is_found) {
            *proof = smallest;
            return sha256_found;
        }
    }
    return sha256_exhausted;
}

sha256_outcome sha256_search(
    const sha256_kernel *kernel, const sha256_problem *problem, uint64_t first, uint64_t last,
    sha256_is_wanted is_wanted, const void *context, uint64_t *proof) {
    const search search = {kernel, problem, is_wanted, context};
    return sha256_ending_digits(problem) > 0 ? search_rows(&search, first, last, proof)
                                             : search_segments(&search, first, last, proof);
}
