# Start-up of the boards that `qemu-system-xtensa -M sim` emulates: from reset to `tinsmith_main`.
#
# Assembled with `WINDOWED`, `S32C1I` and `F32` defined for processors with these options; those without leave them off where the
# emulated core has them, so that their use is an exception.

# Reset starts at the section's first byte with PS.EXCM set. It is far from RAM, which only a register jump reaches.
    .section .reset, "ax", @progbits
    .balign 4
    .globl _start
    .type _start, @function
_start:
    j 1f
    .balign 4
start_address:
    .long tinsmith_start
1:  l32r a0, start_address
    jx a0
    .size _start, . - _start

# A call4 on windowed cores, since this frame has nowhere to keep more than a0..a3.
.macro call_host target
.ifdef WINDOWED
    callx4 \target
.else
    callx0 \target
.endif
.endm

    .section .text.tinsmith_start, "ax", @progbits
    .balign 4
vectors_address:
    .long tinsmith_vectors
stack_address:
    .long __stack_top
ps_value:
.ifdef WINDOWED
    .long 0x4002f               # WOE: windows work; UM: the user vector; INTLEVEL 15; EXCM clear
.else
    .long 0x2f                  # the same without windows
.endif
bss_start_address:
    .long __bss_start
bss_end_address:
    .long __bss_end
main_address:
    .long tinsmith_main
exit_address:
    .long tinsmith_board_exit

    .globl tinsmith_start
    .type tinsmith_start, @function
    .balign 4
tinsmith_start:
.ifdef WINDOWED
    movi.n a2, 0
    wsr a2, windowbase
    rsync
    movi.n a2, 1
    wsr a2, windowstart
.endif
    l32r a2, vectors_address
    wsr a2, vecbase
.ifdef S32C1I
    movi.n a2, 0x15             # it works on memory of every attribute; 0 would make it trap
    wsr a2, atomctl
.endif
.ifdef F32
    movi a2, 0xff               # every coprocessor, of which the FPU is one
    wsr a2, cpenable
.endif
    l32r a1, stack_address
    movi.n a0, 0                # the outermost frame
    l32r a2, ps_value
    wsr a2, ps
    rsync

    l32r a2, bss_start_address
    l32r a3, bss_end_address
    movi.n a4, 0
    bgeu a2, a3, 2f
1:  s32i.n a4, a2, 0
    addi.n a2, a2, 4
    bltu a2, a3, 1b

2:  l32r a4, main_address
    call_host a4
    l32r a4, exit_address
    call_host a4                # its argument is where the status is: a6 or a2
3:  j 3b
    .size tinsmith_start, . - tinsmith_start
