# Stack areas for tail calls, RISC-V. The contract is "Tail calls" in the compiler's ARCHITECTURE.md.
#
# A function that makes tail calls with more stack words than its callers provide begins with
#
#     li  t2, <class | result words << 4 | argument words << 16>
#     jal t0, tinsmith_tail_area
#
# Class k is an area of 128 << k bytes. If the function would return to `tinsmith_tail_returns` from an area as large, it has one
# already. Else a new one is taken below sp, the stack arguments move there, and ra leads to the return that gives it back:
#
#     |  the caller's area: results, arguments  |  <- sp before
#     |  16 bytes: ra, t2                       |
#     |  the new area: results, arguments       |  <- sp after

.set SMALLEST, 128
.set CLASSES, 8
.set HEADER, 16
.set HEADER_RA, 0
.set HEADER_WORD, 4

    .section .text.tinsmith_tail_area, "ax", @progbits
    .globl tinsmith_tail_area
    .type tinsmith_tail_area, @function
tinsmith_tail_area:
    andi t1, t2, 15
    slli t3, t1, 3                  # a return has 8 bytes
    lui t4, %hi(tinsmith_tail_returns)
    addi t4, t4, %lo(tinsmith_tail_returns)
    sub t5, ra, t4
    sltiu t6, t5, 8 * CLASSES
    beqz t6, 1f
    bgeu t5, t3, 3f

1:  add t4, t4, t3                  # the new return address
    li t5, SMALLEST
    sll t5, t5, t1
    addi t5, t5, HEADER
    sub t5, sp, t5
    lui t6, %hi(tinsmith_stack_limit)
    lw t6, %lo(tinsmith_stack_limit)(t6)
    bltu t5, t6, exhausted
    addi t3, sp, -HEADER
    mv sp, t5
    sw ra, HEADER_RA(t3)
    sw t2, HEADER_WORD(t3)
    mv ra, t4
    # The arguments: t3 from, t5 to, t2 how many.
    slli t4, t2, 16
    srli t4, t4, 20
    slli t4, t4, 2
    add t3, t3, t4
    add t5, t5, t4
    srli t2, t2, 16
    beqz t2, 3f
2:  lw t4, HEADER(t3)
    sw t4, 0(t5)
    addi t3, t3, 4
    addi t5, t5, 4
    addi t2, t2, -1
    bnez t2, 2b
3:  jr t0

# At the function, not here.
exhausted:
    mv ra, t0
    tail tinsmith_trap_stack_exhausted
    .size tinsmith_tail_area, . - tinsmith_tail_area

# Returns from an area: moves the stack results to the caller's area, gives the new one back. One entry a class.
    .section .text.tinsmith_tail_returns, "ax", @progbits
    .balign 4
    .globl tinsmith_tail_returns
    .type tinsmith_tail_returns, @function
    .option push
    .option norvc
tinsmith_tail_returns:
    .irp class, 0, 1, 2, 3, 4, 5, 6, 7
    li t0, (SMALLEST / 16) << \class
    j give_back
    .endr
    .option pop
give_back:
    slli t0, t0, 4
    add t0, t0, sp
    lw ra, HEADER_RA(t0)
    lw t1, HEADER_WORD(t0)
    addi t0, t0, HEADER
    slli t1, t1, 16
    srli t1, t1, 20
    # The results: t2 from, t3 to, t1 how many.
    mv t2, sp
    mv t3, t0
    beqz t1, 2f
1:  lw t4, 0(t2)
    sw t4, 0(t3)
    addi t2, t2, 4
    addi t3, t3, 4
    addi t1, t1, -1
    bnez t1, 1b
2:  mv sp, t0
    ret
    .size tinsmith_tail_returns, . - tinsmith_tail_returns
