// The hybrid kernel's loop; kernel_hybrid.c says what it is for.
//
// Registers: xmm1 to xmm6 are three states, each as two registers, in the changing block, and xmm7 to xmm12 those of
// three others in the tail. xmm0 is the input of sha256rnds2. The schedule has ymm16 to ymm21, which those instructions
// cannot reach.
//
// Where the schedule's instructions stand among the rounds was found by measuring on a Zen 4. There, others delay
// sha256rnds2 less if they come in even numbers, and those with three sources, such as vpternlogd, much more than
// two with two sources.

#include "kernel_hybrid.h"

#if defined(__x86_64__) && defined(__ELF__)

    .intel_syntax noprefix
    .text

// MARK: The schedule

// Word t of the schedule, counted from this turn's first, of eight guesses.
#define WORD(t) [r9 + 96 * (t) + 32 * vector]

// The next step of the schedule, if r % 4 is `remainder`. Nine steps are asked for while r goes on by four, so there
// are 72 in a turn: eight for each pair of words (0 and 1, 2 and 3, 4 and 5) of each of the three vectors.
.macro schedule r, remainder
    .if (\r) % 4 == \remainder
    .set t, step / 24 * 2
    .set vector, step / 8 % 3
    .if step % 8 == 0
    vprord  ymm16, WORD(t + 1), 7
    vprord  ymm17, WORD(t + 2), 7
    vprord  ymm18, WORD(t + 1), 18
    vprord  ymm19, WORD(t + 2), 18
    .elseif step % 8 == 1
    vpxord  ymm16, ymm16, ymm18
    vpxord  ymm17, ymm17, ymm19
    vpsrld  ymm18, WORD(t + 1), 3
    vpsrld  ymm19, WORD(t + 2), 3
    .elseif step % 8 == 2
    vpxord  ymm16, ymm16, ymm18
    vpxord  ymm17, ymm17, ymm19
    vpaddd  ymm16, ymm16, WORD(t)
    vpaddd  ymm17, ymm17, WORD(t + 1)
    .elseif step % 8 == 3
    vprord  ymm18, WORD(t + 14), 17
    vprord  ymm19, WORD(t + 15), 17
    vprord  ymm20, WORD(t + 14), 19
    vprord  ymm21, WORD(t + 15), 19
    .elseif step % 8 == 4
    vpxord  ymm18, ymm18, ymm20
    vpxord  ymm19, ymm19, ymm21
    vpsrld  ymm20, WORD(t + 14), 10
    vpsrld  ymm21, WORD(t + 15), 10
    .elseif step % 8 == 5
    vpxord  ymm18, ymm18, ymm20
    vpxord  ymm19, ymm19, ymm21
    vpaddd  ymm16, ymm16, WORD(t + 9)
    vpaddd  ymm17, ymm17, WORD(t + 10)
    .elseif step % 8 == 6
    vpaddd  ymm16, ymm16, ymm18
    vpaddd  ymm17, ymm17, ymm19
    vmovdqu32 WORD(t + 16), ymm16
    vmovdqu32 WORD(t + 17), ymm17
    .else
    // With the rounds' constants, and the two words of a guess beside each other, as sha256rnds2 reads them.
    vpaddd  ymm16, ymm16, dword ptr [r11 + 4 * (t + 16)]{1to8}
    vpaddd  ymm17, ymm17, dword ptr [r11 + 4 * (t + 17)]{1to8}
    vpunpckldq ymm18, ymm16, ymm17
    vpunpckhdq ymm19, ymm16, ymm17
    vmovdqu32 [r10 + 96 * (t + 16) + 64 * vector], ymm18
    vmovdqu32 [r10 + 96 * (t + 16) + 64 * vector + 32], ymm19
    .endif
    .set step, step + 1
    .endif
.endm

// MARK: The rounds

