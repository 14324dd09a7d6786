# Calling a windowed host function from wasm code (call0).
#
# `tinsmith_host_call`: arguments as the wasm convention has them, in a2..a7, then words at sp; the host function's address in
# a8; returns to a0 with results in a2..a5. It is what the stub of an imported function ends with:
#
#     l32r a8, <import:MODULE:NAME:SIG>
#     j    tinsmith_host_call
#
# Two things differ between the conventions. A call8 keeps a0..a7 where call0 keeps a12..a15: the latter change places
# with a4..a7, no memory needed. And our window may be spilled while the host function runs, for which the word
# 12 bytes below sp must be the sp of our window's caller: MOVSP would have moved it along with sp, wasm code does not.
# That sp is our context's end; 16 bytes under the 16 below it take a4..a7. One host call at most is under way per context,
# since wasm code entered from within it has a context of its own.
#
# Stack arguments need no copy: both conventions have them at the caller's sp.

    .section .text.tinsmith_host_call, "ax", @progbits
    .balign 4
context_address:
    .long tinsmith_context

    .globl tinsmith_host_call
    .type tinsmith_host_call, @function
    .balign 4
tinsmith_host_call:
    l32r a9, context_address
    l32i.n a9, a9, 0
    addi a9, a9, 64             # the size of tinsmith_enter's frame
    addi a10, a1, -16
    s32i.n a9, a10, 4           # [sp - 12]
    mov.n a10, a2
    mov.n a11, a3
    mov.n a2, a12
    mov.n a3, a13
    mov.n a12, a4
    mov.n a13, a5
    mov.n a4, a14
    mov.n a5, a15
    mov.n a14, a6
    mov.n a15, a7
    callx8 a8
    mov.n a14, a4
    mov.n a15, a5
    mov.n a4, a12
    mov.n a5, a13
    mov.n a12, a2
    mov.n a13, a3
    mov.n a2, a10
    mov.n a3, a11
    ret.n
    .size tinsmith_host_call, . - tinsmith_host_call
