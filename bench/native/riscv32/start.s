# Reset, counting and semihosting for QEMU's `virt` machine.

    .option arch, +zicsr
    .globl _start
_start:
    .option push
    .option norelax
    la gp, __global_pointer$
    .option pop
    la sp, __stack_top
    la t0, __bss_start
    la t1, __bss_end
1:  bgeu t0, t1, 2f
    sw zero, 0(t0)
    addi t0, t0, 4
    j 1b
2:  call main
1:  j 1b

# uint32_t counted(uint32_t argument, uint32_t (*function)(uint32_t), uint32_t *taken): calls, and says by how much the instruction
# counter rose.
    .globl counted
counted:
    addi sp, sp, -16
    sw ra, 12(sp)
    sw s0, 8(sp)
    sw s1, 4(sp)
    mv s1, a2
    csrr s0, minstret
    jalr a1
    csrr t0, minstret
    sub t0, t0, s0
    sw t0, 0(s1)
    lw ra, 12(sp)
    lw s0, 8(sp)
    lw s1, 4(sp)
    addi sp, sp, 16
    ret

    .globl empty
empty:
    ret

# void leave(const char *text, uint32_t len, uint32_t status): writes a line to the host and ends. SYS_WRITE0 takes text that ends with a
# zero; SYS_EXIT_EXTENDED a reason and a status.
    .globl leave
leave:
    mv s0, a2
    mv a1, a0
    li a0, 0x04
    call semihost
    addi sp, sp, -16
    li t0, 0x20026
    sw t0, 0(sp)
    sw s0, 4(sp)
    mv a1, sp
    li a0, 0x20
    call semihost
1:  j 1b

    .balign 16
semihost:
    .option push
    .option norvc
    slli zero, zero, 0x1f
    ebreak
    srai zero, zero, 7
    .option pop
    ret
