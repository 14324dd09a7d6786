# Entering code compiled from wasm, RISC-V.
#
# `tinsmith_enter(frame) -> 0 or trap kind` (ilp32 or ilp32f, which is also the wasm convention here) pushes a trap
# context, loads argument registers and stack words from the frame, calls the code, stores its results and pops the
# context. A trap routine (trap.s) restores the innermost context instead of returning to the code.
#
# Assembled with `F32` defined where binary32 lives in floating-point registers.

# The frame, byte offsets.
.set FRAME_CODE, 0
.set FRAME_TRAP_PC, 4
.set FRAME_INT, 8
.set FRAME_FLOAT, 40
.set FRAME_ARGS, 72
.set FRAME_ARGS_LEN, 76
.set FRAME_RESULTS, 80
.set FRAME_RESULTS_LEN, 84

# The context, on the stack: outer context, frame, then the callee-saved registers.
.set CTX_OUTER, 0
.set CTX_FRAME, 4
.set CTX_INT, 8
.set CTX_FLOAT, 60
.set CTX_SIZE, 112

    # The innermost context, or 0.
    .section .bss.tinsmith_context, "aw", @nobits
    .balign 4
    .globl tinsmith_context
    .type tinsmith_context, @object
    .size tinsmith_context, 4
tinsmith_context:
    .zero 4

    .section .text.tinsmith_enter, "ax", @progbits
    .globl tinsmith_enter
    .type tinsmith_enter, @function
tinsmith_enter:
    addi sp, sp, -CTX_SIZE
    sw ra, CTX_INT+0(sp)
    sw s0, CTX_INT+4(sp)
    sw s1, CTX_INT+8(sp)
    sw s2, CTX_INT+12(sp)
    sw s3, CTX_INT+16(sp)
    sw s4, CTX_INT+20(sp)
    sw s5, CTX_INT+24(sp)
    sw s6, CTX_INT+28(sp)
    sw s7, CTX_INT+32(sp)
    sw s8, CTX_INT+36(sp)
    sw s9, CTX_INT+40(sp)
    sw s10, CTX_INT+44(sp)
    sw s11, CTX_INT+48(sp)
.ifdef F32
    fsw fs0, CTX_FLOAT+0(sp)
    fsw fs1, CTX_FLOAT+4(sp)
    fsw fs2, CTX_FLOAT+8(sp)
    fsw fs3, CTX_FLOAT+12(sp)
    fsw fs4, CTX_FLOAT+16(sp)
    fsw fs5, CTX_FLOAT+20(sp)
    fsw fs6, CTX_FLOAT+24(sp)
    fsw fs7, CTX_FLOAT+28(sp)
    fsw fs8, CTX_FLOAT+32(sp)
    fsw fs9, CTX_FLOAT+36(sp)
    fsw fs10, CTX_FLOAT+40(sp)
    fsw fs11, CTX_FLOAT+44(sp)
.endif
    # Compiled code finds the stack limit in s11.
    lui t0, %hi(tinsmith_stack_limit)
    lw s11, %lo(tinsmith_stack_limit)(t0)
    lui t0, %hi(tinsmith_context)
    lw t1, %lo(tinsmith_context)(t0)
    sw t1, CTX_OUTER(sp)
    sw a0, CTX_FRAME(sp)
    sw sp, %lo(tinsmith_context)(t0)
    mv s0, a0
    mv s1, sp

    # Room for stack results, then stack arguments, 16-byte aligned.
    lw t0, FRAME_ARGS_LEN(s0)
    lw t2, FRAME_RESULTS_LEN(s0)
    add t1, t2, t0
    slli t1, t1, 2
    addi t1, t1, 15
    andi t1, t1, -16
    sub sp, sp, t1
    lw t1, FRAME_ARGS(s0)
    slli t2, t2, 2
    add t2, t2, sp
1:  beqz t0, 2f
    lw t3, 0(t1)
    sw t3, 0(t2)
    addi t1, t1, 4
    addi t2, t2, 4
    addi t0, t0, -1
    j 1b

