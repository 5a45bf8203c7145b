#include "guess.h"

#include <stdlib.h>
#include <string.h>

#include "sha256.h"

sha256_problem sha256_problem_make(uint64_t last_proof, const uint8_t *last_hash, int32_t zeros) {
    if (zeros < 1 || zeros > 16) {
        abort();
    }
    sha256_problem problem = {.last_proof = last_proof, .zeros = zeros};
    memcpy(problem.last_hash, last_hash, sha256_hex_digits);
    return problem;
}

unsigned sha256_decimal_digits(uint64_t number) {
    unsigned digits = 1;
    for (; number >= 10; number /= 10) {
        digits++;
    }
    return digits;
}

/// Writes a number and returns how many digits it took.
static unsigned write_decimal(uint64_t number, uint8_t *text) {
    const unsigned digits = sha256_decimal_digits(number);
    for (unsigned i = digits; i > 0; i--, number /= 10) {
        text[i - 1] = (uint8_t)('0' + number % 10);
    }
    return digits;
}

unsigned sha256_guess(
    const sha256_problem *problem, uint64_t proof, uint32_t words[sha256_guess_words]) {
    uint8_t bytes[2 * sha256_block_bytes] = {0};
    unsigned length = write_decimal(problem->last_proof, bytes);
    length += write_decimal(proof, bytes + length);
    const unsigned digits_end = length;
    memcpy(bytes + length, problem->last_hash, sha256_hex_digits);
    length += sha256_hex_digits;
    bytes[length] = 0x80;

    for (unsigned i = 0; i < sha256_guess_words; i++) {
        words[i] = sha256_big_endian(bytes + 4 * i);
    }
    words[sha256_guess_words - 1] = 8 * length;
    return digits_end;
}

uint64_t sha256_digest_head(const sha256_problem *problem, uint64_t proof) {
    uint32_t words[sha256_guess_words];
    sha256_guess(problem, proof, words);

    uint32_t digest[sha256_state_words];
    memcpy(digest, sha256_initial_state, sizeof digest);
    for (unsigned block = 0; block < 2; block++) {
        uint32_t schedule[sha256_rounds];
        memcpy(schedule, words + sha256_block_words * block, sha256_block_bytes);
        sha256_compress(digest, schedule);
    }
    return (uint64_t)digest[0] << 32 | digest[1];
}

bool sha256_is_proof(const sha256_problem *problem, uint64_t proof) {
    return sha256_digest_head(problem, proof) >> (64 - 4 * problem->zeros) == 0;
}
