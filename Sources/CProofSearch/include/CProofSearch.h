// The search for proofs of work: the one part of the node whose speed depends on the choice of instructions.
//
// A proof is a number p for which SHA-256 of the text
//
//     decimal(last proof) + decimal(p) + hex(last hash)
//
// begins with a given number of hex zeros. A search looks for the smallest one in a range. Nothing here
// keeps state between calls, allocates memory or knows of threads: any number of searches may run at once.

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// MARK: The problem

/// How many characters the last block's hash has: a SHA-256 digest in hex.
enum { proof_search_hash_length = 64 };

/// What a proof has to follow, and how many hex zeros its digest has to begin with.
typedef struct {
    uint64_t last_proof;
    uint8_t last_hash[proof_search_hash_length];
    int32_t zeros;
} proof_search_problem;

/// A problem; `last_hash` is 64 hex digits in ASCII, `zeros` is 1 to 16 (anything else ends the process).
proof_search_problem proof_search_problem_make(uint64_t last_proof, const uint8_t *last_hash, int32_t zeros);

/// Whether `proof` solves the problem, by plain SHA-256 of the whole text: what the kernels are held to.
bool proof_search_is_proof(const proof_search_problem *problem, uint64_t proof);

// MARK: Kernels

/// One way of computing a great many digests, for one kind of processor.
typedef struct proof_search_kernel proof_search_kernel;

/// How many kernels this build has. The portable one comes last.
size_t proof_search_kernel_count(void);

/// The kernel at a place in that order; `index` is below the count.
const proof_search_kernel *proof_search_kernel_at(size_t index);

/// The kernel's name, for the log and for choosing one by hand.
const char *proof_search_kernel_name(const proof_search_kernel *kernel);

/// Whether this processor has the instructions of the kernel.
bool proof_search_kernel_is_supported(const proof_search_kernel *kernel);

/// Whether a supported kernel agrees with plain SHA-256 on some thousand guesses.
///
/// Takes a few milliseconds, each time: ask once.
bool proof_search_kernel_is_correct(const proof_search_kernel *kernel);

// MARK: Searching

/// How a search ended.
typedef enum __attribute__((enum_extensibility(closed))) {
    proof_search_found,
    proof_search_exhausted,
    proof_search_stopped,
} proof_search_outcome;

/// Whether the proofs from `proof` on are still wanted. Asked several times a millisecond, so it should be quick.
typedef bool (*proof_search_is_wanted)(const void *_Nullable context, uint64_t proof);

/// Looks for the smallest proof from `first` to `last`, both included.
///
/// If there is one, `proof` is set to it, else left alone. Without `is_wanted` nothing stops the search.
/// Between two questions each kernel makes as many guesses as take 0.1 to 0.2 milliseconds when compiled with
/// optimisation, and less than one without.
proof_search_outcome proof_search_run(
    const proof_search_kernel *kernel, const proof_search_problem *problem, uint64_t first, uint64_t last,
    proof_search_is_wanted _Nullable is_wanted, const void *_Nullable context, uint64_t *proof);

// MARK: The machine

/// How many processors this process may run on; at least 1.
int32_t proof_search_processor_count(void);

#pragma clang assume_nonnull end
