# The board interface by the simulator call of QEMU's `sim` machine: number in a2, arguments from a3, result in a2.
# Assembled with `WINDOWED` defined where the host side that calls these functions is windowed.

.macro simcall
    .byte 0x00, 0x51, 0x00      # LLVM has no mnemonic for it
.endm

.macro function name
    .section .text.\name, "ax", @progbits
    .balign 4
    .globl \name
    .type \name, @function
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

# a2: the number (3 read, 4 write) goes in, (fd, ptr, len) move up by one register.
.macro transfer number
    mov.n a5, a4
    mov.n a4, a3
    mov.n a3, a2
    movi a2, \number
    simcall
    return
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
    mov.n a3, a2
1:  movi.n a2, 1
    simcall
    j 1b
    .size tinsmith_board_exit, . - tinsmith_board_exit

# CCOUNT as last read, and how often it wrapped around.
    .section .bss.cycle_count, "aw", @nobits
    .balign 4
cycle_count:
    .zero 8

# a3:a2 := CCOUNT, which counts 40 MHz of virtual time, made 64 bits wide; right as long as it is asked once per wrap. Uses a4, a5.
.macro read_count address
    l32r a4, \address
    l32i.n a5, a4, 0
    l32i.n a3, a4, 4
    rsr a2, ccount
    bgeu a2, a5, 1f
    addi.n a3, a3, 1
    s32i.n a3, a4, 4
1:  s32i.n a2, a4, 0
.endm

    .section .text.tinsmith_board_instructions, "ax", @progbits
    .balign 4
instructions_count_address:
    .long cycle_count

# tinsmith_board_instructions() -> u64: the count. With QEMU's `-icount shift=N,sleep=off` an instruction takes 2^N ns, so
# instructions = round(difference * 25 / 2^N), exact from N = 6 on (2.56 counts each; a wrap is 1.6e9 instructions).
function tinsmith_board_instructions
    read_count instructions_count_address
    return
    .size tinsmith_board_instructions, . - tinsmith_board_instructions

    .section .text.tinsmith_board_clock, "ax", @progbits
    .balign 4
clock_count_address:
    .long cycle_count

# tinsmith_board_clock() -> u64: nanoseconds since reset, 25 for each count.
function tinsmith_board_clock
    read_count clock_count_address
    movi.n a4, 25
    # The high word of low * 25, from 16-bit halves: muluh is not on every core.
    extui a5, a2, 0, 16
    extui a6, a2, 16, 16
    mull a2, a2, a4
    mull a3, a3, a4
    mull a5, a5, a4
    mull a6, a6, a4
    extui a5, a5, 16, 16
    add.n a6, a6, a5
    extui a6, a6, 16, 16
    add.n a3, a3, a6
    return
    .size tinsmith_board_clock, . - tinsmith_board_clock
