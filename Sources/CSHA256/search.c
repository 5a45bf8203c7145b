#include "kernel.h"

/// A digest's first word is this many hex digits; a kernel compares no more.
enum { zeros_in_first_word = 8 };

static uint32_t smaller(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

sha256_outcome sha256_search(
    const sha256_kernel *kernel, const sha256_problem *problem, uint64_t first, uint64_t last,
    sha256_is_wanted is_wanted, const void *context, uint64_t *proof) {
    sha256_segment segment = {.digits = 0};
    // Counted from the segment's base, with the range given by its last member, so nothing here can exceed
    // UINT64_MAX.
    for (uint64_t next = first; first <= last; next = segment.base + segment.size) {
        sha256_segment_enter(&segment, problem, next);
        const uint64_t last_low = last - segment.base;
        const uint32_t end = last_low < segment.size ? (uint32_t)last_low + 1 : segment.size;
        uint32_t low = (uint32_t)(next - segment.base);
        while (low < end) {
            if (is_wanted && !is_wanted(context, segment.base + low)) {
                return sha256_stopped;
            }
            const uint32_t pause = smaller(end, low + kernel->guesses_between_questions);
            for (; low < pause; low++) {
                low = kernel->search(&segment, low, pause);
                if (low == pause) {
                    break;
                }
                const uint64_t hit = segment.base + low;
                if (problem->zeros <= zeros_in_first_word || sha256_is_proof(problem, hit)) {
                    *proof = hit;
                    return sha256_found;
                }
            }
        }
        if (last_low < segment.size) {
            break;
        }
    }
    return sha256_exhausted;
}
