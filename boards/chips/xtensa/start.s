# Start-up of the Xtensa chips, from where the ROM or the second-stage bootloader jumps to, to
# `tinsmith_main`. Entered with a window somewhere, interrupts perhaps on, the ROM's vectors, watchdogs running, no variable
# cleared. Initialised variables are in place: whoever loaded us loaded them too.
#
# Assembled with WINDOWED, LOOPS (zero-overhead loops) and F32 (an FPU) for cores that have these options; with PSRAM where external RAM is to be
# brought up, which windowed cores alone have.

# A call4 on windowed cores, since this frame has nowhere to keep more than a0..a3.
.macro call_host target
.ifdef WINDOWED
    callx4 \target
.else
    callx0 \target
.endif
.endm

    .section .reset, "ax", @progbits
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
registers_address:
    .long tinsmith_start_registers
registers_end_address:
    .long tinsmith_start_registers_end
bss_start_address:
    .long __bss_start
bss_end_address:
    .long __bss_end
main_address:
    .long tinsmith_main
exit_address:
    .long tinsmith_board_exit
.ifdef PSRAM
psram_size_address:
    .long tinsmith_psram_size
start_psram_address:
    .long tinsmith_start_psram
psram_reasons_address:
    .long tinsmith_psram_reasons
write_address:
    .long tinsmith_board_write
.endif

    .globl _start
    .type _start, @function
    .balign 4
_start:
    rsil a2, 15
    movi.n a2, 0
    wsr a2, intenable
.ifdef WINDOWED
    # Forget whoever called: ours is the only window, wherever it is.
    rsr a2, windowbase
    ssl a2
    movi.n a2, 1
    sll a2, a2
    wsr a2, windowstart
    rsync
.endif
.ifdef LOOPS
    movi.n a2, 0
    wsr a2, lcount              # no loop is under way
.endif
    l32r a2, vectors_address
    wsr a2, vecbase
.ifdef F32
    movi.n a2, 1                # coprocessor 0
    wsr a2, cpenable
.endif
    l32r a1, stack_address
    movi.n a0, 0                # the outermost frame
    l32r a2, ps_value
    wsr a2, ps
    rsync
.ifdef F32
    movi.n a2, 0
    wur a2, fcr                 # round to nearest
.endif

    # The chip's registers: address, bits to keep, bits to set.
    l32r a2, registers_address
    l32r a3, registers_end_address
1:  bgeu a2, a3, 3f
    l32i.n a4, a2, 0
    l32i.n a5, a2, 4
    l32i.n a6, a2, 8
    beqz.n a5, 2f               # nothing to keep: do not even read
    memw
    l32i.n a7, a4, 0
    and a5, a5, a7
2:  or a5, a5, a6
    memw
    s32i.n a5, a4, 0
    memw
    addi.n a2, a2, 12
    j 1b

3:
.ifdef PSRAM
    # Before anything could be in it.
    l32r a2, psram_size_address
    l32i.n a2, a2, 0
    l32r a3, start_psram_address
    callx0 a3
    bnez a2, 7f
.endif
    l32r a2, bss_start_address
    l32r a3, bss_end_address
    movi.n a4, 0
    bgeu a2, a3, 5f
4:  s32i.n a4, a2, 0
    addi.n a2, a2, 4
    bltu a2, a3, 4b

5:  l32r a4, main_address
    call_host a4
    l32r a4, exit_address
    call_host a4                # its argument is where the status is: a6 or a2
6:  j 6b
.ifdef PSRAM
    # Two words for each reason: what to say, and how long it is. To the third argument of a windowed function.
7:  l32r a8, psram_reasons_address
    addi.n a2, a2, -1
    addx8 a8, a2, a8
    l32i.n a7, a8, 0
    l32i.n a8, a8, 4
    movi.n a6, 2
    l32r a4, write_address
    call_host a4
    l32r a4, exit_address
    call_host a4
    j 6b
.endif
    .size _start, . - _start

.ifdef PSRAM
# Why external RAM is not there, by what `tinsmith_start_psram` returns.
    .section .rodata.tinsmith_psram_reasons, "a", @progbits
    .balign 4
    .globl tinsmith_psram_reasons
    .type tinsmith_psram_reasons, @object
tinsmith_psram_reasons:
    .long nobody, nobody_end - nobody
    .long small, small_end - small
    .long forgetful, forgetful_end - forgetful
nobody:
    .ascii "\n\036unable no external RAM answers that this firmware knows: has the module any, and of the kind that the board's file names?\n"
nobody_end:
small:
    .ascii "\n\036unable the external RAM is smaller than the board's file says\n"
small_end:
forgetful:
    .ascii "\n\036unable the external RAM does not keep what is written to it\n"
forgetful_end:
    .size tinsmith_psram_reasons, . - tinsmith_psram_reasons
.endif