// Rounds 2 * r and 2 * r + 1 of six states: from cdgh to abef, or the other way round.
.macro rounds r, from0, to0, from1, to1, from2, to2, from3, to3, from4, to4, from5, to5
    vmovq   xmm0, [rdx + 8 * (\r)]
    sha256rnds2 xmm\to3, xmm\from3
    schedule \r, 0
    sha256rnds2 xmm\to4, xmm\from4
    schedule \r, 2
    schedule \r, 2
    sha256rnds2 xmm\to5, xmm\from5
    vmovq   xmm0, [rsi + 192 * (\r)]
    schedule \r, 2
    sha256rnds2 xmm\to0, xmm\from0
    schedule \r, 3
    vmovq   xmm0, [rsi + 192 * (\r) + 8]
    schedule \r, 1
    sha256rnds2 xmm\to1, xmm\from1
    vmovq   xmm0, [rsi + 192 * (\r) + 16]
    sha256rnds2 xmm\to2, xmm\from2
    schedule \r, 1
    schedule \r, 2
    schedule \r, 3
.endm

// MARK: A batch

// uint32_t sha256_hybrid_batch(batch *rdi, const inputs *rsi, const uint32_t *rdx, inputs *rcx, const uint32_t *r8)
    .globl  sha256_hybrid_batch
    .hidden sha256_hybrid_batch
    .type   sha256_hybrid_batch, @function
    .p2align 6
sha256_hybrid_batch:
    .cfi_startproc
    mov     r9, rdi
    mov     r10, rcx
    mov     r11, r8
    xor     eax, eax
    vmovdqu xmm7, [rdi + HYBRID_STATES]
    vmovdqu xmm8, [rdi + HYBRID_STATES + 16]
    vmovdqu xmm9, [rdi + HYBRID_STATES + 32]
    vmovdqu xmm10, [rdi + HYBRID_STATES + 48]
    vmovdqu xmm11, [rdi + HYBRID_STATES + 64]
    vmovdqu xmm12, [rdi + HYBRID_STATES + 80]
    vmovdqu xmm13, [rdi + HYBRID_INITIAL_STATE]
    vmovdqu xmm14, [rdi + HYBRID_INITIAL_STATE + 16]
    vpcmpeqd xmm15, xmm15, xmm15
    .p2align 6
.Lturn:
    // The first words of the states before the tail, and the states before the changing block.
    vmovdqa32 xmm22, xmm7
    vmovdqa32 xmm23, xmm9
    vmovdqa32 xmm24, xmm11
    vmovdqa xmm1, xmm13
    vmovdqa xmm2, xmm14
    vmovdqa xmm3, xmm13
    vmovdqa xmm4, xmm14
    vmovdqa xmm5, xmm13
    vmovdqa xmm6, xmm14
    .set    step, 0
    .irp    r, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
    rounds  \r, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    rounds  \r + 1, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11
    .endr
    // Digests are finished of three guesses.
    vpaddd  xmm7, xmm7, xmm22
    vpaddd  xmm9, xmm9, xmm23
    vpaddd  xmm11, xmm11, xmm24
    vpminud xmm15, xmm15, xmm7
    vpminud xmm15, xmm15, xmm9
    vpminud xmm15, xmm15, xmm11
    vpextrd [rdi + rax + HYBRID_HEADS], xmm7, 3
    vpextrd [rdi + rax + HYBRID_HEADS + 4], xmm9, 3
    vpextrd [rdi + rax + HYBRID_HEADS + 8], xmm11, 3
    // Three others go on to the tail.
    vpaddd  xmm7, xmm1, xmm13
    vpaddd  xmm8, xmm2, xmm14
    vpaddd  xmm9, xmm3, xmm13
    vpaddd  xmm10, xmm4, xmm14
    vpaddd  xmm11, xmm5, xmm13
    vpaddd  xmm12, xmm6, xmm14
    add     rsi, 3 * 8
    add     r9, 6 * 96
    add     r10, 6 * 96
    add     r11, 6 * 4
    add     eax, 3 * 4
    cmp     eax, 24 * 4
    jne     .Lturn
    vmovdqu [rdi + HYBRID_STATES], xmm7
    vmovdqu [rdi + HYBRID_STATES + 16], xmm8
    vmovdqu [rdi + HYBRID_STATES + 32], xmm9
    vmovdqu [rdi + HYBRID_STATES + 48], xmm10
    vmovdqu [rdi + HYBRID_STATES + 64], xmm11
    vmovdqu [rdi + HYBRID_STATES + 80], xmm12
    vpextrd eax, xmm15, 3
    ret
    .cfi_endproc
    .size   sha256_hybrid_batch, . - sha256_hybrid_batch

#endif

#if defined(__ELF__)
    .section .note.GNU-stack, "", @progbits
#endif