2:  lw t0, FRAME_CODE(s0)
    lw a0, FRAME_INT+0(s0)
    lw a1, FRAME_INT+4(s0)
    lw a2, FRAME_INT+8(s0)
    lw a3, FRAME_INT+12(s0)
    lw a4, FRAME_INT+16(s0)
    lw a5, FRAME_INT+20(s0)
    lw a6, FRAME_INT+24(s0)
    lw a7, FRAME_INT+28(s0)
.ifdef F32
    flw fa0, FRAME_FLOAT+0(s0)
    flw fa1, FRAME_FLOAT+4(s0)
    flw fa2, FRAME_FLOAT+8(s0)
    flw fa3, FRAME_FLOAT+12(s0)
    flw fa4, FRAME_FLOAT+16(s0)
    flw fa5, FRAME_FLOAT+20(s0)
    flw fa6, FRAME_FLOAT+24(s0)
    flw fa7, FRAME_FLOAT+28(s0)
.endif
    jalr t0
    sw a0, FRAME_INT+0(s0)
    sw a1, FRAME_INT+4(s0)
    sw a2, FRAME_INT+8(s0)
    sw a3, FRAME_INT+12(s0)
    sw a4, FRAME_INT+16(s0)
    sw a5, FRAME_INT+20(s0)
    sw a6, FRAME_INT+24(s0)
    sw a7, FRAME_INT+28(s0)
.ifdef F32
    fsw fa0, FRAME_FLOAT+0(s0)
    fsw fa1, FRAME_FLOAT+4(s0)
    fsw fa2, FRAME_FLOAT+8(s0)
    fsw fa3, FRAME_FLOAT+12(s0)
    fsw fa4, FRAME_FLOAT+16(s0)
    fsw fa5, FRAME_FLOAT+20(s0)
    fsw fa6, FRAME_FLOAT+24(s0)
    fsw fa7, FRAME_FLOAT+28(s0)
.endif
    mv t0, sp
    lw t1, FRAME_RESULTS(s0)
    lw t2, FRAME_RESULTS_LEN(s0)
3:  beqz t2, 4f
    lw t3, 0(t0)
    sw t3, 0(t1)
    addi t0, t0, 4
    addi t1, t1, 4
    addi t2, t2, -1
    j 3b
4:  mv sp, s1
    li a0, 0
    tail tinsmith_leave
    .size tinsmith_enter, . - tinsmith_enter

# Pops the context that sp points at and returns a0 to the caller of its `tinsmith_enter`.
    .section .text.tinsmith_leave, "ax", @progbits
    .globl tinsmith_leave
    .type tinsmith_leave, @function
tinsmith_leave:
    lw t1, CTX_OUTER(sp)
    lui t0, %hi(tinsmith_context)
    sw t1, %lo(tinsmith_context)(t0)
    lw ra, CTX_INT+0(sp)
    lw s0, CTX_INT+4(sp)
    lw s1, CTX_INT+8(sp)
    lw s2, CTX_INT+12(sp)
    lw s3, CTX_INT+16(sp)
    lw s4, CTX_INT+20(sp)
    lw s5, CTX_INT+24(sp)
    lw s6, CTX_INT+28(sp)
    lw s7, CTX_INT+32(sp)
    lw s8, CTX_INT+36(sp)
    lw s9, CTX_INT+40(sp)
    lw s10, CTX_INT+44(sp)
    lw s11, CTX_INT+48(sp)
.ifdef F32
    flw fs0, CTX_FLOAT+0(sp)
    flw fs1, CTX_FLOAT+4(sp)
    flw fs2, CTX_FLOAT+8(sp)
    flw fs3, CTX_FLOAT+12(sp)
    flw fs4, CTX_FLOAT+16(sp)
    flw fs5, CTX_FLOAT+20(sp)
    flw fs6, CTX_FLOAT+24(sp)
    flw fs7, CTX_FLOAT+28(sp)
    flw fs8, CTX_FLOAT+32(sp)
    flw fs9, CTX_FLOAT+36(sp)
    flw fs10, CTX_FLOAT+40(sp)
    flw fs11, CTX_FLOAT+44(sp)
.endif
    addi sp, sp, CTX_SIZE
    ret
    .size tinsmith_leave, . - tinsmith_leave
