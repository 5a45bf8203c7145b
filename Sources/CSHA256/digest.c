#include <string.h>

#include "compressor.h"

static uint64_t word_pair(const uint32_t words[2]) {
    return (uint64_t)words[0] << 32 | words[1];
}

sha256_digest sha256_hash_with(const sha256_compressor *compressor, const uint8_t *bytes, size_t count) {
    uint32_t state[sha256_state_words];
    memcpy(state, sha256_initial_state, sizeof state);
    const size_t rest = count % sha256_block_bytes;
    if (count >= sha256_block_bytes) {
        compressor->compress(state, bytes, count / sha256_block_bytes);
    }

    uint8_t tail[2 * sha256_block_bytes] = {0};
    if (rest > 0) {
        memcpy(tail, bytes + (count - rest), rest);
    }
    compressor->compress(state, tail, sha256_pad(tail, (unsigned)rest, count));

    return (sha256_digest){
        {word_pair(state), word_pair(state + 2), word_pair(state + 4), word_pair(state + 6)}};
}

sha256_digest sha256_hash(const uint8_t *bytes, size_t count) {
    return sha256_hash_with(sha256_chosen_compressor(), bytes, count);
}
