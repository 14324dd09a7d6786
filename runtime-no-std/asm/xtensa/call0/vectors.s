# The vector table of our own firmware, Xtensa without windowed registers: the exception handler (exception.inc) and the report
# of faults (fault.inc).
#
# VECBASE points at the section. Offsets are those of the lx106. What has no vector here (debug exceptions at 0x10, the
# non-maskable interrupt at 0x20) runs into zeros, which are an illegal instruction.

    .section .vectors, "ax", @progbits
    .balign 256
    .globl tinsmith_vectors
    .type tinsmith_vectors, @function
tinsmith_vectors:

.macro exception_vector offset
    .org \offset
    wsr a0, excsave1
    j tinsmith_exception
.endm

    exception_vector 0x30       # kernel (PS.UM = 0)
    exception_vector 0x50       # user (PS.UM = 1)

    .org 0x70                   # an exception while PS.EXCM was set: nothing can be resumed
    rsr a2, exccause
    rsr a3, depc
    rsr a4, excvaddr
    j tinsmith_fault
    .size tinsmith_vectors, . - tinsmith_vectors

.include "exception.inc"
.include "fault.inc"
