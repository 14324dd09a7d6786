# General exceptions: saves every register, emulates misaligned accesses (alignment.s), reports the rest (fault.s).
#
# The handler runs with PS.EXCM set, so no register access checks the windows: the sixteen registers seen are
# the interrupted code's, some possibly an older frame's, and all are put back as they were. It uses no stack.

# The interrupted a0..a15. One suffices: a second exception in the handler is fatal.
    .section .bss.tinsmith_exception_registers, "aw", @nobits
    .balign 4
    .globl tinsmith_exception_registers
    .type tinsmith_exception_registers, @object
    .size tinsmith_exception_registers, 64
tinsmith_exception_registers:
    .zero 64

    .section .text.tinsmith_exception, "ax", @progbits
    .balign 4
exception_registers:
    .long tinsmith_exception_registers
emulate_alignment:
    .long tinsmith_emulate_alignment
fault:
    .long tinsmith_fault

# In: EXCSAVE1 = a0, everything else as it was.
    .globl tinsmith_exception
    .type tinsmith_exception, @function
    .balign 4
tinsmith_exception:
    l32r a0, exception_registers
    s32i a1, a0, 4
    s32i a2, a0, 8
    s32i a3, a0, 12
    s32i a4, a0, 16
    s32i a5, a0, 20
    s32i a6, a0, 24
    s32i a7, a0, 28
    s32i a8, a0, 32
    s32i a9, a0, 36
    s32i a10, a0, 40
    s32i a11, a0, 44
    s32i a12, a0, 48
    s32i a13, a0, 52
    s32i a14, a0, 56
    s32i a15, a0, 60
    rsr a1, excsave1
    s32i a1, a0, 0
    rsr a2, exccause
    addi a2, a2, -9             # LoadStoreAlignmentCause
    bnez a2, 1f
    l32r a1, emulate_alignment
    jx a1
1:  rsr a2, exccause
    rsr a3, epc1
    rsr a4, excvaddr
    l32r a1, fault
    jx a1
    .size tinsmith_exception, . - tinsmith_exception

# In: a0 = the saved registers. Puts them back and goes on at EPC1.
    .section .text.tinsmith_exception_return, "ax", @progbits
    .balign 4
    .globl tinsmith_exception_return
    .type tinsmith_exception_return, @function
tinsmith_exception_return:
    l32i a1, a0, 4
    l32i a2, a0, 8
    l32i a3, a0, 12
    l32i a4, a0, 16
    l32i a5, a0, 20
    l32i a6, a0, 24
    l32i a7, a0, 28
    l32i a8, a0, 32
    l32i a9, a0, 36
    l32i a10, a0, 40
    l32i a11, a0, 44
    l32i a12, a0, 48
    l32i a13, a0, 52
    l32i a14, a0, 56
    l32i a15, a0, 60
    l32i a0, a0, 0
    rfe
    .size tinsmith_exception_return, . - tinsmith_exception_return

# An exception within a vector or a handler: DEPC holds its pc. Nothing can be resumed.
    .section .text.tinsmith_double_exception, "ax", @progbits
    .balign 4
double_fault:
    .long tinsmith_fault
    .globl tinsmith_double_exception
    .type tinsmith_double_exception, @function
    .balign 4
tinsmith_double_exception:
    rsr a2, exccause
    rsr a3, depc
    rsr a4, excvaddr
    l32r a1, double_fault
    jx a1
    .size tinsmith_double_exception, . - tinsmith_double_exception
