# A host that copies standard input to standard error, then checks the counters: exit status 0, or the number of the check.

    .section .bss.byte, "aw", @nobits
    .balign 4
byte: .zero 4

    .section .text.board_test, "ax", @progbits
    .balign 4
byte_address: .long byte

    .globl tinsmith_main
    .balign 4
tinsmith_main:
    entry a1, 48
    l32r a2, byte_address
1:  movi a10, 0
    mov a11, a2
    movi a12, 3
    call8 tinsmith_board_read
    movi a3, 1
    bltz a10, failed
    beqz a10, 2f
    mov a12, a10
    movi a10, 2
    mov a11, a2
    call8 tinsmith_board_write
    j 1b

2:  call8 tinsmith_board_instructions
    mov a4, a10
    movi a3, 2
    bnez a11, failed
    movi a5, 1000
3:  addi a5, a5, -1
    bnez a5, 3b
    call8 tinsmith_board_instructions
    movi a3, 3
    sub a10, a10, a4
    movi a5, 2000               # 2,000 instructions are 5,120 counts
    bltu a10, a5, failed

    call8 tinsmith_board_clock
    mov a4, a10
    movi a5, 1000
4:  addi a5, a5, -1
    bnez a5, 4b
    call8 tinsmith_board_clock
    sub a10, a10, a4
    srli a10, a10, 10           # 2,000 instructions of 64 ns: 125 times 1,024 ns
    movi a3, 4
    movi a5, 125
    bltu a10, a5, failed
    movi a5, 130
    bgeu a10, a5, failed
    movi a3, 0
failed:
    mov a2, a3
    retw
