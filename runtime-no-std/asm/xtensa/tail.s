# Stack areas for tail calls, Xtensa. The contract is "Tail calls" in the compiler's ARCHITECTURE.md.
#
# A function that makes tail calls with more stack words than its callers provide begins with
#
#     mov   a8, a0
#     l32r  a10, <class | result words << 4 | argument words << 16>
#     call0 tinsmith_tail_area
#     mov   a0, a8
#
# Class k is an area of 128 << k bytes. If the function would return to `tinsmith_tail_returns` from an area as large, it has one
# already. Else a new one is taken below sp, the stack arguments move there, and a8 leads to the return that gives it back:
#
#     |  the caller's area: results, arguments  |  <- sp before
#     |  16 bytes: a8, a10, a0                  |
#     |  the new area: results, arguments       |  <- sp after
#
# Only instructions that every Xtensa core has.

    .section .text.tinsmith_tail_area, "ax", @progbits
    .balign 4
returns_address:
    .long tinsmith_tail_returns
limit_address:
    .long tinsmith_stack_limit
exhausted_address:
    .long tinsmith_trap_stack_exhausted

    .globl tinsmith_tail_area
    .type tinsmith_tail_area, @function
    .balign 4
tinsmith_tail_area:
    extui a11, a10, 0, 4
    ssl a11                     # kept until the end
    slli a11, a11, 3            # a return has 8 bytes
    l32r a9, returns_address
    sub a9, a8, a9
    bgeui a9, 64, 1f            # 8 bytes, 8 classes
    bgeu a9, a11, 4f

1:  movi a9, 128
    sll a9, a9
    addi a9, a9, 16
    sub a9, a1, a9
    l32r a11, limit_address
    l32i.n a11, a11, 0
    bltu a9, a11, exhausted
    addi a11, a1, -16
    mov.n a1, a9
    s32i.n a8, a11, 0
    s32i.n a10, a11, 4
    s32i.n a0, a11, 8
    l32r a0, returns_address
    extui a8, a10, 0, 4
    addx8 a8, a8, a0            # the new return address
    # The arguments: a11 from, a9 to, a10 how many.
    extui a0, a10, 4, 12
    addx4 a11, a0, a11
    addx4 a9, a0, a9
    extui a10, a10, 16, 16
    beqz.n a10, 3f
2:  l32i.n a0, a11, 16
    s32i.n a0, a9, 0
    addi.n a11, a11, 4
    addi.n a9, a9, 4
    addi.n a10, a10, -1
    bnez a10, 2b
3:  movi a9, 128
    sll a9, a9
    add.n a9, a9, a1
    l32i.n a0, a9, 8
4:  ret.n

# At the function, not here.
exhausted:
    l32r a8, exhausted_address
    jx a8
    .size tinsmith_tail_area, . - tinsmith_tail_area

# Returns from an area: moves the stack results to the caller's area, gives the new one back. One entry a class.
    .section .text.tinsmith_tail_returns, "ax", @progbits
    .balign 8
    .globl tinsmith_tail_returns
    .type tinsmith_tail_returns, @function
tinsmith_tail_returns:
    .irp class, 0, 1, 2, 3, 4, 5, 6, 7
    .balign 8
    movi a8, 8 << \class        # in 16 bytes
    j give_back
    .endr
    .balign 4
give_back:
    slli a8, a8, 4
    add.n a8, a8, a1            # where a8, a10 and a0 are
    l32i.n a9, a8, 4
    extui a9, a9, 4, 12
    # The results: a10 from, a11 to - 16, a9 how many.
    mov.n a10, a1
    mov.n a11, a8
    beqz.n a9, 2f
1:  l32i.n a0, a10, 0
    s32i.n a0, a11, 16
    addi.n a10, a10, 4
    addi.n a11, a11, 4
    addi.n a9, a9, -1
    bnez a9, 1b
2:  l32i.n a0, a8, 0
    addi a1, a8, 16
    ret.n
    .size tinsmith_tail_returns, . - tinsmith_tail_returns
