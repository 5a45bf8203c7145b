// The parts of SHA-256 (FIPS 180-4, sections 4.1.2, 4.2.2 and 6.2), which compressors and kernels each
// combine in their own way.

#pragma once

#include <stdint.h>

enum { sha256_rounds = 64, sha256_block_words = 16, sha256_block_bytes = 64, sha256_state_words = 8 };

static const uint32_t sha256_initial_state[sha256_state_words] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static const uint32_t sha256_constants[sha256_rounds] __attribute__((aligned(64))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static inline uint32_t sha256_rotate_right(uint32_t x, int count) {
    return x >> count | x << (32 - count);
}

/// The schedule's lower-case sigma functions.
static inline uint32_t sha256_schedule_sigma0(uint32_t x) {
    return sha256_rotate_right(x, 7) ^ sha256_rotate_right(x, 18) ^ x >> 3;
}

static inline uint32_t sha256_schedule_sigma1(uint32_t x) {
    return sha256_rotate_right(x, 17) ^ sha256_rotate_right(x, 19) ^ x >> 10;
}

/// One round; `input` is the round's constant plus its word of the schedule.
static inline void sha256_round(uint32_t state[sha256_state_words], uint32_t input) {
    const uint32_t a = state[0], b = state[1], c = state[2], e = state[4], f = state[5], g = state[6];
    const uint32_t sigma0 =
        sha256_rotate_right(a, 2) ^ sha256_rotate_right(a, 13) ^ sha256_rotate_right(a, 22);
    const uint32_t sigma1 =
        sha256_rotate_right(e, 6) ^ sha256_rotate_right(e, 11) ^ sha256_rotate_right(e, 25);
    const uint32_t choice = g ^ (e & (f ^ g));
    const uint32_t majority = (a & b) | (c & (a | b));
    const uint32_t sum = state[7] + sigma1 + choice + input;
    state[7] = g;
    state[6] = f;
    state[5] = e;
    state[4] = state[3] + sum;
    state[3] = c;
    state[2] = b;
    state[1] = a;
    state[0] = sum + sigma0 + majority;
}

/// Fills words 16 to 63 of a schedule from its first 16.
static inline void sha256_extend(uint32_t schedule[sha256_rounds]) {
    for (int t = sha256_block_words; t < sha256_rounds; t++) {
        schedule[t] = sha256_schedule_sigma1(schedule[t - 2]) + schedule[t - 7]
            + sha256_schedule_sigma0(schedule[t - 15]) + schedule[t - 16];
    }
}

/// The big-endian word at any address.
static inline uint32_t sha256_big_endian(const uint8_t bytes[4]) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/// Reads the 16 words of a block, at any address.
static inline void sha256_read_block(uint32_t *words, const uint8_t block[sha256_block_bytes]) {
    for (int i = 0; i < sha256_block_words; i++) {
        words[i] = sha256_big_endian(block + 4 * i);
    }
}

/// What the rounds of a block add whatever its state is: the words of its schedule and the rounds' constants.
static inline void sha256_read_inputs(uint32_t inputs[sha256_rounds], const uint8_t block[sha256_block_bytes]) {
    sha256_read_block(inputs, block);
    sha256_extend(inputs);
    for (unsigned t = 0; t < sha256_rounds; t++) {
        inputs[t] += sha256_constants[t];
    }
}

/// Pads the end of a message whose other bytes are zero: `end` is its length there, `count` that of the whole
/// message. Returns the number of blocks.
static inline unsigned sha256_pad(uint8_t *bytes, unsigned end, uint64_t count) {
    enum { length_bytes = 8 };
    bytes[end] = 0x80;
    const unsigned blocks = (end + length_bytes) / sha256_block_bytes + 1;
    for (unsigned i = 0; i < length_bytes; i++) {
        bytes[blocks * sha256_block_bytes - 1 - i] = (uint8_t)(8 * count >> 8 * i);
    }
    return blocks;
}
