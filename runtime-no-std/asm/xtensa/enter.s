# Entering code compiled from wasm, Xtensa.
#
# `tinsmith_enter(frame) -> 0 or trap kind` pushes a trap context, loads argument registers and stack words from the frame,
# calls the code, stores its results and pops the context. A trap routine (trap.s) goes to `tinsmith_leave` instead of
# returning to the code. Wasm code is call0; assembled with `WINDOWED` defined where the host is windowed.
#
# A windowed `tinsmith_enter` brings all older windows to memory, so that from then on WINDOWSTART has the one bit of its
# own window and no access checks or rotates anything: wasm code runs in this window as if there were none, and moves sp as it
# likes.
#
#     |  host's frame               |
#     |  base save area of the host |  16 bytes below the host's sp: registers of ITS caller
#     |  32 bytes: extra save area  |  a4..a11 of our window, if it is spilled while we are below
#     |  context                    |  <- sp of tinsmith_enter = tinsmith_context
#     |  base save area             |  16 bytes: the host's a0..a3, spilled; kept until we return
#     |  stack arguments, results   |  <- sp of the wasm function's caller
#
# Without windows the save areas are not there, and the context ends with the callee-saved registers.

# Offsets are plain numbers, since LLVM's assembler takes no symbols for them. The frame, in bytes: 0 code, 4 trap pc, 8 registers,
# 72 stack arguments and their number, 80 the same of stack results. The context: 0 outer context, 4 our return
# address, 8 the frame, 12 (without windows) a12..a15.

    # The innermost context, or 0.
    .section .bss.tinsmith_context, "aw", @nobits
    .balign 4
    .globl tinsmith_context
    .type tinsmith_context, @object
    .size tinsmith_context, 4
tinsmith_context:
    .zero 4

    .section .text.tinsmith_enter, "ax", @progbits
    .balign 4
context_address:
    .long tinsmith_context

    .globl tinsmith_enter
    .type tinsmith_enter, @function
    .balign 4
tinsmith_enter:
.ifdef WINDOWED
    entry a1, 64
    call12 spill
.else
    addi a1, a1, -32
    s32i.n a12, a1, 12
    s32i.n a13, a1, 16
    s32i.n a14, a1, 20
    s32i.n a15, a1, 24
.endif

    l32r a3, context_address
    l32i.n a4, a3, 0
    s32i.n a4, a1, 0
    s32i.n a0, a1, 4
    s32i.n a2, a1, 8
    s32i.n a1, a3, 0
    mov.n a13, a2
    mov.n a12, a1               # both survive the call: a12..a15 are callee-saved

    # Room for stack results, then stack arguments, below the base save area; 16-byte aligned. Counted in words.
    l32i a8, a13, 76
    l32i a10, a13, 84
    add.n a9, a10, a8
.ifdef WINDOWED
    addi a9, a9, 4 + 3          # the area, and up to a multiple of four
.else
    addi.n a9, a9, 3            # up to a multiple of four
.endif
    srli a9, a9, 2
    slli a9, a9, 4
    sub a1, a1, a9
    l32i a9, a13, 72
    addx4 a10, a10, a1
    beqz.n a8, 2f
1:  l32i.n a11, a9, 0
    s32i.n a11, a10, 0
    addi.n a9, a9, 4
    addi.n a10, a10, 4
    addi.n a8, a8, -1
    bnez a8, 1b

2:  l32i.n a8, a13, 0
    l32i.n a2, a13, 8
    l32i.n a3, a13, 12
    l32i.n a4, a13, 16
    l32i.n a5, a13, 20
    l32i.n a6, a13, 24
    l32i.n a7, a13, 28
    callx0 a8
    s32i.n a2, a13, 8
    s32i.n a3, a13, 12
    s32i.n a4, a13, 16
    s32i.n a5, a13, 20
    s32i.n a6, a13, 24
    s32i.n a7, a13, 28

    mov.n a8, a1
    l32i a9, a13, 80
    l32i a10, a13, 84
    beqz.n a10, 4f
3:  l32i.n a11, a8, 0
    s32i.n a11, a9, 0
    addi.n a8, a8, 4
    addi.n a9, a9, 4
    addi.n a10, a10, -1
    bnez a10, 3b

4:  movi.n a2, 0
    mov.n a4, a12
    # Falls through.

# Pops the context at a4 and returns a2 from the `tinsmith_enter` that pushed it. With windows the return is an ordinary underflow.
    .globl tinsmith_leave
    .type tinsmith_leave, @function
tinsmith_leave:
    l32r a3, context_address
    mov.n a1, a4
    l32i.n a5, a1, 0
    s32i.n a5, a3, 0
    l32i.n a0, a1, 4
.ifdef WINDOWED
    retw.n
.else
    l32i.n a12, a1, 12
    l32i.n a13, a1, 16
    l32i.n a14, a1, 20
    l32i.n a15, a1, 24
    addi a1, a1, 32
    ret.n
.endif
    .size tinsmith_leave, . - tinsmith_leave
    .size tinsmith_enter, . - tinsmith_enter

.ifdef WINDOWED
# Brings every window but the caller's to memory, by needing all others: calls 3 quads deeper five times, which with
# the last one's own quad is the 16 quads of the largest core. A core with fewer registers wraps around: then windows of
# this very chain are spilled as well, and come back as it returns.
    .balign 4
    .type spill, @function
spill:
    entry a1, 48
    call12 1f
    retw.n
    .balign 4
1:  entry a1, 48
    call12 1f
    retw.n
    .balign 4
1:  entry a1, 48
    call12 1f
    retw.n
    .balign 4
1:  entry a1, 48
    call12 1f
    retw.n
    .balign 4
1:  entry a1, 48
    retw.n
    .size spill, . - spill
.endif
