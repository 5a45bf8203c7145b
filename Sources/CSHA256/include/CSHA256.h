// SHA-256 with whatever instructions the processor has for it: the digest of one text, and the search for
// proofs of work.
//
// Both have several implementations, each for one kind of processor, and each is checked against plain
// SHA-256 before it is used. A compressor hashes texts; a kernel makes many guesses. Nothing here keeps state
// between calls except the choice of compressor, allocates memory or starts threads, so any number of threads
// may call anything at once.

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// MARK: The digest of a text

/// The 32 bytes of a SHA-256, as four big-endian words.
typedef struct {
    uint64_t words[4];
} sha256_digest;

/// The SHA-256 of `count` bytes at any address; `bytes` may be null if there are none.
///
/// The first call checks the compressors, which takes less than a millisecond, and chooses one for the
/// process.
sha256_digest sha256_hash(const uint8_t *_Nullable bytes, size_t count);

/// The digests of two texts.
typedef struct {
    sha256_digest first, second;
} sha256_digest_pair;

/// The digests of two texts, each as `sha256_hash` takes it.
///
/// Where the processor has SHA-NI this takes 0.6 to 0.7 of the time of one after the other, if they are of similar
/// length; elsewhere as long.
sha256_digest_pair sha256_hash_pair(
    const uint8_t *_Nullable first, size_t first_count, const uint8_t *_Nullable second, size_t second_count);

// MARK: Compressors

/// One implementation of hashing, for one kind of processor.
typedef struct sha256_compressor sha256_compressor;

/// How many compressors this build has. The fastest comes first, the portable one last.
size_t sha256_compressor_count(void);

/// The compressor at an index in that order; `index` must be below the count.
const sha256_compressor *sha256_compressor_at(size_t index);

/// The name of the instructions that a compressor uses.
const char *sha256_compressor_name(const sha256_compressor *compressor);

/// Whether this processor has the instructions of the compressor.
bool sha256_compressor_is_supported(const sha256_compressor *compressor);

/// Whether a supported compressor computes SHA-256 correctly. Each call takes less than a millisecond.
bool sha256_compressor_is_correct(const sha256_compressor *compressor);

/// The first compressor that is supported and correct; `sha256_hash` uses it.
const sha256_compressor *sha256_chosen_compressor(void);

/// The same digest by a given compressor, which must be supported.
sha256_digest sha256_hash_with(
    const sha256_compressor *compressor, const uint8_t *_Nullable bytes, size_t count);

/// The same digests of two texts by a given compressor, which must be supported.
sha256_digest_pair sha256_hash_pair_with(
    const sha256_compressor *compressor, const uint8_t *_Nullable first, size_t first_count,
    const uint8_t *_Nullable second, size_t second_count);

// MARK: The problem of a search

// A guess is a text of three parts: a prefix, a number in decimal, a suffix. The number is a proof if the SHA-256 of
// the guess, read as a number itself, is at most a target. A search looks for the smallest proof in a range.

enum {
    /// The maximum length of a suffix: the hex digits of a SHA-256.
    sha256_suffix_limit = 64,
    /// UINT64_MAX has as many decimal digits.
    sha256_decimal_limit = 20,
};

/// What all guesses of a search have in common, and the target.
typedef struct {
    /// The state after the prefix's whole blocks, which are hashed only once.
    uint32_t state[8];
    /// How many bytes the prefix has in all.
    size_t prefix_count;
    /// The rest of the prefix, which doesn't fill a block.
    uint8_t prefix_rest[64];
    uint8_t suffix[sha256_suffix_limit];
    size_t suffix_count;
    /// In how many digits every number stands, with leading zeros; 0 if numbers have none.
    unsigned width;
    sha256_digest target;
} sha256_problem;

/// Makes a problem. The prefix may have any length, the suffix has 0 to 64 bytes, and `width` is 0 to 20.
///
/// Anything else ends the process. Numbers of more digits than a width above 0 must not be tried.
sha256_problem sha256_problem_make(
    const uint8_t *_Nullable prefix, size_t prefix_count, const uint8_t *_Nullable suffix, size_t suffix_count,
    unsigned width, sha256_digest target);

/// Whether `proof` solves the problem, computed by a compressor: the reference for the kernels.
bool sha256_is_proof(const sha256_problem *problem, uint64_t proof);

// MARK: Kernels

/// One implementation of the search, for one kind of processor.
typedef struct sha256_kernel sha256_kernel;

/// How many kernels this build has. The portable one comes last.
size_t sha256_kernel_count(void);

/// The kernel at an index in that order; `index` must be below the count.
const sha256_kernel *sha256_kernel_at(size_t index);

/// The kernel's name, for the log and for choosing one by hand.
const char *sha256_kernel_name(const sha256_kernel *kernel);

/// Whether this processor has the instructions of the kernel.
bool sha256_kernel_is_supported(const sha256_kernel *kernel);

/// Whether a supported kernel agrees with a compressor on several thousand guesses.
///
/// Each call takes a few milliseconds, so ask once.
bool sha256_kernel_is_correct(const sha256_kernel *kernel);

// MARK: Searching

/// How a search ended.
typedef enum __attribute__((enum_extensibility(closed))) {
    sha256_found,
    sha256_exhausted,
    sha256_stopped,
} sha256_outcome;

/// Whether the proofs from `proof` on are still wanted. Called several times a millisecond, so it should be
/// quick.
typedef bool (*sha256_is_wanted)(const void *_Nullable context, uint64_t proof);

/// Looks for the smallest proof from `first` to `last`, inclusive.
///
/// If there is one, sets `proof` to it; otherwise leaves `proof` unchanged. Without `is_wanted` nothing stops
/// the search. Between two calls of `is_wanted` a kernel makes as many guesses as take 0.1 to 0.2
/// milliseconds when compiled with optimisation, and less than one millisecond without.
sha256_outcome sha256_search(
    const sha256_kernel *kernel, const sha256_problem *problem, uint64_t first, uint64_t last,
    sha256_is_wanted _Nullable is_wanted, const void *_Nullable context, uint64_t *proof);

// MARK: The machine

/// How many processors this process may run on; at least 1.
int32_t sha256_processor_count(void);

#pragma clang assume_nonnull end
