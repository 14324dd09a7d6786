# The board interface by the simulator call of QEMU's `sim` machine: number in a2, arguments from a3, result in a2.
# Windowed functions, like the host side that calls them.

.macro simcall
    .byte 0x00, 0x51, 0x00      # LLVM has no mnemonic for it
.endm

.macro function name
    .section .text.\name, "ax", @progbits
    .balign 4
    .globl \name
    .type \name, @function
\name:
    entry a1, 32
.endm

# a2: the number (3 read, 4 write) goes in, (fd, ptr, len) move up by one register.
.macro transfer number
    mov a5, a4
    mov a4, a3
    mov a3, a2
    movi a2, \number
    simcall
    retw
.endm

# tinsmith_board_write(fd, ptr, len) -> bytes written or -1
function tinsmith_board_write
    transfer 4
    .size tinsmith_board_write, . - tinsmith_board_write

# tinsmith_board_read(fd, ptr, len) -> bytes read, 0 at the end, or -1
function tinsmith_board_read
    transfer 3
    .size tinsmith_board_read, . - tinsmith_board_read

# tinsmith_board_exit(status) -> !
function tinsmith_board_exit
    mov a3, a2
1:  movi a2, 1
    simcall
    j 1b
    .size tinsmith_board_exit, . - tinsmith_board_exit

# CCOUNT as last read, and how often it wrapped around.
    .section .bss.cycle_count, "aw", @nobits
    .balign 4
cycle_count:
    .zero 8

    .section .text.cycle_count, "ax", @progbits
    .balign 4
cycle_count_address:
    .long cycle_count

# tinsmith_board_instructions() -> u64: CCOUNT, which counts 40 MHz of virtual time, made 64 bits wide; right as long as it is
# asked once per wrap. With QEMU's `-icount shift=N,sleep=off` an instruction takes 2^N ns, so instructions =
# round(difference * 25 / 2^N), exact from N = 6 on (2.56 counts each; a wrap is 1.6e9 instructions).
    .globl tinsmith_board_instructions
    .type tinsmith_board_instructions, @function
    .balign 4
tinsmith_board_instructions:
instructions:
    entry a1, 32
    l32r a4, cycle_count_address
    l32i a5, a4, 0
    l32i a3, a4, 4
    rsr a2, ccount
    bgeu a2, a5, 1f
    addi a3, a3, 1
    s32i a3, a4, 4
1:  s32i a2, a4, 0
    retw
    .size tinsmith_board_instructions, . - tinsmith_board_instructions

# tinsmith_board_clock() -> u64: nanoseconds since reset, 25 for each count.
    .globl tinsmith_board_clock
    .type tinsmith_board_clock, @function
    .balign 4
tinsmith_board_clock:
    entry a1, 32
    call8 instructions
    movi a4, 25
    mull a2, a10, a4
    mull a3, a11, a4
    # The high word of low * 25, from 16-bit halves: muluh is not on every core.
    extui a5, a10, 0, 16
    extui a6, a10, 16, 16
    mull a5, a5, a4
    mull a6, a6, a4
    extui a5, a5, 16, 16
    add a6, a6, a5
    extui a6, a6, 16, 16
    add a3, a3, a6
    retw
    .size tinsmith_board_clock, . - tinsmith_board_clock
