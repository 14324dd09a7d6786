# Start-up of the RISC-V chips, from where the ROM or the second-stage bootloader jumps to, to `tinsmith_main`. Nothing is
# assumed of the state at entry: interrupts may be on, `mtvec` is the ROM's, watchdogs run, no variable is cleared. Initialised
# variables are in place: whoever loaded us loaded them too.
#
# Assembled with MTVEC_MODE (the mode bits of mtvec) and, for chips with an FPU, F32.

    .section .reset, "ax", @progbits
    .globl _start
    .type _start, @function
_start:
    csrci mstatus, 8            # MIE: nothing here takes interrupts
    csrw mie, zero
    lui sp, %hi(__stack_top)
    addi sp, sp, %lo(__stack_top)
    lui t0, %hi(tinsmith_vectors)
    addi t0, t0, %lo(tinsmith_vectors)
    ori t0, t0, MTVEC_MODE
    csrw mtvec, t0
.ifdef F32
    li t0, 0x2000               # mstatus.FS = Initial
    csrs mstatus, t0
    fscsr zero
.endif
    # The chip's registers: address, bits to keep, bits to set.
    lui t0, %hi(tinsmith_start_registers)
    addi t0, t0, %lo(tinsmith_start_registers)
    lui t1, %hi(tinsmith_start_registers_end)
    addi t1, t1, %lo(tinsmith_start_registers_end)
1:  bgeu t0, t1, 2f
    lw t2, 0(t0)
    lw t3, 4(t0)
    lw t4, 8(t0)
    beqz t3, 3f                 # nothing to keep: do not even read
    lw t5, 0(t2)
    and t3, t3, t5
3:  or t3, t3, t4
    sw t3, 0(t2)
    addi t0, t0, 12
    j 1b
2:  lui t0, %hi(__bss_start)
    addi t0, t0, %lo(__bss_start)
    lui t1, %hi(__bss_end)
    addi t1, t1, %lo(__bss_end)
4:  bgeu t0, t1, 5f
    sw zero, 0(t0)
    addi t0, t0, 4
    j 4b
5:  call tinsmith_main
    tail tinsmith_board_exit
    .size _start, . - _start

# Where every exception goes, in the vectored modes too. A fault is the firmware's, never the wasm module's: it is reported
# on a fresh stack, since the old one may be what is broken.
    .section .vectors, "ax", @progbits
    .balign 256
    .globl tinsmith_vectors
    .type tinsmith_vectors, @function
tinsmith_vectors:
    lui sp, %hi(__stack_top)
    addi sp, sp, %lo(__stack_top)
    csrr a0, mcause
    csrr a1, mepc
    csrr a2, mtval
    tail tinsmith_report_fault
    .size tinsmith_vectors, . - tinsmith_vectors
