# Start-up for QEMU's RISC-V `virt` machine without firmware: the reset vector jumps to the first byte of RAM.
# Assembled with `F32` defined for the variant with an FPU.

    # Execution starts at the first byte of RAM: the linker puts this section there.
    .section .reset, "ax", @progbits
    .globl _start
    .type _start, @function
_start:
    lui sp, %hi(__stack_top)
    addi sp, sp, %lo(__stack_top)
    lui t0, %hi(fault_vector)
    addi t0, t0, %lo(fault_vector)
    csrw mtvec, t0
.ifdef F32
    # mstatus.FS = Initial: the FPU is off after reset.
    li t0, 0x2000
    csrs mstatus, t0
    fscsr zero
.endif
    lui t0, %hi(__bss_start)
    addi t0, t0, %lo(__bss_start)
    lui t1, %hi(__bss_end)
    addi t1, t1, %lo(__bss_end)
1:  bgeu t0, t1, 2f
    sw zero, 0(t0)
    addi t0, t0, 4
    j 1b
2:  call tinsmith_main
    tail tinsmith_board_exit
    .size _start, . - _start

# A synchronous exception is a fault of the firmware, never of the wasm module: report it and stop. The stack is
# dropped, since it may be what is broken. mtvec wants 4-byte alignment.
    .section .text.fault_vector, "ax", @progbits
    .balign 4
    .type fault_vector, @function
fault_vector:
    lui sp, %hi(__stack_top)
    addi sp, sp, %lo(__stack_top)
    csrr a0, mcause
    csrr a1, mepc
    csrr a2, mtval
    tail tinsmith_report_fault
    .size fault_vector, . - fault_vector
