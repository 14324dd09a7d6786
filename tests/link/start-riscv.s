# Start-up for linker tests: a stack, and the status of `tinsmith_test` for the emulator.
        .section .reset,"ax",@progbits
        .globl _start
        .type _start,@function
_start:
        la sp, __stack_top
        call tinsmith_test
        j exit

        .section .text.exit,"ax",@progbits
        .globl exit
        .type exit,@function
# Semihosting SYS_EXIT_EXTENDED: {ADP_Stopped_ApplicationExit, status}
exit:
        la a1, .Lblock
        sw a0, 4(a1)
        li a0, 0x20
        .balign 16
        .option push
        .option norvc
        slli x0, x0, 0x1f
        ebreak
        srai x0, x0, 7
        .option pop
1:      j 1b
        .section .data.exit,"aw",@progbits
        .balign 4
.Lblock: .word 0x20026, 0

# int tinsmith_board_write(fd, p, n): SYS_WRITEC a byte, to the console
        .section .text.tinsmith_board_write,"ax",@progbits
        .globl tinsmith_board_write
        .type tinsmith_board_write,@function
tinsmith_board_write:
        mv a5, a2
        mv a3, a1
        add a4, a1, a2
1:      beq a3, a4, 2f
        mv a1, a3
        li a0, 3
        .balign 16
        .option push
        .option norvc
        slli x0, x0, 0x1f
        ebreak
        srai x0, x0, 7
        .option pop
        addi a3, a3, 1
        j 1b
2:      mv a0, a5
        ret

        .section .text.tinsmith_board_exit,"ax",@progbits
        .globl tinsmith_board_exit
        .type tinsmith_board_exit,@function
tinsmith_board_exit:
        j exit
