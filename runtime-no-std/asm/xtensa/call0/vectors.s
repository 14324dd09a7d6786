# The vector table of our own firmware, Xtensa without windowed registers: the way into the exception handler (exception.s).
#
# VECBASE points at the section. Offsets are those of the lx106. What has no vector here (debug exceptions at 0x10, the
# non-maskable interrupt at 0x20) runs into zeros, which are an illegal instruction.

    .section .vectors, "ax", @progbits
    .balign 256
    .globl tinsmith_vectors
    .type tinsmith_vectors, @function
tinsmith_vectors:

# The literals of the vectors below: `l32r` only reaches backwards.
exception_address:
    .long tinsmith_exception
double_exception_address:
    .long tinsmith_double_exception

.macro exception_vector offset, address
    .org \offset
    wsr a0, excsave1
    l32r a0, \address
    jx a0
.endm

    exception_vector 0x30, exception_address        # kernel (PS.UM = 0)
    exception_vector 0x50, exception_address        # user (PS.UM = 1)
    exception_vector 0x70, double_exception_address # an exception while PS.EXCM was set
    .org 0x80
    .size tinsmith_vectors, . - tinsmith_vectors
