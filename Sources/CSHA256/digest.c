#include <string.h>

#include "compressor.h"

static uint64_t word_pair(const uint32_t words[2]) {
    return (uint64_t)words[0] << 32 | words[1];
}

sha256_digest sha256_digest_of(const uint32_t state[sha256_state_words]) {
    return (sha256_digest){
        {word_pair(state), word_pair(state + 2), word_pair(state + 4), word_pair(state + 6)}};
}

/// The end of a text that doesn't fill a block, and the padding: one or two blocks.
typedef struct {
    uint8_t bytes[2 * sha256_block_bytes];
    size_t blocks;
} text_end;

static text_end end_of(const uint8_t *bytes, size_t count) {
    const size_t rest = count % sha256_block_bytes;
    text_end end = {.bytes = {0}};
    if (rest > 0) {
        memcpy(end.bytes, bytes + (count - rest), rest);
    }
    end.blocks = sha256_pad(end.bytes, (unsigned)rest, count);
    return end;
}

sha256_digest sha256_hash_with(const sha256_compressor *compressor, const uint8_t *bytes, size_t count) {
    uint32_t state[sha256_state_words];
    memcpy(state, sha256_initial_state, sizeof state);
    if (count >= sha256_block_bytes) {
        compressor->compress(state, bytes, count / sha256_block_bytes);
    }
    const text_end end = end_of(bytes, count);
    compressor->compress(state, end.bytes, end.blocks);
    return sha256_digest_of(state);
}

sha256_digest sha256_hash(const uint8_t *bytes, size_t count) {
    return sha256_hash_with(sha256_chosen_compressor(), bytes, count);
}

// MARK: Two texts

/// Applies blocks to two states: beside each other as far as both have some, then the rest of the longer.
static void compress_both(
    const sha256_compressor *compressor, uint32_t states[2][sha256_state_words], const uint8_t *first,
    size_t first_count, const uint8_t *second, size_t second_count) {
    const size_t common = first_count < second_count ? first_count : second_count;
    if (common > 0) {
        compressor->compress_pair(states, first, second, common);
    }
    if (first_count > common) {
        compressor->compress(states[0], first + common * sha256_block_bytes, first_count - common);
    }
    if (second_count > common) {
        compressor->compress(states[1], second + common * sha256_block_bytes, second_count - common);
    }
}

sha256_digest_pair sha256_hash_pair_with(
    const sha256_compressor *compressor, const uint8_t *first, size_t first_count, const uint8_t *second,
    size_t second_count) {
    if (!compressor->compress_pair) {
        return (sha256_digest_pair){
            sha256_hash_with(compressor, first, first_count), sha256_hash_with(compressor, second, second_count)};
    }
    uint32_t states[2][sha256_state_words];
    memcpy(states[0], sha256_initial_state, sizeof states[0]);
    memcpy(states[1], sha256_initial_state, sizeof states[1]);
    const size_t first_blocks = first_count / sha256_block_bytes, second_blocks = second_count / sha256_block_bytes;
    compress_both(compressor, states, first, first_blocks, second, second_blocks);
    const text_end first_end = end_of(first, first_count), second_end = end_of(second, second_count);
    compress_both(compressor, states, first_end.bytes, first_end.blocks, second_end.bytes, second_end.blocks);
    return (sha256_digest_pair){sha256_digest_of(states[0]), sha256_digest_of(states[1])};
}

sha256_digest_pair sha256_hash_pair(
    const uint8_t *first, size_t first_count, const uint8_t *second, size_t second_count) {
    return sha256_hash_pair_with(sha256_chosen_compressor(), first, first_count, second, second_count);
}
