# The vector table of our own firmware, Xtensa with windowed registers: window overflow and underflow, MOVSP's alloca
# exception, the exception handler (exception.inc) and the report of faults (fault.inc).
#
# VECBASE points at the section, which is 1 KiB aligned. Offsets are those of the ESP32 family and of `de233_fpu`.
# Firmware with an operating system has vectors of its own and does not link this file.

    .section .vectors, "ax", @progbits
    .balign 1024
    .globl tinsmith_vectors
    .type tinsmith_vectors, @function
tinsmith_vectors:

# Where a frame's registers go (Xtensa ISA manual, "Windowed Procedure-Call Protocol"): a0..a3 to the 16 bytes below
# the callee's sp; what a call8 or call12 keeps beyond them to the 16 or 32 bytes below that, counted from the sp of the frame's
# own caller, which itself was stored 12 bytes below the frame's sp.

    .org 0x000
window_overflow4:
    s32e a0, a5, -16
    s32e a1, a5, -12
    s32e a2, a5, -8
    s32e a3, a5, -4
    rfwo

    .org 0x040
window_underflow4:
    l32e a0, a5, -16
    l32e a1, a5, -12
    l32e a2, a5, -8
    l32e a3, a5, -4
    rfwu

    .org 0x080
window_overflow8:
    s32e a0, a9, -16
    l32e a0, a1, -12
    s32e a1, a9, -12
    s32e a2, a9, -8
    s32e a3, a9, -4
    s32e a4, a0, -32
    s32e a5, a0, -28
    s32e a6, a0, -24
    s32e a7, a0, -20
    rfwo

    .org 0x0c0
window_underflow8:
    l32e a0, a9, -16
    l32e a1, a9, -12
    l32e a2, a9, -8
    l32e a7, a1, -12
    l32e a3, a9, -4
    l32e a4, a7, -32
    l32e a5, a7, -28
    l32e a6, a7, -24
    l32e a7, a7, -20
    rfwu

    .org 0x100
window_overflow12:
    s32e a0, a13, -16
    l32e a0, a1, -12
    s32e a1, a13, -12
    s32e a2, a13, -8
    s32e a3, a13, -4
    s32e a4, a0, -48
    s32e a5, a0, -44
    s32e a6, a0, -40
    s32e a7, a0, -36
    s32e a8, a0, -32
    s32e a9, a0, -28
    s32e a10, a0, -24
    s32e a11, a0, -20
    rfwo

    .org 0x140
window_underflow12:
    l32e a0, a13, -16
    l32e a1, a13, -12
    l32e a2, a13, -8
    l32e a11, a1, -12
    l32e a3, a13, -4
    l32e a4, a11, -48
    l32e a5, a11, -44
    l32e a6, a11, -40
    l32e a7, a11, -36
    l32e a8, a11, -32
    l32e a9, a11, -28
    l32e a10, a11, -24
    l32e a11, a11, -20
    rfwu

# What follows the window vectors up to the next one is ours to use.
    .org 0x180
.include "exception.inc"
.include "fault.inc"

.macro exception_vector offset
    .org \offset
    wsr a0, excsave1
    rsr a0, exccause
    beqi a0, 5, 1f
    j tinsmith_exception
1:  j alloca_exception
.endm

    exception_vector 0x300      # kernel (PS.UM = 0)
    exception_vector 0x340      # user (PS.UM = 1)

# MOVSP while the caller's registers are in memory (EXCCAUSE 5): reload them as an underflow would and execute MOVSP
# again. The quads below ours are free, since whatever is older than a spilled window is spilled too. In: EXCSAVE1 = a0.
alloca_exception:
    rsr a0, windowbase
    rotw -1                     # a4..a7 are what a0..a3 were
    rsr a2, ps
    extui a3, a2, 8, 4          # PS.OWB := our WINDOWBASE, where RFWU returns to
    xor a3, a3, a4
    slli a3, a3, 8
    xor a2, a2, a3
    wsr a2, ps
    rsr a4, excsave1            # the function's a0, whose top bits are its caller's window increment
    rsync
    bbsi a4, 31, 1f
    j window_underflow4
1:  rotw -1
    bbsi a8, 30, 2f
    j window_underflow8
2:  rotw -1
    j window_underflow12

    .org 0x3c0                  # an exception while PS.EXCM was set, as within the window vectors: nothing can be resumed
    rsr a2, exccause
    rsr a3, depc
    rsr a4, excvaddr
    j tinsmith_fault
    .size tinsmith_vectors, . - tinsmith_vectors
