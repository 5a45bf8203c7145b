#include "kernel.h"

static const sha256_kernel *const kernels[] = {
#if defined(__x86_64__)
    &sha256_kernel_avx512,
    &sha256_kernel_avx2,
    &sha256_kernel_sha_ni,
#elif defined(__aarch64__)
    &sha256_kernel_arm_sha2,
#endif
    &sha256_kernel_portable,
};

size_t sha256_kernel_count(void) {
    return sizeof kernels / sizeof kernels[0];
}

const sha256_kernel *sha256_kernel_at(size_t index) {
    return kernels[index];
}

const char *sha256_kernel_name(const sha256_kernel *kernel) {
    return kernel->name;
}

bool sha256_kernel_is_supported(const sha256_kernel *kernel) {
    return kernel->is_supported();
}

// MARK: The self-check

/// Whether the kernel knows the whole first word of 16 digests: each in turn is the limit that is just kept.
static bool compares_whole_words(
    const sha256_kernel *kernel, const sha256_problem *problem, uint64_t first) {
    enum { count = 16 };
    uint32_t words[count];
    for (uint32_t i = 0; i < count; i++) {
        words[i] = (uint32_t)(sha256_digest_head(problem, first + i) >> 32);
    }
    sha256_segment segment = {.digits = 0};
    sha256_segment_enter(&segment, problem, first);
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
    const sha256_kernel *kernel, const sha256_problem *problem, uint64_t first, uint64_t last) {
    uint64_t found = first;
    uint64_t next = first;
    while (next <= last
           && sha256_search(kernel, problem, next, last, NULL, NULL, &found) == sha256_found) {
        for (; next < found; next++) {
            if (sha256_is_proof(problem, next)) {
                return false;
            }
        }
        if (!sha256_is_proof(problem, next++)) {
            return false;
        }
    }
    for (; next <= last; next++) {
        if (sha256_is_proof(problem, next)) {
            return false;
        }
    }
    return true;
}

/// Last proofs of 1 to 20 digits, each with guesses on both sides of the smallest number of as many digits.
bool sha256_kernel_is_correct(const sha256_kernel *kernel) {
    sha256_problem problem = sha256_problem_make(
        0, (const uint8_t *)"0123456789abcdeffedcba98765432100011223344556677fedcba9876543210", 1);
    uint64_t power = 1;
    for (unsigned digits = 1; digits <= sha256_decimal_limit; digits++) {
        problem.last_proof = power;
        const uint64_t first = power < 32 ? 0 : power - 32;
        if (!agrees_with_plain_sha256(kernel, &problem, first, first + 63)) {
            return false;
        }
        // From 100 on, a segment has the 16 numbers behind its first.
        if (power >= 100 && !compares_whole_words(kernel, &problem, power)) {
            return false;
        }
        power = digits < sha256_decimal_limit ? power * 10 : power;
    }
    return true;
}
