// The arm64 SHA-2 instructions, one block at a time.

#if defined(__aarch64__)

#include <arm_neon.h>

#include "compressor.h"
#include "instructions.h"

#define SHA2 __attribute__((target("sha2")))

/// A group is four rounds and the four words of the schedule that they read: one register.
enum { groups = sha256_rounds / 4 };

SHA2 static inline void compress_block(
    uint32x4_t *abcd, uint32x4_t *efgh, const uint8_t block[sha256_block_bytes]) {
    uint32x4_t a = *abcd, e = *efgh;
    // The newest four groups of the schedule: group i is at i % 4.
    uint32x4_t schedule[4];
#pragma clang loop unroll(full)
    for (unsigned group = 0; group < groups; group++) {
        uint32x4_t *const newest = &schedule[group % 4];
        if (group < 4) {
            *newest = vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(block + 16 * group)));
        } else {
            const uint32x4_t sum = vsha256su0q_u32(*newest, schedule[(group + 1) % 4]);
            *newest = vsha256su1q_u32(sum, schedule[(group + 2) % 4], schedule[(group + 3) % 4]);
        }
        const uint32x4_t input = vaddq_u32(*newest, vld1q_u32(sha256_constants + 4 * group));
        const uint32x4_t old_a = a;
        a = vsha256hq_u32(a, e, input);
        e = vsha256h2q_u32(e, old_a, input);
    }
    *abcd = vaddq_u32(*abcd, a);
    *efgh = vaddq_u32(*efgh, e);
}

SHA2 static void compress(uint32_t state[sha256_state_words], const uint8_t *blocks, size_t count) {
    uint32x4_t abcd = vld1q_u32(state), efgh = vld1q_u32(state + 4);
    for (; count > 0; count--, blocks += sha256_block_bytes) {
        compress_block(&abcd, &efgh, blocks);
    }
    vst1q_u32(state, abcd);
    vst1q_u32(state + 4, efgh);
}

const sha256_compressor sha256_compressor_arm_sha2 = {"arm-sha2", sha256_has_arm_sha2, compress, NULL};

#endif
