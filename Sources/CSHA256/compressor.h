// Defines a compressor. To add one: a file that defines it, a line here, and a line in the table of
// compressor.c.

#pragma once

#include "CSHA256.h"
#include "sha256.h"

struct sha256_compressor {
    const char *name;
    /// Whether this processor and operating system support the instructions.
    bool (*is_supported)(void);
    /// Applies `count` blocks of 64 bytes each, at any address, to a state.
    void (*compress)(uint32_t state[sha256_state_words], const uint8_t *blocks, size_t count);
    /// Applies `count` blocks each to two states, beside each other. Null if that isn't faster than one after the
    /// other.
    void (*compress_pair)(
        uint32_t states[2][sha256_state_words], const uint8_t *first, const uint8_t *second, size_t count);
};

/// The digest that a last state is.
sha256_digest sha256_digest_of(const uint32_t state[sha256_state_words]);

extern const sha256_compressor sha256_compressor_portable;
#if defined(__x86_64__)
extern const sha256_compressor sha256_compressor_sha_ni;
#elif defined(__aarch64__)
extern const sha256_compressor sha256_compressor_arm_sha2;
#endif
