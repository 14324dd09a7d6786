# Start-up for linker tests: call0 code, a stack, and the status of `tinsmith_test` for the emulator.
        .section .reset,"ax",@progbits
        .globl _start
        .type _start,@function
_start:
        j 1f
        .align 4
.Lreal: .long real_start
1:      l32r a0, .Lreal
        jx a0

        .section .text.real_start,"ax",@progbits
        .align 4
        .globl real_start
        .type real_start,@function
real_start:
        l32r a1, .Lstack
        call0 tinsmith_test
        j exit

        .section .literal.real_start,"ax",@progbits
        .align 4
.Lstack: .long __stack_top

        .section .text.exit,"ax",@progbits
        .align 4
        .globl exit
        .type exit,@function
# simcall 1, exit: the status in a3
exit:
        mov a3, a2
        movi a2, 1
        .byte 0x00,0x51,0x00
1:      j 1b

# int write(int fd, const void *p, unsigned n): simcall 4
        .section .text.tinsmith_board_write,"ax",@progbits
        .align 4
        .globl write_call0
        .type write_call0,@function
write_call0:
        mov a5, a4
        mov a4, a3
        mov a3, a2
        movi a2, 4
        .byte 0x00,0x51,0x00
        ret
