#include "kernel.h"

/// The fastest first.
static const proof_search_kernel *const kernels[] = {
#if defined(__x86_64__)
    &proof_search_kernel_sha_ni,
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

/// Last proofs of 1 to 20 digits, each with 64 guesses around a number that has one digit more.
static bool passes_self_check(const proof_search_kernel *kernel) {
    proof_search_problem problem = proof_search_problem_make(
        0, (const uint8_t *)"0123456789abcdeffedcba98765432100011223344556677fedcba9876543210", 1);
    uint64_t power = 1;
    for (unsigned digits = 1; digits <= proof_search_digits_limit; digits++) {
        problem.last_proof = power;
        const uint64_t first = power < 32 ? 0 : power - 32;
        if (!agrees_with_plain_sha256(kernel, &problem, first, first + 63)) {
            return false;
        }
        power = digits < proof_search_digits_limit ? power * 10 : power;
    }
    return true;
}

bool proof_search_kernel_is_usable(const proof_search_kernel *kernel) {
    return kernel->is_supported() && passes_self_check(kernel);
}
