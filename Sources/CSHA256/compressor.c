#include "compressor.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/// Fastest first.
static const sha256_compressor *const compressors[] = {
#if defined(__x86_64__)
    &sha256_compressor_sha_ni,
#elif defined(__aarch64__)
    &sha256_compressor_arm_sha2,
#endif
    &sha256_compressor_portable,
};

size_t sha256_compressor_count(void) {
    return sizeof compressors / sizeof compressors[0];
}

const sha256_compressor *sha256_compressor_at(size_t index) {
    return compressors[index];
}

const char *sha256_compressor_name(const sha256_compressor *compressor) {
    return compressor->name;
}

bool sha256_compressor_is_supported(const sha256_compressor *compressor) {
    return compressor->is_supported();
}

// MARK: The self-check

/// The digest of "abc", from an example in FIPS 180-4.
static const sha256_digest digest_of_abc = {
    {0xba7816bf8f01cfea, 0x414140de5dae2223, 0xb00361a396177a9c, 0xb410ff61f20015ad}};

static bool are_equal(sha256_digest a, sha256_digest b) {
    return memcmp(&a, &b, sizeof a) == 0;
}

/// Checks the known digest, and compares texts of up to three blocks, also at odd addresses, with the
/// portable code; two of different lengths at a time as well.
bool sha256_compressor_is_correct(const sha256_compressor *compressor) {
    if (!are_equal(sha256_hash_with(compressor, (const uint8_t *)"abc", 3), digest_of_abc)) {
        return false;
    }
    enum { limit = 3 * sha256_block_bytes };
    uint8_t text[limit];
    for (unsigned i = 0; i < limit; i++) {
        text[i] = (uint8_t)(i * i + 151 * i + 7);
    }
    sha256_digest expected[limit + 1];
    for (unsigned count = 0; count <= limit; count++) {
        const uint8_t *const bytes = text + limit - count;
        expected[count] = sha256_hash_with(&sha256_compressor_portable, bytes, count);
        if (!are_equal(sha256_hash_with(compressor, bytes, count), expected[count])) {
            return false;
        }
    }
    for (unsigned count = 0; count <= limit; count++) {
        // Meets all lengths, beside others of as many blocks, fewer and more.
        const unsigned other = 71 * count % (limit + 1);
        const sha256_digest_pair pair = sha256_hash_pair_with(
            compressor, text + limit - count, count, text + limit - other, other);
        if (!are_equal(pair.first, expected[count]) || !are_equal(pair.second, expected[other])) {
            return false;
        }
    }
    return true;
}

// MARK: The choice

static const sha256_compressor *chosen;

static void choose(void) {
    for (size_t i = 0; i < sha256_compressor_count(); i++) {
        if (compressors[i]->is_supported() && sha256_compressor_is_correct(compressors[i])) {
            chosen = compressors[i];
            return;
        }
    }
    // Every hash would be wrong. If a compiler breaks even the portable code, that must be noticed at once.
    abort();
}

const sha256_compressor *sha256_chosen_compressor(void) {
    static pthread_once_t is_chosen = PTHREAD_ONCE_INIT;
    pthread_once(&is_chosen, choose);
    return chosen;
}
