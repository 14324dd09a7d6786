# The host of the measurement: runs every scenario twice and writes, for the second run, the difference of CCOUNT and
# the scenario's result, as words on standard output. The first scenario is empty: what measuring costs.

    .section .rodata.scenarios, "a", @progbits
    .balign 4
scenarios:
    .long empty, enter_and_leave, fib_20, fib_wrapped_20, linear_1000, tail_1000, tail_frame_1000, trap_100_deep, callback_100, leaf_1000, live_1000
scenarios_end:

    .section .bss.record, "aw", @nobits
    .balign 4
record_words:
    .zero 8

    .section .text.main, "ax", @progbits
    .balign 4
table: .long scenarios
table_end: .long scenarios_end
record: .long record_words

    .globl tinsmith_main
    .balign 4
tinsmith_main:
    entry a1, 48
    l32r a2, table
    l32r a3, table_end
1:  l32i a4, a2, 0
    callx8 a4
    rsr a5, ccount
    callx8 a4
    rsr a6, ccount
    sub a6, a6, a5
    l32r a7, record
    s32i a6, a7, 0
    s32i a10, a7, 4
    movi a10, 1
    mov a11, a7
    movi a12, 8
    call8 tinsmith_board_write
    addi a2, a2, 4
    bne a2, a3, 1b
    movi a2, 0
    retw

    .balign 4
empty:
    entry a1, 32
    retw

    .globl callback
    .balign 4
callback:
    entry a1, 32
    addi a2, a2, 1
    retw
