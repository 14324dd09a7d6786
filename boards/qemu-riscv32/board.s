# The board interface by RISC-V semihosting ("RISC-V Semihosting", riscv-non-isa): operation number in a0, address of
# its parameter block in a1, result in a0, and the three uncompressed instructions in a row on one page that mark the call.

.set SYS_OPEN, 0x01
.set SYS_WRITE, 0x05
.set SYS_READ, 0x06
.set SYS_EXIT_EXTENDED, 0x20
.set ADP_STOPPED_APPLICATION_EXIT, 0x20026

.macro function name
    .section .text.\name, "ax", @progbits
    .globl \name
    .type \name, @function
\name:
.endm

    .section .text.semihost, "ax", @progbits
    .balign 16
    .type semihost, @function
semihost:
    .option push
    .option norvc
    slli zero, zero, 0x1f
    ebreak
    srai zero, zero, 7
    .option pop
    ret
    .size semihost, . - semihost

# Handle plus one of each of the three standard streams, 0 before it is opened.
    .section .bss.semihost_handles, "aw", @nobits
    .balign 4
semihost_handles:
    .zero 12

# ":tt" is the host's console: opened for reading, writing, appending it is standard input, output, error.
    .section .rodata.semihost_tty, "a", @progbits
semihost_tty:
    .asciz ":tt"
    .section .rodata.semihost_modes, "a", @progbits
semihost_modes:
    .byte 0, 4, 8

# a0: stream 0..2 -> a0: handle or -1.
    .section .text.semihost_handle, "ax", @progbits
    .type semihost_handle, @function
semihost_handle:
    li t0, 3
    bgeu a0, t0, 2f
    lui t0, %hi(semihost_handles)
    addi t0, t0, %lo(semihost_handles)
    slli t1, a0, 2
    add t1, t1, t0
    lw t0, 0(t1)
    bnez t0, 1f
    addi sp, sp, -32
    sw ra, 28(sp)
    sw t1, 24(sp)
    lui t0, %hi(semihost_modes)
    addi t0, t0, %lo(semihost_modes)
    add t0, t0, a0
    lbu t0, 0(t0)
    lui t1, %hi(semihost_tty)
    addi t1, t1, %lo(semihost_tty)
    sw t1, 0(sp)
    sw t0, 4(sp)
    li t0, 3
    sw t0, 8(sp)
    li a0, SYS_OPEN
    mv a1, sp
    call semihost
    lw ra, 28(sp)
    lw t1, 24(sp)
    addi sp, sp, 32
    addi t0, a0, 1
    sw t0, 0(t1)
1:  addi a0, t0, -1
    ret
2:  li a0, -1
    ret
    .size semihost_handle, . - semihost_handle

# a0: operation, a1: stream, a2: pointer, a3: length -> a0: bytes moved or -1. Both operations return how many bytes
# were NOT moved.
    .section .text.semihost_move, "ax", @progbits
    .type semihost_move, @function
semihost_move:
    addi sp, sp, -32
    sw ra, 28(sp)
    sw a0, 24(sp)
    sw a2, 4(sp)
    sw a3, 8(sp)
    mv a0, a1
    call semihost_handle
    li t0, -1
    beq a0, t0, 1f
    sw a0, 0(sp)
    lw a0, 24(sp)
    mv a1, sp
    call semihost
    lw a3, 8(sp)
    mv t0, a0
    li a0, -1
    bltu a3, t0, 1f
    sub a0, a3, t0
1:  lw ra, 28(sp)
    addi sp, sp, 32
    ret
    .size semihost_move, . - semihost_move

# tinsmith_board_write(fd, ptr, len) -> bytes written or -1
function tinsmith_board_write
    mv a3, a2
    mv a2, a1
    mv a1, a0
    li a0, SYS_WRITE
    tail semihost_move
    .size tinsmith_board_write, . - tinsmith_board_write

# tinsmith_board_read(fd, ptr, len) -> bytes read, 0 at the end, or -1
function tinsmith_board_read
    mv a3, a2
    mv a2, a1
    mv a1, a0
    li a0, SYS_READ
    tail semihost_move
    .size tinsmith_board_read, . - tinsmith_board_read

# tinsmith_board_exit(status) -> !
function tinsmith_board_exit
    addi sp, sp, -16
    li t0, ADP_STOPPED_APPLICATION_EXIT
    sw t0, 0(sp)
    sw a0, 4(sp)
1:  li a0, SYS_EXIT_EXTENDED
    mv a1, sp
    call semihost
    j 1b
    .size tinsmith_board_exit, . - tinsmith_board_exit

# tinsmith_board_instructions() -> u64: minstret, retired instructions.
function tinsmith_board_instructions
1:  csrr a1, minstreth
    csrr a0, minstret
    csrr t0, minstreth
    bne a1, t0, 1b
    ret
    .size tinsmith_board_instructions, . - tinsmith_board_instructions

# tinsmith_board_clock() -> u64: nanoseconds since reset. The CLINT's mtime counts at 10 MHz.
.set MTIME, 0x200bff8
function tinsmith_board_clock
    li t0, MTIME
1:  lw t2, 4(t0)
    lw t1, 0(t0)
    lw t3, 4(t0)
    bne t2, t3, 1b
    li t3, 100
    mul a0, t1, t3
    mulhu a1, t1, t3
    mul t2, t2, t3
    add a1, a1, t2
    ret
    .size tinsmith_board_clock, . - tinsmith_board_clock
