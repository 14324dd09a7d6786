# A host that copies standard input to standard error, then checks the counters: exit status 0, or the number of the check.

    .section .bss.byte, "aw", @nobits
    .balign 4
byte: .zero 4

    .section .text.board_test, "ax", @progbits
    .balign 4
byte_address: .long byte

    main
1:  l32r a5, byte_address
    movi a6, 3
    transfer read, 0
    movi a3, 1
    bltz a2, failed
    beqz a2, 2f
    l32r a5, byte_address
    mov a6, a2
    transfer write, 2
    j 1b

2:  counter instructions
    s32i a2, a1, 4
    mov a4, a3
    movi a3, 2
    bnez a4, failed
    movi a5, 1000
3:  addi a5, a5, -1
    bnez a5, 3b
    counter instructions
    l32i a4, a1, 4
    sub a2, a2, a4
    movi a3, 3
    movi a5, 2000               # 2,000 instructions are 5,120 counts
    bltu a2, a5, failed

    counter clock
    s32i a2, a1, 4
    movi a5, 1000
4:  addi a5, a5, -1
    bnez a5, 4b
    counter clock
    l32i a4, a1, 4
    sub a2, a2, a4
    srli a2, a2, 10             # 2,000 instructions of 64 ns: 125 times 1,024 ns
    movi a3, 4
    movi a5, 125
    bltu a2, a5, failed
    movi a5, 130
    bgeu a2, a5, failed
    movi a3, 0
failed:
    mov a2, a3
    finish
