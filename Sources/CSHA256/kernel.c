#include "kernel.h"

static const sha256_kernel *const kernels[] = {
#if defined(__x86_64__)
#if defined(__ELF__)
    &sha256_kernel_hybrid,
#endif
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

/// Whether the kernel compares the whole first word: uses each of several digests as the limit that is just
/// met.
static bool compares_whole_words(const sha256_kernel *kernel, const sha256_problem *problem, uint64_t first) {
    enum { limit = 8 };
    sha256_segment segment = {.digits = 0};
    sha256_segment_enter(&segment, problem, first);
    const uint32_t begin = (uint32_t)(first - segment.base), left = segment.size - begin;
    const uint32_t count = left < limit ? left : limit;
    uint32_t words[limit];
    for (uint32_t i = 0; i < count; i++) {
        words[i] = (uint32_t)(sha256_guess_digest(problem, first + i).words[0] >> 32);
    }
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

/// The same for the rows of a problem that has endings.
static bool compares_whole_words_of_rows(const sha256_kernel *kernel, const sha256_problem *problem) {
    enum { count = 70 };
    sha256_midstates midstates = sha256_midstates_make(problem);
    sha256_midstates_enter(&midstates, problem, 0, count);
    sha256_midstates_end_with(&midstates, problem, 0);
    uint32_t words[count];
    for (uint32_t row = 0; row < count; row++) {
        words[row] = (uint32_t)(sha256_guess_digest(problem, row * midstates.ending_count).words[0] >> 32);
    }
    for (uint32_t i = 0; i < count; i++) {
        midstates.limit = words[i];
        uint32_t hit = 0;
        while (words[hit] > midstates.limit) {
            hit++;
        }
        if (kernel->search_midstates(&midstates, 0, count) != hit
            || kernel->search_midstates(&midstates, i, i + 1) != i) {
            return false;
        }
    }
    return true;
}

/// Whether the kernel finds exactly the proofs that exist from `first` to `last`.
static bool finds_all_proofs(
    const sha256_kernel *kernel, const sha256_problem *problem, uint64_t first, uint64_t last) {
    uint64_t found = first;
    uint64_t next = first;
    while (next <= last && sha256_search(kernel, problem, next, last, NULL, NULL, &found) == sha256_found) {
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

/// One guess in 16 fits.
static const sha256_digest easy_target = {{UINT64_MAX >> 4, UINT64_MAX, UINT64_MAX, UINT64_MAX}};

/// Prefixes that end at each place of a block, some with the longest suffix and some without one. Each has
/// guesses on both sides of the smallest proof of 1 to 20 digits, without leading zeros and with.
bool sha256_kernel_is_correct(const sha256_kernel *kernel) {
    static const uint8_t digits[] = "0123456789abcdeffedcba98765432100011223344556677fedcba98765432100123456789";
    uint64_t power = 1;
    for (unsigned prefix_count = 0; prefix_count <= sha256_block_bytes; prefix_count++) {
        const unsigned suffix_count = prefix_count / 2 % 2 == 0 ? sha256_suffix_limit : 0;
        const sha256_problem problem =
            sha256_problem_make(digits, prefix_count, digits, suffix_count, 0, easy_target);
        const sha256_problem padded =
            sha256_problem_make(digits, prefix_count, digits, suffix_count, sha256_decimal_limit, easy_target);
        const uint64_t first = power < 16 ? 0 : power - 16;
        if (!finds_all_proofs(kernel, &problem, first, first + 31)
            || !finds_all_proofs(kernel, &padded, first, first + 31)
            || !compares_whole_words(kernel, &problem, power) || !compares_whole_words(kernel, &padded, power)) {
            return false;
        }
        if (sha256_ending_digits(&padded) > 0
            && (!finds_all_proofs(kernel, &padded, first, first + 999)
                || !compares_whole_words_of_rows(kernel, &padded))) {
            return false;
        }
        power = power <= UINT64_MAX / 10 ? power * 10 : 1;
    }
    return true;
}
