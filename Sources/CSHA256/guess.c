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
    const uint8_t *prefix, size_t prefix_count, const uint8_t *suffix, size_t suffix_count, unsigned width,
    sha256_digest target) {
    if (suffix_count > sha256_suffix_limit || width > sha256_decimal_limit) {
        abort();
    }
    sha256_problem problem = {
        .prefix_count = prefix_count, .suffix_count = suffix_count, .width = width, .target = target};
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

unsigned sha256_digit_count(const sha256_problem *problem, uint64_t number) {
    if (problem->width > 0) {
        return problem->width;
    }
    unsigned digits = 1;
    for (; number >= 10; number /= 10) {
        digits++;
    }
    return digits;
}

sha256_guess sha256_guess_of(const sha256_problem *problem, uint64_t proof) {
    sha256_guess guess = {.block_count = 0};
    unsigned end = append(guess.bytes, 0, problem->prefix_rest, problem->prefix_count % sha256_block_bytes);
    const unsigned digits = sha256_digit_count(problem, proof);
    end += digits;
    guess.digits_end = end;
    for (unsigned i = 1; i <= digits; i++, proof /= 10) {
        guess.bytes[end - i] = (uint8_t)('0' + proof % 10);
    }
    end = append(guess.bytes, end, problem->suffix, problem->suffix_count);
    guess.block_count = sha256_pad(guess.bytes, end, problem->prefix_count + digits + problem->suffix_count);
    return guess;
}

sha256_digest sha256_guess_digest(const sha256_problem *problem, uint64_t proof) {
    const sha256_guess guess = sha256_guess_of(problem, proof);
    uint32_t state[sha256_state_words];
    memcpy(state, problem->state, sizeof state);
    sha256_chosen_compressor()->compress(state, guess.bytes, guess.block_count);
    return sha256_digest_of(state);
}

bool sha256_is_proof(const sha256_problem *problem, uint64_t proof) {
    const sha256_digest digest = sha256_guess_digest(problem, proof);
    for (unsigned i = 0; i < sizeof digest.words / sizeof digest.words[0]; i++) {
        if (digest.words[i] != problem->target.words[i]) {
            return digest.words[i] < problem->target.words[i];
        }
    }
    return true;
}
