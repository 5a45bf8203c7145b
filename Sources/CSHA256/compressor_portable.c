// One block after the other, in plain C: for every processor.

#include <string.h>

#include "compressor.h"

static bool is_supported(void) {
    return true;
}

static void compress_block(uint32_t state[sha256_state_words], const uint8_t block[sha256_block_bytes]) {
    uint32_t schedule[sha256_rounds];
    for (unsigned t = 0; t < sha256_block_words; t++) {
        schedule[t] = sha256_big_endian(block + 4 * t);
    }
    sha256_compress(state, schedule);
}

static void compress(uint32_t state[sha256_state_words], const uint8_t *blocks, size_t count) {
    for (; count > 0; count--, blocks += sha256_block_bytes) {
        compress_block(state, blocks);
    }
}

const sha256_compressor sha256_compressor_portable = {"portable", is_supported, compress};
