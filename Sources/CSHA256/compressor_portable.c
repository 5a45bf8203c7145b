// One block at a time, in plain C, for every processor.

#include <string.h>

#include "compressor.h"

static bool is_supported(void) {
    return true;
}

static void compress_block(uint32_t state[sha256_state_words], const uint8_t block[sha256_block_bytes]) {
    uint32_t schedule[sha256_rounds], working[sha256_state_words];
    sha256_read_block(schedule, block);
    sha256_extend(schedule);
    memcpy(working, state, sizeof working);
#pragma clang loop unroll(full)
    for (unsigned t = 0; t < sha256_rounds; t++) {
        sha256_round(working, sha256_constants[t] + schedule[t]);
    }
    for (unsigned i = 0; i < sha256_state_words; i++) {
        state[i] += working[i];
    }
}

static void compress(uint32_t state[sha256_state_words], const uint8_t *blocks, size_t count) {
    for (; count > 0; count--, blocks += sha256_block_bytes) {
        compress_block(state, blocks);
    }
}

const sha256_compressor sha256_compressor_portable = {"portable", is_supported, compress, NULL};
