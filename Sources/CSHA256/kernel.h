// Defines a kernel. To add one: a file that defines it, a line here, and a line in the table of kernel.c.

#pragma once

#include "CSHA256.h"
#include "midstates.h"
#include "segment.h"

struct sha256_kernel {
    const char *name;
    /// How many guesses are made between two calls of `is_wanted`: a whole segment or a multiple of what the kernel
    /// makes at once, and less than a millisecond's worth, compiled with optimisation or without.
    uint32_t guesses_between_questions;
    /// Whether this processor, under this operating system, has the instructions.
    bool (*is_supported)(void);
    /// The smallest `low` in `begin ..< end` for which the digest of `segment->base + low` has a first word
    /// of at most `segment->limit`; `end` if there is none. `begin` is below `end`, and `end` at most 10,000.
    uint32_t (*search)(const sha256_segment *segment, uint32_t begin, uint32_t end);
    /// The same for the guesses that continue a row of `midstates` with its tails: the smallest row in `begin ..< end`,
    /// `end` being at most 500.
    uint32_t (*search_midstates)(const sha256_midstates *midstates, uint32_t begin, uint32_t end);
};

extern const sha256_kernel sha256_kernel_portable;
#if defined(__x86_64__)
extern const sha256_kernel sha256_kernel_avx512;
extern const sha256_kernel sha256_kernel_avx2;
extern const sha256_kernel sha256_kernel_sha_ni;
#if defined(__ELF__)
extern const sha256_kernel sha256_kernel_hybrid;
#endif
#elif defined(__aarch64__)
extern const sha256_kernel sha256_kernel_arm_sha2;
#endif
