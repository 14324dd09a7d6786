# Start-up for windowed code: the window vectors, then `tinsmith_test` by call4 and its status for the emulator. The host functions have
# the windowed convention, `tinsmith_probe` the call0 one.
        .section .reset,"ax",@progbits
        .globl _start
        .type _start,@function
_start:
        j 1f
        .align 4
.Lreal: .long real_start
1:      l32r a0, .Lreal
        jx a0

# Xtensa ISA manual, 4.7.1.3: the calling register window's save areas.
        .section .vectors,"ax",@progbits
        .balign 1024
        .globl vectors
vectors:
        s32e a0, a5, -16
        s32e a1, a5, -12
        s32e a2, a5, -8
        s32e a3, a5, -4
        rfwo
        .balign 64
        l32e a0, a5, -16
        l32e a1, a5, -12
        l32e a2, a5, -8
        l32e a3, a5, -4
        rfwu
        .balign 64
        s32e a0, a9, -16
        l32e a0, a1, -12
        s32e a1, a9, -12
        s32e a2, a9, -8
        s32e a3, a9, -4
        s32e a4, a0, -32
        s32e a5, a0, -28
        s32e a6, a0, -24
        s32e a7, a0, -20
        rfwo
        .balign 64
        l32e a0, a9, -16
        l32e a1, a9, -12
        l32e a2, a9, -8
        l32e a7, a1, -12
        l32e a3, a9, -4
        l32e a4, a7, -32
        l32e a5, a7, -28
        l32e a6, a7, -24
        l32e a7, a7, -20
        rfwu
        .balign 64
        s32e a0, a13, -16
        l32e a0, a1, -12
        s32e a1, a13, -12
        s32e a2, a13, -8
        s32e a3, a13, -4
        s32e a4, a0, -48
        s32e a5, a0, -44
        s32e a6, a0, -40
        s32e a7, a0, -36
        s32e a8, a0, -32
        s32e a9, a0, -28
        s32e a10, a0, -24
        s32e a11, a0, -20
        rfwo
        .balign 64
        l32e a0, a13, -16
        l32e a1, a13, -12
        l32e a2, a13, -8
        l32e a11, a1, -12
        l32e a3, a13, -4
        l32e a4, a11, -48
        l32e a5, a11, -44
        l32e a6, a11, -40
        l32e a7, a11, -36
        l32e a8, a11, -32
        l32e a9, a11, -28
        l32e a10, a11, -24
        l32e a11, a11, -20
        rfwu
        .balign 256
        .balign 512
        .space 0x100
# Kernel, user and double exceptions: status 99.
        .rept 4
        .balign 64
        movi a3, 99
        movi a2, 1
        .byte 0x00,0x51,0x00
        .endr

        .section .literal.real_start,"ax",@progbits
        .align 4
.Lvectors: .long vectors
.Lps:   .long 0x4002f
.Lstack: .long __stack_top
.Ltest: .long tinsmith_test
.Lprobe: .long tinsmith_probe

        .section .text.real_start,"ax",@progbits
        .align 4
        .globl real_start
        .type real_start,@function
real_start:
        movi a2, 0
        wsr a2, windowbase
        movi a2, 1
        wsr a2, windowstart
        rsync
        l32r a2, .Lvectors
        wsr a2, vecbase
        movi a2, 0x15
        wsr a2, atomctl
        l32r a1, .Lstack
        addi a1, a1, -16
        l32r a2, .Lps
        wsr a2, ps
        rsync
        l32r a6, .Ltest
        callx4 a6
        mov a3, a6
        movi a2, 1
        .byte 0x00,0x51,0x00

        .section .text.tinsmith_board_exit,"ax",@progbits
        .align 4
        .globl tinsmith_board_exit
        .type tinsmith_board_exit,@function
tinsmith_board_exit:
        entry a1, 32
        mov a3, a2
        movi a2, 1
        .byte 0x00,0x51,0x00

        .section .text.tinsmith_board_write,"ax",@progbits
        .align 4
        .globl tinsmith_board_write
        .type tinsmith_board_write,@function
tinsmith_board_write:
        entry a1, 32
        mov a5, a4
        mov a4, a3
        mov a3, a2
        movi a2, 4
        .byte 0x00,0x51,0x00
        retw

# From the windowed side to a call0 routine: its callee-saved registers are ours, and it keeps the stack pointer.
        .section .text.probe_windowed,"ax",@progbits
        .align 4
        .globl probe_windowed
        .type probe_windowed,@function
probe_windowed:
        entry a1, 64
        s32i a0, a1, 0
        l32r a8, .Lprobe
        callx0 a8
        l32i a0, a1, 0
        retw
