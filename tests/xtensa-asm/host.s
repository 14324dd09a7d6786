# What the programs that run on every board share: a host of either convention, windowed where `WINDOWED` is defined. As the
# conventions keep different registers across calls, these programs keep their values in memory.

# The start of `tinsmith_main`. From 4 on its frame is the program's: 12 bytes.
.macro main
    .globl tinsmith_main
    .balign 4
tinsmith_main:
.ifdef WINDOWED
    entry a1, 48
.else
    addi a1, a1, -16
.endif
    s32i a0, a1, 0
.endm

# Its end: a2 is the exit status.
.macro finish
    l32i a0, a1, 0
.ifdef WINDOWED
    retw
.else
    addi a1, a1, 16
    ret
.endif
.endm

# a2 := what `tinsmith_board_read` or `_write` returns for stream \fd, the address in a5 and the length in a6.
.macro transfer function, fd
.ifdef WINDOWED
    movi a10, \fd
    mov a11, a5
    mov a12, a6
    call8 tinsmith_board_\function
    mov a2, a10
.else
    movi a2, \fd
    mov a3, a5
    mov a4, a6
    call0 tinsmith_board_\function
.endif
.endm

# a3:a2 := what `tinsmith_board_instructions` or `_clock` returns.
.macro counter function
.ifdef WINDOWED
    call8 tinsmith_board_\function
    mov a2, a10
    mov a3, a11
.else
    call0 tinsmith_board_\function
.endif
.endm

