# Reset, counting and simulator calls for QEMU's `sim` machine with a call0 core.

    .section .reset, "ax"
    .globl _start
_start:
    j 1f
    .balign 4
start_address:
    .long start
1:  l32r a0, start_address
    jx a0

    .text
    .balign 4
    .literal_position
start:
    movi a1, __stack_top
    movi a2, __bss_start
    movi a3, __bss_end
    movi a4, 0
1:  bgeu a2, a3, 2f
    s32i a4, a2, 0
    addi a2, a2, 4
    j 1b
2:  call0 main
1:  j 1b

# uint32_t counted(uint32_t argument, uint32_t (*function)(uint32_t), uint32_t *taken): calls, and says by how much the cycle counter
# rose.
    .globl counted
    .balign 4
counted:
    addi a1, a1, -16
    s32i a0, a1, 12
    s32i a12, a1, 8
    s32i a13, a1, 4
    mov a13, a4
    rsr a12, ccount
    callx0 a3
    rsr a3, ccount
    sub a3, a3, a12
    s32i a3, a13, 0
    l32i a0, a1, 12
    l32i a12, a1, 8
    l32i a13, a1, 4
    addi a1, a1, 16
    ret

    .globl empty
    .balign 4
empty:
    ret

# void leave(const char *text, uint32_t len, uint32_t status): writes a line to the host's standard output (simcall 4) and ends
# (simcall 1).
    .globl leave
    .balign 4
leave:
    mov a12, a4
    mov a5, a3
    mov a4, a2
    movi a3, 1
    movi a2, 4
    simcall
    mov a3, a12
    movi a2, 1
    simcall
1:  j 1b
