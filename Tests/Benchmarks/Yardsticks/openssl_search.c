// The proof search as one writes it with OpenSSL: a yardstick for the kernels, on one core.
//
//     cc -O2 -o openssl_search openssl_search.c -lcrypto && ./openssl_search
//
// Prints one JSON object: million guesses per second of the plain method, and of the fastest that its
// functions allow. The latter calls the compression function for the two blocks of a message whose digits are
// incremented in place. Proofs of 9 digits after the last proof 35293, 16 zeros.

// SHA256_Transform and related functions are deprecated since 3.0, but nothing faster replaced them.
#define OPENSSL_SUPPRESS_DEPRECATED

#include <inttypes.h>
#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char last_proof[] = "35293";
static const char last_hash[] = "e5287db5cb8e3640bf0ceddfce17885844e7c06d2f8dc2678ea5f37eb3f03af9";

enum {
    first_proof = 100000000,
    digits = 9,
    last_proof_digits = sizeof last_proof - 1,
    hash_length = sizeof last_hash - 1,
    message_length = last_proof_digits + digits + hash_length,
    block_length = 64,
    trials = 5,
    guesses = 1000000,
};

static void expect(bool condition, const char *what) {
    if (!condition) {
        fprintf(stderr, "openssl_search: %s\n", what);
        exit(1);
    }
}

// MARK: The plain way

static bool is_proof_plainly(uint32_t proof) {
    char text[message_length + 1];
    const int length = snprintf(text, sizeof text, "%s%" PRIu32 "%s", last_proof, proof, last_hash);
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, text, (size_t)length);
    SHA256_Final(digest, &context);
    uint64_t head;
    memcpy(&head, digest, sizeof head);
    return head == 0;
}

static uint32_t search_plainly(void) {
    uint32_t hits = 0;
    for (uint32_t proof = first_proof; proof < first_proof + guesses; proof++) {
        hits += is_proof_plainly(proof);
    }
    return hits;
}

// MARK: The fastest way its functions allow

/// Both blocks of a message, padded for SHA-256.
static void write_message(uint8_t message[2 * block_length], uint32_t proof) {
    memset(message, 0, 2 * block_length);
    snprintf((char *)message, 2 * block_length, "%s%" PRIu32 "%s", last_proof, proof, last_hash);
    message[message_length] = 0x80;
    message[2 * block_length - 2] = (uint8_t)(8 * message_length >> 8);
    message[2 * block_length - 1] = (uint8_t)(8 * message_length);
}

/// Adds one to the number whose digits end before `end`.
static void count_up(uint8_t *end) {
    uint8_t *digit = end - 1;
    for (; *digit == '9'; digit--) {
        *digit = '0';
    }
    ++*digit;
}

static void hash_message(SHA256_CTX *context, const SHA256_CTX *initial, const uint8_t *message) {
    memcpy(context->h, initial->h, sizeof context->h);
    SHA256_Transform(context, message);
    SHA256_Transform(context, message + block_length);
}

static uint32_t search_by_transform(void) {
    SHA256_CTX initial, context;
    SHA256_Init(&initial);
    uint8_t message[2 * block_length];
    write_message(message, first_proof);
    uint32_t hits = 0;
    for (uint32_t guess = 0; guess < guesses; guess++) {
        hash_message(&context, &initial, message);
        hits += (context.h[0] | context.h[1]) == 0;
        count_up(message + last_proof_digits + digits);
    }
    uint8_t expected[2 * block_length];
    write_message(expected, first_proof + guesses);
    expect(memcmp(message, expected, sizeof message) == 0, "the digits were not counted up as they should");
    return hits;
}

/// Both methods must compute the same hashes.
static void check_agreement(void) {
    uint8_t message[2 * block_length], digest[SHA256_DIGEST_LENGTH];
    write_message(message, first_proof);
    SHA256(message, message_length, digest);
    SHA256_CTX initial, context;
    SHA256_Init(&initial);
    hash_message(&context, &initial, message);
    for (unsigned i = 0; i < 8; i++) {
        const uint8_t *byte = digest + 4 * i;
        const uint32_t word =
            (uint32_t)byte[0] << 24 | (uint32_t)byte[1] << 16 | (uint32_t)byte[2] << 8 | byte[3];
        expect(word == context.h[i], "SHA256_Transform and SHA256 disagree");
    }
}

// MARK: Measuring

static double seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/// Million guesses per second, in the best of the trials: a busy neighbour can only lower it.
static double rate(uint32_t (*search)(void)) {
    double best = 0;
    for (int trial = 0; trial < trials; trial++) {
        const double start = seconds();
        expect(search() == 0, "a proof of 16 zeros, which nobody has seen");
        const double rate = 1e-6 * guesses / (seconds() - start);
        best = rate > best ? rate : best;
    }
    return best;
}

int main(void) {
    check_agreement();
    const double plainly = rate(search_plainly), by_transform = rate(search_by_transform);
    printf("{\"library\": \"%s\", ", OpenSSL_version(OPENSSL_VERSION));
    printf("\"init_update_final\": %.3f, \"transform_twice\": %.3f}\n", plainly, by_transform);
    return 0;
}
