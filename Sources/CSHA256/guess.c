#include "guess.h"

#include <stdlib.h>
#include <string.h>

#include "compressor.h"

/// Copies a text, which may be empty, and returns its end.
static unsigned append(uint8_t *bytes, unsigned end, const uint8_t *text, size_t count) {
    if (count > 0) {
        memcpy(bytes + end, text, count);
    }
    return end + (unsigned)count;
}

sha256_problem sha256_problem_make(
    const uint8_t *prefix, size_t prefix_count, const uint8_t *suffix, size_t suffix_count, int32_t zeros) {
    if (suffix_count > sha256_suffix_limit || zeros < 1 || zeros > 16) {
        abort();
    }
    sha256_problem problem = {.prefix_count = prefix_count, .suffix_count = suffix_count, .zeros = zeros};
    memcpy(problem.state, sha256_initial_state, sizeof problem.state);
    const size_t rest = prefix_count % sha256_block_bytes, blocks = prefix_count / sha256_block_bytes;
    if (blocks > 0) {
        sha256_chosen_compressor()->compress(problem.state, prefix, blocks);
    }
    if (rest > 0) {
        append(problem.prefix_rest, 0, prefix + (prefix_count - rest), rest);
    }
    append(problem.suffix, 0, suffix, suffix_count);
    return problem;
}

unsigned sha256_decimal_digits(uint64_t number) {
    unsigned digits = 1;
    for (; number >= 10; number /= 10) {
        digits++;
    }
    return digits;
}

sha256_guess sha256_guess_of(const sha256_problem *problem, uint64_t proof) {
    sha256_guess guess = {.block_count = 0};
    unsigned end = append(guess.bytes, 0, problem->prefix_rest, problem->prefix_count % sha256_block_bytes);
    const unsigned digits = sha256_decimal_digits(proof);
    end += digits;
    guess.digits_end = end;
    for (unsigned i = 1; i <= digits; i++, proof /= 10) {
        guess.bytes[end - i] = (uint8_t)('0' + proof % 10);
    }
    end = append(guess.bytes, end, problem->suffix, problem->suffix_count);
    guess.block_count = sha256_pad(guess.bytes, end, problem->prefix_count + digits + problem->suffix_count);
    return guess;
}

uint64_t sha256_digest_head(const sha256_problem *problem, uint64_t proof) {
    const sha256_guess guess = sha256_guess_of(problem, proof);
    uint32_t digest[sha256_state_words];
    memcpy(digest, problem->state, sizeof digest);
    sha256_chosen_compressor()->compress(digest, guess.bytes, guess.block_count);
    return (uint64_t)digest[0] << 32 | digest[1];
}

bool sha256_is_proof(const sha256_problem *problem, uint64_t proof) {
    return sha256_digest_head(problem, proof) >> (64 - 4 * problem->zeros) == 0;
}
