# The board interface of the RISC-V chips: both output streams and the input on UART0, which ROM or bootloader have set
# to 115200 bits a second; time from the system timer.
#
# Assembled with UART_TRANSMIT, UART_RECEIVE, UART_STATUS, SYSTIMER and CLOCK_SCALE.

# Bytes the transmitter's memory takes; it is asked before each.
.set UART_CAPACITY, 126

.macro function name
    .section .text.\name, "ax", @progbits
    .globl \name
    .type \name, @function
\name:
.endm

# tinsmith_board_write(fd, ptr, len) -> len. Waits for room.
function tinsmith_board_write
    li t0, UART_STATUS
    li t1, UART_TRANSMIT
    li t2, UART_CAPACITY
    add a3, a1, a2
1:  beq a1, a3, 3f
    lbu a4, 0(a1)
2:  lw t3, 0(t0)
    srli t3, t3, 16
    andi t3, t3, 0xff
    bgeu t3, t2, 2b
    sw a4, 0(t1)
    addi a1, a1, 1
    j 1b
3:  mv a0, a2
    ret
    .size tinsmith_board_write, . - tinsmith_board_write

# tinsmith_board_read(fd, ptr, len) -> bytes read. Waits for the first byte, then takes what has arrived. Byte 4 (Ctrl-D) at the
# beginning is the end of input.
function tinsmith_board_read
    li t0, UART_STATUS
    li t1, UART_RECEIVE
    mv a0, zero
    beqz a2, 3f
1:  lw t3, 0(t0)
    andi t3, t3, 0xff
    beqz t3, 1b
2:  lw a4, 0(t1)
    andi a4, a4, 0xff
    bnez a0, 4f
    li t2, 4
    beq a4, t2, 3f
4:  add a3, a1, a0
    sb a4, 0(a3)
    addi a0, a0, 1
    beq a0, a2, 3f
    lw t3, 0(t0)
    andi t3, t3, 0xff
    bnez t3, 2b
3:  ret
    .size tinsmith_board_read, . - tinsmith_board_read

# tinsmith_board_exit(status) -> !. The status has been said on the UART (`exit N`). Lets the last byte leave, then rests.
function tinsmith_board_exit
    li t0, UART_STATUS
1:  lw t3, 0(t0)
    srli t3, t3, 16
    andi t3, t3, 0xff
    bnez t3, 1b
2:  wfi
    j 2b
    .size tinsmith_board_exit, . - tinsmith_board_exit

# tinsmith_board_instructions() -> u64. No counter of instructions is set up on a chip: what counts is the system timer.
function tinsmith_board_instructions
    # Unit 0: bit 30 of its operation register asks for the value, bit 29 says that it is there.
    li t0, SYSTIMER
    li t1, 1 << 30
    sw t1, 0x04(t0)
1:  lw t2, 0x04(t0)
    slli t2, t2, 2
    bgez t2, 1b
    # Both words belong to the moment asked for.
    lw a1, 0x40(t0)
    lw a0, 0x44(t0)
    ret
    .size tinsmith_board_instructions, . - tinsmith_board_instructions

# tinsmith_board_clock() -> u64: nanoseconds since reset, the count scaled.
function tinsmith_board_clock
    addi sp, sp, -16
    sw ra, 12(sp)
    call tinsmith_board_instructions
    lw ra, 12(sp)
    addi sp, sp, 16
    li a2, CLOCK_SCALE
    tail tinsmith_scale_clock
    .size tinsmith_board_clock, . - tinsmith_board_clock
