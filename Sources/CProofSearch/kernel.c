#include "kernel.h"

static const proof_search_kernel *const kernels[] = {
#if defined(__x86_64__)
    &proof_search_kernel_avx512,
    &proof_search_kernel_avx2,
    &proof_search_kernel_sha_ni,
#elif defined(__aarch64__)
    &proof_search_kernel_arm_sha2,
#endif
    &proof_search_kernel_portable,
};

size_t proof_search_kernel_count(void) {
    return sizeof kernels / sizeof kernels[0];
}

const proof_search_kernel *proof_search_kernel_at(size_t index) {
    return kernels[index];
}

const char *proof_search_kernel_name(const proof_search_kernel *kernel) {
    return kernel->name;
}

bool proof_search_kernel_is_supported(const proof_search_kernel *kernel) {
    return kernel->is_supported();
}

// MARK: The self-check

/// Whether the kernel knows the whole first word of 16 digests: each in turn is the limit that is just kept.
static bool compares_whole_words(
    const proof_search_kernel *kernel, const proof_search_problem *problem, uint64_t first) {
    enum { count = 16 };
    uint32_t words[count];
    for (uint32_t i = 0; i < count; i++) {
        words[i] = (uint32_t)(proof_search_digest_head(problem, first + i) >> 32);
    }
    proof_search_segment segment = {.digits = 0};
    proof_search_segment_enter(&segment, problem, first);
    const uint32_t begin = (uint32_t)(first - segment.base);
    for (uint32_t i = 0; i < count; i++) {
        segment.limit = words[i];
        uint32_t hit = 0;
        while (words[hit] > segment.limit) {
            hit++;
        }
        if (kernel->search(&segment, begin, begin + count) != begin + hit) {
            return false;
        }
    }
    return true;
}

/// Whether the kernel finds exactly the proofs there are from `first` to `last`.
static bool agrees_with_plain_sha256(
    const proof_search_kernel *kernel, const proof_search_problem *problem, uint64_t first, uint64_t last) {
    uint64_t found = first;
    uint64_t next = first;
    while (next <= last
           && proof_search_run(kernel, problem, next, last, NULL, NULL, &found) == proof_search_found) {
        for (; next < found; next++) {
            if (proof_search_is_proof(problem, next)) {
                return false;
            }
        }
        if (!proof_search_is_proof(problem, next++)) {
            return false;
        }
    }
    for (; next <= last; next++) {
        if (proof_search_is_proof(problem, next)) {
            return false;
        }
    }
    return true;
}

/// Last proofs of 1 to 20 digits, each with guesses on both sides of the smallest number of as many digits.
bool proof_search_kernel_is_correct(const proof_search_kernel *kernel) {
    proof_search_problem problem = proof_search_problem_make(
        0, (const uint8_t *)"0123456789abcdeffedcba98765432100011223344556677fedcba9876543210", 1);
    uint64_t power = 1;
    for (unsigned digits = 1; digits <= proof_search_digits_limit; digits++) {
        problem.last_proof = power;
        const uint64_t first = power < 32 ? 0 : power - 32;
        if (!agrees_with_plain_sha256(kernel, &problem, first, first + 63)) {
            return false;
        }
        // From 100 on, a segment has the 16 numbers behind its first.
        if (power >= 100 && !compares_whole_words(kernel, &problem, power)) {
            return false;
        }
        power = digits < proof_search_digits_limit ? power * 10 : power;
    }
    return true;
}
