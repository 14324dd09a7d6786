# The board interface of the Xtensa chips: both output streams and the input on UART0, which ROM or
# bootloader have set to 115200 bits a second; time from the cycle counter.
#
# Assembled with UART_TRANSMIT, UART_RECEIVE, UART_STATUS and CLOCK_SCALE; with SYSTIMER on chips that have the system timer and with
# WINDOWED where the host side that calls these functions is windowed. Without, a12 and up are the caller's.
# Loads of registers follow a MEMW: else they may be made ahead of time.

.macro function name
    .globl \name
    .type \name, @function
    .balign 4
\name:
.ifdef WINDOWED
    entry a1, 32
.endif
.endm

.macro return
.ifdef WINDOWED
    retw.n
.else
    ret.n
.endif
.endm

    .section .text.tinsmith_board_uart, "ax", @progbits
    .balign 4
status_address:
    .long UART_STATUS
transmit_address:
    .long UART_TRANSMIT

# tinsmith_board_write(fd, ptr, len) -> len. Waits for room; the transmitter's memory takes 128 bytes.
function tinsmith_board_write
    l32r a5, status_address
    l32r a6, transmit_address
    movi a7, 126
    add.n a8, a3, a4
1:  beq a3, a8, 3f
    l8ui a9, a3, 0
2:  memw
    l32i.n a10, a5, 0
    extui a10, a10, 16, 8
    bgeu a10, a7, 2b
    s32i.n a9, a6, 0
    memw
    addi.n a3, a3, 1
    j 1b
3:  mov.n a2, a4
    return
    .size tinsmith_board_write, . - tinsmith_board_write

# tinsmith_board_exit(status) -> !. The status has been said on the UART (`exit N`). Lets the last byte leave, then rests.
function tinsmith_board_exit
    l32r a5, status_address
1:  memw
    l32i.n a10, a5, 0
    extui a10, a10, 16, 8
    bnez a10, 1b
2:  waiti 15
    j 2b
    .size tinsmith_board_exit, . - tinsmith_board_exit

    .section .text.tinsmith_board_read, "ax", @progbits
    .balign 4
input_status_address:
    .long UART_STATUS
receive_address:
    .long UART_RECEIVE

# tinsmith_board_read(fd, ptr, len) -> bytes read. Waits for the first byte, then takes what has arrived. Byte 4 (Ctrl-D) at the
# beginning is the end of input.
function tinsmith_board_read
    l32r a5, input_status_address
    l32r a6, receive_address
    movi.n a2, 0
    beqz.n a4, 3f
1:  memw
    l32i.n a10, a5, 0
    extui a10, a10, 0, 8
    beqz a10, 1b
2:  memw
    l32i.n a9, a6, 0
    bnez.n a2, 4f
    extui a10, a9, 0, 8
    beqi a10, 4, 3f
4:  add.n a8, a3, a2
    s8i a9, a8, 0
    addi.n a2, a2, 1
    beq a2, a4, 3f
    memw
    l32i.n a10, a5, 0
    extui a10, a10, 0, 8
    bnez a10, 2b
3:  return
    .size tinsmith_board_read, . - tinsmith_board_read

.ifdef SYSTIMER
    .section .text.tinsmith_board_time, "ax", @progbits
    .balign 4
systimer_address:
    .long SYSTIMER
systimer_ask:
    .long 1 << 30

# tinsmith_board_instructions() -> u64. No counter of instructions is set up on a chip: what counts is the system timer.
function tinsmith_board_instructions
    # Unit 0: bit 30 of its operation register asks for the value, bit 29 says that it is there.
    l32r a4, systimer_address
    l32r a5, systimer_ask
    s32i.n a5, a4, 4
1:  memw
    l32i.n a5, a4, 4
    bbci a5, 29, 1b
    # Both words belong to the moment asked for.
    memw
    l32i a3, a4, 0x40
    memw
    l32i a2, a4, 0x44
    return
    .size tinsmith_board_instructions, . - tinsmith_board_instructions
.else
# CCOUNT as last read, and how often it wrapped around.
    .section .bss.cycle_count, "aw", @nobits
    .balign 4
cycle_count:
    .zero 8

    .section .text.tinsmith_board_time, "ax", @progbits
    .balign 4
cycle_count_address:
    .long cycle_count

# tinsmith_board_instructions() -> u64. A chip has no counter of instructions: this is CCOUNT, the processor's cycles, made 64 bits
# wide; right as long as it is asked once per wrap, which is every 53 seconds at 80 MHz.
function tinsmith_board_instructions
    l32r a4, cycle_count_address
    l32i.n a5, a4, 0
    l32i.n a3, a4, 4
    rsr a2, ccount
    bgeu a2, a5, 1f
    addi.n a3, a3, 1
    s32i.n a3, a4, 4
1:  s32i.n a2, a4, 0
    return
    .size tinsmith_board_instructions, . - tinsmith_board_instructions
.endif

    .balign 4
clock_scale:
    .long CLOCK_SCALE
scale_address:
    .long tinsmith_scale_clock

# tinsmith_board_clock() -> u64: nanoseconds since reset, the count scaled.
function tinsmith_board_clock
.ifdef WINDOWED
    call8 tinsmith_board_instructions
    l32r a12, clock_scale
    l32r a8, scale_address
    callx8 a8
    mov.n a2, a10
    mov.n a3, a11
.else
    addi a1, a1, -16
    s32i.n a0, a1, 0
    call0 tinsmith_board_instructions
    l32r a4, clock_scale
    l32r a0, scale_address
    callx0 a0
    l32i.n a0, a1, 0
    addi a1, a1, 16
.endif
    return
    .size tinsmith_board_clock, . - tinsmith_board_clock
