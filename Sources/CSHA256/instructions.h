// What this processor and operating system offer for SHA-256.

#pragma once

#include <stdbool.h>

#if defined(__x86_64__)

#include <cpuid.h>

/// The SHA extensions, and the byte shuffles of SSSE3 and SSE4.1 that the code for them uses.
static inline bool sha256_has_sha_ni(void) {
    unsigned eax, ebx, ecx, edx;
    if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx) || !(ecx & bit_SSSE3) || !(ecx & bit_SSE4_1)) {
        return false;
    }
    return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) && ebx & bit_SHA;
}

#elif defined(__aarch64__)

#if defined(__linux__)
#include <sys/auxv.h>
#endif

/// The SHA-2 instructions of the ARMv8 cryptography extension.
static inline bool sha256_has_arm_sha2(void) {
#if defined(__linux__)
    return getauxval(AT_HWCAP) & HWCAP_SHA2;
#elif defined(__APPLE__)
    return true;
#else
    return false;
#endif
}

#endif
