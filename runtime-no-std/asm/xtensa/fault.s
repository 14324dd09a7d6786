# The end of a program by an exception nobody handles: one line on the board's standard error, for the command line,
#
#     0x1e "fault cause N pc 0x???????? vaddr 0x????????\n"
#
# with N the EXCCAUSE in decimal, then exit status 135. A fault while reporting exits without a report; one while exiting stops.
#
# Assembled with `WINDOWED` defined where the host is windowed.

# How far the report got: 0 nothing happened, 1 reporting, 2 exiting.
    .section .bss.fault_state, "aw", @nobits
    .balign 4
fault_state:
    .zero 4

    .section .rodata.fault_text, "a", @progbits
fault_text:
    .byte 0x1e
    .asciz "fault cause "
fault_pc_text:
    .asciz " pc 0x"
fault_vaddr_text:
    .asciz " vaddr 0x"

    .section .text.tinsmith_fault, "ax", @progbits
    .balign 4
state_address:
    .long fault_state
ps_value:
.ifdef WINDOWED
    .long 0x4002f               # WOE, UM, INTLEVEL 15; EXCM clear, so that windows work
.else
    .long 0x2f                  # UM, INTLEVEL 15
.endif
stack_address:
    .long __stack_top
text_address:
    .long fault_text
pc_text_address:
    .long fault_pc_text
vaddr_text_address:
    .long fault_vaddr_text
write_address:
    .long tinsmith_board_write
exit_address:
    .long tinsmith_board_exit

# In: a2 = cause, a3 = pc, a4 = vaddr, PS.EXCM set. Starts afresh on an empty stack, with one window.
    .globl tinsmith_fault
    .type tinsmith_fault, @function
    .balign 4
tinsmith_fault:
.ifdef WINDOWED
    rsr a5, windowbase
    ssl a5
    movi a6, 1
    sll a6, a6
    wsr a6, windowstart
.endif
    l32r a1, stack_address
    movi a0, 0
    l32r a6, ps_value
    wsr a6, ps
    rsync
    l32r a5, state_address
    l32i a6, a5, 0
    addi a7, a6, 1
    s32i a7, a5, 0
    beqz a6, report
    beqi a6, 1, exit
stop:
    j stop

# The line is built in a buffer of 80 bytes; a7 is where the next character goes.
report:
    addi a1, a1, -96
    mov a7, a1
    l32r a5, text_address
    call0 append_text
    movi a5, 10
    bltu a2, a5, units          # EXCCAUSE is 0..63
    movi a6, 0
1:  addi a6, a6, 1
    addi a2, a2, -10
    bgeu a2, a5, 1b
    addi a6, a6, 48
    s8i a6, a7, 0
    addi a7, a7, 1
units:
    addi a2, a2, 48
    s8i a2, a7, 0
    addi a7, a7, 1
    l32r a5, pc_text_address
    call0 append_text
    mov a5, a3
    call0 append_hex
    l32r a5, vaddr_text_address
    call0 append_text
    mov a5, a4
    call0 append_hex
    movi a5, 10
    s8i a5, a7, 0
    addi a7, a7, 1
    l32r a8, write_address
.ifdef WINDOWED
    movi a10, 2                 # standard error
    mov a11, a1
    sub a12, a7, a1
    callx8 a8
.else
    movi a2, 2
    mov a3, a1
    sub a4, a7, a1
    callx0 a8
.endif
exit:
    l32r a5, state_address
    movi a6, 2
    s32i a6, a5, 0
    l32r a8, exit_address
.ifdef WINDOWED
    movi a10, 135
    callx8 a8
.else
    movi a2, 135
    callx0 a8
.endif
    j stop

# Appends the zero-terminated text at a5 to a7. Uses a6.
    .balign 4
append_text:
    l8ui a6, a5, 0
    beqz a6, 1f
    s8i a6, a7, 0
    addi a5, a5, 1
    addi a7, a7, 1
    j append_text
1:  ret

# Appends a5 as eight hexadecimal digits to a7. Uses a6, a8, a9.
    .balign 4
append_hex:
    movi a9, 8
    movi a8, 10
1:  extui a6, a5, 28, 4
    slli a5, a5, 4
    bltu a6, a8, 2f
    addi a6, a6, 39             # 'a' - '0' - 10
2:  addi a6, a6, 48
    s8i a6, a7, 0
    addi a7, a7, 1
    addi a9, a9, -1
    bnez a9, 1b
    ret
    .size tinsmith_fault, . - tinsmith_fault
