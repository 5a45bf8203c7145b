#include "message.h"

#include <stdlib.h>
#include <string.h>

#include "sha256.h"

proof_search_problem proof_search_problem_make(uint64_t last_proof, const uint8_t *last_hash, int32_t zeros) {
    if (zeros < 1 || zeros > 16) {
        abort();
    }
    proof_search_problem problem = {.last_proof = last_proof, .zeros = zeros};
    memcpy(problem.last_hash, last_hash, proof_search_hash_length);
    return problem;
}

unsigned proof_search_digits(uint64_t number) {
    unsigned digits = 1;
    for (; number >= 10; number /= 10) {
        digits++;
    }
    return digits;
}

/// Writes a number and returns how many digits it took.
static unsigned write_decimal(uint64_t number, uint8_t *text) {
    const unsigned digits = proof_search_digits(number);
    for (unsigned i = digits; i > 0; i--, number /= 10) {
        text[i - 1] = (uint8_t)('0' + number % 10);
    }
    return digits;
}

unsigned proof_search_message(
    const proof_search_problem *problem, uint64_t proof, uint32_t words[proof_search_message_words]) {
    uint8_t bytes[2 * sha256_block_bytes] = {0};
    unsigned length = write_decimal(problem->last_proof, bytes);
    length += write_decimal(proof, bytes + length);
    const unsigned digits_end = length;
    memcpy(bytes + length, problem->last_hash, proof_search_hash_length);
    length += proof_search_hash_length;
    bytes[length] = 0x80;

    for (unsigned i = 0; i < proof_search_message_words; i++) {
        const uint8_t *byte = bytes + 4 * i;
        words[i] = (uint32_t)byte[0] << 24 | (uint32_t)byte[1] << 16 | (uint32_t)byte[2] << 8 | byte[3];
    }
    words[proof_search_message_words - 1] = 8 * length;
    return digits_end;
}

uint64_t proof_search_digest_head(const proof_search_problem *problem, uint64_t proof) {
    uint32_t words[proof_search_message_words];
    proof_search_message(problem, proof, words);

    uint32_t digest[sha256_state_words];
    memcpy(digest, sha256_initial_state, sizeof digest);
    for (unsigned block = 0; block < 2; block++) {
        uint32_t schedule[sha256_rounds], state[sha256_state_words];
        memcpy(schedule, words + sha256_block_words * block, sha256_block_bytes);
        sha256_extend(schedule);
        memcpy(state, digest, sizeof state);
        for (unsigned t = 0; t < sha256_rounds; t++) {
            sha256_round(state, sha256_constants[t] + schedule[t]);
        }
        for (unsigned i = 0; i < sha256_state_words; i++) {
            digest[i] += state[i];
        }
    }
    return (uint64_t)digest[0] << 32 | digest[1];
}

bool proof_search_is_proof(const proof_search_problem *problem, uint64_t proof) {
    return proof_search_digest_head(problem, proof) >> (64 - 4 * problem->zeros) == 0;
}
