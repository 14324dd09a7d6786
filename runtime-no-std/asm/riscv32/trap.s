# The trap routines, RISC-V.
#
# A trap site calls `tinsmith_trap_<kind>`: ra names the site. The routine stores it in the frame of the innermost
# context, drops everything the compiled code left on the stack and makes `tinsmith_enter` return the kind's number.
# Names and numbers are those of `TrapKind` in the compiler's `ir/inst.rs`.

.set FRAME_TRAP_PC, 4
.set CTX_FRAME, 4

.macro trap kind, name
    .section .text.tinsmith_trap_\name, "ax", @progbits
    .globl tinsmith_trap_\name
    .type tinsmith_trap_\name, @function
tinsmith_trap_\name:
    li a0, \kind
    tail tinsmith_unwind
    .size tinsmith_trap_\name, . - tinsmith_trap_\name
.endm

trap 1, unreachable
trap 2, memory_oob
trap 3, table_oob
trap 4, undefined_element
trap 5, uninitialized_element
trap 6, indirect_call_type
trap 7, divide_by_zero
trap 8, integer_overflow
trap 9, invalid_conversion
trap 10, stack_exhausted

# a0: kind, ra: site.
    .section .text.tinsmith_unwind, "ax", @progbits
    .globl tinsmith_unwind
    .type tinsmith_unwind, @function
tinsmith_unwind:
    lui t0, %hi(tinsmith_context)
    lw t0, %lo(tinsmith_context)(t0)
    # Compiled code that nobody entered has nowhere to unwind to: stop here, where the host's own fault
    # handling sees it, rather than run on.
    beqz t0, 1f
    mv sp, t0
    lw t1, CTX_FRAME(sp)
    sw ra, FRAME_TRAP_PC(t1)
    tail tinsmith_leave
1:  ebreak
    j 1b
    .size tinsmith_unwind, . - tinsmith_unwind
