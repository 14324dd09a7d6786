# The trap routines, Xtensa.
#
# A trap site calls `tinsmith_trap_<kind>` with call0: a0 names the site. The routine stores it in the frame of the innermost
# context, drops everything the compiled code left on the stack and makes `tinsmith_enter` return the kind's number.
# Names and numbers are those of `TrapKind` in the compiler's `ir/inst.rs`.
#
# Wasm code is call0 and, on a windowed core, runs in the window of its own `tinsmith_enter`, whose callers are all in memory:
# setting sp, a0 and the callee-saved registers back is the whole of unwinding.

    .section .text.tinsmith_unwind, "ax", @progbits
    .balign 4
context_address:
    .long tinsmith_context
leave_address:
    .long tinsmith_leave

# In: a2 = kind, a0 = site.
    .globl tinsmith_unwind
    .type tinsmith_unwind, @function
    .balign 4
tinsmith_unwind:
unwind:
    l32r a3, context_address
    l32i.n a4, a3, 0
    beqz a4, nowhere
    l32i.n a5, a4, 8            # the frame
    s32i.n a0, a5, 4            # its trap pc
    l32r a3, leave_address
    jx a3
# Compiled code that nobody entered has nowhere to unwind to: an illegal instruction, which the host's own fault
# handling sees, rather than run on.
nowhere:
    ill
    j nowhere
    .size tinsmith_unwind, . - tinsmith_unwind

# Aligned, as the target of a call0 must be.
.macro trap kind, name
    .balign 4
    .globl tinsmith_trap_\name
    .type tinsmith_trap_\name, @function
tinsmith_trap_\name:
    movi a2, \kind
    j unwind
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
